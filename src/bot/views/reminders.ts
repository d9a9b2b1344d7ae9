import { InlineKeyboard } from 'grammy'
import type { InlineKeyboardButton } from 'grammy/types'
import type { ReminderView } from '../../services/reminders/reminders.js'
import { localTime } from '../../texts/format.js'
import type { Html } from '../../texts/html.js'
import type { Speech } from '../../texts/texts.js'
import { paragraphs, startIn, sumIn, venueIn } from '../ui/format.js'
import { routes } from '../ui/routes.js'
import type { Screen } from '../ui/screen.js'
import { accessRows } from './onlineAccess.js'
import type { TicketMessage } from './tickets.js'

/** An album holds no more; whoever has more tickets sees all of them under /mytickets. */
export const mostPictures = 10

/**
 * A reminder of an event, with the holder's tickets for it. Several are told as text, which can have buttons, and their
 * pictures follow.
 */
export const reminderMessage = (speech: Speech, { tickets }: ReminderView, now: number): TicketMessage => ({
  part: tickets.length === 1 ? 'any' : 'text',
  speech,
  tickets: tickets.slice(0, mostPictures),
  head: headText(speech, tickets, now),
  keyboard: reminderButtons(speech, tickets),
  isBulk: true,
})

type Tickets = ReminderView['tickets']

const headText = (speech: Speech, tickets: Tickets, now: number): Html => {
  const [{ event }] = tickets
  const due = tickets.flatMap((one) => one.due ?? [])
  return paragraphs(
    speech.say('news-reminder', {
      day: dayOf(event, now),
      title: event.title,
      when: startIn(speech, event),
      venue: venueIn(speech, event),
    }),
    due.length > 0 ? speech.say('reminder-due', { total: sumIn(speech, due) }) : undefined,
    speech.say('reminder-codes', { quantity: tickets.length }),
  )
}

const dayOf = ({ startsAt, zone }: Tickets[0]['event'], now: number): 'today' | 'tomorrow' | 'later' => {
  const [start, today] = [localTime(startsAt, zone), localTime(now, zone)]
  if (start.hasSame(today, 'day')) return 'today'
  return start.hasSame(today.plus({ days: 1 }), 'day') ? 'tomorrow' : 'later'
}

const reminderButtons = (speech: Speech, tickets: Tickets): InlineKeyboard => {
  const [{ event }] = tickets
  const { id: eventId } = event
  const keyboard = new InlineKeyboard(accessRows(speech, tickets)).row()
  if (event.pin) keyboard.text(speech.label('button-map'), routes.showMap.data({ eventId })).row()
  return keyboard
    .text(speech.label('button-cannot-come'), routes.cannotCome.data({ eventId }))
    .row()
    .add(remindingButton(speech, eventId, false))
}

/** No more reminders of an event; for who wants none already, some again. */
export const remindingButton = (speech: Speech, eventId: number, isMuted: boolean): InlineKeyboardButton =>
  isMuted
    ? InlineKeyboard.text(speech.label('button-reminders-again'), routes.remindAgain.data({ eventId }))
    : InlineKeyboard.text(speech.label('button-no-reminders'), routes.muteReminders.data({ eventId }))

/** What somebody can do who cannot come: with their only ticket, or with each of several. */
export const cannotComeScreen = (speech: Speech, tickets: Tickets): Screen => {
  const [{ ticket, event, mayGiveBack }, ...others] = tickets
  const keyboard = new InlineKeyboard()
  if (others.length > 0)
    for (const one of tickets) {
      const label = speech.label('ticket-button', { mark: 'valid', number: String(one.ticket.number) })
      keyboard.text(label, routes.openTicket.data({ ticketId: one.ticket.id })).row()
    }
  else addWays(keyboard, speech, { ticketId: ticket.id, mayGiveBack })
  return {
    html: speech.say('cannot-come', {
      title: event.title,
      mayGiveBack: mayGiveBack ? 'yes' : 'no',
      quantity: tickets.length,
    }),
    keyboard,
  }
}

const addWays = (
  keyboard: InlineKeyboard,
  speech: Speech,
  { ticketId, mayGiveBack }: { readonly ticketId: number; readonly mayGiveBack: boolean },
): void => {
  if (mayGiveBack) keyboard.text(speech.label('button-give-back'), routes.askGiveBack.data({ ticketId })).row()
  keyboard
    .text(speech.label('button-offer'), routes.offerTicket.data({ ticketId }))
    .row()
    .text(speech.label('button-back'), routes.openTicket.data({ ticketId }))
}
