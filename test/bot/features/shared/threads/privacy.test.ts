import { badRequest } from 'telegram-sandbox'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { quickPrinter } from '../../../../support/announcing.js'
import {
  type EventWithType,
  expectNoDefect,
  meet,
  openCalmWorld,
  publish,
  type Talker,
} from '../../../../support/talker.js'
import { en, ru } from '../../../../support/texts/words.js'
import type { World } from '../../../../support/world.js'

type Person = Talker['person']

// Names that stand nowhere else.
const guests = { first: 'Zanzibara', lastName: 'Quetzalia', username: 'zanzi_quetzal', languageCode: 'en' }
const organizers = { first: 'Ostrogradia', lastName: 'Vermillion', username: 'ostro_vermi', languageCode: 'ru' }
// Of whoever sends a contact in the sandbox.
const phone = '+79000000000'

const userOf = (person: Person) => ({ id: person.id, is_bot: false, first_name: person.user.first_name })
const mention = (person: Person) => [{ type: 'text_mention' as const, offset: 0, length: 4, user: userOf(person) }]
const captioned = (person: Person) => ({ caption: 'Look here', entities: mention(person) })

/** What is carried, and the field of the message in which it stands then. */
const carried: readonly (readonly [string, (person: Person) => unknown, string])[] = [
  ['a text that mentions its author', (person) => person.says('Look here', { entities: mention(person) }), 'text'],
  [
    'what was passed on from a person',
    (person) =>
      person.forwards('Look here', { origin: { type: 'user', sender_user: userOf(person), date: 1_700_000_000 } }),
    'text',
  ],
  [
    'what was passed on from one who hides',
    (person) =>
      person.forwards('Look here', {
        origin: { type: 'hidden_user', sender_user_name: person.user.first_name, date: 1_700_000_000 },
      }),
    'text',
  ],
  [
    'what was passed on from a channel',
    (person) =>
      person.forwards('Look here', {
        origin: {
          ...{ type: 'channel', message_id: 5, date: 1_700_000_000, author_signature: person.user.first_name },
          chat: { id: -1_001, type: 'channel', title: person.user.first_name },
        },
      }),
    'text',
  ],
  ['a picture', (person) => person.sendsPhoto(captioned(person)), 'photo'],
  ['a video', (person) => person.sendsVideo(captioned(person)), 'video'],
  ['a GIF', (person) => person.sendsAnimation(captioned(person)), 'animation'],
  ['a file', (person) => person.sendsDocument(captioned(person)), 'document'],
  ['a recording', (person) => person.sendsAudio(captioned(person)), 'audio'],
  ['a voice message', (person) => person.sendsVoice(captioned(person)), 'voice'],
  ['a round video', (person) => person.sendsVideoNote(), 'video_note'],
]

const refused: readonly (readonly [string, (person: Person) => unknown, string])[] = [
  ['a contact', (person) => person.sendsContact(), 'contact'],
  ['a place', (person) => person.sendsLocation(), 'location'],
  ['a place that moves', (person) => person.sendsLocation({ livePeriod: 60 }), 'location'],
  ['a venue', (person) => person.sendsVenue(), 'location'],
  ['a sticker', (person) => person.sendsSticker(), 'sticker'],
  ['a poll', (person) => person.sendsPoll(), 'poll'],
]

describe('a guest and an organizer who do not know each other', () => {
  let world: World
  let olga: Talker
  let anna: Talker
  let sale: EventWithType
  beforeEach(async () => {
    world = await openCalmWorld({ printer: quickPrinter })
    olga = await meet(world, organizers.first, organizers)
    anna = await meet(world, guests.first, guests)
    sale = await publish(world, olga.id, { title: 'Jazz' })
    await anna.says(`/start e_${sale.event.slug}`)
    await anna.presses(en('button-ask-organizer'))
  })
  afterEach(() => world.close())

  const lastOf = ({ person }: Talker) => person.messages().findLast(({ fromBot }) => fromBot)?.message
  /** Takes down all that goes to somebody from now on: over the wire, and as it stands in their chat. */
  const watch = (talker: Talker) => {
    const [calls, messages] = [world.sandbox.calls.length, talker.person.messages().length]
    return (): string =>
      JSON.stringify([
        world.sandbox.calls
          .slice(calls)
          .filter(({ params }) => String(params['chat_id']) === String(talker.id))
          // Where it is copied from is told to Telegram, not to people.
          .map(({ params }) => ({ ...params, chat_id: undefined, from_chat_id: undefined })),
        talker.person
          .messages()
          .slice(messages)
          .filter(({ fromBot }) => fromBot)
          .map(({ message }) => ({ ...message, chat: undefined })),
      ])
  }
  const expectNobody = (said: string, talker: Talker, { first, lastName, username }: typeof guests): void => {
    for (const secret of [first, lastName, username, String(talker.id), phone, 'forward_origin', 'text_mention'])
      expect(said).not.toContain(secret)
  }

  test.each(carried)('%s goes both ways and tells of nobody', async (_, sends, field) => {
    const toOlga = watch(olga)
    await anna.does(sends)
    expect(lastOf(olga)).toHaveProperty(field)
    if (field !== 'video_note') expect(olga.sees()).toContain('Look here')
    expectNobody(toOlga(), anna, guests)
    await olga.presses(ru('button-answer'))
    const toAnna = watch(anna)
    await olga.does(sends)
    expect(lastOf(anna)).toHaveProperty(field)
    if (field !== 'video_note') expect(anna.sees()).toContain('Look here')
    expectNobody(toAnna(), olga, organizers)
    expectNoDefect(world)
  })

  test.each(refused)('%s goes neither way, and it is said why', async (_, sends, kind) => {
    const toOlga = watch(olga)
    expect(await anna.does(sends)).toBe(en('refusal-notCarried', { kind }))
    expect(toOlga()).toBe('[[],[]]')
    await anna.says('Then in words')
    await olga.presses(ru('button-answer'))
    const toAnna = watch(anna)
    expect(await olga.does(sends)).toBe(ru('refusal-notCarried', { kind }))
    expect(toAnna()).toBe('[[],[]]')
    await olga.says('In words, too')
    expect(anna.sees()).toContain('In words, too')
  })

  test('an organizer’s change of an answer is not carried on, and says so', async () => {
    await anna.says('At 7?')
    await olga.presses(ru('button-answer'))
    let id = 0
    await olga.does((person) => {
      id = person.says('Yes').message?.message_id ?? 0
    })
    const toAnna = watch(anna)
    expect(await olga.does((person) => person.edits(id, 'No'))).toBe(ru('thread-edited'))
    expect(toAnna()).toBe('[[],[]]')
  })

  test('what was deleted before it was copied is told of to its author, and to nobody else', async () => {
    world.sandbox.faults.add({ method: 'copyMessage', kind: badRequest('message to copy not found') })
    await anna.does((person) => person.sendsVoice())
    await world.settle()
    expect(anna.sees()).toBe(en('thread-undelivered', { to: 'organizer', isLasting: 'yes', title: 'Jazz', guest: '' }))
    expect(olga.heard().some(({ message }) => message.voice !== undefined)).toBe(false)
  })

  test('a question comes at once, with an answer to press, whatever the organizer hears of sales', async () => {
    await anna.says('Where?')
    expect(olga.buttons()[0]).toBe(ru('button-answer'))
    expect(sale.event.hearing).toBe('never')
  })
})
