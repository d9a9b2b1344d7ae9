import { createServer } from 'node:http'
import type { Sandbox } from '../sandbox.js'
import type { ClockControl } from './clock.js'
import { createFeed } from './feed.js'
import { listenFrom, stopListening } from './http/listening.js'
import { createRouter } from './http/router.js'
import { createStreams } from './http/stream.js'
import { createSwitches } from './acts/switches.js'
import { createViews } from './views.js'
import type { ProgramControl } from './program.js'
import type { PageLanguage, Role, Step } from './wire.js'

export type { PageLanguage, ProgramView, Role, Step, Words } from './wire.js'

export type { ClockControl } from './clock.js'

export type { ProgramControl, ProgramEvent } from './program.js'

/** What a page is made of. */
export type PageOptions = {
  readonly sandbox: Sandbox
  /** The port wanted; 0, the default, takes a free one; a taken one gives way to the next free one. */
  readonly port?: number
  /** The page's language for who has chosen none and whose browser tells none that the page speaks; en when missing. */
  readonly language?: PageLanguage
  /** Stands above the page and in its tab; "Sandbox" when missing. */
  readonly title?: string
  /** What people may be there for, and who is from the start, by id; panes stand in this order. */
  readonly roles?: readonly (Role & { readonly people?: readonly number[] })[]
  /** What to do first, in this order. */
  readonly tour?: readonly Step[]
  /** Id of the chat that the bot announces in. */
  readonly announcements?: number
  readonly program?: ProgramControl
  /** The clock that the sandbox was opened with. */
  readonly clock?: ClockControl
}

/**
 * A served page: `url` is like http://127.0.0.1:4747, without a slash at the end. `close` ends it within moments, open
 * streams too.
 */
export type Page = { readonly url: string; readonly close: () => Promise<void> }

/** Serves the page on 127.0.0.1 by a server of its own, which stays when the sandbox goes dark. */
export const openPage = async ({
  sandbox,
  port: wantedPort = 0,
  language = 'en',
  title = 'Sandbox',
  roles = [],
  tour = [],
  announcements,
  program,
  clock,
}: PageOptions): Promise<Page> => {
  const server = createServer()
  const port = await listenFrom(server, wantedPort)
  const cast = new Map(roles.flatMap(({ key, people = [] }) => people.map((id) => [id, key] as const)))
  // The token never leaves, whoever wrote it wherever.
  const scrub = (text: string): string => text.replaceAll(sandbox.token, '<token>')
  const streams = createStreams({ scrub })
  const views = createViews({ sandbox, cast, announcements })
  const switches = createSwitches(sandbox, () => streams.send({ kind: 'switches', switches: switches.views() }))
  const feed = createFeed({
    sandbox,
    views,
    guide: { roles, tour },
    switches: switches.views,
    program,
    clock,
    send: streams.send,
  })
  const stage = { sandbox, roles, cast, switches, program, clock, tellPerson: feed.tellPerson }
  server.on(
    'request',
    createRouter({
      port,
      language,
      title,
      stage,
      scrub,
      openStream: (response) => streams.open(response, { kind: 'state', state: feed.state() }),
    }),
  )
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      feed.close()
      switches.close()
      streams.close()
      await stopListening(server)
    },
  }
}
