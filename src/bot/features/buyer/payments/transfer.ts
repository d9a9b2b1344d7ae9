import { GrammyError, InputFile } from 'grammy'
import { Refusal } from '../../../../domain/refusal.js'
import { catchRefusal } from '../../../../domain/catchRefusal.js'
import { dateTimeWithZone } from '../../../../texts/format.js'
import { type Answerer, type Prompting, type Said, saidIn } from '../../../ui/prompts.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature } from '../../../ui/feature.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import type { TelegramFiles } from '../../../telegram/files.js'
import { show } from '../../../ui/screen.js'
import type { HoldCountdown } from '../../../live/holdCountdown.js'

type Needs = Pick<FeatureNeeds, 'services' | 'log'> & {
  readonly prompting: Prompting
  readonly pictures: TelegramFiles
  readonly liveHolds: Pick<HoldCountdown, 'wake'>
}

/**
 * The picture by which a buyer shows that a transfer is on its way. What it gives takes pictures that nothing else
 * asked for, and has to stand behind the forms.
 */
export const createTransfer = ({
  services: { payments, ordering, holdScreens },
  log,
  prompting,
  pictures,
  liveHolds,
}: Needs): Feature => {
  // A file's id is good for files only, and the organizer is to see a picture: Telegram makes one of it when it is sent
  // back.
  const asPhoto = async (ctx: Ctx, fileId: string): Promise<string | undefined> => {
    try {
      const sent = await ctx.replyWithPhoto(new InputFile(await pictures.load(fileId), 'transfer.jpg'))
      return sent.photo.at(-1)?.file_id
    } catch (error) {
      if (error instanceof GrammyError && error.error_code !== 400) throw error
      log.warn({ err: error }, 'a file is no picture to Telegram')
      return undefined
    }
  }

  const pictureOf = async (ctx: Ctx, { photo, imageFile }: Said): Promise<string | undefined> =>
    photo ?? (imageFile === undefined ? undefined : asPhoto(ctx, imageFile))

  const take = async (ctx: Ctx, orderId: number, fileId: string): Promise<void> => {
    const outcome = await catchRefusal(() => payments.showProof({ personId: ctx.person.id, orderId, fileId }))
    if (!outcome.ok) {
      await prompting.forget(ctx)
      throw new Refusal(outcome.refusal.code, outcome.refusal.facts)
    }
    const { order, event } = outcome.value
    const until = dateTimeWithZone(order.heldUntil ?? 0, event.zone, ctx.speech.language)
    await show(ctx, {
      html: ctx.speech.say(order.state === 'held' ? 'proof-taken' : 'proof-taken-late', {
        order: String(order.id),
        until,
      }),
    })
    liveHolds.wake()
    await prompting.ask(ctx, { kind: 'proof', subject: orderId, detail: String(ctx.msgId) })
  }

  const takeAnswer: Answerer = async (ctx, { subject, detail }, said) => {
    const fileId = await pictureOf(ctx, said)
    if (fileId === undefined) {
      // Once there is a picture, another one takes its place, and everything else is said to somebody else; so it is
      // when nothing is held any more.
      if (
        detail !== undefined ||
        (await ordering.view({ personId: ctx.person.id, orderId: subject })).order.state !== 'held'
      )
        return 'passed'
      throw new Refusal('proofNeeded')
    }
    await take(ctx, subject, fileId)
    return undefined
  }

  // A command ends the question; but whoever looked something up on the way to their bank still comes back with the
  // picture.
  const takeUnasked = async (ctx: Ctx): Promise<boolean> => {
    if (!ctx.message?.photo && !ctx.message?.document) return false
    const { order } = (await ordering.findHeld(ctx.person.id)) ?? {}
    const isAwaited =
      order !== undefined && order.proofAt === undefined && (await holdScreens.viewOf(order.id)) === 'transfer'
    const fileId = isAwaited ? await pictureOf(ctx, saidIn(ctx)) : undefined
    if (!order || fileId === undefined) return false
    await take(ctx, order.id, fileId)
    return true
  }
  return { name: 'transfer', answers: { proof: takeAnswer }, messages: takeUnasked }
}
