import type { HoldView } from '../../services/ordering/holdScreens.js'
import type { OrderView } from '../../services/ordering/orderView.js'
import type { Html } from '../../texts/html.js'
import type { Ctx } from '../ui/context.js'
import type { FeatureNeeds } from '../ui/feature.js'
import type { Prompting } from '../ui/prompts.js'
import { editScreen, redraw, redrawn, type Screen, showNew } from '../ui/screen.js'
import { cardFor } from '../views/afterwards/following.js'
import { withOtherDates } from '../views/otherDates.js'
import { firstView, nextChange, orderScreen } from '../views/order.js'
import { shownQuestion } from '../views/answers/asking.js'
import { expectAnswer } from './expectAnswer.js'
import type { HoldCountdown } from './holdCountdown.js'

type Needs = Pick<FeatureNeeds, 'services' | 'clock'> & {
  readonly prompting: Prompting
  readonly liveHolds: Pick<HoldCountdown, 'wake'>
}

/** How an order is drawn: with a line above it, below all else instead of in place of what was pressed. */
type Placing = { readonly view?: HoldView; readonly notice?: Html | undefined; readonly below?: boolean }

/** Shows orders to their buyers: one message at a time counts an order down. */
export const createOrderMessages = (needs: Needs) => {
  const {
    services: { holdScreens, looking, ordering },
    clock,
    prompting,
    liveHolds,
  } = needs
  // What counts down is text: a poster stays the event's card, and the order stands below it.
  const draw = async (ctx: Ctx, open: OrderView, screen: Screen, below: boolean): Promise<number | undefined> => {
    const pressed = ctx.callbackQuery?.message
    const isPicture = pressed !== undefined && 'photo' in pressed
    if (isPicture && !below) {
      const card = await looking.see({ personId: ctx.person.id, eventId: open.event.id })
      const look = { personId: ctx.person.id, now: clock.now() }
      await redraw(ctx, cardFor(ctx, await withOtherDates(needs.services, card, look), clock.now()))
    }
    return below || isPicture ? showNew(ctx, screen) : redrawn(ctx, screen)
  }

  // Whoever was told where to transfer to comes back to that.
  const currentView = async (open: OrderView): Promise<HoldView> =>
    (open.isNew ? undefined : await holdScreens.viewOf(open.order.id)) ?? firstView(open)

  const expectWhatIsShown = async (ctx: Ctx, open: OrderView, view: HoldView): Promise<void> => {
    const one = shownQuestion(open, view)
    if (one) return expectAnswer(ctx, prompting, open.order.id, one)
    if (view === 'transfer' && open.order.proofAt === undefined)
      await prompting.expect(ctx, { kind: 'proof', subject: open.order.id })
  }

  const place = async (ctx: Ctx, open: OrderView, placing: Placing = {}): Promise<void> => {
    const { notice, below = false } = placing
    const { id: orderId } = open.order
    const view = placing.view ?? (await currentView(open))
    const messageId = await draw(ctx, open, orderScreen(ctx.speech, open, { now: clock.now(), view, notice }), below)
    const drawAt = nextChange(open.order, clock.now())
    if (messageId === undefined) return
    if (drawAt === undefined) return holdScreens.remove(orderId, messageId)
    const before = await holdScreens.put(orderId, { messageId, view, drawAt })
    if (before !== undefined && before !== messageId) await pointBelow(ctx, before, orderId)
    liveHolds.wake()
    await expectWhatIsShown(ctx, open, view)
  }

  return {
    place,

    /** The order as it is now. Refuses with orderNotFound. */
    placeNow: async (ctx: Ctx, orderId: number, placing: Placing = {}): Promise<void> =>
      place(ctx, await ordering.view({ personId: ctx.person.id, orderId }), placing),
  }
}

/** How orders are shown. */
export type OrderMessages = ReturnType<typeof createOrderMessages>

// Two messages that count the same order down would be one too many. If it cannot be changed, its buttons still work.
const pointBelow = (ctx: Ctx, messageId: number, orderId: number): Promise<unknown> =>
  editScreen(
    ctx.api,
    { chatId: ctx.person.id, messageId },
    { html: ctx.speech.say('order-below', { order: String(orderId) }) },
  ).catch(() => undefined)
