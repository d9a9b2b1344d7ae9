import { InlineKeyboard } from 'grammy'
import { isProofUnderReview, isPaidOtherwise, type Order } from '../../../../domain/order.js'
import { cut } from '../../../../domain/text.js'
import { Refusal } from '../../../../domain/refusal.js'
import type { Page } from '../../../../domain/page.js'
import type { OrderWithEvent } from '../../../../services/finders.js'
import { money } from '../../../../texts/format.js'
import { joinHtml } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { press, type Press, type Toast } from '../../../ui/press.js'
import type { Feature } from '../../../ui/feature.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import { lostTo, orderFacts, proofScreen } from '../../../announcing/moneyScreens.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import { routes } from '../../../ui/routes.js'

const pageSize = 10

type Act = { readonly personId: number; readonly orderId: number }

// The money came, and there is nothing to give for it any more.
const tooLate = new Set(['soldOut', 'eventCancelled', 'eventEnded'])

/** Transfers, and payments that Telegram never told of: the organizer says whether the money is there. */
export const createTransfers = ({ services: { payments, moneyReports } }: FeatureNeeds) => {
  const draw = async (ctx: Press, orderId: number, key: string): Promise<undefined> => {
    const found = await payments.forOrganizer({ personId: ctx.person.id, orderId })
    await redraw(ctx, { html: ctx.speech.say(key, orderFacts(ctx.speech, found)) })
    return undefined
  }

  // Money that went back, by an earlier press, confirms nothing; nor does what was paid besides.
  const wordsFor = async (ctx: Press, orderId: number, way: 'transfer' | 'provider', done: string): Promise<string> => {
    const { order } = await payments.forOrganizer({ personId: ctx.person.id, orderId })
    return done === 'transfer-rejected' || (order.state === 'confirmed' && order.paymentMethod === way)
      ? done
      : 'transfer-goes-back'
  }

  /** Takes the organizer's word for it; where that comes too late or for the second time, says what is to be done. */
  const settle = async (
    ctx: Press,
    orderId: number,
    way: 'transfer' | 'provider',
    work: (act: Act) => Promise<OrderWithEvent>,
    done: string,
  ): Promise<Toast | undefined> => {
    try {
      await work({ personId: ctx.person.id, orderId })
      await draw(ctx, orderId, await wordsFor(ctx, orderId, way, done))
      return undefined
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const isPaid = error.code === 'orderPaid'
      if (isPaid && !(await isPaidTwice(ctx, orderId, way))) return draw(ctx, orderId, 'transfer-settled')
      if (!isPaid && !tooLate.has(error.code)) throw error
      await drawTooLate(ctx, orderId, way)
      return isPaid ? undefined : { text: ctx.speech.label(`refusal-${error.code}`, error.facts), alert: true }
    }
  }

  const isPaidTwice = async (ctx: Press, orderId: number, way: 'transfer' | 'provider'): Promise<boolean> =>
    isPaidOtherwise((await payments.forOrganizer({ personId: ctx.person.id, orderId })).order, way)

  const drawTooLate = async (ctx: Press, orderId: number, way: 'transfer' | 'provider'): Promise<void> => {
    const found = await payments.forOrganizer({ personId: ctx.person.id, orderId })
    const keyboard = new InlineKeyboard().text(
      ctx.speech.label('button-came-too-late'),
      routes.cameTooLate.data({ orderId, way }),
    )
    await redraw(ctx, {
      html: ctx.speech.say('transfer-too-late', { ...orderFacts(ctx.speech, found), lost: lostTo(found) }),
      keyboard,
    })
  }

  const feature: Feature = {
    name: 'transfers',
    presses: [
      press(routes.confirmTransfer, (ctx, { orderId }) =>
        settle(ctx, orderId, 'transfer', payments.confirmTransfer, 'transfer-confirmed'),
      ),
      press(routes.rejectTransfer, (ctx, { orderId }) =>
        settle(ctx, orderId, 'transfer', payments.rejectProof, 'transfer-rejected'),
      ),
      press(routes.foundPayment, (ctx, { orderId }) =>
        settle(ctx, orderId, 'provider', payments.confirmByHand, 'payment-found'),
      ),
      press(routes.cameTooLate, (ctx, { orderId, way }) =>
        settle(ctx, orderId, way, (act) => payments.takeAnyway({ ...act, method: way }), 'payment-found'),
      ),
      press(routes.waitingTransfers, async (ctx, { eventId, after }) => {
        const { event, ...page } = await moneyReports.underReview(ctx.person.id, eventId, {
          after: after === 0 ? undefined : after,
          size: pageSize,
        })
        await redraw(ctx, listScreen(ctx.speech, event, page, after))
      }),
      press(routes.openTransfer, async (ctx, { orderId }) => {
        const found = await payments.forOrganizer({ personId: ctx.person.id, orderId })
        if (!isProofUnderReview(found.order)) return draw(ctx, orderId, 'transfer-settled')
        await show(ctx, proofScreen(ctx.speech, found))
      }),
    ],
  }
  return feature
}

const listScreen = (
  speech: Speech,
  { id: eventId, title }: { readonly id: number; readonly title: string },
  { rows, hasMore }: Page<Order>,
  after: number,
): Screen => {
  const keyboard = new InlineKeyboard()
  for (const { id, buyerName, total } of rows) {
    keyboard
      .text(
        speech.label('transfer-line', {
          order: String(id),
          buyer: cut(buyerName, 24),
          amount: money(total, speech.language),
        }),
        routes.openTransfer.data({ orderId: id }),
      )
      .row()
  }
  if (after !== 0) keyboard.text(speech.label('button-first-page'), routes.waitingTransfers.data({ eventId, after: 0 }))
  const last = rows.at(-1)
  if (hasMore && last)
    keyboard.text(speech.label('button-next-page'), routes.waitingTransfers.data({ eventId, after: last.id }))
  keyboard.row().text(speech.label('button-back'), routes.moneyOf.data({ eventId }))
  return { html: joinHtml([speech.say(rows.length > 0 ? 'transfers-waiting' : 'transfers-none', { title })]), keyboard }
}
