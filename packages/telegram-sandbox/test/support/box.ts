import { Api } from 'grammy'
import { onTestFinished } from 'vitest'
import type { Happening, Sandbox, SandboxOptions } from '../../src/sandbox.js'
import { openSandbox } from '../../src/sandbox.js'

/** What the Bot API answers, read without a client's help. */
export type Raw = {
  readonly status: number
  readonly description: string
  readonly parameters: unknown
  readonly result: unknown
}

const readAnswer = async (response: Response): Promise<Raw> => {
  const body = (await response.json()) as {
    readonly description?: string
    readonly parameters?: unknown
    readonly result?: unknown
  }
  return {
    status: response.status,
    description: body.description ?? '',
    parameters: body.parameters,
    result: body.result,
  }
}

/** Calls a method with a JSON body and reads the whole answer. */
export const call = async (box: Sandbox, method: string, params: unknown = {}): Promise<Raw> =>
  readAnswer(
    await fetch(`${box.url}/bot${box.token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
    }),
  )

/** Sends any request to the Bot API and reads the whole answer. */
export const request = async (box: Sandbox, path: string, init: RequestInit = {}): Promise<Raw> =>
  readAnswer(await fetch(`${box.url}${path}`, init))

/** A sandbox that closes with the test, and grammY's client for it. */
export const openBox = async (options: SandboxOptions = {}) => {
  const box = await openSandbox(options)
  onTestFinished(() => box.close())
  return { box, api: new Api(box.token, { apiRoot: box.url }) }
}

/** A clock that only turns when told to; starts at a whole minute. */
export const createTurnedClock = () => {
  let time = Date.UTC(2026, 10, 22, 12)
  return { now: () => time, turn: (seconds: number) => void (time += seconds * 1000) }
}

/** Resolves at the first happening that fits. */
const heard = (box: Sandbox, fits: (happening: Happening) => boolean): Promise<Happening> =>
  new Promise((resolve) => {
    const stop = box.subscribe((happening) => {
      if (!fits(happening)) return
      stop()
      resolve(happening)
    })
  })

/** Resolves when a call of this method has reached the sandbox. */
export const arrived = (box: Sandbox, method: string): Promise<Happening> =>
  heard(box, (happening) => happening.kind === 'callStarted' && happening.method === method)

/** A person who has written to the bot, with that first update confirmed. */
export const acquaintance = async (box: Sandbox, firstName = 'Anna') => {
  const person = box.person({ firstName })
  const { update_id: id } = person.says('/start')
  await call(box, 'getUpdates', { offset: id + 1 })
  return person
}
