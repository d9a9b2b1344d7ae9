import { createChats } from '../features/shared/chats.js'
import type { BotNeeds } from './needs.js'
import type { Phase } from './phase.js'

/** What concerns chats and not persons. */
export const chatsPhase = (needs: BotNeeds): Phase => {
  const chats = createChats(needs)
  return { name: 'chats', features: [chats.name], take: chats.take }
}
