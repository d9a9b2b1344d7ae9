import type { Admission, CheckInResult } from '../../../domain/door.js'
import { looksLikeShortCode, shortCodesIn } from '../../../domain/shortCode.js'
import type { DoorScreens } from '../../live/doorScreens.js'
import type { Ctx } from '../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../ui/feature.js'
import { press } from '../../ui/press.js'
import type { Route } from '../../ui/route.js'
import { type ActAtDoor, routes } from '../../ui/routes.js'
import { redraw, replacePressed, type Screen, show, showNew } from '../../ui/screen.js'
import { actOn } from './several.js'
import { lineOf, lineOfOther, type SummaryLine, summaryScreen } from './summary.js'
import { admissionScreen, type Door, givenAwayScreen, lostScreen, undoneScreen, unknownScreen } from './verdicts.js'

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

/** What is said about one of several codes: by itself, and in a summary. */
export type Answered = SummaryLine & { readonly screen: Screen }

/** The door where somebody stands; 'near': one of theirs is near or open. */
const doorOf = async (personId: number, doorView: FeatureNeeds['services']['doorView']): Promise<Door | undefined> => {
  const at = await doorView.current(personId)
  return at?.event ?? ((await doorView.near(personId)).length > 0 ? 'near' : undefined)
}

/** Codes at the door: from a camera, from a picture, or typed; and the buttons below what the door answers. */
export const createCheckIn = ({ services: { checkIn, doorView }, clock, liveDoors, showTicket }: Needs) => {
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
      case 'nobody':
        return unknownScreen(ctx.speech, result, await doorOf(ctx.person.id, doorView))
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
    return !screen || result.as === 'holder' ? undefined : { screen, ...lineFor(ctx, result, clock.now()) }
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

  /** A button below one ticket, whose answer takes the place of what was pressed. */
  const pressOn = (route: Route<{ ticketId: number }>, act: (act: Act) => Promise<Admission>) =>
    press(route, async (ctx, { ticketId }) =>
      redraw(ctx, admitted(ctx, await act({ personId: ctx.person.id, ticketId }))),
    )

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
      pressOn(routes.letIn, checkIn.letIn),
      pressOn(routes.letInPaid, checkIn.letInPaid),
      pressOn(routes.letInEarly, (act) => checkIn.letIn({ ...act, evenEarly: true })),
      pressOn(routes.letInAgain, checkIn.letInAgain),
      pressOn(routes.tryTicket, checkIn.tryOut),
      press(routes.letInLost, async (ctx, { eventId, code }) =>
        redraw(
          ctx,
          lostScreen(ctx.speech, await checkIn.letInLost({ personId: ctx.person.id, eventId, code }), clock.now()),
        ),
      ),
      press(routes.letInTogether, async (ctx, act) => {
        const admissions = await checkIn.letInTogether({ personId: ctx.person.id, ...act })
        liveDoors.wake()
        await replacePressed(ctx)
        await showNew(ctx, togetherScreen(ctx, admissions, clock.now()))
      }),
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

const lineFor = (
  { speech, person }: Ctx,
  result: Pick<Extract<CheckInResult, { admission: unknown }>, 'admission'> | Exclude<CheckInResult, { as: 'holder' }>,
  now: number,
): SummaryLine =>
  'admission' in result
    ? { admission: result.admission, act: actOn(result.admission, person.id), ...lineOf(speech, result.admission, now) }
    : { admission: undefined, act: undefined, ...lineOfOther(speech, result, now) }

const togetherScreen = (ctx: Ctx, admissions: readonly Admission[], now: number): Screen =>
  summaryScreen(
    ctx.speech,
    admissions.map((admission) => lineFor(ctx, { admission }, now)),
    [],
    now,
  )
