import { press, type Press } from '../../../ui/press.js'
import type { Feature } from '../../../ui/feature.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import { redrawn } from '../../../ui/screen.js'
import type { RefundProgress } from '../../../live/refundProgress.js'
import { moneyScreen } from './moneyScreen.js'
import { routes } from '../../../ui/routes.js'

/** What the organizer's features about money need: the usual, and who refunds and shows how far it is. */
export type MoneyNeeds = FeatureNeeds & { readonly liveRefunds: Pick<RefundProgress, 'show' | 'leave'> }

/** Draws an event's money into the pressed message; while refunds go on, it shows how far they are from then on. */
export const drawMoney = async (
  ctx: Press,
  { services: { moneyReports, refundRuns }, liveRefunds }: Pick<MoneyNeeds, 'services' | 'liveRefunds'>,
  eventId: number,
): Promise<void> => {
  const report = await moneyReports.ofEvent(ctx.person.id, eventId)
  const progress = await refundRuns.recent(ctx.person.id, eventId)
  const messageId = await redrawn(ctx, moneyScreen(ctx.speech, report, progress))
  if (!progress || progress.run.doneAt !== undefined || messageId === undefined || hasPhoto(ctx)) return
  liveRefunds.show(await refundRuns.attach(progress, messageId))
}

// What is under a picture is edited in another way; the summary comes as a message of its own then.
const hasPhoto = ({ callbackQuery: { message } }: Press): boolean =>
  message !== undefined && message.date !== 0 && 'photo' in message

/** What an event brought in, and how far its refunds are, drawn again while they go on. */
export const createMoney = ({ services, liveRefunds }: MoneyNeeds): Feature => ({
  name: 'money',
  presses: [press(routes.moneyOf, (ctx, { eventId }) => drawMoney(ctx, { services, liveRefunds }, eventId))],
})
