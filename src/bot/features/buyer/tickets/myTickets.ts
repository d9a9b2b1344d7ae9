import { InlineKeyboard } from 'grammy'
import { hasEnded } from '../../../../domain/event.js'
import type { Page } from '../../../../domain/page.js'
import { cut } from '../../../../domain/text.js'
import type { TicketView } from '../../../../services/tickets/ticketViews.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { startDayIn } from '../../../ui/format.js'
import { eventsButton } from '../../../ui/keyboards.js'
import { pageAt } from '../../../ui/paging.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import { ticketScreen } from '../../../views/tickets.js'

const pageSize = 10

type When = 'upcoming' | 'past'
type Needs = Pick<FeatureNeeds, 'services' | 'clock'>

/** What a person holds: the list, and each ticket's screen. */
export const createMyTickets = ({ services: { tickets }, clock }: Needs) => {
  const pageOf = (personId: number, when: When, after: number) =>
    tickets.ofHolder({ personId, when, ...pageAt(after, pageSize) })

  const hasPast = async (personId: number): Promise<boolean> =>
    (await tickets.ofHolder({ personId, when: 'past', size: 1 })).rows.length > 0

  const firstScreen = async ({ speech, person }: Ctx): Promise<Screen> => {
    const ahead = await pageOf(person.id, 'upcoming', 0)
    const past = (await hasPast(person.id)) ? toPage(speech, 'button-past', 'past') : undefined
    const [only, ...others] = ahead.rows
    if (only && others.length === 0) return ticketScreen(speech, only, clock.now(), past)
    if (!only && !past) return noneScreen(speech)
    return listScreen(speech, ahead, { when: 'upcoming', now: clock.now(), other: past })
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
    return listScreen(speech, await pageOf(person.id, when, after), { when, now: clock.now(), other })
  }

  const screenOf = async ({ speech, person }: Ctx, ticketId: number): Promise<Screen> => {
    const shown = await tickets.view({ personId: person.id, ticketId })
    const isPast = shown.ticket.state !== 'valid' || hasEnded(shown.event, clock.now())
    const back = toPage(speech, 'button-my-tickets', isPast ? 'past' : 'upcoming')
    return ticketScreen(speech, shown, clock.now(), back)
  }

  /** Shows one ticket to its holder, as a new message. Refuses with ticketNotFound, notHolder. */
  const showTicket = async (ctx: Ctx, ticketId: number): Promise<void> => show(ctx, await screenOf(ctx, ticketId))

  const feature: Feature = {
    name: 'myTickets',
    commands: { mytickets: async (ctx) => show(ctx, await firstScreen(ctx)) },
    presses: [
      press(routes.myTickets, async (ctx) => show(ctx, await firstScreen(ctx))),
      press(routes.ticketsPage, async (ctx, { when, after }) => redraw(ctx, await pageScreen(ctx, when, after))),
      press(routes.openTicket, async (ctx, { ticketId }) => redraw(ctx, await screenOf(ctx, ticketId))),
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

type List = { readonly when: When; readonly now: number; readonly other: Labelled | undefined }

const listScreen = (speech: Speech, { rows, hasMore }: Page<TicketView>, { when, now, other }: List): Screen => {
  const keyboard = new InlineKeyboard()
  for (const row of rows)
    keyboard.text(lineOf(speech, row, now), routes.openTicket.data({ ticketId: row.ticket.id })).row()
  const last = rows.at(-1)
  if (hasMore && last)
    keyboard.text(speech.label('button-next-page'), routes.ticketsPage.data({ when, after: last.ticket.id })).row()
  if (other) keyboard.text(other.text, other.data)
  return {
    html: speech.say(when === 'past' ? 'tickets-past' : rows.length === 0 ? 'tickets-none-ahead' : 'tickets-list'),
    keyboard,
  }
}

const markOf = ({ ticket, event, hasGiftLink }: TicketView, now: number): string => {
  if (ticket.state === 'cancelled') return 'cancelled'
  if (ticket.checkedInAt !== undefined) return 'used'
  if (hasEnded(event, now)) return 'ended'
  return hasGiftLink ? 'offered' : 'valid'
}

const lineOf = (speech: Speech, shown: TicketView, now: number): string =>
  speech.label('tickets-list-line', {
    mark: markOf(shown, now),
    number: String(shown.ticket.number),
    title: cut(shown.event.title, 30),
    when: startDayIn(speech, shown.event),
  })
