import type { Admission, CheckInResult } from '../../../domain/door.js'
import { looksLikeShortCode, shortCodesIn } from '../../../domain/shortCode.js'
import type { DoorScreens } from '../../live/doorScreens.js'
import type { Ctx } from '../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../ui/feature.js'
import { press, type Press } from '../../ui/press.js'
import { type ActAtDoor, routes } from '../../ui/routes.js'
import { redraw, replacePressed, type Screen, show, showNew } from '../../ui/screen.js'
import { actOn, type ActOnOne } from './several.js'
import { admissionScreen, givenAwayScreen, lostScreen, undoneScreen } from './verdicts.js'

type Needs = Pick<FeatureNeeds, 'services' | 'clock'> & {
  readonly liveDoors: Pick<DoorScreens, 'wake'>
  /** Shows a ticket to its holder. */
  readonly showTicket: (ctx: Ctx, ticketId: number) => Promise<void>
}

type Act = { readonly personId: number; readonly ticketId: number }

const letInAs = (
  act: Exclude<ActAtDoor, 'undo'>,
  { letIn, letInPaid, letInAgain }: FeatureNeeds['services']['checkIn'],
) => ({ paid: letInPaid, again: letInAgain, early: (who: Act) => letIn({ ...who, evenEarly: true }) })[act]

/** What is said about one of several codes, and what can be done with its ticket. */
export type Answered = { readonly screen: Screen; readonly act: ActOnOne | undefined }

/** Codes at the door: from a camera, from a picture, or typed; and the buttons below what the door answers. */
export const createCheckIn = ({ services: { checkIn }, clock, liveDoors, showTicket }: Needs) => {
  const staffScreen = (ctx: Ctx, result: Extract<CheckInResult, { as: 'staff' }>): Screen => {
    liveDoors.wake()
    const now = clock.now()
    if ('admission' in result) return admissionScreen(ctx.speech, result.admission, { now, personId: ctx.person.id })
    return 'lost' in result
      ? lostScreen(ctx.speech, result.lost, now)
      : givenAwayScreen(ctx.speech, result.givenAway, now)
  }

  /** What is said about a code; undefined to its holder, who is shown the ticket. */
  const screenFor = async (ctx: Ctx, result: CheckInResult): Promise<Screen | undefined> => {
    switch (result.as) {
      case 'staff':
        return staffScreen(ctx, result)
      case 'holder':
        await showTicket(ctx, result.ticketId)
        return undefined
      case 'stranger':
        return { html: ctx.speech.say('scan-stranger', { title: result.title }) }
      case 'nobody':
        return { html: ctx.speech.say('scan-nobody') }
    }
  }

  const tell = async (ctx: Ctx, result: CheckInResult): Promise<void> => {
    const screen = await screenFor(ctx, result)
    if (screen) await show(ctx, screen)
  }

  /** What is said about the code of a ticket's link, among others; undefined to its holder, who is shown the ticket. */
  const answerCode = async (ctx: Ctx, code: string): Promise<Answered | undefined> => {
    const result = await checkIn.byCode({ personId: ctx.person.id, code })
    const screen = await screenFor(ctx, result)
    const admission = result.as === 'staff' && 'admission' in result ? result.admission : undefined
    return screen && { screen, act: admission && actOn(admission, ctx.person.id) }
  }

  /** Answers the code of a ticket's link. */
  const openCode = async (ctx: Ctx, code: string): Promise<void> =>
    tell(ctx, await checkIn.byCode({ personId: ctx.person.id, code }))

  /**
   * Answers what may be a short code; false, and nothing is said, when it is none and does not look like one. Refuses
   * with tooManyGuesses.
   */
  const openTyped = async (ctx: Ctx, text: string): Promise<boolean> => {
    if (shortCodesIn(text).length === 0) return false
    const result = await checkIn.byShortCode({ personId: ctx.person.id, text })
    if (result.as === 'nobody' && !looksLikeShortCode(text)) return false
    await tell(ctx, result)
    return true
  }

  const admitted = (ctx: Ctx, admission: Admission): Screen => {
    liveDoors.wake()
    return admissionScreen(ctx.speech, admission, { now: clock.now(), personId: ctx.person.id })
  }

  const redrawAdmission = (ctx: Press, admission: Admission): Promise<void> => redraw(ctx, admitted(ctx, admission))

  const undone = async (ctx: Ctx, ticketId: number): Promise<Screen> => {
    const result = await checkIn.undo({ personId: ctx.person.id, ticketId })
    liveDoors.wake()
    return undoneScreen(ctx.speech, result)
  }

  const doneWithOne = async (ctx: Ctx, act: ActAtDoor, ticketId: number): Promise<Screen> =>
    act === 'undo'
      ? undone(ctx, ticketId)
      : admitted(ctx, await letInAs(act, checkIn)({ personId: ctx.person.id, ticketId }))

  const feature: Feature = {
    name: 'checkIn',
    presses: [
      press(routes.letIn, async (ctx, { ticketId }) =>
        redrawAdmission(ctx, await checkIn.letIn({ personId: ctx.person.id, ticketId })),
      ),
      press(routes.letInPaid, async (ctx, { ticketId }) =>
        redrawAdmission(ctx, await checkIn.letInPaid({ personId: ctx.person.id, ticketId })),
      ),
      press(routes.letInEarly, async (ctx, { ticketId }) =>
        redrawAdmission(ctx, await checkIn.letIn({ personId: ctx.person.id, ticketId, evenEarly: true })),
      ),
      press(routes.letInAgain, async (ctx, { ticketId }) =>
        redrawAdmission(ctx, await checkIn.letInAgain({ personId: ctx.person.id, ticketId })),
      ),
      press(routes.tryTicket, async (ctx, { ticketId }) =>
        redrawAdmission(ctx, await checkIn.tryOut({ personId: ctx.person.id, ticketId })),
      ),
      press(routes.letInLost, async (ctx, { eventId, code }) =>
        redraw(
          ctx,
          lostScreen(ctx.speech, await checkIn.letInLost({ personId: ctx.person.id, eventId, code }), clock.now()),
        ),
      ),
      press(routes.undoLetIn, async (ctx, { ticketId }) => redraw(ctx, await undone(ctx, ticketId))),
      press(routes.oneOfSeveral, async (ctx, { act, ticketId }) => {
        const screen = await doneWithOne(ctx, act, ticketId)
        await replacePressed(ctx)
        await showNew(ctx, screen)
      }),
    ],
  }
  return { feature, openCode, openTyped, answerCode }
}
