import { type Api, GrammyError } from 'grammy'
import type { Logger } from 'pino'
import type { DoorView } from '../../domain/door.js'
import type { Language } from '../../domain/person.js'
import type { Clock } from '../../runtime/clock.js'
import type { Services } from '../../services/services.js'
import type { Texts } from '../../texts/texts.js'
import { isUnreachable } from '../telegram/errors.js'
import { editScreen, isGone, isUnchanged } from '../ui/screen.js'
import { doorScreen } from '../features/door/doorScreen.js'

type Needs = {
  readonly api: Api
  readonly services: Pick<Services, 'doorView' | 'people'>
  readonly texts: Texts
  readonly language: Language
  readonly clock: Clock
  readonly log: Logger
}
type DueDoor = { readonly personId: number; readonly messageId: number; readonly view: DoorView }

/** A screen is drawn at most this often. */
const gapMs = 3000
// Sales, tickets given back, and what other processes let in are not told here; this is how late their numbers may be.
const lookAgainMs = 15_000
// Seven edits a second in all: far from the 30 a bot may say (https://core.telegram.org/bots/faq), which the announcer
// needs, too.
const mostAtOnce = 20

/**
 * Draws the messages that show a door again whenever their numbers have changed. What they show is in the database, so
 * a restart loses nothing.
 */
export const createDoorScreens = ({ api, services, texts, language, clock, log }: Needs) => {
  let endRest: () => void = () => undefined
  let woken = false
  let working: Promise<boolean> = Promise.resolve(false)
  const notBefore = new Map<number, number>()

  const forget = ({ personId, messageId }: DueDoor): Promise<void> => services.doorView.forget({ personId, messageId })

  const failed = async (door: DueDoor, error: unknown): Promise<void> => {
    if (isUnchanged(error)) return services.doorView.drawn({ personId: door.personId, version: door.view.version })
    if (isUnreachable(error) || isGone(error)) return forget(door)
    const retryAfter = error instanceof GrammyError ? (error.parameters.retry_after ?? 0) * 1000 : 0
    notBefore.set(door.personId, clock.now() + Math.max(gapMs, retryAfter))
    log.warn({ person: door.personId, err: error }, 'a door screen could not be drawn; trying again')
  }

  const draw = async (door: DueDoor): Promise<void> => {
    const { personId, messageId, view } = door
    const speech = texts.in(await services.people.languageOf(personId, language))
    notBefore.set(personId, clock.now() + gapMs)
    try {
      await editScreen(api, { chatId: personId, messageId }, doorScreen(speech, view, personId, clock.now()))
      await services.doorView.drawn({ personId, version: view.version })
    } catch (error) {
      await failed(door, error)
    }
  }

  /** Draws what may be drawn now; true when there was anything to draw at all. */
  const round = async (): Promise<boolean> => {
    woken = false
    const due = await services.doorView.due()
    const now = clock.now()
    for (const [personId, at] of notBefore) if (at <= now) notBefore.delete(personId)
    await Promise.all(
      due
        .filter(({ personId }) => !notBefore.has(personId))
        .slice(0, mostAtOnce)
        .map(draw),
    )
    return due.length > 0
  }

  const rest = async (signal: AbortSignal): Promise<void> => {
    if (woken || signal.aborted) return
    const waiting = new AbortController()
    endRest = () => waiting.abort()
    await clock.sleep(lookAgainMs, AbortSignal.any([waiting.signal, signal]))
    endRest = () => undefined
  }

  return {
    /** Somebody was let in, or a screen was opened. */
    wake: (): void => {
      woken = true
      endRest()
    },

    /** Resolves when nothing is being drawn. */
    idle: (): Promise<unknown> => working,

    /** Works until the signal fires. */
    run: async (signal: AbortSignal): Promise<void> => {
      while (!signal.aborted) {
        working = round()
        await ((await working) ? clock.sleep(gapMs, signal) : rest(signal))
      }
    },
  }
}

/** What `createLiveDoors` gives. */
export type DoorScreens = ReturnType<typeof createDoorScreens>
