import { randomBytes } from 'node:crypto'
import type { Update, User } from 'grammy/types'
import { createCast } from './state/cast.js'
import type { Cast } from './state/cast.js'
import { createFaultBook } from './server/faults.js'
import type { Faults } from './server/faults.js'
import type { Happening } from './watching/happenings.js'
import { createJournal } from './server/journal.js'
import type { Call } from './server/journal.js'
import { createHttpServer } from './server/server.js'
import { createSession } from './server/session.js'
import { createSights } from './people/sights.js'
import type { Sights } from './people/sights.js'
import { createWatch } from './watching/watch.js'
import type { OverallLimit } from './state/limits.js'
import { createWorld, unixTime } from './state/world.js'

export { badRequest, forbidden, serverError, tooManyRequests } from './server/faults.js'
export type { Fault, FaultHandle, FaultKind, Faults } from './server/faults.js'
export type { ChannelOptions, GroupOptions } from './state/cast.js'
export type { Channel, Group } from './state/groups.js'
export type { OverallLimit } from './state/limits.js'
export type { Happening, SandboxMessage } from './watching/happenings.js'
export type { Call } from './server/journal.js'
export type { Checkout } from './payments/payments.js'
export type { Person, PrivateChat, Profile } from './people/person.js'
export type { Account, ChatSight, FileSight } from './people/sights.js'
export type { PressOptions, Wanted } from './people/pressing.js'
export type { AlbumItem, DocumentOptions, PhotoOptions } from './people/sendingMedia.js'
export type { Place } from './people/place.js'
export type { Contact, MemberStatus, Toast } from './state/world.js'
export { plainPicture } from './people/picture.js'

export type SandboxOptions = {
  /** 0, the default, takes a free port. */
  readonly port?: number
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** One that nobody can guess when missing. */
  readonly token?: string
  /** "sandbox_bot" when missing. */
  readonly botUsername?: string
  /** "Sandbox bot" when missing. */
  readonly botName?: string
  /** False lets the bot write as fast as it likes. */
  readonly strictRates?: boolean
  /** A limit over all chats, which Telegram does not publish; none when missing. */
  readonly overallLimit?: OverallLimit
  /** HTML tags that an older server does not know, such as "tg-time"; none when missing. */
  readonly unknownTags?: readonly string[]
  /** Every answer comes so many milliseconds later. */
  readonly delayMs?: number
  /** The first pause before a webhook delivery is tried again; each further one is twice as long. */
  readonly webhookRetryMs?: number
}

/** A pretend Telegram: a Bot API server over HTTP on 127.0.0.1, and people with clients. */
export type Sandbox = Cast &
  Sights & {
    /** Without a slash at the end; use it as TELEGRAM_API_ROOT. */
    readonly url: string
    readonly token: string
    readonly botUsername: string
    readonly bot: User
    readonly faults: Faults
    /** The latest 10,000 calls, oldest first. */
    readonly calls: readonly Call[]
    readonly callsOf: (method: string) => readonly Call[]
    /** Hears of everything that happens; gives back how to stop hearing. */
    readonly subscribe: (listener: (happening: Happening) => void) => () => void
    /** Resolves as soon as the answer is yes, asked again after each happening; rejects after `withinMs` (5,000). */
    readonly until: (question: () => boolean, withinMs?: number) => Promise<void>
    /** Deliver every update from now on so many times, or only those for which the question is answered yes. */
    readonly repeatUpdates: (times: number, question?: (update: Update) => boolean) => void
    /** From now on there is this limit over all chats, or none. */
    readonly limitOverall: (limit: OverallLimit | undefined) => void
    /** The bot's owner takes Stars out of its account. */
    readonly withdrawStars: (amount: number) => void
    /** From now on every call is answered 401. */
    readonly revokeToken: () => void
    /** Updates that were not confirmed yet. */
    readonly pendingUpdates: () => number
    /** Ends polls, connections and deliveries. */
    readonly close: () => Promise<void>
  }

// A known token would let any site in a browser on this machine speak as the bot, as soon as it found the port.
const createToken = (): string => `7012345678:${randomBytes(26).toString('base64url')}`

const botOf = (token: string, name: string, username: string): User => ({
  id: Number(token.split(':')[0]),
  is_bot: true,
  first_name: name,
  username,
})

/** Opens a sandbox that listens; close it when done. */
export const openSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  const {
    port = 0,
    now = Date.now,
    token = createToken(),
    botUsername = 'sandbox_bot',
    botName = 'Sandbox bot',
    strictRates = true,
    overallLimit,
    delayMs = 0,
    webhookRetryMs = 1000,
  } = options
  const watch = createWatch()
  const world = createWorld({
    bot: botOf(token, botName, botUsername),
    now,
    strictRates,
    overallLimit,
    unknownTags: options.unknownTags,
    watch,
  })
  const journal = createJournal()
  const faults = createFaultBook()
  const session = createSession({ token, world, webhookRetryMs, record: journal.add })
  const server = createHttpServer({ ...session, faults, delayMs }, port)
  const cast = createCast(world)
  await server.start()
  return {
    url: `http://127.0.0.1:${server.port()}`,
    token,
    botUsername,
    bot: world.bot,
    ...cast,
    ...createSights(world),
    faults: { add: faults.add, clear: faults.clear, goDark: server.stop, heal: server.start },
    calls: journal.calls,
    callsOf: journal.callsOf,
    subscribe: watch.subscribe,
    until: watch.until,
    repeatUpdates: world.updates.repeat,
    limitOverall: world.limits.limitOverall,
    withdrawStars: (amount) => world.payments.stars.withdraw(amount, unixTime(world)),
    revokeToken: session.revoke,
    pendingUpdates: world.updates.pending,
    close: async () => {
      session.close()
      await server.stop()
    },
  }
}
