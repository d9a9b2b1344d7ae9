import { InlineKeyboard } from 'grammy'
import type { Event } from '../../../../domain/event.js'
import type { Copyable } from '../../../../services/events/copies.js'
import type { Copies } from '../../../../services/events/publishCopies.js'
import { dateTime } from '../../../../texts/format.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { FeatureNeeds } from '../../../ui/feature.js'
import { datesIn, lines, paragraphs, shortStartIn, startIn, ticked, timeIn } from '../../../ui/format.js'
import { copyCounts, copyEvery, mostCopies, routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'
import { cardText } from '../../../views/eventCard.js'
import { openWaysText } from '../../../views/money.js'
import { markedName } from '../../../views/typeNames.js'
import { copyDates, extrasOf, type Plan, planOf, toggled } from './plan.js'

const weekMs = 7 * 86_400_000

/** Asks when the copy takes place; `next` is the same weekday and time, some weeks later. */
export const whenScreen = (speech: Speech, { event }: Copyable, next: number): Screen => {
  const { id: eventId, title, startsAt } = event
  const when = shortStartIn(speech, { ...event, startsAt: next })
  // Clocks may be changed within the week.
  const isNextWeek = Math.round((next - startsAt) / weekMs) === 1
  return {
    html: speech.say('copy-when', { title, when: startIn(speech, event), next: timeIn(speech, next, event) }),
    keyboard: new InlineKeyboard()
      .text(
        isNextWeek ? speech.label('button-copy-next-week') : speech.label('button-copy-same-time', { when }),
        routes.copyPlan.data(planOf(eventId, next, '0')),
      )
      .success()
      .row()
      .text(speech.label('button-copy-other-day'), routes.copyOtherDay.data({ eventId }))
      .row()
      .text(speech.label('button-back'), routes.manageEvent.data({ eventId })),
  }
}

/** Asks for a date in words. */
export const otherDayScreen = (speech: Speech, { event }: Copyable): Screen => ({
  html: speech.say('copy-other-day', { title: event.title }),
  keyboard: new InlineKeyboard().text(speech.label('button-back'), routes.copyEvent.data({ eventId: event.id })),
})

/** Asks which of two dates was meant. */
export const whichDayScreen = (speech: Speech, event: Event, plans: readonly Plan[]): Screen => {
  const texts = plans.map(({ startsAt }) => dateTime(startsAt, event.zone, speech.language, speech.now()))
  const [first = '', second = ''] = texts
  const keyboard = new InlineKeyboard()
  plans.forEach((plan) =>
    keyboard.text(shortStartIn(speech, { ...event, startsAt: plan.startsAt }), routes.copyPlan.data(plan)).row(),
  )
  return { html: speech.say('refusal-whenAmbiguous', { first, second }), keyboard }
}

/** The copy as guests will see it, before anybody does. */
export const previewScreen = (speech: Speech, found: Copyable, plan: Plan, now: number): Screen => {
  const { event, types, openMethods, startsAhead } = found
  const [date] = copyDates(event, plan)
  const move = date?.move ?? ((at: number) => at)
  const moved = (at: number | undefined): number | undefined => (at === undefined ? undefined : move(at))
  const facts = {
    ...event,
    startsAt: plan.startsAt,
    endsAt: moved(event.endsAt),
    saleFrom: moved(event.saleFrom),
    poster: undefined,
    types: types.map((type) => ({
      ...type,
      // Guests do not see it.
      name: type.isHidden ? markedName(speech, type) : type.name,
      saleFrom: moved(type.saleFrom),
      saleUntil: moved(type.saleUntil),
      left: Math.min(type.capacity, event.capacity ?? type.capacity),
    })),
  }
  const isTaken = startsAhead.has(plan.startsAt)
  const isPaid = types.some(({ price }) => price.minor > 0)
  return {
    html: paragraphs(
      speech.say('copy-preview', { poster: event.poster === undefined ? 'no' : 'yes' }),
      event.isUnlisted ? speech.say('settings-listing', { isUnlisted: 'yes' }) : undefined,
      isTaken ? speech.say('copy-taken') : undefined,
      isPaid ? openWaysText(speech, openMethods, 'preview-ways') : undefined,
      cardText(speech, facts, now).html,
    ),
    keyboard: previewButtons(speech, found, plan, isTaken),
  }
}

const previewButtons = (speech: Speech, found: Copyable, plan: Plan, isTaken: boolean): InlineKeyboard => {
  const keyboard = new InlineKeyboard()
  if (!isTaken)
    keyboard
      .text(speech.label('button-publish-copies', { count: 1 }), routes.publishCopies.data(plan))
      .success()
      .row()
  keyboard.text(speech.label('button-copy-repeat'), routes.copyRepeat.data({ ...plan, count: 4 })).row()
  for (const extra of ['promoCodes', 'staff'] as const)
    if (found[extra] > 0)
      keyboard
        .text(
          ticked(extrasOf(plan)[extra], speech.label(`button-copy-${extra}`, { count: found[extra] })),
          routes.copyPlan.data(toggled(plan, extra)),
        )
        .row()
  return keyboard.text(speech.label('button-back'), routes.copyEvent.data({ eventId: plan.eventId }))
}

/** Many dates at once: which would come, and which exist already. */
export const repeatScreen = (speech: Speech, { event, startsAhead }: Copyable, plan: Plan): Screen => {
  const dates = copyDates(event, plan).map(({ startsAt }) => startsAt)
  const free = dates.filter((date) => !startsAhead.has(date)).length
  return {
    html: paragraphs(
      speech.say('copy-repeat', { title: event.title }),
      lines(...dates.map((date) => dateLine(speech, event, date, startsAhead.has(date)))),
      free === 0 ? speech.say('refusal-datesTaken') : undefined,
    ),
    keyboard: repeatButtons(speech, plan, free),
  }
}

const dateLine = (speech: Speech, { zone }: Event, at: number, isTaken: boolean): Html =>
  speech.say(isTaken ? 'copy-date-taken' : 'copy-date', { when: dateTime(at, zone, speech.language, speech.now()) })

const repeatButtons = (speech: Speech, plan: Plan, free: number): InlineKeyboard => {
  const keyboard = new InlineKeyboard()
  for (const count of copyCounts)
    keyboard.text(ticked(plan.count === count, String(count)), routes.copyRepeat.data({ ...plan, count }))
  const isOther = copyCounts.every((count) => count !== plan.count)
  keyboard
    .text(
      ticked(isOther, isOther ? String(plan.count) : speech.label('button-copy-count')),
      routes.askCopyCount.data(plan),
    )
    .row()
  copyEvery.forEach((every, i) => {
    keyboard.text(
      ticked(plan.every === every, speech.label(`button-copy-every-${every}`)),
      routes.copyRepeat.data({ ...plan, every }),
    )
    if (i % 2 === 1) keyboard.row()
  })
  if (free > 0)
    keyboard
      .text(speech.label('button-publish-copies', { count: free }), routes.publishCopies.data(plan))
      .success()
      .row()
  return keyboard.text(speech.label('button-back'), routes.copyPlan.data({ ...plan, count: 1 }))
}

/** Asks for a number of dates. */
export const countScreen = (speech: Speech, plan: Plan): Screen => ({
  html: speech.say('copy-count', { max: mostCopies }),
  keyboard: new InlineKeyboard().text(speech.label('button-back'), routes.copyRepeat.data(plan)),
})

/** Says what was published. */
export const publishedScreen = (
  speech: Speech,
  { links, notificationChat }: Pick<FeatureNeeds, 'links' | 'notificationChat'>,
  { events, hasAccess }: Copies,
): Screen => {
  const [first] = events
  const { id: eventId, slug, title, isUnlisted } = first
  const link = links.event(slug)
  const keyboard = publishedButtons(speech, { eventId, link, share: links.share(link, title) })
  if (!hasAccess && events.length === 1)
    keyboard.row().text(speech.label('button-set-access'), routes.accessesOf.data({ eventId }))
  return {
    keyboard,
    html: paragraphs(
      speech.say('copies-published', { title, link, count: events.length }),
      datesIn(speech, { ...first, dates: events.map(({ startsAt }) => startsAt) }),
      isUnlisted ? speech.say('published-unlisted') : undefined,
      hasAccess ? undefined : speech.say('published-no-access'),
      notificationChat || isUnlisted ? undefined : speech.say('published-no-chat'),
    ),
  }
}

const publishedButtons = (
  speech: Speech,
  { eventId, link, share }: { readonly eventId: number; readonly link: string; readonly share: string },
): InlineKeyboard =>
  new InlineKeyboard()
    .url(speech.label('button-share'), share)
    .copyText(speech.label('button-copy-link'), link)
    .row()
    .text(speech.label('button-show-card'), routes.openEvent.data({ eventId }))
    .text(speech.label('button-manage'), routes.manageEvent.data({ eventId }))
    .row()
    .text(speech.label('button-series'), routes.seriesOf.data({ eventId, after: 0 }))
