import { dayMs, hourMs, minuteMs } from './duration.js'
import { closesAt, type Event } from './event.js'
import { Refusal } from './refusal.js'
import { cleanStyled, wordsOf } from './styledText.js'
import { cleanLine } from './text.js'

/** Who wrote something in a thread, a talk between a guest and an organizer. */
export type ThreadAuthor = 'guest' | 'organizer'

/** A talk about one event. `number`: by which the organizer knows the guest who has not shown their name. */
export type Thread = {
  readonly id: number
  readonly eventId: number
  readonly guestId: number
  readonly number: number
  /** The organizer sees the guest's name from now on. */
  readonly isNamed: boolean
  readonly guestName: string
  /** The message with which the question that waits began; undefined: nothing waits. */
  readonly openMessage: number | undefined
  /** Ticked by the organizer, to be answered with others. */
  readonly isTicked: boolean
  readonly isBlocked: boolean
}

/**
 * How a picture or file is carried: a photo by its file_id; anything else as a copy of the message, with other words
 * below it (copy), or with none where there is no room for any (bare).
 */
export type CarriedMedia = 'photo' | 'copy' | 'bare'

/** What one message carries; `words` are a styled text, empty where there are none. */
export type Carried = {
  readonly words: string
  readonly media?: CarriedMedia | undefined
  /** A photo's file_id. */
  readonly file?: string | undefined
  /** The message in the chat of whoever wrote it. */
  readonly sourceId: number
  /** Telegram's id of the album that it is a part of. */
  readonly album?: string | undefined
}

/** So long after an event people can still ask about it, and be answered. */
export const threadMs = 30 * dayMs
/** So many messages an hour a guest may send about one event … */
export const hourlyLimit = 10
/** … and so many in a row without an answer; then one more a day. */
export const unansweredLimit = 5
/** How long a message may be, in UTF-16 units. */
const longestMessage = 3000
/** So many open questions are answered at once. */
export const mostAnswered = 200
/** More than this does not go below a picture, with what stands above it: it comes as a message of its own. */
const longestCaption = 450

/** A picture or file that comes so soon after what somebody wrote belongs to it. */
export const belongsMs = minuteMs

/** Refuses with threadClosed when an event is over for too long. */
export const mustBeTalkedAbout = (event: Event, now: number): void => {
  if (now >= closesAt(event) + threadMs) throw new Refusal('threadClosed', { title: event.title })
}

/** The parts in which it goes out, each a message. Refuses with wordsTooLong, textNeeded. */
export const partsOf = (carried: Carried): readonly Carried[] => {
  const words = cleanStyled(carried.words)
  const { length } = wordsOf(words)
  if (length > longestMessage) throw new Refusal('wordsTooLong', { max: longestMessage, length })
  if (carried.media === undefined && length === 0) throw new Refusal('textNeeded')
  const { media, ...bare } = carried
  if (media === undefined || (media !== 'bare' && length <= longestCaption)) return [{ ...carried, words }]
  // What has no room for words is announced by the message before it.
  return media === 'bare'
    ? [{ ...bare, words: '' }, carried]
    : [
        { ...carried, words: '' },
        { ...bare, words },
      ]
}

/** How a guest wrote lately, in UTC milliseconds and messages. */
export type Pace = {
  readonly unanswered: number
  readonly hourFrom: number
  readonly hourCount: number
  readonly lastAt: number
}

/** Whether somebody may write just now; the store's guard decides. */
export const mayWrite = ({ unanswered, hourFrom, hourCount, lastAt }: Pace, now: number): boolean =>
  (hourFrom <= now - hourMs || hourCount < hourlyLimit) && (unanswered < unansweredLimit || lastAt <= now - dayMs)

/** Why somebody may not write just now: when they may again, in whole minutes or hours. */
export const slowDown = ({ unanswered, hourFrom, hourCount, lastAt }: Pace, now: number): Refusal => {
  const hourlyMs = hourCount >= hourlyLimit ? hourFrom + hourMs - now : 0
  const unansweredMs = unanswered >= unansweredLimit ? lastAt + dayMs - now : 0
  return unansweredMs > hourlyMs
    ? new Refusal('threadWaits', { hours: Math.max(1, Math.ceil(unansweredMs / hourMs)) })
    : new Refusal('threadRests', { minutes: Math.max(1, Math.ceil(hourlyMs / minuteMs)) })
}

const longestContact = 200
const username = /^@?(?<name>[a-z]\w{3,31})$/iu
const scheme = /^[a-z][a-z0-9+.-]*:/iu

/**
 * The address of a contact that was typed: "@name", "t.me/name", "example.com/help". Refuses with contactForm what a
 * button cannot open, such as a phone number or an e-mail address, and contactLong.
 */
export const contactOf = (text: string): string => {
  const typed = cleanLine(text)
  if (typed.length > longestContact) throw new Refusal('contactLong', { max: longestContact })
  const name = typed.startsWith('@') ? username.exec(typed)?.groups?.['name'] : undefined
  if (name !== undefined) return `https://t.me/${name}`
  const address = scheme.test(typed) ? typed : `https://${typed}`
  if (/[@\s]/u.test(typed) || !URL.canParse(address)) throw new Refusal('contactForm')
  const url = new URL(address)
  if (!isLink(url)) throw new Refusal('contactForm')
  return url.href
}

const isLink = ({ protocol, hostname, username: user }: URL): boolean =>
  (protocol === 'https:' || protocol === 'http:') && user === '' && /^[^.].*\.\p{L}[\p{L}\d-]+$/u.test(hostname)
