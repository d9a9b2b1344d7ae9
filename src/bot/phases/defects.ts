import { randomBytes } from 'node:crypto'
import { HttpError } from 'grammy'
import type { Logger } from 'pino'
import type { Services } from '../../services/services.js'
import { answer } from '../ui/press.js'
import type { Ctx } from '../ui/context.js'
import { unwrapped, isUnreachable } from '../telegram/errors.js'
import { show } from '../ui/screen.js'

type Needs = { readonly log: Logger; readonly services: Pick<Services, 'people'> }

/** What was thrown and is no refusal: logged with an id, apologised for with the same id, never shown as it is. */
export const createDefects = ({ log, services }: Needs) => {
  const logDefect = (updateId: number, thrown: unknown): string => {
    const defect = randomBytes(3).toString('hex')
    log.error({ defect, update: updateId, err: unwrapped(thrown) }, 'defect')
    return defect
  }

  const orIgnore = async (ctx: Ctx, speak: () => Promise<void>): Promise<void> => {
    try {
      await speak()
    } catch (error) {
      log.warn({ update: ctx.update.update_id, err: error }, 'reply failed')
    }
  }

  return {
    log: logDefect,
    /** Tries to speak; a failure is logged and goes no further. */
    orIgnore,

    /**
     * Deals with what a feature threw. Gives the defect's id, or undefined when it only means that the person does not
     * listen.
     */
    handle: async (ctx: Ctx, thrown: unknown): Promise<string | undefined> => {
      const error = unwrapped(thrown)
      if (isUnreachable(error)) {
        log.info({ update: ctx.update.update_id }, 'the person cannot be reached')
        if (ctx.chat?.type === 'private') await services.people.lose(ctx.chat.id)
        return undefined
      }
      // The network's fault, not ours; and nobody knows what the person saw, so "try again" may be bad advice.
      if (error instanceof HttpError) {
        log.error({ update: ctx.update.update_id, err: error }, 'a reply may not have arrived')
        return undefined
      }
      const defect = logDefect(ctx.update.update_id, error)
      if (ctx.chat?.type === 'private')
        await orIgnore(ctx, () => show(ctx, { html: ctx.speech.say('defect', { id: defect }) }))
      if (ctx.callbackQuery) await orIgnore(ctx, () => answer(ctx))
      return defect
    },
  }
}
