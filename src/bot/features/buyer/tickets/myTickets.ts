import { InlineKeyboard } from 'grammy'
import { hasEnded } from '../../../../domain/event.js'
import { cut } from '../../../../domain/text.js'
import { Refusal } from '../../../../domain/refusal.js'
import type { Page } from '../../../../domain/page.js'
import type { TicketView } from '../../../../services/tickets/ticketViews.js'
import type { Speech } from '../../../../texts/texts.js'
import { press, type Press, type Toast } from '../../../ui/press.js'
import { startIn } from '../../../views/eventCard.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature } from '../../../ui/feature.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import { isPictureRefused, redraw, type Screen, sendScreen, show, targetIn } from '../../../ui/screen.js'
import { knownPictures } from '../../../announcing/ticketPictures.js'
import { ticketScreen, ticketsScreen } from '../../../views/tickets.js'
import { routes } from '../../../ui/routes.js'

const pageSize = 10

type When = 'upcoming' | 'past'

/** What a person holds: the list, a ticket's screen, its picture. */
export const createMyTickets = ({ services, clock, links }: FeatureNeeds) => {
  const { tickets, outbox } = services
  const pageOf = (personId: number, when: When, after: number) =>
    tickets.ofHolder({ personId, when, after: after === 0 ? undefined : after, size: pageSize })

  const hasPast = async (personId: number): Promise<boolean> =>
    (await tickets.ofHolder({ personId, when: 'past', size: 1 })).rows.length > 0

  const firstScreen = async ({ speech, person }: Ctx): Promise<Screen> => {
    const ahead = await pageOf(person.id, 'upcoming', 0)
    const past = (await hasPast(person.id)) ? toPast(speech) : undefined
    const [only, ...others] = ahead.rows
    if (only && others.length === 0) return ticketScreen(speech, only, clock.now(), past)
    return only || past ? listScreen(speech, 'upcoming', ahead, clock.now(), past) : noneScreen(speech)
  }

  const pageScreen = async ({ speech, person }: Ctx, when: When, after: number): Promise<Screen> => {
    const back =
      when === 'past'
        ? { text: speech.label('button-upcoming'), data: routes.ticketsPage.data({ when: 'upcoming', after: 0 }) }
        : (await hasPast(person.id))
          ? toPast(speech)
          : undefined
    const first =
      after === 0
        ? undefined
        : { text: speech.label('button-first-page'), data: routes.ticketsPage.data({ when, after: 0 }) }
    return listScreen(speech, when, await pageOf(person.id, when, after), clock.now(), first ?? back)
  }

  const screenOf = async ({ speech, person }: Ctx, ticketId: number): Promise<Screen> => {
    const shown = await tickets.view({ personId: person.id, ticketId })
    const isPast = shown.ticket.state !== 'valid' || hasEnded(shown.event, clock.now())
    return ticketScreen(speech, shown, clock.now(), {
      text: speech.label('button-my-tickets'),
      data: routes.ticketsPage.data({ when: isPast ? 'past' : 'upcoming', after: 0 }),
    })
  }

  /** Shows one ticket to its holder, as a new message. Refuses with ticketNotFound, notHolder. */
  const showTicket = async (ctx: Ctx, ticketId: number): Promise<void> => show(ctx, await screenOf(ctx, ticketId))

  /** Sends pictures that Telegram has. False when it has not all of them as they are now. */
  const sendKnown = async (ctx: Press, shown: readonly TicketView[]): Promise<boolean> => {
    const pictures = knownPictures(ctx.speech, links, shown)
    const target = targetIn(ctx)
    if (!pictures || !target) return false
    try {
      await sendScreen(ctx.api, target, { ...ticketsScreen({ speech: ctx.speech, tickets: shown }), pictures })
      return true
    } catch (error) {
      if (!isPictureRefused(error)) throw error
      return false
    }
  }

  // What has to be drawn goes through the outbox: no reply waits for drawing, and no picture is lost on a poor line.
  const sendPictures = async (ctx: Press, shown: readonly TicketView[], order?: number): Promise<Toast | undefined> => {
    if (await sendKnown(ctx, shown)) return undefined
    const what =
      order === undefined
        ? shown.map(({ ticket }) => ({ kind: 'ticketShown' as const, ticketId: ticket.id }))
        : [{ kind: 'tickets' as const, orderId: order }]
    await outbox.add(
      what.map((message) => ({ to: ctx.person.id, key: `shown:${ctx.person.id}:${ctx.update.update_id}`, message })),
    )
    return { text: ctx.speech.label('picture-coming') }
  }

  const mustBeValid = ({ ticket, event }: TicketView): void => {
    if (ticket.state === 'cancelled') throw new Refusal('eventCancelled', { title: event.title })
    if (ticket.state === 'returned') throw new Refusal('ticketReturned')
  }

  const feature: Feature = {
    name: 'myTickets',
    commands: {
      mytickets: async (ctx) => show(ctx, await firstScreen(ctx)),
    },
    presses: [
      press(routes.myTickets, async (ctx) => {
        await show(ctx, await firstScreen(ctx))
      }),
      press(routes.ticketsPage, async (ctx, { when, after }) => {
        await redraw(ctx, await pageScreen(ctx, when, after))
      }),
      press(routes.openTicket, async (ctx, { ticketId }) => {
        await redraw(ctx, await screenOf(ctx, ticketId))
      }),
      press(routes.showTicketBelow, async (ctx, { ticketId }) => {
        await showTicket(ctx, ticketId)
      }),
      press(routes.showPicture, async (ctx, { ticketId }) => {
        const shown = await tickets.view({ personId: ctx.person.id, ticketId })
        mustBeValid(shown)
        return sendPictures(ctx, [shown])
      }),
      press(routes.showPictures, async (ctx, { orderId }) => {
        const shown = await tickets.viewsOfOrder(orderId)
        if (shown[0]?.ticket.holderId !== ctx.person.id) throw new Refusal('ticketNotFound')
        return sendPictures(ctx, shown, orderId)
      }),
    ],
  }
  return { feature, showTicket }
}

/** What `createMyTickets` gives. */
export type MyTickets = ReturnType<typeof createMyTickets>

type Labelled = { readonly text: string; readonly data: string }

const toPast = (speech: Speech): Labelled => ({
  text: speech.label('button-past'),
  data: routes.ticketsPage.data({ when: 'past', after: 0 }),
})

const noneScreen = (speech: Speech): Screen => ({
  html: speech.say('tickets-none'),
  keyboard: new InlineKeyboard().text(
    speech.label('button-events'),
    routes.eventsPage.data({ startsAt: 0, eventId: 0 }),
  ),
})

const listScreen = (
  speech: Speech,
  when: When,
  { rows, hasMore }: Page<TicketView>,
  now: number,
  other: Labelled | undefined,
): Screen => {
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
    when: startIn(speech, shown.event).replace(/,[^,]*\(.*/u, ''),
  })
