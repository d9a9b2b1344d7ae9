import type { Update, User } from 'grammy/types'

/** The chat and the person an update belongs to: whatever shares one of them is handled in order. */
export const queueKeysOf = (update: Update): readonly string[] =>
  [...new Set([chatIdOf(update), personIdOf(update)])].filter((id) => id !== undefined).map(String)

const chatIdOf = (update: Update) => {
  const { message, edited_message: edited, channel_post: post, my_chat_member: member, callback_query: query } = update
  return (message ?? edited ?? post ?? member)?.chat.id ?? query?.message?.chat.id
}

const personIdOf = (update: Update): number | undefined => {
  const { message, edited_message: edited, callback_query: query, my_chat_member: member } = update
  // Typed as always there, but some messages have no author.
  const author: User | undefined = (message ?? edited ?? query ?? member)?.from
  return author?.id
}
