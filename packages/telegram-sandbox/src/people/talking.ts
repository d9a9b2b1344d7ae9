import type { Message, MessageEntity, MessageOrigin, Update, User } from 'grammy/types'
import { isMember } from '../state/chats.js'
import { omit } from '../server/fields.js'
import { findEntities } from '../formatting/foundEntities.js'
import { captionContent } from './captions.js'
import type { Formatting } from './captions.js'
import { changeContact } from '../state/membership.js'
import type { Place } from './place.js'
import { isCaptionable } from '../state/messages.js'
import { receive, topicContent, withoutReply } from './posting.js'
import type { Content } from './posting.js'
import { createSendingMedia } from './sendingMedia.js'
import type { SendingMedia } from './sendingMedia.js'
import { showMessage } from '../formatting/rendering.js'
import { unixTime } from '../state/world.js'
import type { ChatState, PersonState, World } from '../state/world.js'

/** Degrees; `livePeriod`: so many seconds it goes where the person goes. */
type LocationOptions = Place & {
  readonly latitude?: number
  readonly longitude?: number
  readonly livePeriod?: number
}
type VenueOptions = Place & {
  readonly latitude?: number
  readonly longitude?: number
  readonly title?: string
  readonly address?: string
  /** Who sent it first, where it is passed on. */
  readonly forwardedFrom?: string
}

type ForwardOptions = Place & { readonly origin?: MessageOrigin }

/** What a person can do with the keys of their phone; each gives the queued update. */
export type Talking = SendingMedia & {
  /** A text longer than 4096 units goes out in several messages, as clients do; the last one's update is given. */
  readonly says: (text: string, options?: Place & Formatting) => Update
  readonly opens: (startPayload: string) => Update
  readonly sendsLocation: (options?: LocationOptions) => Update
  /** A place with a name, as it is found on a phone's map. */
  readonly sendsVenue: (options?: VenueOptions) => Update
  readonly sendsContact: (options?: Place) => Update
  /** Passes a text on; without an `origin` from somebody who hides their account. */
  readonly forwards: (text: string, options?: ForwardOptions) => Update
  /** Edits a message of their own. */
  readonly edits: (messageId: number, text: string, options?: Place) => Update
}

const maxText = 4096
const maxCaption = 1024

/** A text with what a person formatted and what Telegram marks in it. */
export const textContent = (text: string, formatted: readonly MessageEntity[] = []): Content => {
  const entities = findEntities(text, formatted)
  return { text, ...(entities.length === 0 ? {} : { entities: [...entities].sort((a, b) => a.offset - b.offset) }) }
}

/** What goes into one message, and the rest; no emoji is cut in two. */
const cut = (text: string): readonly [string, string] => {
  const isInside = /^[\uDC00-\uDFFF]/.test(text.slice(maxText))
  const end = isInside ? maxText - 1 : maxText
  return [text.slice(0, end).trim(), text.slice(end).trim()]
}

const pieces = (text: string): readonly string[] => {
  const [piece, rest] = cut(text.trim())
  if (piece === '') throw new Error('A person cannot send an empty text')
  return rest === '' ? [piece] : [piece, ...pieces(rest)]
}

const placeContent = (chat: ChatState, { threadId, replyTo }: Place): Content => {
  const replied = replyTo === undefined ? undefined : chat.log.get(replyTo)
  if (replyTo !== undefined && replied === undefined) throw new Error(`There is no message ${replyTo} to reply to`)
  if (threadId !== undefined && !chat.topics.has(threadId)) throw new Error(`There is no topic ${threadId} to write in`)
  return {
    ...topicContent(chat, threadId, replied),
    ...(replied === undefined ? {} : { reply_to_message: withoutReply(replied.message) }),
  }
}

// Of a group or channel that it is not in the bot hears nothing.
const isHeard = (world: World, { chat }: Message): boolean => {
  const state = world.chats.get(chat.id)
  return state?.person !== undefined || (state !== undefined && isMember(state, world.bot.id))
}

/** Queues a message as the update it makes, if the bot is there to hear it: channel posts are their own kind. */
export const queueMessage = (world: World, message: Message): Update =>
  world.updates.push(
    message.chat.type === 'channel'
      ? { channel_post: message as NonNullable<Update['channel_post']> }
      : { message: message as NonNullable<Update['message']> },
    isHeard(world, message),
  )

/** Queues an edited message, if the bot is there to hear it. */
const queueEdit = (world: World, message: Message): Update =>
  world.updates.push(
    message.chat.type === 'channel'
      ? { edited_channel_post: message as NonNullable<Update['edited_channel_post']> }
      : { edited_message: message as NonNullable<Update['edited_message']> },
    isHeard(world, message),
  )

