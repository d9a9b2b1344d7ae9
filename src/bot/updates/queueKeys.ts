import type { Update, User } from 'grammy/types'

/** The chat and the person an update belongs to: whatever shares one of them is handled in order. */
export const queueKeysOf = (update: Update): readonly string[] =>
  [...new Set([chatIdOf(update), personIdOf(update)])].filter((id) => id !== undefined).map(String)

const chatIdOf = ({ message, channel_post: post, my_chat_member: member, callback_query: query }: Update) =>
  (message ?? post ?? member)?.chat.id ?? query?.message?.chat.id

const personIdOf = ({ message, callback_query: query, my_chat_member: member }: Update): number | undefined => {
  // Typed as always there, but some messages have no author.
  const author: User | undefined = (message ?? query ?? member)?.from
  return author?.id
}
