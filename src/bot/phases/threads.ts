import type { Message } from 'grammy/types'
import type { ThreadPlace } from '../../services/threads/delivering.js'
import { secondMs } from '../../domain/duration.js'
import { carriedIn, isCarriedMedia } from '../telegram/reading/carried.js'
import type { Ctx } from '../ui/context.js'
import { type Screen, show } from '../ui/screen.js'
import { answeredScreen, answeredTogetherScreen } from '../views/threads/answering.js'
import { carriedBelow } from '../views/threads/carried.js'
import { askedScreen } from '../views/threads/asking.js'
import type { BotNeeds } from './needs.js'
import type { Phase } from './phase.js'

type Needs = Pick<BotNeeds, 'services'>

/**
 * What belongs to something that was carried to another person already: changes, of which that person does not learn,
 * and the later pictures of an album, which go the same way.
 */
export const carriedPhase = ({ services }: Needs): Phase => ({
  name: 'carried',
  features: [],
  take: (ctx) => {
    const { message, editedMessage } = ctx
    if (editedMessage) return sayUnchanged(ctx, services, editedMessage)
    return message?.media_group_id === undefined ? false : carryAlong(ctx, services, message, message.media_group_id)
  },
})

/** Replies to messages that the bot carried: they go back the same way, whatever was asked meanwhile. */
export const repliesPhase = ({ services }: Needs): Phase => ({
  name: 'replies',
  features: [],
  take: (ctx) => (ctx.message?.reply_to_message === undefined ? false : carryBack(ctx, services, ctx.message)),
})

/**
 * A picture or file that comes right after something was carried, and that nothing asked for: it belongs to that, and
 * goes the same way. False if it is none.
 */
export const createCarryingOn =
  ({ services }: Needs) =>
  async (ctx: Ctx): Promise<boolean> => {
    const { message } = ctx
    if (message === undefined || !isCarriedMedia(message)) return false
    const places = await services.threads.messages.placesOfLast(ctx.person.id, message.date * secondMs)
    const screens = await carryTo(ctx, services, places, message)
    const [only, ...others] = screens
    if (only) await show(ctx, others.length === 0 ? only : await togetherScreen(ctx, services, places))
    return only !== undefined
  }

type Services = Needs['services']

const togetherScreen = async (ctx: Ctx, { threads }: Services, places: readonly ThreadPlace[]): Promise<Screen> => {
  const eventId = places[0]?.eventId ?? 0
  const { open } = await threads.questions.counts({ personId: ctx.person.id, eventId })
  return answeredTogetherScreen(ctx.speech, { eventId, answered: places.length, left: open })
}

// A live place changes by itself.
const sayUnchanged = async (ctx: Ctx, { threads }: Services, { message_id, location }: Message): Promise<boolean> => {
  if (location !== undefined || !(await threads.messages.wasCarried(ctx.person.id, message_id))) return false
  await show(ctx, { html: ctx.speech.say('thread-edited') })
  return true
}

const carryAlong = async (ctx: Ctx, services: Services, message: Message, album: string): Promise<boolean> => {
  const places = await services.threads.messages.placesOfAlbum(ctx.person.id, album)
  await carryTo(ctx, services, places, message)
  return places.length > 0
}

// What whoever wrote it reads of each.
const carryTo = async (
  ctx: Ctx,
  services: Services,
  places: readonly ThreadPlace[],
  message: Message,
): Promise<readonly Screen[]> => {
  const screens: Screen[] = []
  for (const place of places) screens.push(await carryInto(ctx, services, place, message))
  return screens
}

type Into = Pick<ThreadPlace, 'author' | 'threadId' | 'eventId'>

const carryInto = async (
  ctx: Ctx,
  { threads }: Services,
  { author, threadId, eventId }: Into,
  message: Message,
): Promise<Screen> => {
  const written = { personId: ctx.person.id, updateId: ctx.update.update_id, carried: carriedIn(message) }
  return author === 'guest'
    ? askedScreen(ctx.speech, await threads.asking.ask({ ...written, eventId }))
    : answeredScreen(ctx.speech, await threads.answering.answer({ ...written, threadId }))
}

const carryBack = async (ctx: Ctx, services: Services, message: Message): Promise<boolean> => {
  const answered = message.reply_to_message
  const wrote =
    (await services.threads.messages.placeOf(ctx.person.id, answered?.message_id ?? 0)) ??
    carriedBelow(answered?.reply_markup)
  if (!wrote) return false
  // Who wrote it gets the answer.
  const author = wrote.author === 'guest' ? 'organizer' : 'guest'
  await show(ctx, await carryInto(ctx, services, { ...wrote, author }, message))
  return true
}
