import type { BotCommand } from 'grammy/types'
import type { SandboxMessage } from '../watching/happenings.js'
import type { Call } from '../server/journal.js'
import type { Checkout } from '../payments/payments.js'
import type { Contact, MemberStatus, Toast } from '../state/world.js'

export type { Checkout } from '../payments/payments.js'

/** The languages that the page speaks. */
export type PageLanguage = 'ru' | 'en'

/** The same in each language of the page. */
export type Words = Readonly<Record<PageLanguage, string>>

/** What somebody may be there for; the page names it under their name. */
export type Role = {
  /** A short name, of letters. */
  readonly key: string
  readonly name: Words
  /** What somebody new gets unless another one is chosen. */
  readonly usual?: boolean
  /** Whoever has the role scans codes: a button on each picture with a link to the bot in it opens the link as they. */
  readonly scan?: { readonly label: Words; readonly title: Words }
}

/** Something to do for whoever comes the first time, and the chat where it is done. */
export type Step = { readonly words: Words; readonly chatId: number }

/** The bot as its profile stands in Telegram. */
export type BotView = { readonly id: number; readonly username: string; readonly name: string }

/** A person with a client: one pane. */
export type PersonView = {
  readonly id: number
  readonly firstName: string
  readonly lastName?: string
  readonly username?: string
  /** IETF tag, as Telegram gives it: "ru", "en", "pt-br". */
  readonly language: string
  /** The key of their role. */
  readonly role?: string
  readonly contact: Contact
  /** The menu in the private chat with the bot, in this person's language. */
  readonly commands: readonly BotCommand[]
  /** What stands in the empty chat above the Start button, in this person's language; '' when the bot told none. */
  readonly description: string
}

export type MemberView = { readonly personId: number; readonly status: MemberStatus }

/** A chat without its messages. `title` is the person's name in a private chat; its id is the person's. */
export type ChatView = {
  readonly id: number
  readonly kind: 'private' | 'group' | 'supergroup' | 'channel'
  readonly title: string
  readonly username?: string
  /** Whether a supergroup has topics; the page offers to add one unless this is false. */
  readonly forum?: boolean
  /** Open topics of a forum; empty elsewhere. */
  readonly topics: readonly { readonly id: number; readonly name: string }[]
  /** People in it, the bot not among them; empty in private chats. */
  readonly members: readonly MemberView[]
  /** What the bot is there; 'member' in private chats. */
  readonly botStatus: MemberStatus
  /** The bot may not write. */
  readonly muted: boolean
  /** Set when this basic group became a supergroup with this id. */
  readonly upgradedTo?: number
  readonly pinned?: number
  /** The menu for this chat, in the bot's default language; private chats have it in PersonView. */
  readonly commands: readonly BotCommand[]
  /** True for the chat that the bot announces in. */
  readonly announcements: boolean
}

/** A call of the Bot API; ids rise by one. */
export type CallView = Call & { readonly id: number }

/** A way to make things go wrong. */
export type SwitchName =
  | 'down'
  | 'gateway'
  | 'tooManyRequests'
  | 'dropBefore'
  | 'deliverThenDrop'
  | 'hang'
  | 'slow'
  | 'overallLimit'
  | 'repeatUpdates'

export type SwitchView = {
  readonly name: SwitchName
  readonly on: boolean
  /** Only calls about this chat; everything when missing. */
  readonly chatId?: number
  /** How many calls it still meets, polls not counted; until switched off when missing. */
  readonly left?: number
  /** How many calls it has met since it was switched on. */
  readonly hits: number
}

/** The bot's process, where the page may start and stop it. */
export type ProgramView = { readonly state: 'starting' | 'running' | 'stopping' | 'stopped'; readonly pid?: number }

/** The clock of everybody on the page, where it may be turned: how far it is ahead of the machine's. */
export type ClockView = { readonly aheadMs: number }

/** Everything, as it stands when a page connects. */
export type PageState = {
  readonly roles: readonly Role[]
  readonly tour: readonly Step[]
  readonly bot: BotView
  readonly people: readonly PersonView[]
  readonly chats: readonly ChatView[]
  /** By chat id, oldest first; the latest 1,000 of each. */
  readonly messages: Readonly<Record<string, readonly SandboxMessage[]>>
  readonly switches: readonly SwitchView[]
  /** The latest 300, oldest first; polls left out. */
  readonly calls: readonly CallView[]
  /** Missing when the page has no hand on the bot's process. */
  readonly program?: ProgramView
  /** Missing when the page has no hand on the clock. */
  readonly clock?: ClockView
  /** The latest 300 lines of the bot's log. */
  readonly log: readonly string[]
}

