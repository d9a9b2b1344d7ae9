import type { Api } from 'grammy'
import type { Logger } from 'pino'
import type { Language } from '../../domain/person.js'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Loop, type Next } from '../../runtime/loop.js'
import type { Services } from '../../services/services.js'
import type { Texts } from '../../texts/texts.js'
import { retryAfterMs } from '../telegram/errors.js'
import { editScreen } from '../ui/screen.js'
import { doorScreen, leftScreen } from '../views/door.js'
import { editFailureOf } from './editFailure.js'

type Needs = {
  readonly api: Api
  readonly services: Pick<Services, 'doorView' | 'people'>
  readonly texts: Texts
  readonly language: Language
  readonly clock: Clock
  readonly log: Logger
}
type LeftDoor = Awaited<ReturnType<Services['doorView']['endOver']>>[number]
type DueDoor = Awaited<ReturnType<Services['doorView']['due']>>[number]

/** A screen is drawn at most this often. */
const gapMs = 3000
// Sales, tickets given back, and what other processes let in are not told here; this is how late their numbers may be.
const lookAgainMs = 15_000
// Seven edits a second in all: far from the 30 a bot may say (https://core.telegram.org/bots/faq), which the announcer
// needs, too.
const mostAtOnce = 20

/**
 * Draws the messages that show a door again whenever their numbers have changed. What they show is in the database, so
 * a restart loses nothing. Wake it when somebody was let in, or a screen was opened.
 */
export const createDoorScreens = ({ api, services, texts, language, clock, log }: Needs): Loop => {
  const forget = ({ personId, messageId }: DueDoor): Promise<void> => services.doorView.forget({ personId, messageId })

  const drawn = (door: DueDoor, version: string | undefined, againMs = gapMs): Promise<void> =>
    services.doorView.drawn(door, version, againMs)

  const failed = async (door: DueDoor, error: unknown): Promise<void> => {
    const failure = editFailureOf(error)
    if (failure === 'unchanged') return drawn(door, door.view.version)
    if (failure === 'gone') return forget(door)
    await drawn(door, undefined, Math.max(gapMs, retryAfterMs(error) ?? 0))
    log.warn({ person: door.personId, err: error }, 'a door screen could not be drawn; trying again')
  }

  const draw = async (door: DueDoor): Promise<void> => {
    const { personId, messageId, view } = door
    if (!(await services.doorView.claim(door))) return
    const speech = texts.in(await services.people.languageOf(personId, language))
    try {
      await editScreen(api, { chatId: personId, messageId }, doorScreen(speech, view, personId, clock.now()))
      await drawn(door, view.version)
    } catch (error) {
      await failed(door, error)
    }
  }

  // Whoever is gone already does not miss it: the message said when this would be.
  const sayOver = async ({ personId, messageId, ...left }: LeftDoor): Promise<void> => {
    if (messageId === undefined) return
    const speech = texts.in(await services.people.languageOf(personId, language))
    try {
      await editScreen(api, { chatId: personId, messageId }, leftScreen(speech, { ...left, how: 'over' }))
    } catch (error) {
      if (editFailureOf(error) !== 'gone') log.warn({ person: personId, err: error }, 'a door that is over stays drawn')
    }
  }

  const round = async (): Promise<Next> => {
    await Promise.all((await services.doorView.endOver()).slice(0, mostAtOnce).map(sayOver))
    const due = await services.doorView.due()
    await Promise.all(due.slice(0, mostAtOnce).map(draw))
    return due.length > 0 ? { pauseMs: gapMs } : { restMs: lookAgainMs }
  }

  return createLoop({ clock, log, name: 'drawing door screens', round })
}

/** Draws the messages that show a door: see `createDoorScreens`. */
export type DoorScreens = Loop
