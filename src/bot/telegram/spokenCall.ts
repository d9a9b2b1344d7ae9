import { Readable } from 'node:stream'
import type { Budget, Patience, Said } from './rateLimitBudget.js'
import { retryAfterMsIn } from './errors.js'
import type { Call, CallInit, CallResponse } from './http.js'
import type { Precedence, Saying } from './speakingQueue.js'

type How = Patience & { readonly budget: Budget; readonly urgency: Precedence }

/** Calls that say something wait for their turn in the budget; all others go at once. */
export const createSpokenCall =
  (call: Call, { budget, urgency, ...patience }: How): Call =>
  async (address, given) => {
    if (!saysSomething(address)) return call(address, given)
    const init = await inMemory(given)
    const { chat, messages } = readSaying(init.body)
    return budget.say({ chat, messages, urgency }, async () => saidBy(await call(address, init)), patience)
  }

/** A call that can be made again: what is uploaded is small. */
export const inMemory = async (init: CallInit): Promise<CallInit> =>
  init.body instanceof Readable ? { ...init, body: Buffer.concat((await init.body.toArray()) as Uint8Array[]) } : init

// Whatever shows something in a chat counts (https://core.telegram.org/bots/api#available-methods); that somebody is
// typing does not.
const speakingMethod = /\/(?:send(?!ChatAction)|copyMessage|forwardMessage|editMessage)\w*$/u

/** Whether a call to this address says something in a chat. */
export const saysSomething = (address: string): boolean => speakingMethod.test(address)

const saidBy = (response: CallResponse): Said<CallResponse> => ({
  result: response,
  isCarriedOut: response.status === 200,
  laterMs: response.status === 429 ? retryAfterMsIn(response.body.toString('utf8')) : undefined,
})

/** To which chat a call speaks, and how many messages it counts for: an album, sent or copied, one for each picture. */
const readSaying = (body: CallInit['body']): Omit<Saying, 'urgency'> => {
  if (typeof body === 'string') return fromJson(body)
  return body instanceof Uint8Array ? fromForm(Buffer.from(body).toString('latin1')) : unknownSaying
}

// An edit of a message that was sent through inline mode has no chat.
const unknownSaying = { chat: '', messages: 1 } as const

// grammY writes the chat first, and few calls have an album: most need not be parsed.
const chatFirst = /^\{"chat_id":(?:(-?\d+)|"([^"\\]+)")/u

const severalIn = /"(?:media|message_ids)":\[/u

const fromJson = (body: string): Omit<Saying, 'urgency'> => {
  const [, id, name] = chatFirst.exec(body) ?? []
  const chat = id ?? name
  if (chat !== undefined && !severalIn.test(body)) return { chat, messages: 1 }
  const {
    chat_id: chatId,
    media,
    message_ids: copied,
  } = JSON.parse(body) as {
    readonly chat_id?: number | string
    readonly media?: unknown
    readonly message_ids?: unknown
  }
  const several = [media, copied].find(Array.isArray) as readonly unknown[] | undefined
  return { chat: String(chatId ?? ''), messages: several?.length ?? 1 }
}

const fromForm = (body: string): Omit<Saying, 'urgency'> => {
  const field = (name: string): string | undefined =>
    new RegExp(String.raw`name="${name}"\r\n(?:[^\r\n]+\r\n)*\r\n([^\r]*)\r\n`, 'u').exec(body)?.[1]
  const media: unknown = JSON.parse(field('media') ?? '1')
  // An edit has one picture, which is no list.
  return { chat: field('chat_id') ?? '', messages: Array.isArray(media) ? media.length : 1 }
}
