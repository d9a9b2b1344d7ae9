import { refuseUnknownTags } from '../formatting/unknownTags.js'
import type { Call } from './journal.js'
import { methods } from './methods/index.js'
import type { MethodContext } from './methods/context.js'
import { checkParams, createParams } from './params.js'
import type { RawParams } from './params.js'
import { ApiRefusal } from './refusals.js'
import { findMethod } from './table.js'

/** An HTTP answer of the Bot API. */
export type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> }

/** How Telegram writes a refusal. */
export const refusalAnswer = ({ status, message, parameters }: ApiRefusal): Answer => ({
  status,
  body: { ok: false, error_code: status, description: message, ...(parameters === undefined ? {} : { parameters }) },
})

export const notFound: Answer = { status: 404, body: { ok: false, error_code: 404, description: 'Not Found' } }
export const unauthorized: Answer = { status: 401, body: { ok: false, error_code: 401, description: 'Unauthorized' } }

const toAnswer = (error: unknown): Answer => {
  if (error instanceof ApiRefusal) return refusalAnswer(error)
  // A defect of the sandbox itself must be seen, not taken for one of Telegram's bad days.
  console.error('sandbox defect', error)
  return {
    status: 500,
    body: { ok: false, error_code: 500, description: `Internal Server Error: sandbox defect: ${String(error)}` },
  }
}

/** Performs one method and gives Telegram's answer; never throws. */
export const perform = async (context: MethodContext, name: string, raw: RawParams): Promise<Answer> => {
  const method = findMethod(name)
  if (method === undefined) return notFound
  try {
    checkParams(method, raw)
    refuseUnknownTags(raw.values, context.world.unknownTags)
    const result = methods[method](context, createParams(raw))
    return { status: 200, body: { ok: true, result: result instanceof Promise ? ((await result) as unknown) : result } }
  } catch (error) {
    return toAnswer(error)
  }
}

/** What the journal writes of a call's parameters: uploads by name and size. */
export const journalParams = ({ values, uploads }: RawParams): Call['params'] =>
  uploads.size === 0
    ? values
    : {
        ...values,
        ...Object.fromEntries(
          [...uploads].map(([name, { bytes, name: file }]) => [name, `<${file}, ${bytes.length} bytes>`]),
        ),
      }
