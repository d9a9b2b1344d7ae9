import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import type { SandboxMessage } from 'telegram-sandbox'
import type { Act, Outcome, PageEvent, PageState } from 'telegram-sandbox/page/wire'

/** A demo's page as its browser knows it. */
export type PageWatch = {
  readonly state: () => PageState
  /** Resolves as soon as the answer is yes, asked again after each event; rejects when it takes too long. */
  readonly until: (question: (state: PageState) => boolean) => Promise<void>
  /** POST /acts. */
  readonly act: (act: Act) => Promise<Outcome>
  /** What the bot said in a chat, oldest first. */
  readonly said: (chatId: number) => readonly SandboxMessage[]
  readonly close: () => void
}

const patienceMs = 40_000

/** Connects to the page's events; `url` ends with a slash. */
export const watchPage = async (url: string): Promise<PageWatch> => {
  const connection = new AbortController()
  const response = await fetch(`${url}events`, { signal: connection.signal })
  if (!response.body) throw new Error('The page has no events')
  const lines = createInterface({ input: Readable.fromWeb(response.body) })
  const listeners = new Set<() => void>()
  let state: PageState | undefined
  lines.on('error', () => undefined)
  lines.on('line', (line) => {
    if (!line.startsWith('data:')) return
    state = reduce(state, JSON.parse(line.slice('data:'.length)) as PageEvent)
    listeners.forEach((look) => look())
  })
  const until: PageWatch['until'] = (question) =>
    new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        clearTimeout(timer)
        listeners.delete(look)
        settle()
      }
      const look = (): void => {
        if (state && question(state)) end(resolve)
      }
      const timer = setTimeout(
        () =>
          end(() =>
            reject(
              new Error(
                `It did not happen. The page shows: ${JSON.stringify(Object.values(state?.messages ?? {}).map((all) => all.map(({ text }) => text)))}`,
              ),
            ),
          ),
        patienceMs,
      )
      listeners.add(look)
      look()
    })
  await until(() => true)
  const now = (): PageState => {
    if (!state) throw new Error('There is no state yet')
    return state
  }
  return {
    state: now,
    until,
    act: async (act) => {
      const answer = await fetch(`${url}acts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(act),
      })
      return (await answer.json()) as Outcome
    },
    said: (chatId) => (now().messages[chatId] ?? []).filter(({ fromBot }) => fromBot),
    close: () => connection.abort(),
  }
}

const reduce = (state: PageState | undefined, event: PageEvent): PageState | undefined => {
  if (event.kind === 'state') return event.state
  if (!state) return state
  const withMessages = (
    chatId: number,
    change: (all: readonly SandboxMessage[]) => readonly SandboxMessage[],
  ): PageState => ({ ...state, messages: { ...state.messages, [chatId]: change(state.messages[chatId] ?? []) } })
  switch (event.kind) {
    case 'message':
      return withMessages(event.chatId, (all) =>
        all.some(isThe(event.message.message_id))
          ? all.map((one) => (isThe(event.message.message_id)(one) ? event.message : one))
          : [...all, event.message],
      )
    case 'messageDeleted':
      return withMessages(event.chatId, (all) => all.filter((one) => !isThe(event.messageId)(one)))
    case 'program':
      return { ...state, program: event.program }
    case 'clock':
      return { ...state, clock: event.clock }
    case 'switches':
      return { ...state, switches: event.switches }
    case 'log':
      return { ...state, log: [...state.log, event.line] }
    default:
      return state
  }
}

const isThe =
  (id: number) =>
  (message: SandboxMessage): boolean =>
    message.message_id === id
