import { InlineKeyboard } from 'grammy'
import { anyTimeBefore, doorOpensAt, isDoorOpen } from '../../../../domain/door.js'
import { type Event, hasEnded } from '../../../../domain/event.js'
import { isOnline } from '../../../../domain/place.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { lines, paragraphs, timeIn, yesNo } from '../../../ui/format.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen } from '../../../ui/screen.js'
import { saleStartFacts } from './saleStartScreen.js'

/** What is set once for an event and seldom changed: a line and a button for each. */
export const createEventSettings = ({ services, clock }: Pick<FeatureNeeds, 'services' | 'clock'>): Feature => ({
  name: 'eventSettings',
  presses: [
    press(routes.settingsOf, async (ctx, { eventId }) => {
      const { event } = await services.events.forOrganizer(ctx.person.id, eventId)
      const { accesses } = await services.onlineAccess.settings({ personId: ctx.person.id, eventId })
      await redraw(ctx, settingsScreen(ctx.speech, event, { now: clock.now(), accesses: accesses.length }))
    }),
  ],
})

// A setting of an event: what it is now, and the button that opens it.
type Setting = { readonly line: Html; readonly label: string; readonly data: string }

type Now = { readonly now: number; readonly accesses: number }

const settingsScreen = (speech: Speech, event: Event, facts: Now): Screen => {
  const settings = settingsOf(speech, event, facts)
  const keyboard = new InlineKeyboard()
  for (const { label, data } of settings) keyboard.text(label, data).row()
  return {
    html: paragraphs(speech.say('settings-head', { title: event.title }), lines(...settings.map(({ line }) => line))),
    keyboard: keyboard.text(speech.label('button-back'), routes.manageEvent.data({ eventId: event.id })),
  }
}

const settingsOf = (speech: Speech, event: Event, { now, accesses }: Now): readonly Setting[] => [
  ...(hasEnded(event, now) ? [] : [listing(speech, event), saleStart(speech, event, now), givingBack(speech, event)]),
  ...(hasEnded(event, now) || event.state === 'cancelled' ? [] : [hearing(speech, event)]),
  ...(isDoorOpen(event, now) && !isOnline(event) ? [doorTime(speech, event)] : []),
  ...(event.state === 'cancelled' ? [] : [onlineAccess(speech, event, accesses)]),
  ...(event.startsAt > now ? [reminders(speech, event)] : []),
  contact(speech, event),
]

const listing = (speech: Speech, { id, isUnlisted }: Event): Setting => ({
  line: speech.say('settings-listing', { isUnlisted: yesNo(isUnlisted) }),
  label: speech.label('button-listing'),
  data: routes.listing.data({ eventId: id }),
})

const saleStart = (speech: Speech, event: Event, now: number): Setting => ({
  line: speech.say('settings-sale-start', saleStartFacts(speech, event, now)),
  label: speech.label('button-sale-start'),
  data: routes.askSaleStart.data({ eventId: event.id }),
})

const givingBack = (speech: Speech, { id, giveBackHours }: Event): Setting => ({
  line: speech.say('settings-give-back', { hours: giveBackHours ?? -1 }),
  label: speech.label('button-give-back-policy'),
  data: routes.giveBackPolicy.data({ eventId: id }),
})

const hearing = (speech: Speech, { id, hearing: choice }: Event): Setting => ({
  line: speech.say('settings-hearing', { choice }),
  label: speech.label('button-hearing'),
  data: routes.hearing.data({ eventId: id }),
})

const onlineAccess = (speech: Speech, event: Event, count: number): Setting => ({
  line: speech.say('settings-access', { count }),
  label: speech.label('button-online-access'),
  data: routes.accessesOf.data({ eventId: event.id }),
})

const contact = (speech: Speech, event: Event): Setting => ({
  line: speech.say('settings-contact', { has: yesNo(event.contact !== undefined), contact: event.contact ?? '' }),
  label: speech.label('button-contact'),
  data: routes.contactOf.data({ eventId: event.id }),
})

const doorTime = (speech: Speech, event: Event): Setting => ({
  line: speech.say('settings-door', {
    opens: event.doorsBefore === anyTimeBefore ? 'any' : timeIn(speech, doorOpensAt(event), event),
  }),
  label: speech.label('button-door-time'),
  data: routes.doorTime.data({ eventId: event.id }),
})

const reminders = (speech: Speech, { id, hasReminders }: Event): Setting => ({
  line: speech.say('settings-reminders', { on: yesNo(hasReminders) }),
  label: speech.label('button-reminders'),
  data: routes.reminderSetting.data({ eventId: id }),
})
