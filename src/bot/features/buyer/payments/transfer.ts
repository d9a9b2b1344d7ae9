import { largestProof, type Proof, proofWordsMs, proofWordsOf } from '../../../../domain/proof.js'
import { Refusal } from '../../../../domain/refusal.js'
import { looksLikeShortCode } from '../../../../domain/shortCode.js'
import { wordsOf } from '../../../../domain/styledText.js'
import type { Prompt } from '../../../../services/people/prompts.js'
import type { HoldCountdown } from '../../../live/holdCountdown.js'
import type { TelegramFiles } from '../../../telegram/files.js'
import { createPictureReader } from '../../../telegram/pictureReader.js'
import { type Receipt, receiptIn } from '../../../telegram/reading/receipts.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { paragraphs, timeIn } from '../../../ui/format.js'
import { type Answerer, closeAt, type Prompting, type Reply, replyIn, saidIn } from '../../../ui/prompts.js'
import { show } from '../../../ui/screen.js'
import { ownWordsText } from '../../../views/transfers.js'

type Needs = Pick<FeatureNeeds, 'services' | 'log' | 'links' | 'clock'> & {
  readonly prompting: Prompting
  readonly pictures: TelegramFiles
  readonly liveHolds: Pick<HoldCountdown, 'wake'>
}

/**
 * The receipt by which a buyer shows that a transfer is on its way, and what they say about it. Receipts that nothing
 * else asked for are taken, too: behind the forms.
 */
export const createTransfer = (needs: Needs): Feature => {
  const {
    services: { payments, ordering, doorView },
    links,
    clock,
    prompting,
    liveHolds,
  } = needs
  const pictureOf = createPictureReader(needs)

  /** The receipt as it is passed on. Refuses with proofKind, proofTooLarge. */
  const proofOf = async (ctx: Ctx, receipt: Receipt): Promise<Proof> => {
    if (receipt.kind === 'pdf') {
      if (receipt.size > largestProof) throw new Refusal('proofTooLarge', { max: largestProof / 2 ** 20 })
      return { fileId: receipt.fileId, kind: 'document' }
    }
    const fileId = receipt.kind === 'otherFile' ? undefined : await pictureOf(ctx, pictureIn(receipt))
    if (fileId === undefined) throw new Refusal('proofKind')
    return { fileId, kind: 'photo' }
  }

  // When the last receipt came stands in the question: what is written soon afterwards is about it.
  const awaitMore = (ctx: Ctx, orderId: number): Promise<void> =>
    prompting.expect(ctx, { kind: 'proof', subject: orderId, detail: String(clock.now()) })

  const take = async (ctx: Ctx, orderId: number, receipt: Receipt): Promise<void> => {
    const proof = await proofOf(ctx, receipt)
    const words = wordsIn(replyIn(ctx))
    const { order, event } = await payments.showProof({ personId: ctx.person.id, orderId, ...proof, words })
    const until = timeIn(ctx.speech, order.heldUntil ?? 0, event)
    const key = order.state === 'held' ? 'proof-taken' : 'proof-taken-late'
    const html = paragraphs(
      ctx.speech.say(key, { order: String(order.id), until, quantity: order.quantity }),
      ownWordsText(ctx.speech, order.proofWords),
    )
    await show(ctx, { html })
    liveHolds.wake()
    await awaitMore(ctx, orderId)
  }

  // A link and a code are no words to an organizer, nor is a name that is typed at a door.
  const isForOthers = async (ctx: Ctx, { text = '' }: Reply): Promise<boolean> =>
    links.startIn(text) !== undefined ||
    looksLikeShortCode(text) ||
    (await doorView.current(ctx.person.id)) !== undefined

  /** Words before a receipt go along with it; those that follow it soon are passed on. */
  const takeWords = async (
    ctx: Ctx,
    { subject: orderId, detail }: Pick<Prompt, 'subject' | 'detail'>,
    said: Reply,
  ): Promise<unknown> => {
    const words = wordsIn(said)
    if (words === undefined && detail === undefined) throw new Refusal('proofNeeded')
    if (words === undefined || (await isForOthers(ctx, said))) return 'passed'
    const { order } = await payments.addProofWords({ personId: ctx.person.id, orderId, words })
    const key = order.proofAt === undefined ? 'proof-words-kept' : 'proof-words-passed'
    await show(ctx, { html: paragraphs(ctx.speech.say(key), ownWordsText(ctx.speech, order.proofWords)) })
    const question = { kind: 'proof', subject: orderId } as const
    await prompting.expect(ctx, detail === undefined ? question : { ...question, detail })
    return undefined
  }

  const takeAnswer: Answerer = async (ctx, { subject: orderId, detail }, said) => {
    const receipt = receiptIn(saidIn(ctx))
    const isShown = detail !== undefined
    // Once there is a receipt, another one takes its place; a file that is none is meant for somebody else.
    if (receipt && !(isShown && receipt.kind === 'otherFile'))
      return take(ctx, orderId, receipt).catch(closeAt((code) => code !== 'proofKind' && code !== 'proofTooLarge'))
    if (receipt || (isShown && clock.now() >= Number(detail) + proofWordsMs)) return 'passed'
    const { order } = await ordering.view({ personId: ctx.person.id, orderId })
    if (order.proofAt === undefined && (isShown || order.state !== 'held')) return 'passed'
    return takeWords(ctx, { subject: orderId, detail }, said)
  }

  return {
    name: 'transfer',
    answers: { proof: takeAnswer },
    messages: async (ctx) => {
      const receipt = receiptIn(ctx.message)
      // A command ends the question; but whoever looked something up on the way to their bank still comes back with the
      // receipt.
      const orderId = receipt && (await payments.findAwaiting(ctx.person.id))
      if (!receipt || orderId === undefined) return false
      await take(ctx, orderId, receipt)
      return true
    },
  }
}

const pictureIn = ({ kind, fileId }: Extract<Receipt, { fileId: string }>) =>
  kind === 'photo' ? { photo: fileId } : { imageFile: fileId }

/** What is said in a text or below a receipt, as it is passed on. */
const wordsIn = ({ styled }: Reply): string | undefined =>
  styled === undefined ? undefined : proofWordsOf(wordsOf(styled))
