import type { FeatureNeeds } from '../ui/feature.js'
import type { Press } from '../ui/press.js'
import { redrawn } from '../ui/screen.js'
import { moneyScreen } from '../views/money.js'
import type { RefundProgress } from './refundProgress.js'

/** Who refunds, and shows how far it is. */
export type MoneyMessageNeeds = Pick<FeatureNeeds, 'services'> & {
  readonly liveRefunds: Pick<RefundProgress, 'show'>
}

/** Draws an event's money into the pressed message; while refunds go on, it shows how far they are from then on. */
export const drawMoney = async (
  ctx: Press,
  { services: { moneyReports, refundRuns }, liveRefunds }: MoneyMessageNeeds,
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
