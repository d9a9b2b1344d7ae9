/** Links into the bot, as Telegram writes them (https://core.telegram.org/api/links). */
export const createLinks = (username: string) => ({
  username,
  /** Opens an event in a private chat with the bot. */
  event: (slug: string): string => `https://t.me/${username}?start=e_${slug}`,
  /** Opens the private chat with the bot. */
  bot: (): string => `https://t.me/${username}?start=hello`,
  /** Lets a person choose a chat to share a text in. */
  share: (url: string, text: string): string => `https://t.me/share/url?url=${encodeURIComponent(url)}&text=${encodeURIComponent(text)}`,
})

/** What `createLinks` gives. */
export type Links = ReturnType<typeof createLinks>
