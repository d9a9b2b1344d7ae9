import { InlineKeyboard } from 'grammy'
import { hasEnded } from '../../../../domain/event.js'
import type { Page } from '../../../../domain/page.js'
import { Refusal } from '../../../../domain/refusal.js'
import type { HeldOfOrder, TicketView } from '../../../../services/tickets/ticketViews.js'
import type { Wait } from '../../../../services/waiting/wait.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { lines, paragraphs, startDayIn, startIn, venueIn } from '../../../ui/format.js'
import { eventsButton } from '../../../ui/keyboards.js'
import { labelWith } from '../../../ui/labels.js'
import { pageAt } from '../../../ui/paging.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import { unlessGivenAway } from '../../../views/gifts/givenAway.js'
import { accessRows } from '../../../views/onlineAccess.js'
import { ticketScreen } from '../../../views/tickets.js'
import { addWaits, waitsText } from '../../../views/waiting/waits.js'

const pageSize = 10

type When = 'upcoming' | 'past'
type Needs = Pick<FeatureNeeds, 'services' | 'clock'>

/** What a person holds: the list, and each ticket's screen. */
export const createMyTickets = ({ services, clock }: Needs) => {
  const { tickets, reminders, following, eventNews, guestMessages, waiting } = services
  const withWishes = async (shown: TicketView) => {
    const { holderId: personId } = shown.ticket
    const act = { personId, eventId: shown.event.id }
    const [isMuted, isKept] = [await reminders.isMuted(act), await eventNews.isKept(act)]
    const { organizerId } = shown.event
    const isOrganizerMuted = await guestMessages.isMuted(personId, organizerId)
    const isFollowing = await following.isFollowing(personId, organizerId)
    return { ...shown, isMuted, isKept, isOrganizerMuted, isFollowing }
  }

  const pageOf = (personId: number, when: When, after: number) =>
    tickets.ordersOfHolder({ personId, when, ...pageAt(after, pageSize) })

  const hasPast = async (personId: number): Promise<boolean> =>
    (await tickets.ofHolder({ personId, when: 'past', size: 1 })).rows.length > 0

  const firstScreen = async ({ speech, person }: Ctx): Promise<Screen> => {
    const ahead = await pageOf(person.id, 'upcoming', 0)
    const past = (await hasPast(person.id)) ? toPage(speech, 'button-past', 'past') : undefined
    const [only, ...others] = ahead.rows.flat()
    const waits = await waiting.ofPerson(person.id)
    if (only && others.length === 0 && waits.length === 0)
      return ticketScreen(speech, await withWishes(only), clock.now(), past)
    if (!only && !past && waits.length === 0) return noneScreen(speech)
    return listScreen(speech, ahead, { when: 'upcoming', now: clock.now(), other: past, waits })
  }

  const pageScreen = async ({ speech, person }: Ctx, when: When, after: number): Promise<Screen> => {
    const other =
      after !== 0
        ? toPage(speech, 'button-first-page', when)
        : when === 'past'
          ? toPage(speech, 'button-upcoming', 'upcoming')
          : (await hasPast(person.id))
            ? toPage(speech, 'button-past', 'past')
            : undefined
    const waits = when === 'upcoming' && after === 0 ? await waiting.ofPerson(person.id) : []
    return listScreen(speech, await pageOf(person.id, when, after), { when, now: clock.now(), other, waits })
  }

  const screenOf = async ({ speech, person }: Ctx, ticketId: number): Promise<Screen> => {
    const shown = await tickets.view({ personId: person.id, ticketId })
    const isPast = shown.ticket.state !== 'valid' || hasEnded(shown.event, clock.now())
    const back = toPage(speech, 'button-my-tickets', isPast ? 'past' : 'upcoming')
    return ticketScreen(speech, await withWishes(shown), clock.now(), back)
  }

  /** What the person holds of an order: one ticket at once, several as a list of their own. */
  const orderScreen = async (ctx: Ctx, orderId: number): Promise<Screen> => {
    const [first, ...others] = await tickets.heldOfOrder({ personId: ctx.person.id, orderId })
    if (!first) throw new Refusal('ticketNotFound')
    if (others.length === 0) return screenOf(ctx, first.ticket.id)
    return heldScreen(ctx.speech, [first, ...others], clock.now())
  }

  /** Shows one ticket to its holder, as a new message. Refuses with ticketNotFound, notHolder. */
  const showTicket = async (ctx: Ctx, ticketId: number): Promise<void> => show(ctx, await screenOf(ctx, ticketId))

  const feature: Feature = {
    name: 'myTickets',
    commands: { mytickets: async (ctx) => show(ctx, await firstScreen(ctx)) },
    presses: [
      press(routes.myTickets, async (ctx) => show(ctx, await firstScreen(ctx))),
      press(routes.ticketsPage, async (ctx, { when, after }) => redraw(ctx, await pageScreen(ctx, when, after))),
      press(routes.ticketsOfOrder, async (ctx, { orderId }) => redraw(ctx, await orderScreen(ctx, orderId))),
      press(routes.openTicket, (ctx, { ticketId }) =>
        unlessGivenAway(ctx, services, ticketId, async () => redraw(ctx, await screenOf(ctx, ticketId))),
      ),
      press(routes.unmuteReminders, async (ctx, { ticketId }) => {
        const { event } = await tickets.view({ personId: ctx.person.id, ticketId })
        await reminders.unmute({ personId: ctx.person.id, eventId: event.id })
        await redraw(ctx, await screenOf(ctx, ticketId))
        return { text: ctx.speech.label('reminders-again') }
      }),
      press(routes.unmuteOnTicket, async (ctx, { ticketId }) => {
        const { event } = await tickets.view({ personId: ctx.person.id, ticketId })
        await guestMessages.mute({ personId: ctx.person.id, eventId: event.id, isOn: false })
        await redraw(ctx, await screenOf(ctx, ticketId))
        return { text: ctx.speech.label('guest-unmuted') }
      }),
      press(routes.showTicketBelow, (ctx, { ticketId }) => showTicket(ctx, ticketId)),
    ],
  }
  return { feature, showTicket }
}

