import { walkInOf } from '../../../../src/domain/doorSale.js'
import { randomCodes } from '../../../../src/services/codes.js'
import { minute, walkIn } from '../model/things.js'
import { at } from '../tools.js'
import type { Deed, Turn } from '../turn.js'

/** Refunds, and tickets that change hands or come in. */
export const deedsWithTickets = (turn: Turn): readonly Deed[] => {
  const { lane, season, model, acts, ids, own, person, type, quantity, purchase } = turn
  const { n, t, r, orderId, ticketId, act, ofOrder, ofTicket } = turn
  const { services, chance, organizer } = lane

  return [
    [
      2,
      () =>
        act(
          `${person} is given ${quantity} of ${type}`,
          () => acts.giveAway(person, type, quantity),
          () => {
            const { ticketTypeId, requestKey } = purchase
            return services.guestList.links.give({
              ...{ ...own, guestId: person, ticketTypeId, quantity, reason: 'press', requestKey },
            })
          },
        ),
    ],
    [
      2,
      ofOrder((one) =>
        act(
          `${n} is taken back`,
          () => acts.revoke(one),
          async () => {
            const entry = await lane.store.transact((tx) => tx.guestEntries.findByOrder(orderId))
            await services.guestList.entries.revoke({ personId: organizer, entryId: entry?.id ?? 0 })
          },
        ),
      ),
    ],
    [
      3,
      ofOrder((one) =>
        act(
          `${n} is refunded`,
          () => acts.refund(one),
          () => services.refunds.refund({ personId: organizer, orderId }),
          String,
        ),
      ),
    ],
    [
      3,
      () => {
        if (r === undefined) return undefined
        const [refund, refundId] = [at(model.refunds, r), at(ids.refunds, r)]
        const order = at(model.payments, refund.payment).order
        // What belongs to no event is nobody's task, and Stars that went back do so once.
        if (refund.way === 'stars' && refund.state === 'due' && chance.percent(70)) {
          return act(
            `Stars of refund ${r} went back`,
            () => acts.refundDone(refund, 'bot'),
            async () => {
              const found = await services.refunds.find(refundId)
              if (found) await services.refunds.recordTry(found.refund, { kind: 'done' })
            },
          )
        }
        return order === undefined
          ? undefined
          : act(
              `refund ${r} is done`,
              () => acts.refundDone(refund, 'organizer'),
              () => services.refunds.markDone({ personId: organizer, refundId }),
            )
      },
    ],
    [
      4,
      ofTicket((one) => {
        const who = one.holder !== walkIn && chance.percent(90) ? one.holder : person
        return act(
          `${who} gives ticket ${t} back`,
          () => acts.giveBack(who, one),
          () => services.tickets.giveBack({ personId: who, ticketId }),
        )
      }),
    ],
    [
      2,
      ofTicket((one) => {
        const who = one.holder !== walkIn && chance.percent(90) ? one.holder : person
        return act(
          `${who} gives ticket ${t} to ${person}`,
          () => acts.give(who, person, one),
          async () => {
            const { token } = await services.gifts.create({ personId: who, ticketId })
            await services.gifts.accept({ personId: person, token })
          },
        )
      }),
    ],
    [
      4,
      ofTicket((one) => {
        const isPaid = chance.percent(50)
        return act(
          `ticket ${t} comes in${isPaid ? ' and pays' : ''}`,
          () => acts.letIn(one, isPaid),
          () => services.checkIn[isPaid ? 'letInPaid' : 'letIn']({ personId: organizer, ticketId }),
          (value) => (value as { kind: string }).kind,
        )
      }),
    ],
    [
      2,
      ofTicket((one) =>
        act(
          `ticket ${t} goes out`,
          () => acts.undo(one),
          () => services.checkIn.undo({ personId: organizer, ticketId }),
        ),
      ),
    ],
    [
      5,
      () => {
        // The door is closed half a day after the event.
        if (lane.clock.now() >= season.startsAt + 12 * 60 * minute) return undefined
        const { price } = at(model.types, type)
        const method = chance.pick(['cash', 'transfer', 'card'] as const)
        return act(
          `the door sells ${quantity} of type ${type}`,
          () => acts.sell(type, quantity),
          () =>
            services.doorSales.sell({
              ...{ ...own, ticketTypeId: at(ids.types, type), quantity, method },
              ...{ requestKey: randomCodes.key(), shownMinor: price * quantity },
            }),
        )
      },
    ],
    [
      2,
      ofOrder((one) =>
        one.isSoldThere
          ? act(
              `the sale of ${n} is taken back`,
              () => acts.undoSale(one),
              async () => {
                const found = await services.payments.find(orderId)
                const saleId = (found?.order.buyerId ?? 0) - walkInOf(0)
                return services.doorSales.undo({ personId: organizer, saleId })
              },
            )
          : undefined,
      ),
    ],
    [
      2,
      ofTicket((one) => {
        const [isPaid, shown] = [chance.percent(50), acts.waiting(one)]
        return act(
          `all with ticket ${t} come in${isPaid ? ' and pay' : ''}`,
          () => acts.letInTogether(one, isPaid),
          () =>
            services.checkIn.letInTogether({
              ...{ personId: organizer, ticketId, way: isPaid ? 'paid' : 'asIs' },
              shown,
            }),
          (value) => (value as readonly { kind: string }[]).map(({ kind }) => kind).join(),
        )
      }),
    ],
  ]
}
