import { createServer } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Update } from 'grammy/types'
import { describe, expect, it, onTestFinished } from 'vitest'
import { acquaintance, arrived, call, openBox } from '../support/box.js'

type Delivery = { readonly update: Update; readonly headers: IncomingHttpHeaders }

/** A bot's end of a webhook: answers each delivery as `answer` says. */
const listen = async (
  answer: (
    delivery: Delivery,
    count: number,
  ) => { readonly status: number; readonly body?: string } | Promise<{ readonly status: number }>,
) => {
  const deliveries: Delivery[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const delivery = { update: JSON.parse(Buffer.concat(chunks).toString()) as Update, headers: request.headers }
      deliveries.push(delivery)
      void Promise.resolve(answer(delivery, deliveries.length)).then((reply) =>
        response.writeHead(reply.status).end('body' in reply ? reply.body : ''),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, deliveries }
}

const setUp = async (answer: Parameters<typeof listen>[0] = () => ({ status: 200 })) => {
  const { box, api } = await openBox({ webhookRetryMs: 5 })
  const anna = await acquaintance(box)
  return { box, api, anna, ...(await listen(answer)) }
}

describe('a webhook', () => {
  it('gets each update with the secret, and what waited before it was set', async () => {
    const { box, api, anna, url, deliveries } = await setUp()
    anna.says('before')
    await api.setWebhook(url, { secret_token: 's3cret_-' })
    anna.says('after')
    await waitFor(() => box.pendingUpdates() === 0)
    expect(deliveries.map(({ update }) => update.message?.text)).toEqual(['before', 'after'])
    for (const { headers } of deliveries)
      expect(headers).toMatchObject({
        'x-telegram-bot-api-secret-token': 's3cret_-',
        'content-type': 'application/json',
      })
  })

  it('is tried again until it is taken, and the trouble stands in the info', async () => {
    const { api, anna, url, deliveries, box } = await setUp((_, count) => ({ status: count < 4 ? 502 : 200 }))
    await api.setWebhook(url)
    anna.says('hear me')
    await waitFor(() => box.pendingUpdates() === 0)
    expect(deliveries.map(({ update }) => update.message?.text)).toEqual(['hear me', 'hear me', 'hear me', 'hear me'])
    expect(await api.getWebhookInfo()).toMatchObject({
      url,
      pending_update_count: 0,
      max_connections: 40,
      last_error_message: 'Wrong response from the webhook: 502 Bad Gateway',
    })
  })

  it('counts what waits while nobody listens', async () => {
    const { api, anna, box } = await setUp()
    await api.setWebhook('http://127.0.0.1:9/hook')
    anna.says('one')
    anna.says('two')
    await waitFor(async () => (await api.getWebhookInfo()).last_error_message === 'Connection refused')
    expect(await api.getWebhookInfo()).toMatchObject({ pending_update_count: 2 })
    expect(box.pendingUpdates()).toBe(2)
  })

  it('has as many deliveries under way as it allows, not more', async () => {
    let open = 0
    let most = 0
    const gates: (() => void)[] = []
    const { api, url, box } = await setUp(async () => {
      open += 1
      most = Math.max(most, open)
      await new Promise<void>((resolve) => gates.push(resolve))
      open -= 1
      return { status: 200 }
    })
    const people = await Promise.all(Array.from({ length: 7 }, () => acquaintance(box)))
    for (const person of people) person.says('hello')
    await api.setWebhook(url, { max_connections: 3 })
    await waitFor(() => open === 3)
    // Time enough for a fourth to come, were it allowed.
    for (let count = 0; count < 20; count += 1) await api.getMe()
    await waitFor(() => {
      gates.shift()?.()
      return box.pendingUpdates() === 0
    })
    expect(most).toBe(3)
  })

  it("brings a person's messages one after another, also if one has to be tried again, and waits for nobody else's", async () => {
    const refused = new Set<number>()
    const { api, anna, url, deliveries, box } = await setUp(({ update: { message } }) => {
      const isFirst = !refused.has(message?.from.id ?? 0)
      refused.add(message?.from.id ?? 0)
      return { status: isFirst ? 502 : 200 }
    })
    const boris = await acquaintance(box)
    for (const person of [anna, boris]) for (const text of ['1', '2', '3', '4']) person.says(text)
    await api.setWebhook(url)
    await waitFor(() => box.pendingUpdates() === 0)
    for (const { id } of [anna, boris])
      expect(
        deliveries
          .map(({ update }) => update.message)
          .filter((message) => message?.from.id === id)
          .map((message) => message?.text),
      ).toEqual(['1', '1', '2', '3', '4'])
  })

  it('shuts getUpdates out, the waiting one too, until it is removed', async () => {
    const { box, api, url } = await setUp()
    const here = arrived(box, 'getUpdates')
    const waiting = call(box, 'getUpdates', { timeout: 30 })
    await here
    await api.setWebhook(url)
    expect(await waiting).toMatchObject({ status: 409, description: 'Conflict: terminated by setWebhook request' })
    expect(await call(box, 'getUpdates')).toMatchObject({
      status: 409,
      description:
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    })
    await api.deleteWebhook()
    expect(await call(box, 'getUpdates')).toMatchObject({ status: 200 })
    expect((await api.getWebhookInfo()).url).toBe('')
  })

  it('drops what waits when asked to', async () => {
    const { box, api, anna, url, deliveries } = await setUp()
    anna.says('old')
    await api.setWebhook(url, { drop_pending_updates: true })
    expect(box.pendingUpdates()).toBe(0)
    expect(deliveries).toEqual([])
  })

  it('may answer with a call, and gets repeats when told so', async () => {
    const { box, api, anna, url, deliveries } = await setUp(({ update }) => ({
      status: 200,
      body: JSON.stringify({ method: 'sendMessage', chat_id: update.message?.chat.id, text: 'at once' }),
    }))
    box.repeatUpdates(2)
    await api.setWebhook(url)
    anna.says('hi')
    await waitFor(() => anna.messages().filter(({ text }) => text === 'at once').length === 2)
    expect(deliveries.map(({ update }) => update.update_id)).toHaveLength(2)
    expect(new Set(deliveries.map(({ update }) => update.update_id)).size).toBe(1)
  })

  it.each([
    [{ url: 'http://tickets.example/hook' }, 'bad webhook: An HTTPS URL must be provided for webhook'],
    [
      { url: 'https://tickets.example:1234/hook' },
      'bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443',
    ],
    [{ url: 'https://' }, 'invalid webhook URL specified'],
    [{ url: 'https://tickets.example', secret_token: 'no blanks' }, 'secret token contains unallowed characters'],
    [{ url: 'https://tickets.example', secret_token: 'x'.repeat(257) }, 'secret token is too long'],
  ])('refuses %j', async (params, words) => {
    const { box } = await openBox()
    expect(await call(box, 'setWebhook', params)).toMatchObject({ status: 400, description: `Bad Request: ${words}` })
    expect((await call(box, 'getWebhookInfo')).result).toMatchObject({ url: '' })
  })
})

/** Asks again each time the event loop is free until the answer is yes. */
const waitFor = async (question: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 5000
  while (!(await question())) {
    if (Date.now() > deadline) throw new Error(`Did not happen: ${String(question)}`)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}
