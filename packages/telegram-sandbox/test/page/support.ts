import { request as httpRequest } from 'node:http'
import { Api } from 'grammy'
import { onTestFinished } from 'vitest'
import { openPage } from '../../src/page/page.js'
import type { PageOptions } from '../../src/page/page.js'
import type { Act, Outcome, PageEvent } from '../../src/page/wire.js'
import { openSandbox } from '../../src/sandbox.js'
import type { Sandbox } from '../../src/sandbox.js'

/** One open stream of a page: what came so far, and how to wait for more. */
export type Listening = {
  readonly events: readonly PageEvent[]
  /** The first event that fits, whether it came already or comes later. */
  readonly until: <T extends PageEvent>(fits: (event: PageEvent) => event is T) => Promise<T>
  /** Resolves when the server ends the stream. */
  readonly ended: Promise<void>
}

type Waiting = (event: PageEvent) => void

const readEvents = async (body: ReadableStream<Uint8Array>, hear: Waiting): Promise<void> => {
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      rest += decoder.decode(chunk, { stream: true })
      const blocks = rest.split('\n\n')
      rest = blocks.pop() ?? ''
      for (const data of blocks.flatMap((block) => block.split('\n').filter((line) => line.startsWith('data: '))))
        hear(JSON.parse(data.slice(6)) as PageEvent)
    }
  } catch {
    // Cut off: that is an end, too.
  }
}

/** Listens to a page's events as a browser does. */
export const listen = async (url: string): Promise<Listening> => {
  const controller = new AbortController()
  onTestFinished(() => controller.abort())
  const response = await fetch(`${url}/events`, { signal: controller.signal })
  if (response.body === null) throw new Error('no stream')
  const events: PageEvent[] = []
  const waiting = new Set<Waiting>()
  const ended = readEvents(response.body, (event) => {
    events.push(event)
    for (const hear of waiting) hear(event)
  })
  return {
    events,
    ended,
    until: <T extends PageEvent>(fits: (event: PageEvent) => event is T) =>
      new Promise<T>((resolve) => {
        const hear = (event: PageEvent): void => {
          if (!fits(event)) return
          waiting.delete(hear)
          resolve(event)
        }
        waiting.add(hear)
        events.slice().forEach(hear)
      }),
  }
}

/** Fits events of a kind. */
export const of =
  <Kind extends PageEvent['kind']>(
    kind: Kind,
    question: (event: Extract<PageEvent, { readonly kind: Kind }>) => boolean = () => true,
  ) =>
  (event: PageEvent): event is Extract<PageEvent, { readonly kind: Kind }> =>
    event.kind === kind && question(event as Extract<PageEvent, { readonly kind: Kind }>)

/** Posts anything as an act. */
export const postAct = async (
  url: string,
  act: unknown,
): Promise<{ readonly status: number; readonly outcome: Outcome }> => {
  const response = await fetch(`${url}/acts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof act === 'string' ? act : JSON.stringify(act),
  })
  return { status: response.status, outcome: (await response.json()) as Outcome }
}

/** A sandbox with a page; both close with the test. */
export const openBoxPage = async (options: (box: Sandbox) => Omit<PageOptions, 'sandbox'> = () => ({})) => {
  const box = await openSandbox({ strictRates: false })
  onTestFinished(() => box.close())
  const page = await openPage({ sandbox: box, ...options(box) })
  onTestFinished(() => page.close())
  return {
    box,
    api: new Api(box.token, { apiRoot: box.url }),
    page,
    act: async (act: Act): Promise<Outcome> => (await postAct(page.url, act)).outcome,
    listen: () => listen(page.url),
  }
}

/** A request with a path and headers as they are: fetch would tidy both. */
export const rawRequest = (
  url: string,
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string } = {},
) =>
  new Promise<{
    readonly status: number
    readonly headers: Readonly<Record<string, string | string[] | undefined>>
    readonly text: string
  }>((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const request = httpRequest({ hostname, port, path, method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      )
      response.on('error', reject)
    })
    request.on('error', reject)
    request.end(body)
  })
