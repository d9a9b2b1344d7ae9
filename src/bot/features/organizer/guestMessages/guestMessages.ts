import type { Message } from 'grammy/types'
import { catchFinal, valueOf } from '../../../../domain/catchRefusal.js'
import { type Audience, audiences } from '../../../../domain/guestMessage.js'
import { Refusal } from '../../../../domain/refusal.js'
import { momentText } from '../../../../texts/times/when.js'
import type { GuestProgress } from '../../../live/guestProgress.js'
import { kindOf, type MessageKind } from '../../../telegram/reading/kinds.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { press } from '../../../ui/press.js'
import { type Prompting, saidIn, textOf } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import { redraw, redrawn, show } from '../../../ui/screen.js'
import { previewScreen, progressScreen } from '../../../views/guests/guestMessages.js'
import { askScreen, audiencesScreen, hourScreen, timeScreen } from './screens.js'
import { sendingTime } from './sendingTime.js'

type Needs = Pick<FeatureNeeds, 'services' | 'clock'> & {
  readonly prompting: Prompting
  readonly liveGuests: Pick<GuestProgress, 'wake'>
}

const words = 'guestMessage'
const time = 'guestMessageTime'

/** An organizer writes to guests: to whom, what, a look at it, and then now, later or not at all. */
export const createGuestMessaging = ({
  services: { guestMessages },
  clock,
  prompting,
  liveGuests,
}: Needs): Feature => ({
  name: 'guestMessages',
  presses: [
    press(routes.writeToGuests, async (ctx, { eventId }) => {
      const found = await guestMessages.overview({ personId: ctx.person.id, eventId })
      await prompting.leave(ctx, audiencesScreen(ctx.speech, found))
    }),
    press(routes.askGuestMessage, async (ctx, { eventId, to, of }) => {
      const found = await guestMessages.address({ personId: ctx.person.id, eventId, audience: { kind: to, of } })
      const question = { kind: words, subject: eventId, detail: `${to}:${of}` }
      await prompting.askInPlace(ctx, question, askScreen(ctx.speech, found, { kind: to, of }))
    }),
    press(routes.openGuestMessage, async (ctx, { guestMessageId }) => {
      const personId = ctx.person.id
      await guestMessages.showAgain({ personId, guestMessageId, updateId: ctx.update.update_id })
    }),
    press(routes.sendGuestMessage, async (ctx, { guestMessageId, ...seen }) => {
      const act = { personId: ctx.person.id, guestMessageId }
      const sent = await catchFinal(() => guestMessages.send({ ...act, seen }))
      // The press that began it may be handled again: it still has to show how far that is.
      const view = sent.ok ? sent.value : await guestMessages.view(act)
      if (view.message.state !== 'sending') valueOf(sent)
      const messageId = await redrawn(ctx, progressScreen(ctx.speech, view))
      if (messageId !== undefined) await guestMessages.showIn(guestMessageId, messageId)
      liveGuests.wake()
    }),
    press(routes.askGuestMessageTime, async (ctx, { guestMessageId, ...seen }) => {
      const view = await guestMessages.view({ personId: ctx.person.id, guestMessageId, seen })
      await prompting.ask(ctx, { kind: time, subject: guestMessageId }, timeScreen(ctx.speech, view, clock.now()))
    }),
    press(routes.backToGuestMessage, async (ctx, { guestMessageId }) => {
      const view = await guestMessages.unsent({ personId: ctx.person.id, guestMessageId })
      await prompting.leave(ctx, previewScreen(ctx.speech, view))
    }),
    press(routes.discardGuestMessage, async (ctx, { guestMessageId, ...seen }) => {
      const { id: eventId } = await guestMessages.discard({ personId: ctx.person.id, guestMessageId, seen })
      const found = await guestMessages.overview({ personId: ctx.person.id, eventId })
      await prompting.leave(ctx, audiencesScreen(ctx.speech, found, ctx.speech.say('guest-discarded')))
    }),
    press(routes.stopGuestMessage, async (ctx, { guestMessageId }) => {
      const view = await guestMessages.stop({ personId: ctx.person.id, guestMessageId })
      await redraw(ctx, progressScreen(ctx.speech, view))
      liveGuests.wake()
    }),
  ],
  answers: {
    [words]: async (ctx, { subject: eventId, detail }) => {
      const message = saidIn(ctx)
      if (!message) return 'passed'
      mustBeCopyable(message)
      await guestMessages.write({
        personId: ctx.person.id,
        eventId,
        audience: audienceIn(detail),
        source: message.message_id,
        album: message.media_group_id,
        updateId: ctx.update.update_id,
      })
      return undefined
    },
    [time]: async (ctx, { subject: guestMessageId, detail }, said) => {
      const asked = await guestMessages.view({ personId: ctx.person.id, guestMessageId })
      const reader = { now: clock.now(), language: ctx.speech.language, zone: asked.event.zone }
      const when = sendingTime(textOf(said, 'startsAt'), detail, reader)
      if (when.kind === 'day') {
        const question = { kind: time, subject: guestMessageId, detail: when.day }
        return prompting.ask(ctx, question, hourScreen(ctx.speech, asked, momentText(when, reader)))
      }
      const view = await guestMessages.send({ personId: ctx.person.id, guestMessageId, at: when.at })
      await show(ctx, previewScreen(ctx.speech, view, ctx.speech.say('setting-saved')))
      liveGuests.wake()
      return undefined
    },
  },
})

/** A later piece of an album that an organizer writes to guests; false if it is none. */
export const createAlbumPieces =
  ({ services: { guestMessages } }: Pick<FeatureNeeds, 'services'>) =>
  async ({ person, message }: Ctx): Promise<boolean> =>
    message?.media_group_id !== undefined &&
    guestMessages.addPiece({ personId: person.id, album: message.media_group_id, source: message.message_id })

const audienceIn = (detail = ''): Audience => {
  const [to, of] = detail.split(':')
  const kind = audiences.find((one) => one === to)
  if (kind === undefined) throw new Error(`There are no guests ${detail}.`)
  return { kind, of: Number(of) }
}

const uncopied: ReadonlySet<MessageKind> = new Set(['sticker', 'dice', 'contact', 'location', 'poll'])

/** Refuses with guestMessageKind what is no message to guests, guestMessageProtected what Telegram does not copy. */
const mustBeCopyable = (message: Message): void => {
  const kind = kindOf(message)
  if ((kind === undefined && message.text === undefined) || (kind !== undefined && uncopied.has(kind)))
    throw new Refusal('guestMessageKind', { kind: kind ?? 'other' })
  if (message.has_protected_content === true) throw new Refusal('guestMessageProtected')
}
