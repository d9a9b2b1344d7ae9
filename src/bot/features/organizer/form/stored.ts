import type { MiddlewareFn } from 'grammy'
import type { Ctx } from '../../../context.js'
import type { FormStorage } from '../../../forms.js'

type Storage = FormStorage['storage']

/** The same storage, but what cannot be read counts as nothing: the draft has the answers, and the plugin would fail at every update. */
export const forgiving = (storage: Storage): Storage => ({
  ...storage,
  adapter: { ...storage.adapter, read: async (key) => (await readOr(() => storage.adapter.read(key))) as never },
})

const readOr = async (read: () => Promise<unknown>): Promise<unknown> => {
  try {
    const stored = await read()
    return isStored(stored) ? stored : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

// The plugin's own format: `{ version: [its own, ours], state: { formName: [{ replay, interrupts }] } }`.
const isStored = (value: unknown): boolean =>
  isObject(value) && Array.isArray(value['version']) && isObject(value['state']) && Object.values(value['state']).every((forms) => Array.isArray(forms) && forms.every(isWaiting))

const isWaiting = (value: unknown): boolean =>
  isObject(value) && Array.isArray(value['interrupts']) && isObject(value['replay']) && Array.isArray(value['replay']['send']) && Array.isArray(value['replay']['receive'])

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The same conversation, but a state that another version of the form wrote is left behind, and the update goes on to whoever resumes the draft. */
export const orLeave = (conversation: MiddlewareFn<Ctx>): MiddlewareFn<Ctx> => async (ctx, next) => {
  const passedOn = { yet: false }
  try {
    await conversation(ctx, () => {
      passedOn.yet = true
      return next()
    })
  } catch (error) {
    if (passedOn.yet || !isBadReplay(error)) throw error
    await ctx.conversation.exitAll()
    await next()
  }
}

const isBadReplay = (error: unknown): boolean => error instanceof Error && /^Bad replay|^No op \d+ in state/u.test(error.message)
