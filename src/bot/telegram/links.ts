/** Links into the bot, as Telegram writes them (https://core.telegram.org/api/links). */
export const createLinks = (username: string) => {
  const start = (payload: string): string => `https://t.me/${username}?start=${payload}`
  const own = new RegExp(
    String.raw`(?:(?:t|telegram)\.me/${username}/?\?|tg:(?://)?resolve\?domain=${username}&)start=([\w-]{1,64})`,
    'iu',
  )
  return {
    username,
    /** Opens an event in a private chat with the bot, perhaps with a promo code. */
    event: (slug: string, promoCode?: string): string =>
      start(promoCode === undefined ? `e_${slug}` : `e_${slug}_${promoCode}`),
    /** Opens an event with one of its hidden ticket types. */
    hiddenType: (slug: string, key: string): string => start(`e_${slug}__${key}`),
    /** Opens the private chat with the bot. */
    bot: (): string => start('hello'),
    /** What a ticket's QR code says: scanned at the door it checks in, its holder it shows the ticket. */
    ticket: (code: string): string => start(`t_${code}`),
    /** Invites somebody to the door. */
    staff: (token: string): string => start(`s_${token}`),
    /** Gives a ticket to somebody. */
    gift: (token: string): string => start(`g_${token}`),
    /** Gives tickets of a guest list to whoever takes them first. */
    guestList: (token: string): string => start(`l_${token}`),
    /** Lets a person choose a chat to share a text in. */
    share: (url: string, text: string): string =>
      `https://t.me/share/url?url=${encodeURIComponent(url)}&text=${encodeURIComponent(text)}`,
    /** What the first link into this bot in a text opens ("t_…"); undefined when there is none. */
    startIn: (text: string): string | undefined => own.exec(text)?.[1],
  }
}

/** Links into the bot: see `createLinks`. */
export type Links = ReturnType<typeof createLinks>
