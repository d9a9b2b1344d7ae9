import { InlineKeyboard } from 'grammy'
import type { Event } from '../../../../domain/event.js'
import { checkReason, reasonLimit } from '../../../../domain/eventChange.js'
import type { MoneyReport } from '../../../../services/payments/moneyReports.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { RefundProgress } from '../../../live/refundProgress.js'
import { starsLackingText } from '../../../payments/starBalance.js'
import type { Feature } from '../../../ui/feature.js'
import { lines, paragraphs, sumIn } from '../../../ui/format.js'
import { backTo } from '../../../ui/keyboards.js'
import { press, type Press, type Toast } from '../../../ui/press.js'
import { byOf, textOf } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'
import { cancelledText } from '../../../views/eventNews.js'
import { createDrawManaged, type ManagedNeeds } from './managed.js'

type Needs = ManagedNeeds & { readonly liveRefunds: Pick<RefundProgress, 'wake'> }

const kind = 'cancelReason'

/** Cancelling an event, with a reason where its organizer gives one. */
export const createCancelling = (needs: Needs): Feature => {
  const { prompting, liveRefunds } = needs
  const { events, publishing, moneyReports, prompts, waiting } = needs.services
  const drawManaged = createDrawManaged(needs)

  const ask = async (ctx: Press, eventId: number): Promise<void> => {
    const { event, sales } = await events.forOrganizer(ctx.person.id, eventId)
    const report = await moneyReports.ofEvent(ctx.person.id, eventId)
    const question = ctx.speech.say('manage-cancel-ask', { title: event.title, sold: sales.tickets })
    const { people } = await waiting.count(eventId)
    const line = people > 0 ? ctx.speech.say('manage-cancel-line', { people }) : undefined
    const html = paragraphs(
      question,
      line,
      moneyBack(ctx.speech, report),
      await starsLackingText(ctx, starsLeft(report)),
    )
    await prompting.leave(ctx, { html, keyboard: askButtons(ctx.speech, eventId) })
  }

  const cancel = async (ctx: Press, eventId: number, reason?: string): Promise<void> => {
    await publishing.cancel(ctx.person.id, eventId, reason)
    liveRefunds.wake()
    await drawManaged(ctx, eventId, ctx.speech.say('manage-cancelled'))
  }

  /** The reason whose preview has this button; undefined when another question took its place. */
  const reasonOf = async (ctx: Press, eventId: number, made: number): Promise<string | undefined> => {
    const prompt = await prompts.current(byOf(ctx))
    if (prompt?.kind !== kind || prompt.subject !== eventId) return undefined
    const [mark, ...reason] = (prompt.detail ?? '').split(':')
    return Number(mark) === made ? reason.join(':') : undefined
  }

  const cancelWithReason = async (ctx: Press, eventId: number, made: number): Promise<Toast | undefined> => {
    const reason = await reasonOf(ctx, eventId, made)
    if (reason === undefined) return { text: ctx.speech.label('cancel-reason-gone'), alert: true }
    await cancel(ctx, eventId, reason)
    return undefined
  }

  return {
    name: 'cancelling',
    presses: [
      press(routes.askCancelEvent, (ctx, { eventId }) => ask(ctx, eventId)),
      press(routes.cancelEvent, (ctx, { eventId }) => cancel(ctx, eventId)),
      press(routes.giveReason, async (ctx, { eventId }) => {
        const { event } = await events.forOrganizer(ctx.person.id, eventId)
        await prompting.askInPlace(ctx, { kind, subject: eventId }, questionScreen(ctx.speech, event))
      }),
      press(routes.cancelWithReason, (ctx, { eventId, made }) => cancelWithReason(ctx, eventId, made)),
    ],
    answers: {
      [kind]: async (ctx, { subject: eventId }, said) => {
        const { event } = await events.forOrganizer(ctx.person.id, eventId)
        const reason = checkReason(textOf(said, 'reason'))
        const made = ctx.update.update_id
        await prompting.ask(
          ctx,
          { kind, subject: eventId, detail: `${made}:${reason}` },
          previewScreen(ctx.speech, event, { reason, made }),
        )
      },
    },
  }
}

const askButtons = (speech: Speech, eventId: number): InlineKeyboard =>
  new InlineKeyboard()
    .text(speech.label('button-yes-do-it'), routes.cancelEvent.data({ eventId }))
    .danger()
    .row()
    .text(speech.label('button-give-reason'), routes.giveReason.data({ eventId }))
    .row()
    .text(speech.label('button-back'), routes.manageEvent.data({ eventId }))

const questionScreen = (speech: Speech, { id: eventId, title }: Event): Screen => ({
  html: speech.say('ask-cancelReason', { title, max: reasonLimit }),
  keyboard: backTo(speech, routes.askCancelEvent.data({ eventId })),
})

const previewScreen = (
  speech: Speech,
  event: Event,
  { reason, made }: { readonly reason: string; readonly made: number },
): Screen => ({
  html: lines(speech.say('cancel-preview'), cancelledText(speech, { ...event, quantity: 1, reason })),
  keyboard: new InlineKeyboard()
    .text(speech.label('button-cancel-now'), routes.cancelWithReason.data({ eventId: event.id, made }))
    .danger()
    .row()
    .text(speech.label('button-back'), routes.askCancelEvent.data({ eventId: event.id })),
})

const starsLeft = ({ byMethod }: MoneyReport): number =>
  byMethod.filter(({ method }) => method === 'stars').reduce((sum, { net }) => sum + net, 0)

// What came in goes back when the event is off: Stars by themselves, all else by its organizer.
const moneyBack = (speech: Speech, { byMethod, refundable }: MoneyReport): Html | undefined => {
  const back = byMethod.filter(({ net }) => net > 0).map(({ net: minor, ...row }) => ({ ...row, minor }))
  const [inStars, atDoor] = (['stars', 'atDoor'] as const).map((way) => back.filter(({ method }) => method === way))
  const byHand = back.filter(({ method }) => method !== 'stars' && method !== 'atDoor')
  const say = (key: string, sums: typeof back = []): Html | undefined =>
    sums.length > 0 ? speech.say(key, { sum: sumIn(speech, sums) }) : undefined
  return lines(
    refundable > 0 ? speech.say('manage-cancel-orders', { orders: refundable }) : undefined,
    say('manage-cancel-stars', inStars),
    say('manage-cancel-tasks', byHand),
    say('manage-cancel-door', atDoor),
  )
}
