import type { Account, ChatSight, Sandbox, SandboxMessage } from '../sandbox.js'
import type { BotView, ChatView, PersonView } from './wire.js'

export type ViewOptions = {
  readonly sandbox: Sandbox
  /** The keys of people's roles, by id. */
  readonly cast: ReadonlyMap<number, string>
  readonly announcements: number | undefined
}

/** What a page shows of people and places, as it stands now. */
export type Views = {
  readonly bot: () => BotView
  readonly people: () => readonly PersonView[]
  readonly person: (id: number) => PersonView | undefined
  readonly chats: () => readonly ChatView[]
  readonly chat: (id: number) => ChatView | undefined
  /** The latest 1,000 of each chat, by chat id, oldest first. */
  readonly messages: () => Readonly<Record<string, readonly SandboxMessage[]>>
}

const mostMessages = 1000

const titleOf = ({ chat }: ChatSight): string => {
  if (chat.type !== 'private') return chat.title
  return chat.last_name === undefined ? chat.first_name : `${chat.first_name} ${chat.last_name}`
}

const showPerson = ({ sandbox, cast }: ViewOptions, { user, contact }: Account): PersonView => {
  const language = user.language_code ?? ''
  const role = cast.get(user.id)
  return {
    id: user.id,
    firstName: user.first_name,
    ...(user.last_name === undefined ? {} : { lastName: user.last_name }),
    ...(user.username === undefined ? {} : { username: user.username }),
    language,
    ...(role === undefined ? {} : { role }),
    contact,
    commands: sandbox.commandsFor(user.id, language),
    description: sandbox.botDescription(language),
  }
}

// A group that became a supergroup announces there from then on.
const announcesIn = (sights: readonly ChatSight[], first: number | undefined): number | undefined => {
  const upgradedTo = sights.find(({ chat }) => chat.id === first)?.upgradedTo
  return upgradedTo === undefined ? first : announcesIn(sights, upgradedTo)
}

const showChat = (sandbox: Sandbox, announcements: number | undefined, sight: ChatSight): ChatView => {
  const { chat, members, topics, botStatus, muted, upgradedTo, pinned } = sight
  const isPrivate = chat.type === 'private'
  return {
    id: chat.id,
    kind: chat.type,
    title: titleOf(sight),
    ...(chat.username === undefined ? {} : { username: chat.username }),
    topics: [...topics].map(([id, name]) => ({ id, name })),
    members: isPrivate ? [] : members.map(({ user, status }) => ({ personId: user.id, status })),
    botStatus,
    muted,
    ...(upgradedTo === undefined ? {} : { upgradedTo }),
    ...(pinned === undefined ? {} : { pinned }),
    commands: isPrivate ? [] : sandbox.commandsFor(chat.id, ''),
    ...(chat.type === 'supergroup' ? { forum: chat.is_forum === true } : {}),
    announcements: chat.id === announcements,
  }
}

/** Makes a page's views of a sandbox; `cast` may change meanwhile. */
export const createViews = (options: ViewOptions): Views => {
  const { sandbox } = options
  const people = (): readonly PersonView[] => sandbox.accounts().map((account) => showPerson(options, account))
  const chats = (): readonly ChatView[] => {
    const sights = sandbox.chats()
    const announcements = announcesIn(sights, options.announcements)
    return sights.map((sight) => showChat(sandbox, announcements, sight))
  }
  return {
    bot: () => ({ id: sandbox.bot.id, username: sandbox.botUsername, name: sandbox.botName('') }),
    people,
    person: (id) => people().find((person) => person.id === id),
    chats,
    chat: (id) => chats().find((chat) => chat.id === id),
    messages: () =>
      Object.fromEntries(sandbox.chats().map(({ chat: { id } }) => [String(id), sandbox.messagesIn(id, mostMessages)])),
  }
}
