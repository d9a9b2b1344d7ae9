import { isProofUnderReview, wasPaid } from '../../../../domain/order.js'
import {
  checkRejectionLine,
  isSeen,
  rejectionLineLimit,
  type SeenProof,
  transferKeptUntil,
} from '../../../../domain/proof.js'
import { isFinal } from '../../../../domain/refusal.js'
import type { OrderWithEvent } from '../../../../services/finders.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { press, type Press } from '../../../ui/press.js'
import { closeAt, type Prompting, textOf } from '../../../ui/prompts.js'
import { refuse, refusalToast } from '../../../ui/refusals.js'
import { routes } from '../../../ui/routes.js'
import { redraw, restate, type Screen, show } from '../../../ui/screen.js'
import {
  askNotFoundScreen,
  lineQuestionScreen,
  notFoundScreen,
  proofScreen,
  settledScreen,
} from '../../../views/transfers.js'

type Needs = Pick<FeatureNeeds, 'services' | 'clock'> & { readonly prompting: Prompting }
type AboutProof = SeenProof & { readonly orderId: number }

const kind = 'rejectionLine'

/** "Not found": asked back, with a line to the buyer where the organizer has one, and taken back for a while. */
export const createNotFound = ({ services: { payments }, clock, prompting }: Needs): Feature => {
  const find = (ctx: Ctx, orderId: number): Promise<OrderWithEvent> =>
    payments.forOrganizer({ personId: ctx.person.id, orderId })

  const doneScreen = (ctx: Ctx, found: OrderWithEvent, line?: string): Screen =>
    wasPaid(found.order) ? settledScreen(ctx.speech, found) : notFoundScreen(ctx.speech, found, line)

  /** What stands there now, where that is not what was seen: a newer receipt, below; or that nothing waits any more. */
  const showNewer = async (ctx: Press, found: OrderWithEvent): Promise<void> => {
    if (!isProofUnderReview(found.order)) return redraw(ctx, settledScreen(ctx.speech, found))
    await restate(ctx, { html: ctx.speech.say('refusal-proofNewer') })
    await show(ctx, proofScreen(ctx.speech, found))
  }

  /** Goes on with the receipt that was seen, if it is the one that waits. */
  const goOn = async (
    ctx: Press,
    { orderId, ...seen }: AboutProof,
    on: (found: OrderWithEvent) => Promise<void>,
  ): Promise<void> => {
    const found = await find(ctx, orderId)
    await (isSeen(found.order, seen) ? on(found) : showNewer(ctx, found))
  }

  const reject = async (ctx: Press, { orderId, ...seen }: AboutProof) => {
    await prompting.forget(ctx)
    try {
      const found = await payments.rejectProof({ personId: ctx.person.id, orderId, seen })
      await redraw(ctx, doneScreen(ctx, found))
      return undefined
    } catch (error) {
      if (!isFinal(error) || (error.code !== 'proofNewer' && error.code !== 'orderPaid')) throw error
      await showNewer(ctx, await find(ctx, orderId))
      return error.code === 'proofNewer' ? refusalToast(ctx, error) : undefined
    }
  }

  const rejectWithLine = async (ctx: Ctx, { orderId, ...seen }: AboutProof, line: string): Promise<void> => {
    const wasWaiting = isProofUnderReview((await find(ctx, orderId)).order)
    try {
      const found = await payments.rejectProof({ personId: ctx.person.id, orderId, seen, line })
      await show(ctx, doneScreen(ctx, found, wasWaiting ? line : undefined))
    } catch (error) {
      if (!isFinal(error) || error.code !== 'proofNewer') return closeAt(() => true)(error)
      await refuse(ctx, error)
      await show(ctx, proofScreen(ctx.speech, await find(ctx, orderId)))
    }
  }

  return {
    name: 'notFound',
    presses: [
      press(routes.askNotFound, async (ctx, { orderId }) => {
        const found = await find(ctx, orderId)
        const screen = isProofUnderReview(found.order)
          ? askNotFoundScreen(ctx.speech, found, transferKeptUntil(found.event, clock.now()))
          : settledScreen(ctx.speech, found)
        await prompting.leave(ctx, screen)
      }),
      press(routes.notFound, reject),
      press(routes.notFoundWithLine, (ctx, about) =>
        goOn(ctx, about, (found) =>
          prompting.askInPlace(
            ctx,
            { kind, subject: found.order.id, detail: `${about.at}:${about.count}` },
            lineQuestionScreen(ctx.speech, found, { seen: about, max: rejectionLineLimit }),
          ),
        ),
      ),
      press(routes.keepLooking, async (ctx, about) => {
        await prompting.forget(ctx)
        await goOn(ctx, about, (found) => redraw(ctx, proofScreen(ctx.speech, found)))
      }),
      press(routes.undoReject, async (ctx, { orderId }) => {
        const found = await payments.takeRejectionBack({ personId: ctx.person.id, orderId })
        await redraw(ctx, proofScreen(ctx.speech, found, ctx.speech.say('transfer-taken-up')))
      }),
    ],
    answers: {
      [kind]: async (ctx, { subject: orderId, detail = '' }, said) => {
        const text = textOf(said, 'line')
        const line = checkRejectionLine(said.styled ?? text)
        const [at = 0, count = 0] = detail.split(':').map(Number)
        await rejectWithLine(ctx, { orderId, at, count }, line)
      },
    },
  }
}
