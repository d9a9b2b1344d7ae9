import type { EventWithType } from './talker.js'
import type { TicketType } from '../../src/domain/event.js'
import type { Printer } from '../../src/print/printer.js'
import { type Person, plainPicture, type SandboxMessage } from 'telegram-sandbox'
import type { OrderWithEvent } from '../../src/services/finders.js'
import { en, ru } from './texts/words.js'
import type { World } from './world.js'

/** Anything that shows messages: a group, a channel, a private chat. */
export type Place = { readonly messages: () => readonly SandboxMessage[] }

/** Grey pictures in no time, for tests that sell hundreds of tickets and look at something else. */
export const quickPrinter: Printer = {
  ticket: () => Promise.resolve(plainPicture(64, 64)),
  report: () => Promise.resolve(plainPicture(64, 64)),
  chart: () => Promise.resolve(plainPicture(64, 64)),
  readCodes: () => Promise.resolve(undefined),
  file: () => Promise.resolve(),
  waiting: () => 0,
  close: () => Promise.resolve(),
}

/** A second and a minute in milliseconds; longer than any pause between two tries. */
export const second = 1000
export const minute = 60 * second
export const longestPause = 61 * second

const tellsId = [en, ru].flatMap((words) => [words.opens('chat-id'), words.opens('chat-id-set')])

/** What the bot announced in a chat, oldest first; where it told the chat's id does not count. */
export const announced = (chat: Place): readonly SandboxMessage[] =>
  chat.messages().filter(({ fromBot, text }) => fromBot && !tellsId.some((words) => words.test(text)))

/** The texts of what the bot announced in a chat. */
export const heard = (chat: Place): readonly string[] => announced(chat).map(({ text }) => text)

/** How many of a person's messages from the bot say this. */
export const timesTold = (person: Person, what: RegExp): number =>
  person.messages().filter(({ fromBot, text }) => fromBot && what.test(text)).length

/** What a buyer's tickets look like in their chat. */
export const tickets = en.like('tickets-order')

/** What whoever acted hears when the chat has not heard yet. */
export const lateNotice = en.like('news-announcementDelayed')

/** The mark of a message that may have come before. */
export const repeatMark = ru.begins('news-repeat')

/** Creates an event in chat, question by question; the clock stands still. */
export const publishesInChat = async (
  world: World,
  person: Person,
  { title = 'Jazz night', capacity = 100 } = {},
): Promise<void> => {
  for (const text of [
    '/newevent',
    title,
    'Two sets and a jam',
    '25.12.2026 19:00',
    '22:00',
    'Blue Note, 5 Main St',
    '1500',
    String(capacity),
  ]) {
    person.says(text)
    await world.settle()
  }
  for (const label of [en('button-skip'), en('button-publish')]) {
    person.presses(label)
    await world.settle()
  }
}

/** Buys tickets in chat, button by button. */
export const buysInChat = async (
  world: World,
  person: Person,
  { title = 'Jazz night', quantity = 1 } = {},
): Promise<void> => {
  person.says('/buy')
  await world.settle()
  for (const label of [new RegExp(title, 'u'), en('button-buy'), String(quantity), en('button-confirm')]) {
    person.presses(label)
    await world.settle()
  }
}

/** Opens an event from /myevents. */
export const looksAtEvent = async (world: World, person: Person, title = 'Jazz night'): Promise<void> => {
  person.says('/myevents')
  await world.settle()
  person.presses(new RegExp(title, 'u'))
  await world.settle()
}

type EventWishes = {
  readonly title?: string
  readonly venue?: string
  readonly minor?: number
  readonly capacity?: number
  readonly test?: boolean
}

/** Publishes an event by the services, without the chat. */
export const publishes = async (
  world: World,
  { id }: { readonly id: number },
  wishes: EventWishes = {},
): Promise<EventWithType> => {
  const { title = 'Jazz night', venue = 'Blue Note', minor = 150_000, capacity = 1000, test = false } = wishes
  const { drafts, publishing } = world.levem().services
  const { draft } = await drafts.open(id)
  await drafts.answer(id, { question: 'title', value: title })
  await drafts.answer(id, { question: 'description', value: null })
  await drafts.answer(id, { question: 'startsAt', value: Date.UTC(2026, 11, 25, 16) })
  await drafts.answer(id, { question: 'endsAt', value: null })
  await drafts.answer(id, { question: 'venue', value: venue })
  await drafts.answer(id, { question: 'price', value: { minor, currency: 'RUB' } })
  await drafts.answer(id, { question: 'capacity', value: capacity })
  await drafts.answer(id, { question: 'poster', value: null })
  const {
    event,
    types: [type],
  } = await publishing.publish({ personId: id, key: draft.key, test })
  return { event, type }
}

let purchases = 0

/** Buys by the services, without the chat. */
export const buys = (
  world: World,
  { id }: { readonly id: number },
  { id: ticketTypeId }: Pick<TicketType, 'id'>,
  quantity = 1,
): Promise<OrderWithEvent> => {
  purchases += 1
  return world
    .levem()
    .services.ordering.buy({ buyerId: id, ticketTypeId, quantity, requestKey: `test purchase ${purchases}` })
}
