import { Refusal } from '../../../../domain/refusal.js'
import type { HoldCountdown } from '../../../live/holdCountdown.js'
import type { TelegramFiles } from '../../../telegram/files.js'
import { createPictureReader } from '../../../telegram/pictureReader.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { timeIn } from '../../../ui/format.js'
import { type Answerer, closeAt, type Prompting, replyIn } from '../../../ui/prompts.js'
import { show } from '../../../ui/screen.js'

type Needs = Pick<FeatureNeeds, 'services' | 'log'> & {
  readonly prompting: Prompting
  readonly pictures: TelegramFiles
  readonly liveHolds: Pick<HoldCountdown, 'wake'>
}

/**
 * The picture by which a buyer shows that a transfer is on its way. Pictures that nothing else asked for are taken,
 * too: behind the forms.
 */
export const createTransfer = (needs: Needs): Feature => {
  const {
    services: { payments, ordering, holdScreens },
    prompting,
    liveHolds,
  } = needs
  const pictureOf = createPictureReader(needs)

  const take = async (ctx: Ctx, orderId: number, fileId: string): Promise<void> => {
    const { order, event } = await payments.showProof({ personId: ctx.person.id, orderId, fileId })
    const until = timeIn(ctx.speech, order.heldUntil ?? 0, event)
    const key = order.state === 'held' ? 'proof-taken' : 'proof-taken-late'
    await show(ctx, { html: ctx.speech.say(key, { order: String(order.id), until, quantity: order.quantity }) })
    liveHolds.wake()
    await prompting.expect(ctx, { kind: 'proof', subject: orderId, detail: String(ctx.msgId) })
  }

  const takeAnswer: Answerer = async (ctx, { subject: orderId, detail }, said) => {
    const fileId = await pictureOf(ctx, said)
    if (fileId !== undefined) return take(ctx, orderId, fileId).catch(closeAt(() => true))
    // Once there is a picture, another one takes its place, and everything else is said to somebody else; so it is when
    // nothing is held any more.
    if (detail !== undefined) return 'passed'
    const { order } = await ordering.view({ personId: ctx.person.id, orderId })
    if (order.state !== 'held') return 'passed'
    throw new Refusal('proofNeeded')
  }

  // A command ends the question; but whoever looked something up on the way to their bank still comes back with the
  // picture.
  const awaited = async (ctx: Ctx): Promise<number | undefined> => {
    const { order } = (await ordering.findHeld(ctx.person.id)) ?? {}
    if (!order || order.proofAt !== undefined) return undefined
    return (await holdScreens.viewOf(order.id)) === 'transfer' ? order.id : undefined
  }

  return {
    name: 'transfer',
    answers: { proof: takeAnswer },
    messages: async (ctx) => {
      if (!ctx.message?.photo && !ctx.message?.document) return false
      const orderId = await awaited(ctx)
      const fileId = orderId === undefined ? undefined : await pictureOf(ctx, replyIn(ctx))
      if (orderId === undefined || fileId === undefined) return false
      await take(ctx, orderId, fileId)
      return true
    },
  }
}
