import type { Admission, CheckInResult } from '../../../domain/door.js'
import { looksLikeShortCode, shortCodesIn } from '../../../domain/shortCode.js'
import type { DoorScreens } from '../../live/doorScreens.js'
import type { Ctx } from '../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../ui/feature.js'
import { press, type Press } from '../../ui/press.js'
import { routes } from '../../ui/routes.js'
import { redraw, type Screen, show } from '../../ui/screen.js'
import { admissionScreen, givenAwayScreen, lostScreen, undoneScreen } from './verdicts.js'

type Needs = Pick<FeatureNeeds, 'services' | 'clock'> & {
  readonly liveDoors: Pick<DoorScreens, 'wake'>
  /** Shows a ticket to its holder. */
  readonly showTicket: (ctx: Ctx, ticketId: number) => Promise<void>
}

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
  const screenOfCode = async (ctx: Ctx, code: string): Promise<Screen | undefined> =>
    screenFor(ctx, await checkIn.byCode({ personId: ctx.person.id, code }))

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

  const redrawAdmission = async (ctx: Press, admission: Admission): Promise<void> => {
    liveDoors.wake()
    await redraw(ctx, admissionScreen(ctx.speech, admission, { now: clock.now(), personId: ctx.person.id }))
  }

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
      press(routes.undoLetIn, async (ctx, { ticketId }) => {
        const undone = await checkIn.undo({ personId: ctx.person.id, ticketId })
        liveDoors.wake()
        await redraw(ctx, undoneScreen(ctx.speech, undone))
      }),
    ],
  }
  return { feature, openCode, openTyped, screenOfCode }
}
