import type { Api } from 'grammy'
import type { Logger } from 'pino'
import { minuteMs, secondMs } from '../../domain/duration.js'
import type { Language } from '../../domain/person.js'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Next } from '../../runtime/loop.js'
import type { GuestMessageView } from '../../services/guestMessages/common.js'
import type { Services } from '../../services/services.js'
import type { Texts } from '../../texts/texts.js'
import { editScreen } from '../ui/screen.js'
import { progressScreen } from '../views/guests/guestMessages.js'
import { editFailureOf } from './editFailure.js'

type Needs = {
  readonly api: Api
  readonly services: Pick<Services, 'guestMessages' | 'people'>
  readonly texts: Texts
  readonly language: Language
  readonly clock: Clock
  readonly log: Logger
}

// A message is drawn at most this often.
const gapMs = 2 * secondMs

/**
 * Puts what organizers write to guests into the outbox, a portion at a time, and draws the messages that show how far
 * it is. All of it is in the database: a restart goes on, and so does another process.
 */
export const createGuestProgress = ({ api, services, texts, language, clock, log }: Needs) => {
  const { guestMessages, people } = services

  const edit = async (view: GuestMessageView): Promise<void> => {
    const { message, event } = view
    if (message.shownIn === undefined) return
    const speech = texts.in(await people.languageOf(event.organizerId, language))
    try {
      await editScreen(api, { chatId: event.organizerId, messageId: message.shownIn }, progressScreen(speech, view))
    } catch (error) {
      // The summary comes as a message of its own, whatever Telegram has against this one.
      if (editFailureOf(error) === 'failed')
        log.warn({ guestMessage: message.id, err: error }, 'how far a message to guests is could not be shown')
    }
  }

  const look = async (view: GuestMessageView): Promise<void> => {
    const { message, numbers } = view
    const isWritten = message.writtenAt !== undefined || message.state !== 'sending'
    if (isWritten && numbers.waiting === 0) {
      if (!(await guestMessages.finish(message.id))) return
      const done = await guestMessages.summary(view.event.organizerId, message.id)
      if (done) await edit(done)
    } else if (await guestMessages.claimDrawing(message.id, gapMs)) await edit(view)
  }

  const round = async (): Promise<Next> => {
    const { open, nextAt } = await guestMessages.work()
    for (const view of open) await look(view)
    const restMs = open.length > 0 ? gapMs : minuteMs
    return { restMs: Math.max(0, Math.min(restMs, (nextAt ?? Infinity) - clock.now())) }
  }

  const loop = createLoop({ clock, log, name: 'writing to guests', round })

  return {
    /** Something was begun, or stands otherwise than before. */
    wake: loop.wake,

    /** Resolves when nothing more can be done now. */
    idle: loop.idle,

    /** Works until the signal fires. */
    run: loop.run,
  }
}

/** Writes to guests and shows how far it is: see `createGuestProgress`. */
export type GuestProgress = ReturnType<typeof createGuestProgress>
