import type { Message } from 'grammy/types'
import type { ThreadPlace } from '../../services/threads/delivering.js'
import { carriedIn } from '../telegram/reading/carried.js'
import type { Ctx } from '../ui/context.js'
import { show } from '../ui/screen.js'
import { answeredScreen } from '../views/threads/answering.js'
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

type Services = Needs['services']

// A live place changes by itself.
const sayUnchanged = async (ctx: Ctx, { threads }: Services, { message_id, location }: Message): Promise<boolean> => {
  if (location !== undefined || !(await threads.messages.wasCarried(ctx.person.id, message_id))) return false
  await show(ctx, { html: ctx.speech.say('thread-edited') })
  return true
}

const carryAlong = async (ctx: Ctx, services: Services, message: Message, album: string): Promise<boolean> => {
  const places = await services.threads.messages.placesOfAlbum(ctx.person.id, album)
  const written = { updateId: ctx.update.update_id, carried: carriedIn(message) }
  for (const { author, eventId, threadId } of places)
    if (author === 'guest') await services.threads.asking.ask({ personId: ctx.person.id, eventId, ...written })
    else await services.threads.answering.answer({ personId: ctx.person.id, threadId, ...written })
  return places.length > 0
}

const carryBack = async (ctx: Ctx, services: Services, message: Message): Promise<boolean> => {
  const place = await services.threads.messages.placeOf(ctx.person.id, message.reply_to_message?.message_id ?? 0)
  if (place) await answerTo(ctx, services, place, message)
  return place !== undefined
}

// Who wrote it gets the answer.
const answerTo = async (ctx: Ctx, { threads }: Services, place: ThreadPlace, message: Message): Promise<void> => {
  const written = { personId: ctx.person.id, updateId: ctx.update.update_id, carried: carriedIn(message) }
  if (place.author === 'guest') {
    const found = await threads.answering.answer({ ...written, threadId: place.threadId })
    return show(ctx, answeredScreen(ctx.speech, found))
  }
  await show(ctx, askedScreen(ctx.speech, await threads.asking.ask({ ...written, eventId: place.eventId })))
}
