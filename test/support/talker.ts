import { expect } from 'vitest'
import type { CompleteAnswers } from '../../src/domain/draft.js'
import type { ChatLimits } from '../../src/bot/telegram/pace/chatPace.js'
import { usualLimits } from '../../src/bot/telegram/speakingQueue.js'
import { anyTimeBefore } from '../../src/domain/door.js'
import type { Event, TicketType } from '../../src/domain/event.js'
import { type Answer, questions } from '../../src/domain/draft.js'
import type { Person, Profile, SandboxMessage, Wanted } from 'telegram-sandbox'
import { en } from './texts/words.js'
import { noon, openWorld, type World, type WorldOptions } from './world.js'

/** A world in which Telegram counts no messages: these tests say more in a moment than a person could. */
export const openCalmWorld = (options: WorldOptions = {}): Promise<World> =>
  openWorld({
    ...options,
    sandbox: { ...options.sandbox, strictRates: false },
    config: { bulkPerSecond: Infinity, ...options.config },
    timing: { speaking: { private: unlimited, group: usualLimits.group }, ...options.timing },
  })

const unlimited: ChatLimits = { burst: Infinity, gapMs: 1, burstGapMs: 0, perMinute: Infinity }

/** Somebody who waits for the bot's answer after everything they do. */
export type Talker = {
  readonly id: number
  readonly person: Person
  /** Says these one after another; gives what is seen after the last. */
  says(...texts: readonly string[]): Promise<string>
  presses(...buttons: readonly Wanted[]): Promise<string>
  /** Does something else and waits. */
  does(what: (person: Person) => unknown): Promise<string>
  sees(): string
  buttons(): readonly string[]
  /** The last answer to a press. */
  toast(): string | undefined
  /** What the bot said to this person so far; of an album only the picture with the words. */
  heard(): readonly SandboxMessage[]
  /** What the bot says while this is done. */
  hears(what: () => unknown): Promise<readonly string[]>
}

/** Meets a person who has opened the bot. */
export const meet = async (world: World, firstName: string, profile: Partial<Profile> = {}): Promise<Talker> =>
  talkerOf(world, await world.person(firstName, profile))

// An album is one message to the eye: its first picture has the words.
const isSeen = ({ message, text }: SandboxMessage): boolean => message.media_group_id === undefined || text !== ''

const talkerOf = (world: World, person: Person): Talker => {
  const sees = (): string => person.messages().filter(isSeen).at(-1)?.text ?? ''
  const does = async (what: (person: Person) => unknown): Promise<string> => {
    await what(person)
    await world.settle()
    return sees()
  }
  const each = async <T>(things: readonly T[], what: (thing: T) => unknown): Promise<string> => {
    for (const thing of things) await does(() => what(thing))
    return sees()
  }
  const heard = (): readonly SandboxMessage[] =>
    person.messages().filter((message) => message.fromBot && isSeen(message))
  return {
    id: person.id,
    person,
    does,
    heard,
    says: (...texts) => each(texts, (text) => person.says(text)),
    presses: (...buttons) => each(buttons, (button) => person.presses(button)),
    sees,
    buttons: () => person.buttons(),
    toast: () => person.toasts().at(-1)?.text,
    hears: async (what) => {
      const before = heard().length
      await what()
      await world.settle()
      return heard()
        .slice(before)
        .map(({ text }) => text)
    },
  }
}

/** What a person types at each question of /newevent. */
export const typed = {
  title: 'Jazz night',
  description: 'Two sets & a jam',
  startsAt: '25.12.2026 19:00',
  endsAt: '22:00',
  venue: 'Blue Note, 5 Main St',
  price: '1500',
  capacity: '100',
} as const

/** Words that only this question's message has. */
export const asks = {
  title: en.like('ask-title'),
  description: en.like('ask-description'),
  startsAt: en.like('ask-startsAt'),
  endsAt: en.like('ask-endsAt'),
  venue: en.like('ask-venue'),
  price: en.like('ask-price'),
  capacity: en.like('ask-capacity'),
  poster: en.like('ask-poster'),
  preview: en.like('preview-head'),
} as const

/** The questions of the form, in order, without the preview. */
export const steps = ['title', 'description', 'startsAt', 'endsAt', 'venue', 'price', 'capacity', 'poster'] as const
export type Step = (typeof steps)[number]

/** Opens /newevent and answers everything before this question. */
export const goTo = async (talker: Talker, question: Step | 'preview'): Promise<string> => {
  await talker.says('/newevent')
  for (const step of steps) {
    if (step === question) return talker.sees()
    await (step === 'poster' ? talker.presses(en('button-skip')) : talker.says(typed[step]))
  }
  return talker.sees()
}

