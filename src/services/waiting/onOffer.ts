import { mustNotBeOnOffer } from '../../domain/sellBack.js'
import type { Ticket } from '../../domain/ticket.js'
import type { Tx } from '../../store/store.js'

/** Refuses with ticketOnOffer while somebody is offered what a ticket stands for. */
export const mustBeFreeOfOffers = async (
  tx: Tx,
  { lineOrderId }: Pick<Ticket, 'lineOrderId'>,
  now: number,
): Promise<void> => {
  if (lineOrderId !== undefined) mustNotBeOnOffer(await tx.orders.find(lineOrderId), now)
}
