import type { IncomingMessage } from 'node:http'
import { readBody } from '../../server/body.js'
import { ApiRefusal } from '../../server/refusals.js'
import { perform, performUpload } from './acting.js'
import { readAct, readUpload } from './actSchema.js'
import type { Reading } from './actSchema.js'
import { json } from '../http/replies.js'
import type { Reply } from '../http/replies.js'
import type { Stage } from './stage.js'
import type { Outcome } from '../wire.js'

const maxActBytes = 512 * 1024
const maxUploadBytes = 20 * 1024 * 1024

/** Reads the request and does what it asks for. */
export type Intake = (stage: Stage, request: IncomingMessage, query: string) => Promise<Reply>

const reply = (outcome: Outcome): Reply => json(outcome.ok ? 200 : 400, outcome)
const invalid = (status: number, words: string): Reply =>
  json(status, { ok: false, code: 'invalid', words } satisfies Outcome)

const receive = async (
  request: IncomingMessage,
  maxBytes: number,
  use: (body: Buffer) => Promise<Reply>,
): Promise<Reply> => {
  try {
    return await use(await readBody(request, maxBytes))
  } catch (error) {
    if (error instanceof ApiRefusal) return invalid(413, `More than ${maxBytes} bytes`)
    throw error
  }
}

const understood = async <T>(reading: Reading<T>, use: (value: T) => Promise<Outcome>): Promise<Reply> =>
  reading.ok ? reply(await use(reading.value)) : invalid(400, reading.words)

/** POST /acts */
export const takeAct: Intake = (stage, request) =>
  receive(request, maxActBytes, (body) => understood(readAct(body.toString('utf8')), (act) => perform(stage, act)))

const mimeOf = ({ headers }: IncomingMessage): string =>
  /^[\w.+-]+\/[\w.+-]+/.exec(headers['content-type'] ?? '')?.[0].toLowerCase() ?? ''

/** POST /uploads */
export const takeUpload: Intake = (stage, request, query) =>
  receive(request, maxUploadBytes, (body) =>
    understood(readUpload(new URLSearchParams(query)), (order) => performUpload(stage, order, body, mimeOf(request))),
  )
