import { InlineKeyboard } from 'grammy'
import type { InlineKeyboardButton } from 'grammy/types'
import type { Event } from '../../domain/event.js'
import type { AccessTerms } from '../../domain/onlineAccess.js'
import type { TicketView } from '../../services/tickets/ticketViews.js'
import { styledHtml } from '../../texts/styled.js'
import type { Speech } from '../../texts/texts.js'
import { paragraphs, startIn, yesNo } from '../ui/format.js'
import { labelWith } from '../ui/labels.js'
import { routes } from '../ui/routes.js'
import type { Screen } from '../ui/screen.js'

/** How to get in online, for whoever holds a ticket. */
export const accessScreen = (
  speech: Speech,
  { event, text }: { readonly event: Event; readonly text: string },
  isChange = false,
): Screen => ({
  html: paragraphs(
    speech.say('access', { title: event.title, when: startIn(speech, event), isChange: yesNo(isChange) }),
    styledHtml(text),
    speech.say('access-keep'),
  ),
})

/** A ticket that has an access. */
type WithAccess = TicketView & { readonly access: AccessTerms }

const hasAccess = (shown: TicketView): shown is WithAccess => shown.access !== undefined

/** Of tickets those that have an access, one for each: types may have accesses of their own. */
export const eachAccess = (tickets: readonly TicketView[]): readonly WithAccess[] => {
  const shown = tickets.filter(hasAccess)
  return shown.filter(({ access }, i) => shown.findIndex((other) => other.access.id === access.id) === i)
}

/** Shows how to get in online, to the holder of a ticket. */
export const accessButton = (speech: Speech, ticketId: number): InlineKeyboardButton =>
  InlineKeyboard.text(speech.label('button-access'), routes.showAccess.data({ ticketId }))

/** The same for several tickets, in rows: a button for each access, named by its type where there are several. */
export const accessRows = (speech: Speech, tickets: readonly TicketView[]): InlineKeyboardButton[][] => {
  const each = eachAccess(tickets)
  return each.map(({ ticket, type, access }) => {
    const button = accessButton(speech, ticket.id)
    if (each.length === 1 || access.ticketTypeId === undefined) return [button]
    return [{ ...button, text: labelWith(speech, 'button-access-of', { name: type.name }) }]
  })
}