// What may be typed anew: the text, or what stands below a picture or file.
const editedContent = (message: Message, text: string): Message => {
  const [length, most] = [text.trim().length, message.text === undefined ? maxCaption : maxText]
  if (length === 0) throw new Error('A person cannot send an empty text')
  if (length > most) throw new Error(`A text of ${length} is too long: at most ${most}`)
  if (message.text !== undefined) return { ...omit(message, ['text', 'entities']), ...textContent(text.trim()) }
  if (!isCaptionable(message)) throw new Error(`Message ${message.message_id} has no text to edit`)
  return { ...omit(message, ['caption', 'caption_entities']), ...captionContent({ caption: text.trim() }) }
}

/** Replaces the text or caption of a message of somebody other than the bot, and queues the edit. */
export const editText = (world: World, chat: ChatState, messageId: number, text: string): Update => {
  const kept = chat.log.get(messageId)
  if (kept === undefined || kept.fromBot) throw new Error(`Message ${messageId} is not there to be edited by a person`)
  const message: Message = { ...editedContent(kept.message, text), edit_date: unixTime(world) }
  const edited = { ...kept, message, edits: kept.edits + 1 }
  chat.log.replace(edited)
  if (world.isWatched()) world.emit({ kind: 'messageEdited', chatId: chat.chat.id, message: showMessage(edited) })
  return queueEdit(world, message)
}

/** Opens the chat for writing: who blocked the bot unblocks it by writing, who is new in a group joins it. */
const enter = (world: World, person: PersonState, chat: ChatState): void => {
  if (person.contact === 'deactivated') throw new Error(`${person.user.first_name} has deleted their account`)
  if (chat.person === person) {
    if (person.contact !== 'open') changeContact(world, person, 'open')
  } else if (chat.person !== undefined) {
    throw new Error('A person writes to the bot in their own private chat only')
  } else if (!isMember(chat, person.user.id)) {
    chat.members.set(person.user.id, { user: person.user, status: 'member' })
    world.emit({ kind: 'chatChanged', chatId: chat.chat.id })
  }
}

const authorOf = ({ chat }: ChatState, user: User): Content =>
  chat.type === 'channel' ? { sender_chat: chat } : { from: user }

/** The keys that send places. */
const createSendingPlaces = (
  world: World,
  send: (content: Content, place: Place) => Update,
): Pick<Talking, 'sendsLocation' | 'sendsVenue'> => ({
  sendsLocation: ({ latitude = 55.751244, longitude = 37.618423, livePeriod, ...place } = {}) =>
    send(
      { location: { latitude, longitude, ...(livePeriod === undefined ? {} : { live_period: livePeriod }) } },
      place,
    ),
  sendsVenue: ({
    latitude = 55.757718,
    longitude = 37.611347,
    title = 'Loft',
    address = 'Main St, 5',
    forwardedFrom,
    ...place
  } = {}) => {
    const location = { latitude, longitude }
    const content = { location, venue: { location, title, address } }
    return send(
      forwardedFrom === undefined ? content : { ...content, forward_origin: hiddenOrigin(world, forwardedFrom) },
      place,
    )
  },
})

const hiddenOrigin = (world: World, name: string): MessageOrigin => ({
  type: 'hidden_user',
  sender_user_name: name,
  date: unixTime(world),
})

/** The keys of one person's phone. */
export const createTalking = (world: World, person: PersonState, findPlace: (place: Place) => ChatState): Talking => {
  const { user } = person
  const send = (content: Content, place: Place): Update => {
    const chat = findPlace(place)
    enter(world, person, chat)
    const message = receive(world, chat, { ...authorOf(chat, user), ...placeContent(chat, place), ...content })
    return queueMessage(world, message)
  }
  const says: Talking['says'] = (text, { entities = [], ...place } = {}) => {
    const all = pieces(text)
    if (all.length > 1 && entities.length > 0) throw new Error('A formatted text has to fit into one message')
    const sent = all.map((piece) => send(textContent(piece, entities), place))
    const last = sent.at(-1)
    if (last === undefined) throw new Error('Nothing was said')
    return last
  }
  return {
    says,
    opens: (startPayload) => says(startPayload === '' ? '/start' : `/start ${startPayload}`),
    ...createSendingMedia(world, send),
    ...createSendingPlaces(world, send),
    sendsContact: (place = {}) =>
      send({ contact: { phone_number: '+79000000000', first_name: user.first_name, user_id: user.id } }, place),
    forwards: (text, { origin = hiddenOrigin(world, 'Somebody'), ...place } = {}) =>
      send({ ...textContent(text), forward_origin: origin }, place),
    edits: (messageId, text, place = {}) => {
      const chat = findPlace(place)
      const author = chat.log.get(messageId)?.message.from
      if (chat.chat.type !== 'channel' && author?.id !== user.id)
        throw new Error(`Message ${messageId} is not there for ${user.first_name} to edit`)
      return editText(world, chat, messageId, text)
    },
  }
}
