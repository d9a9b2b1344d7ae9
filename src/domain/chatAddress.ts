/** A chat to speak into: its id or "@channel", and a forum topic of it. */
export type ChatAddress = { readonly chatId: number | string; readonly topicId: number | undefined }

// Telegram's ids have at most 52 significant bits.
const form = /^(?<chat>-?[1-9]\d{0,15}|@[A-Za-z]\w{3,31})(?::(?<topic>[1-9]\d{0,9}))?$/u

// A forum's "General" has this number in links, but Telegram finds no thread of it: it is spoken to without a topic.
const general = 1

/** Reads "-1001234567890", "@channel" or either with a topic, ":12"; undefined when it is none of these. */
export const parseChatAddress = (text: string): ChatAddress | undefined => {
  const { chat, topic } = form.exec(text)?.groups ?? {}
  if (chat === undefined) return undefined
  return {
    chatId: chat.startsWith('@') ? chat : Number(chat),
    topicId: topic === undefined || Number(topic) === general ? undefined : Number(topic),
  }
}