/** Creates and publishes an event in chat; gives its slug. */
export const publishInChat = async (talker: Talker): Promise<string> => {
  await goTo(talker, 'preview')
  return slugIn(await talker.presses(en('button-publish')))
}

/** The slug of the link in a text. */
export const slugIn = (text: string): string => /start=e_([a-z2-7]+)/u.exec(text)?.[1] ?? ''

/** An event with its first ticket type. */
export type EventWithType = { readonly event: Event; readonly type: TicketType }

const hour = 3_600_000

/**
 * Publishes an event without the talking: for tests that need many. It begins in `hours` from noon; its door lets in at
 * any time, unless it `opensAsUsual`.
 */
export const publish = async (
  world: World,
  organizerId: number,
  {
    hours = 24,
    opensAsUsual = false,
    ...answers
  }: Partial<CompleteAnswers> & { readonly hours?: number; readonly opensAsUsual?: boolean } = {},
): Promise<EventWithType> => {
  const { drafts, publishing } = world.levem().services
  const all: CompleteAnswers = {
    title: 'Jazz night',
    description: null,
    startsAt: noon + hours * hour,
    endsAt: null,
    venue: 'Blue Note',
    price: { minor: 150_000, currency: 'RUB' },
    capacity: 100,
    poster: null,
    ...answers,
  }
  await drafts.discard(organizerId)
  const { draft } = await drafts.open(organizerId)
  for (const question of questions) await drafts.answer(organizerId, { question, value: all[question] } as Answer)
  const {
    event,
    types: [type],
  } = await publishing.publish({ personId: organizerId, key: draft.key })
  if (opensAsUsual) return { event, type }
  const doorsBefore = anyTimeBefore
  await world.levem().store.transact((tx) => tx.events.change(event.id, { doorsBefore }))
  return { event: { ...event, doorsBefore }, type }
}

/** Buys without the talking. */
export const buy = (
  world: World,
  buyerId: number,
  { type }: EventWithType,
  quantity = 1,
  requestKey = `${buyerId}:${Math.random()}`,
) => world.levem().services.ordering.buy({ buyerId, ticketTypeId: type.id, quantity, requestKey })

/** The data of the first button on a talker's newest screen that begins so. */
export const dataOf = (talker: Talker, begin: string): string =>
  (talker.heard().at(-1)?.keyboard.flat() ?? [])
    .flatMap((button) => (typeof button === 'object' && 'callback_data' in button ? [button.callback_data] : []))
    .find((data) => data.startsWith(begin)) ?? ''

/**
 * Presses a button that no screen has: a client of one's own may send any data. `chatId`: where the message with the
 * button is.
 */
export const forge = async (world: World, talker: Talker, data: string, chatId = talker.id): Promise<void> => {
  const body = JSON.stringify({
    chat_id: chatId,
    text: 'old',
    reply_markup: { inline_keyboard: [[{ text: 'old', callback_data: data }]] },
  })
  await fetch(`${world.sandbox.url}/bot${world.sandbox.token}/sendMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  await talker.does((person) => person.presses({ data }, chatId === talker.id ? {} : { in: { id: chatId } }))
}

/** The event as it is now. */
export const eventNow = async (world: World, { event: { id } }: EventWithType): Promise<EventWithType> => {
  const {
    event,
    types: [type],
  } = await world.levem().services.events.find(id)
  return { event, type }
}

/** The log's lines as data. */
export const logged = (world: World): readonly Record<string, unknown>[] =>
  world.log.map((line) => JSON.parse(line) as Record<string, unknown>)

const looked = new WeakMap<World, number>()

/** Nothing was thrown that is no refusal, since this was asked last. */
export const expectNoDefect = (world: World): void => {
  const from = looked.get(world) ?? 0
  looked.set(world, world.log.length)
  expect(
    logged(world)
      .slice(from)
      .filter(({ msg, defect, level }) => msg === 'defect' || defect !== undefined || level === 'error'),
  ).toEqual([])
}

/** All of a person's screen: the newest message's text and its buttons. */
export const screenOf = (talker: Talker): { readonly text: string; readonly buttons: readonly string[] } => {
  const newest = talker.heard().at(-1)
  return {
    text: newest?.text ?? '',
    buttons: (newest?.keyboard ?? []).flat().map((button) => (typeof button === 'string' ? button : button.text)),
  }
}