/** One server-sent event: its `data` is this as JSON. The first after each connection is `state`. */
export type PageEvent =
  | { readonly kind: 'state'; readonly state: PageState }
  /** A new message, or a new state of a known one. */
  | { readonly kind: 'message'; readonly chatId: number; readonly message: SandboxMessage }
  | { readonly kind: 'messageDeleted'; readonly chatId: number; readonly messageId: number }
  /** A new chat, or a change of a known one. */
  | { readonly kind: 'chat'; readonly chat: ChatView }
  | { readonly kind: 'person'; readonly person: PersonView }
  | { readonly kind: 'bot'; readonly bot: BotView }
  /** The answer to a pressed button; `queryId` is what the press was answered with. */
  | { readonly kind: 'toast'; readonly personId: number; readonly queryId: string; readonly toast: Toast }
  /** "typing", "upload_photo" …; a client shows it for 5 s or until the next message. */
  | { readonly kind: 'typing'; readonly chatId: number; readonly threadId?: number; readonly action: string }
  | { readonly kind: 'switches'; readonly switches: readonly SwitchView[] }
  | { readonly kind: 'call'; readonly call: CallView }
  | { readonly kind: 'program'; readonly program: ProgramView }
  | { readonly kind: 'clock'; readonly clock: ClockView }
  | { readonly kind: 'log'; readonly line: string }

/** Where somebody acts: their private chat with the bot has their own id. */
type Where = { readonly personId: number; readonly chatId: number; readonly threadId?: number }

/** What is sent without a file of one's own: the sandbox pretends one. */
export type ThingKind =
  | 'sendsAlbum'
  | 'sendsAnimation'
  | 'sendsAudio'
  | 'sendsContact'
  | 'sendsLocation'
  | 'sendsPoll'
  | 'sendsSticker'
  | 'sendsVenue'
  | 'sendsVideo'
  | 'sendsVideoNote'
  | 'sendsVoice'

/** What a page asks for: POST /acts with this as JSON. */
export type Act =
  | (Where & { readonly kind: 'says'; readonly text: string; readonly replyTo?: number })
  | (Where & { readonly kind: 'edits'; readonly messageId: number; readonly text: string })
  | (Where & { readonly kind: ThingKind })
  /**
   * A button by its place in the message's keyboard, inline or reply; answered with `queryId` when the bot is asked,
   * and with `gone` when another label than `label` stands there now.
   */
  | (Where & {
      readonly kind: 'presses'
      readonly messageId: number
      readonly row: number
      readonly column: number
      readonly label?: string
    })
  /** A link t.me/<bot>?start=payload was clicked, or a code scanned. */
  | { readonly kind: 'opens'; readonly personId: number; readonly payload: string }
  /** Answered when the payment went through or failed, at most about 10 s later. */
  | (Where & { readonly kind: 'pays'; readonly messageId: number; readonly card: 'works' | 'declined' })
  | { readonly kind: 'blocks' | 'unblocks'; readonly personId: number }
  | {
      readonly kind: 'addPerson'
      readonly firstName: string
      readonly lastName?: string
      readonly username?: string
      readonly language: string
      readonly role?: string
    }
  | {
      readonly kind: 'addChat'
      readonly title: string
      readonly type: 'group' | 'supergroup' | 'forum' | 'channel'
      readonly ownerId: number
      readonly memberIds: readonly number[]
    }
  | { readonly kind: 'addTopic'; readonly chatId: number; readonly name: string }
  | { readonly kind: 'addBot'; readonly chatId: number; readonly personId: number; readonly admin: boolean }
  | { readonly kind: 'removeBot'; readonly chatId: number; readonly personId: number }
  | { readonly kind: 'mutesBot' | 'unmutesBot' | 'upgrades'; readonly chatId: number }
  | {
      readonly kind: 'switches'
      readonly name: SwitchName
      readonly on: boolean
      readonly times?: number
      readonly chatId?: number
    }
  | { readonly kind: 'program'; readonly command: 'start' | 'stop' | 'restart' | 'kill' }
  /** Forward by so many milliseconds, a week at most. */
  | { readonly kind: 'turnsClock'; readonly ms: number }

/** The answer to an act, with status 200, or 400 when it is not understood or cannot be done. */
export type Outcome =
  | {
      readonly ok: true
      readonly queryId?: string
      readonly personId?: number
      readonly chatId?: number
      readonly paid?: Checkout
    }
  /** `words` are in English and for developers; what a person may run into has a code. */
  | { readonly ok: false; readonly code: 'invalid' | 'gone' | 'failed'; readonly words: string }

/**
 * Files go up as POST /uploads?personId=&chatId=&kind=photo|document&name=&caption=&threadId=&replyTo= with the bytes
 * as body; the answer is an Outcome.
 * Files come down from GET /files/<file_id>, with ?download to save them.
 */
export type UploadKind = 'photo' | 'document'