type Labelled = { readonly text: string; readonly data: string }

const toPage = (speech: Speech, label: string, when: When): Labelled => ({
  text: speech.label(label),
  data: routes.ticketsPage.data({ when, after: 0 }),
})

const noneScreen = (speech: Speech): Screen => ({
  html: speech.say('tickets-none'),
  keyboard: new InlineKeyboard().add(eventsButton(speech)),
})

type List = {
  readonly when: When
  readonly now: number
  readonly other: Labelled | undefined
  readonly waits: readonly Wait[]
}

const listScreen = (
  speech: Speech,
  { rows, hasMore }: Page<HeldOfOrder>,
  { when, now, other, waits }: List,
): Screen => {
  const keyboard = new InlineKeyboard()
  for (const held of rows) addHeld(keyboard, speech, held, now)
  const last = rows.at(-1)?.[0]
  if (hasMore && last)
    keyboard.text(speech.label('button-next-page'), routes.ticketsPage.data({ when, after: last.ticket.id })).row()
  addWaits(keyboard, speech, waits)
  if (other) keyboard.text(other.text, other.data)
  const head = speech.say(when === 'past' ? 'tickets-past' : rows.length === 0 ? 'tickets-none-ahead' : 'tickets-list')
  return {
    html: paragraphs(head, lines(...rows.map((held) => lineOf(speech, held, now))), waitsText(speech, waits)),
    keyboard,
  }
}

// One row for an order: its tickets differ in nothing but their numbers.
const addHeld = (keyboard: InlineKeyboard, speech: Speech, held: HeldOfOrder, now: number): void => {
  const [first, ...others] = held
  if (!first) return
  const { ticket, event } = first
  const facts = { ...factsOf(held, now), when: startDayIn(speech, event) }
  keyboard
    .text(
      labelWith(speech, 'tickets-list-button', { title: event.title }, facts),
      others.length === 0
        ? routes.openTicket.data({ ticketId: ticket.id })
        : routes.ticketsOfOrder.data({ orderId: ticket.orderId }),
    )
    .row()
}

const lineOf = (speech: Speech, held: HeldOfOrder, now: number): Html | undefined => {
  const event = held[0]?.event
  return (
    event &&
    speech.say('tickets-list-line', { ...factsOf(held, now), title: event.title, when: startIn(speech, event) })
  )
}

const factsOf = (held: HeldOfOrder, now: number) => {
  const marks = new Set(held.map((one) => markOf(one, now)))
  return {
    mark: [...marks].find((mark) => mark === 'valid' || mark === 'offered') ?? [...marks].join(),
    numbers: spanOf(held.map(({ ticket }) => ticket.number)),
  }
}

/** "1–3" where nothing is between, else "1, 4". */
const spanOf = (numbers: readonly number[]): string => {
  const [first = 0, last = first] = [numbers[0], numbers.at(-1)]
  return numbers.length > 1 && last - first === numbers.length - 1 ? `${first}–${last}` : numbers.join(', ')
}

const heldScreen = (speech: Speech, held: readonly [TicketView, ...TicketView[]], now: number): Screen => {
  const [{ event, order, ticket }] = held
  const keyboard = new InlineKeyboard()
  for (const one of held) {
    const label = speech.label('ticket-button', { mark: markOf(one, now), number: String(one.ticket.number) })
    keyboard.text(label, routes.openTicket.data({ ticketId: one.ticket.id })).row()
  }
  const isPast = ticket.state !== 'valid' || hasEnded(event, now)
  if (!isPast) for (const row of accessRows(speech, held)) keyboard.add(...row).row()
  const back = toPage(speech, 'button-my-tickets', isPast ? 'past' : 'upcoming')
  return {
    html: speech.say('tickets-of-order', {
      title: event.title,
      when: startIn(speech, event),
      venue: venueIn(speech, event),
      order: String(order.id),
      count: held.length,
    }),
    keyboard: keyboard.text(back.text, back.data),
  }
}

const markOf = ({ ticket, event, hasGiftLink }: TicketView, now: number): string => {
  if (ticket.state === 'cancelled') return 'cancelled'
  if (ticket.checkedInAt !== undefined) return 'used'
  if (hasEnded(event, now)) return 'ended'
  return hasGiftLink ? 'offered' : 'valid'
}
