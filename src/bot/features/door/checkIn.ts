import type { Admission, CheckInResult } from '../../../domain/door.js'
import { parseShortCode } from '../../../domain/shortCode.js'
import { catchRefusal } from '../../../domain/catchRefusal.js'
import { press, type Press } from '../../ui/press.js'
import type { Ctx } from '../../ui/context.js'
import type { Feature } from '../../ui/feature.js'
import type { FeatureNeeds } from '../../ui/featureNeeds.js'
import { redraw, type Screen, show } from '../../ui/screen.js'
import type { DoorScreens } from '../../live/doorScreens.js'
import { admissionScreen, givenAwayScreen, undoneScreen } from './verdicts.js'
import { routes } from '../../ui/routes.js'

type Needs = FeatureNeeds & {
  readonly liveDoors: Pick<DoorScreens, 'wake'>
  /** Shows a ticket to its holder. */
  readonly showTicket: (ctx: Ctx, ticketId: number) => Promise<void>
}

/** Codes at the door: from a camera, from a picture, or typed; and the buttons below what the door answers. */
export const createCheckIn = ({ services, clock, liveDoors, showTicket }: Needs) => {
  const doorScreenOf = (ctx: Ctx, scan: Extract<CheckInResult, { as: 'staff' }>): Screen =>
    'admission' in scan
      ? admissionScreen(ctx.speech, scan.admission, clock.now())
      : givenAwayScreen(ctx.speech, scan.givenAway, clock.now())

  const tell = async (ctx: Ctx, scan: CheckInResult): Promise<void> => {
    switch (scan.as) {
      case 'staff':
        liveDoors.wake()
        return show(ctx, doorScreenOf(ctx, scan))
      case 'holder':
        return showTicket(ctx, scan.ticketId)
      case 'stranger':
        return show(ctx, { html: ctx.speech.say('scan-stranger', { title: scan.title }) })
      case 'nobody':
        return show(ctx, { html: ctx.speech.say('scan-nobody') })
    }
  }

  /** Answers the code of a ticket's link. */
  const openCode = async (ctx: Ctx, code: string): Promise<void> =>
    tell(ctx, await services.checkIn.byCode({ personId: ctx.person.id, code }))

  /** Answers a short code. Refuses with tooManyGuesses. */
  const openTyped = async (ctx: Ctx, text: string): Promise<void> =>
    tell(ctx, await services.checkIn.byShortCode({ personId: ctx.person.id, text }))

  /** Answers words that may be a short code by chance; false, and nothing is said, when they are none. */
  const openIfCode = async (ctx: Ctx, text: string): Promise<boolean> => {
    if (parseShortCode(text) === undefined) return false
    const outcome = await catchRefusal(() => services.checkIn.byShortCode({ personId: ctx.person.id, text }))
    if (!outcome.ok || outcome.value.as === 'nobody') return false
    await tell(ctx, outcome.value)
    return true
  }

  const redrawn = async (ctx: Press, admission: Admission): Promise<void> => {
    liveDoors.wake()
    await redraw(ctx, admissionScreen(ctx.speech, admission, clock.now()))
  }

  const feature: Feature = {
    name: 'checkIn',
    presses: [
      press(routes.letIn, async (ctx, { ticketId }) =>
        redrawn(ctx, await services.checkIn.letIn({ personId: ctx.person.id, ticketId })),
      ),
      press(routes.letInPaid, async (ctx, { ticketId }) =>
        redrawn(ctx, await services.checkIn.letInPaid({ personId: ctx.person.id, ticketId })),
      ),
      press(routes.undoLetIn, async (ctx, { ticketId }) => {
        const undone = await services.checkIn.undo({ personId: ctx.person.id, ticketId })
        liveDoors.wake()
        await redraw(ctx, undoneScreen(ctx.speech, undone))
      }),
    ],
  }
  return { feature, openCode, openTyped, openIfCode }
}
