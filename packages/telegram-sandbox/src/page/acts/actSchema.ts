import { z } from 'zod'
import type { Act } from '../wire.js'
import { switchNames } from './switches.js'

const id = z.int()
const where = { personId: id, chatId: id, threadId: z.exactOptional(id) }
// As much as ten messages of Telegram's.
const text = z.string().min(1).max(40_960)
const name = z.string().trim().min(1).max(64)
const title = z.string().trim().min(1).max(128)
const role = z.string().min(1).max(64)
const username = z.string().regex(/^[A-Za-z]\w{3,31}$/)
const language = z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
const place = z.int().min(0).max(1000)
const switchName = z.enum(switchNames)

const thingKinds = [
  ...(['sendsAlbum', 'sendsAnimation', 'sendsAudio', 'sendsContact', 'sendsLocation', 'sendsPoll'] as const),
  ...(['sendsSticker', 'sendsVenue', 'sendsVideo', 'sendsVideoNote', 'sendsVoice'] as const),
]

const acts = [
  z.strictObject({ kind: z.literal('says'), ...where, text, replyTo: z.exactOptional(id) }),
  z.strictObject({ kind: z.literal('edits'), ...where, messageId: id, text }),
  z.strictObject({
    kind: z.literal(thingKinds),
    ...where,
  }),
  z.strictObject({
    kind: z.literal('presses'),
    ...where,
    messageId: id,
    row: place,
    column: place,
    label: z.exactOptional(z.string()),
  }),
  // Telegram's rule for what may stand behind ?start=.
  z.strictObject({ kind: z.literal('opens'), personId: id, payload: z.string().regex(/^[\w-]{0,64}$/) }),
  z.strictObject({ kind: z.literal('pays'), ...where, messageId: id, card: z.enum(['works', 'declined']) }),
  z.strictObject({ kind: z.literal(['blocks', 'unblocks']), personId: id }),
  z.strictObject({
    kind: z.literal('addPerson'),
    firstName: name,
    lastName: z.exactOptional(name),
    username: z.exactOptional(username),
    language,
    role: z.exactOptional(role),
  }),
  z.strictObject({
    kind: z.literal('addChat'),
    title,
    type: z.enum(['group', 'supergroup', 'forum', 'channel']),
    ownerId: id,
    memberIds: z.array(id).max(200),
  }),
  z.strictObject({ kind: z.literal('addTopic'), chatId: id, name: title }),
  z.strictObject({ kind: z.literal('addBot'), chatId: id, personId: id, admin: z.boolean() }),
  z.strictObject({ kind: z.literal('removeBot'), chatId: id, personId: id }),
  z.strictObject({ kind: z.literal(['mutesBot', 'unmutesBot', 'upgrades']), chatId: id }),
  z.strictObject({
    kind: z.literal('switches'),
    name: switchName,
    on: z.boolean(),
    times: z.exactOptional(z.int().min(1).max(1000)),
    chatId: z.exactOptional(id),
  }),
  z.strictObject({ kind: z.literal('program'), command: z.enum(['start', 'stop', 'restart', 'kill']) }),
  z.strictObject({ kind: z.literal('turnsClock'), ms: z.int().min(1).max(604_800_000) }),
] as const

const actSchema: z.ZodType<Act> = z.discriminatedUnion('kind', acts)

export type UploadOrder = {
  readonly personId: number
  readonly chatId: number
  readonly threadId?: number
  readonly replyTo?: number
  readonly kind: 'photo' | 'document'
  readonly name: string
  readonly caption?: string
}

const idText = z
  .string()
  .regex(/^-?\d{1,16}$/)
  .transform(Number)
  .pipe(id)

// The name goes to the bot and back into headers: no path, no control characters.
const fileName = z
  .string()
  .max(255)
  .regex(/^[^\p{Cc}/\\]*$/u)

const uploadSchema: z.ZodType<UploadOrder> = z.strictObject({
  personId: idText,
  chatId: idText,
  threadId: z.exactOptional(idText),
  replyTo: z.exactOptional(idText),
  kind: z.enum(['photo', 'document']),
  name: fileName.default(''),
  caption: z.exactOptional(z.string().max(1024)),
})

/** What was understood, or words that say what was not. */
export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly words: string }

const read = <T>(schema: z.ZodType<T>, value: unknown): Reading<T> => {
  const result = schema.safeParse(value)
  return result.success ? { ok: true, value: result.data } : { ok: false, words: z.prettifyError(result.error) }
}

const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** Reads an act strictly: what it does not know it does not take. */
export const readAct = (body: string): Reading<Act> => read(actSchema, parseJson(body))

/** Reads where an upload goes. */
export const readUpload = (query: URLSearchParams): Reading<UploadOrder> =>
  read(uploadSchema, Object.fromEntries(query))
