import { checkStart, type Event } from '../../../../domain/event.js'
import { Refusal } from '../../../../domain/refusal.js'
import { readCount } from '../../../../domain/count.js'
import type { Copyable } from '../../../../services/events/copies.js'
import { localTime } from '../../../../texts/format.js'
import { nextSameWeekday } from '../../../../texts/times/recurring.js'
import { instantOf, understandWhen, type When } from '../../../../texts/times/when.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { press, type PressHandler } from '../../../ui/press.js'
import { type Answerer, type Prompting, textOf } from '../../../ui/prompts.js'
import { mostCopies, routes } from '../../../ui/routes.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import { copyDates, extrasOf, type Plan, planOf } from './plan.js'
import {
  countScreen,
  otherDayScreen,
  previewScreen,
  publishedScreen,
  repeatScreen,
  whenScreen,
  whichDayScreen,
} from './copyScreens.js'

type Needs = Pick<FeatureNeeds, 'services' | 'clock' | 'links' | 'notificationChat'> & { readonly prompting: Prompting }

const whenKind = 'copyWhen'
const countKind = 'copyCount'

/** Copying an event to another date, or to many at once. */
export const createCopyEvent = (needs: Needs): Feature => ({
  name: 'copyEvent',
  presses: [...datePresses(needs), ...planPresses(needs)],
  answers: { [whenKind]: whenAnswer(needs), [countKind]: countAnswer(needs) },
})

const viewOf = ({ services }: Needs, ctx: Ctx, eventId: number): Promise<Copyable> =>
  services.copies.view({ personId: ctx.person.id, eventId })

const datePresses = (needs: Needs): readonly PressHandler[] => {
  const { clock, prompting } = needs
  const ask = async (ctx: Ctx, eventId: number, draw: (found: Copyable, next: number) => Screen): Promise<void> => {
    const found = await viewOf(needs, ctx, eventId)
    const { startsAt, zone } = found.event
    const next = nextSameWeekday(startsAt, zone, { now: clock.now(), taken: found.startsAhead })
    await prompting.askInPlace(ctx, { kind: whenKind, subject: eventId }, draw(found, next))
  }
  return [
    press(routes.copyEvent, (ctx, { eventId }) =>
      ask(ctx, eventId, (found, next) => whenScreen(ctx.speech, found, next)),
    ),
    press(routes.copyOtherDay, (ctx, { eventId }) => ask(ctx, eventId, (found) => otherDayScreen(ctx.speech, found))),
  ]
}

const planPresses = (needs: Needs): readonly PressHandler[] => {
  const { services, prompting } = needs
  return [
    press(routes.copyPlan, async (ctx, given) => {
      // The button that asks "when?" has no key yet.
      const plan = given.key === '0' ? { ...given, key: String(ctx.update.update_id) } : given
      await prompting.leave(ctx, await preview(needs, ctx, plan))
    }),
    press(routes.copyRepeat, async (ctx, plan) => prompting.leave(ctx, await repeat(needs, ctx, plan))),
    press(routes.askCopyCount, async (ctx, plan) => {
      const question = { kind: countKind, subject: plan.eventId, detail: routes.copyRepeat.data(plan) }
      await prompting.askInPlace(ctx, question, countScreen(ctx.speech, plan))
    }),
    press(routes.publishCopies, async (ctx, plan) => {
      const act = { personId: ctx.person.id, eventId: plan.eventId }
      const { event } = await services.events.forOrganizer(act.personId, act.eventId)
      const made = await services.copies.publish({
        ...act,
        key: plan.key,
        dates: copyDates(event, mustBeFew(plan)),
        with: extrasOf(plan),
      })
      await prompting.forget(ctx)
      await redraw(ctx, publishedScreen(ctx.speech, needs, made))
    }),
  ]
}

const preview = async (needs: Needs, ctx: Ctx, plan: Plan): Promise<Screen> => {
  checkStart(plan.startsAt, needs.clock.now())
  return previewScreen(ctx.speech, await viewOf(needs, ctx, plan.eventId), plan, needs.clock.now())
}

const repeat = async (needs: Needs, ctx: Ctx, plan: Plan): Promise<Screen> =>
  repeatScreen(ctx.speech, await viewOf(needs, ctx, plan.eventId), mustBeFew(plan))

const mustBeFew = (plan: Plan): Plan => {
  if (plan.count < 1 || plan.count > mostCopies) throw new Refusal('capacityOutOfRange', { max: mostCopies })
  return plan
}

const whenAnswer =
  (needs: Needs): Answerer =>
  async (ctx, { subject: eventId }, said) => {
    const { event } = await viewOf(needs, ctx, eventId)
    const now = needs.clock.now()
    const key = String(ctx.update.update_id)
    const planAt = (when: When): Plan => planOf(eventId, checkStart(startIn(when, event), now), key)
    const when = understandWhen(textOf(said, 'when'), { now, zone: event.zone, language: ctx.speech.language })
    if (when.kind !== 'either') return show(ctx, await preview(needs, ctx, planAt(when)))
    await show(ctx, whichDayScreen(ctx.speech, event, when.options.map(planAt)))
  }

// A day alone is one at the time of the original.
const startIn = (when: When, { startsAt, zone }: Event): number =>
  when.kind === 'instant' ? when.at : instantOf(when.day, localTime(startsAt, zone).toFormat('HHmm'), zone)

const countAnswer =
  (needs: Needs): Answerer =>
  async (ctx, { detail = '' }, said) => {
    const plan = routes.copyRepeat.parse(detail)
    if (!plan) return
    const count = readCount(textOf(said, 'count'))
    if (count === undefined) throw new Refusal('notANumber')
    await show(ctx, await repeat(needs, ctx, { ...plan, count: Math.max(count, 0) }))
  }
