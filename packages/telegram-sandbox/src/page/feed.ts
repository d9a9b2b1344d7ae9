import type { Happening, Sandbox } from '../sandbox.js'
import { createCallLog } from './calls.js'
import type { ClockControl } from './clock.js'
import type { ProgramControl } from './program.js'
import type { Views } from './views.js'
import type { PageEvent, PageState, SwitchView } from './wire.js'

export type Feed = {
  /** Everything as it stands: what a page begins with. */
  readonly state: () => PageState
  /** Tells pages of a person whose role was set after they appeared. */
  readonly tellPerson: (id: number) => void
  readonly close: () => void
}

export type FeedOptions = {
  readonly sandbox: Sandbox
  readonly views: Views
  /** What the page was told once and for all. */
  readonly guide: Pick<PageState, 'roles' | 'tour'>
  readonly switches: () => readonly SwitchView[]
  readonly program: ProgramControl | undefined
  readonly clock: ClockControl | undefined
  readonly send: (event: PageEvent) => void
}

const mostLines = 300

// Views are sent whole; who is sent again without being another would only cost everybody a rendering.
const createNewsFilter = (): ((event: PageEvent) => boolean) => {
  const latest = new Map<string, string>()
  const keyOf = (event: PageEvent): string | undefined => {
    if (event.kind === 'person') return `person ${event.person.id}`
    if (event.kind === 'chat') return `chat ${event.chat.id}`
    return event.kind === 'bot' ? 'bot' : undefined
  }
  return (event) => {
    const key = keyOf(event)
    if (key === undefined) return true
    const json = JSON.stringify(event)
    const isNew = latest.get(key) !== json
    latest.set(key, json)
    return isNew
  }
}

const personEvents = (views: Views, id: number): readonly PageEvent[] => {
  const person = views.person(id)
  return person === undefined ? [] : [{ kind: 'person', person }]
}

const chatEvents = (views: Views, id: number): readonly PageEvent[] => {
  const chat = views.chat(id)
  return chat === undefined ? [] : [{ kind: 'chat', chat }]
}

const profileEvents = (views: Views): readonly PageEvent[] => [
  { kind: 'bot', bot: views.bot() },
  ...views.people().map((person): PageEvent => ({ kind: 'person', person })),
  ...views.chats().map((chat): PageEvent => ({ kind: 'chat', chat })),
]

type Teller<Happened> = (views: Views, happening: Happened) => readonly PageEvent[]

const tellMessage: Teller<Extract<Happening, { readonly kind: 'messageSent' | 'messageEdited' }>> = (
  _,
  { chatId, message },
) => [{ kind: 'message', chatId, message }]

const tellChat: Teller<{ readonly chatId: number }> = (views, { chatId }) => chatEvents(views, chatId)

// What pages are told of a happening; of the others they are told nothing, or as a call.
const tellers: { readonly [Kind in Happening['kind']]?: Teller<Extract<Happening, { readonly kind: Kind }>> } = {
  messageSent: tellMessage,
  messageEdited: tellMessage,
  messageDeleted: (views, { chatId, messageId }) => [
    { kind: 'messageDeleted', chatId, messageId },
    ...chatEvents(views, chatId),
  ],
  chatAppeared: (views, { chatId }) => [...personEvents(views, chatId), ...chatEvents(views, chatId)],
  chatChanged: tellChat,
  messagePinned: tellChat,
  chatUpgraded: (views, { chatId, toChatId }) => [...chatEvents(views, toChatId), ...chatEvents(views, chatId)],
  contactChanged: (views, { personId }) => personEvents(views, personId),
  profileChanged: profileEvents,
  callbackAnswered: (_, { personId, queryId, toast }) => [{ kind: 'toast', personId, queryId, toast }],
  chatAction: (_, { chatId, action, threadId }) => [
    { kind: 'typing', chatId, action, ...(threadId === undefined ? {} : { threadId }) },
  ],
}

const eventsOf: Teller<Happening> = (views, happening) =>
  (tellers[happening.kind] as Teller<Happening> | undefined)?.(views, happening) ?? []

/** Follows the sandbox and the bot's process, and tells pages. */
export const createFeed = ({ sandbox, views, guide, switches, program, clock, send }: FeedOptions): Feed => {
  const calls = createCallLog(sandbox)
  const isNews = createNewsFilter()
  const tell = (events: readonly PageEvent[]): void => events.filter(isNews).forEach(send)
  const stopHearing = sandbox.subscribe((happening) => {
    const call = happening.kind === 'callFinished' ? calls.add(happening.call) : undefined
    tell(call === undefined ? eventsOf(views, happening) : [{ kind: 'call', call }])
  })
  const stopFollowing = program?.subscribe(send)
  const stopWatching = clock?.subscribe((aheadMs) => send({ kind: 'clock', clock: { aheadMs } }))
  return {
    state: () => ({
      ...guide,
      bot: views.bot(),
      people: views.people(),
      chats: views.chats(),
      messages: views.messages(),
      switches: switches(),
      calls: calls.latest(),
      ...(program === undefined ? {} : { program: program.state() }),
      ...(clock === undefined ? {} : { clock: { aheadMs: clock.aheadMs() } }),
      log: program?.lines().slice(-mostLines) ?? [],
    }),
    tellPerson: (id) => tell(personEvents(views, id)),
    close: () => {
      stopHearing()
      stopFollowing?.()
      stopWatching?.()
    },
  }
}
