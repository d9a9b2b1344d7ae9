import { Refusal } from '../../domain/refusal.js'
import { mustBeSellable } from '../../domain/sellBack.js'
import { mustHold } from '../../domain/ticket.js'
import type { Tx } from '../../store/store.js'
import { findTicket } from '../finders.js'
import { type TicketView, viewOfTicket } from '../tickets/ticketViews.js'
import { mustBeFreeOfOffers } from './onOffer.js'

type TicketAct = { readonly personId: number; readonly ticketId: number }

/** A holder gives a ticket up if somebody waits for it: see waiting.ts. */
export const offerBack = async (tx: Tx, act: TicketAct, now: number): Promise<TicketView> => {
  const { ticket, event } = await findTicket(tx, act.ticketId)
  mustHold(act.personId, ticket)
  if (ticket.forLineAt !== undefined) return viewOfTicket(tx, act, now)
  const order = await tx.orders.find(ticket.orderId)
  if (!order) throw new Refusal('ticketNotFound')
  mustBeSellable(event, ticket, order, now)
  if (!(await tx.ticketsForLine.add(ticket, now))) throw new Refusal('busy')
  await writeDown(tx, act, 'ticket.forLine', now)
  return viewOfTicket(tx, act, now)
}

/** They keep it after all: see waiting.ts. */
export const keep = async (tx: Tx, act: TicketAct, now: number): Promise<TicketView> => {
  const { ticket } = await findTicket(tx, act.ticketId)
  mustHold(act.personId, ticket)
  if (ticket.forLineAt === undefined) return viewOfTicket(tx, act, now)
  await mustBeFreeOfOffers(tx, ticket, now)
  if (!(await tx.ticketsForLine.keep(ticket.id))) throw new Refusal('busy')
  await writeDown(tx, act, 'ticket.kept', now)
  return viewOfTicket(tx, act, now)
}

const writeDown = (tx: Tx, { personId, ticketId }: TicketAct, action: string, at: number): Promise<void> =>
  tx.audit.add({ at, actorId: personId, action, subject: `ticket:${ticketId}` })
