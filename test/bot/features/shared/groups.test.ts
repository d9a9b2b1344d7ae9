import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../../../src/bot/ui/routes.js'
import type { Channel, Group, Person } from 'telegram-sandbox'
import type { World } from '../../../support/world.js'
import {
  buy,
  dataOf,
  eventNow,
  expectNoDefect,
  forge,
  logged,
  meet,
  openCalmWorld,
  publish,
  type Talker,
} from '../../../support/talker.js'
import { en, ru } from '../../../support/texts/words.js'

let world: World
let ann: Talker
beforeAll(async () => {
  world = await openCalmWorld()
  ann = await meet(world, 'Ann')
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const groupWith = async (
  person: Person,
  options: { readonly supergroup?: boolean; readonly forum?: boolean; readonly admin?: boolean } = {},
): Promise<Group> => {
  const group = world.sandbox.group('A group', options)
  group.addBot(person, { admin: options.admin ?? false })
  await world.settle()
  return group
}
/** What is said in a chat while this is done. */
const heardIn = async (chat: Group | Channel, what: () => unknown): Promise<readonly string[]> => {
  const before = chat.messages().filter(({ fromBot }) => fromBot).length
  await what()
  await world.settle()
  return chat
    .messages()
    .filter(({ fromBot }) => fromBot)
    .slice(before)
    .map(({ text }) => text)
}
const idText = (id: number | string): string => ru('chat-id', { id: String(id) })

describe('being added', () => {
  it.each([
    ['a group', {}],
    ['a supergroup', { supergroup: true }],
    ['a group, as administrator', { admin: true }],
  ])('to %s tells its id once', async (_, options) => {
    const group = await groupWith(ann.person, options)
    expect(
      group
        .messages()
        .filter(({ fromBot }) => fromBot)
        .map(({ text }) => text),
    ).toEqual([idText(group.id)])
    expect(group.messages().at(-1)?.keyboard.flat()).toEqual([
      { text: ru('button-copy'), copy_text: { text: String(group.id) } },
    ])
  })

  it('to a channel tells its id', async () => {
    const channel = world.sandbox.channel('A channel')
    expect(await heardIn(channel, () => channel.addBot(ann.person))).toEqual([idText(channel.id)])
  })

  it('and being made an administrator, or removed, is no reason to tell it again', async () => {
    const group = await groupWith(ann.person)
    expect(await heardIn(group, () => group.addBot(ann.person, { admin: true }))).toEqual([])
    expect(await heardIn(group, () => group.removeBot(ann.person))).toEqual([])
    expect(await heardIn(group, () => group.addBot(ann.person))).toEqual([idText(group.id)])
  })

  it('to a group in which it may not write is no defect', async () => {
    const group = world.sandbox.group('Silent group')
    group.muteBot()
    expect(await heardIn(group, () => group.addBot(ann.person))).toEqual([])
  })
})

describe('/chatid', () => {
  it('tells the id in private, in the language of the person', async () => {
    expect(await ann.says('/chatid')).toMatch(en.like('chat-id', { id: String(ann.id) }))
    await ann.says('/language')
    await ann.presses('🇷🇺 Русский')
    expect(await ann.says('/chatid')).toBe(idText(ann.id))
    await ann.says('/language')
    await ann.presses('🇬🇧 English')
  })

  it.each(['/chatid', '/chatid@levem_sandbox_bot', '/chatid please', '/CHATID'])(
    'tells it in a group: "%s"',
    async (text) => {
      const group = await groupWith(ann.person, { supergroup: true })
      expect(await heardIn(group, () => ann.person.says(text, { in: group }))).toEqual([idText(group.id)])
    },
  )

  it('for another bot is not our business', async () => {
    const group = await groupWith(ann.person, { supergroup: true })
    expect(await heardIn(group, () => ann.person.says('/chatid@another_bot', { in: group }))).toEqual([])
  })

  it('tells the topic of a forum, in that topic', async () => {
    const group = await groupWith(ann.person, { supergroup: true, forum: true })
    const threadId = group.topic('Sales')
    expect(await heardIn(group, () => ann.person.says('/chatid', { in: group, threadId }))).toEqual([
      idText(`${group.id}:${threadId}`),
    ])
    expect(group.messages().at(-1)?.threadId).toBe(threadId)
  })

  it('tells it to an anonymous administrator and in a channel', async () => {
    const group = await groupWith(ann.person, { supergroup: true })
    expect(await heardIn(group, () => group.anonymousAdminSays('/chatid'))).toEqual([idText(group.id)])
    const channel = world.sandbox.channel('A channel')
    channel.addBot(ann.person)
    await world.settle()
    expect(await heardIn(channel, () => channel.posts('/chatid'))).toEqual([idText(channel.id)])
  })

  it('where the bot may not write is no defect', async () => {
    const group = await groupWith(ann.person, { supergroup: true })
    group.muteBot()
    expect(await heardIn(group, () => ann.person.says('/chatid', { in: group }))).toEqual([])
  })
})

describe('in a group', () => {
  it.each([
    '/buy',
    '/events',
    '/newevent',
    '/myevents',
    '/mytickets',
    '/door',
    '/start',
    '/help',
    '/cancel',
    '/language',
    '/buy@levem_sandbox_bot abc',
  ])('%s points to the private chat', async (command) => {
    const group = await groupWith(ann.person)
    expect(await heardIn(group, () => ann.person.says(command, { in: group }))).toEqual([ru('group-private')])
    const eve = world.sandbox.person({ firstName: 'Eve', languageCode: 'en' })
    group.addMember(eve)
    eve.presses(ru('button-open-bot'), { in: group })
    await world.settle()
    expect(eve.sees()).toMatch(en.like('start', { name: 'Eve' }))
  })

  it('an anonymous administrator who asks for tickets is pointed there, too', async () => {
    const group = await groupWith(ann.person, { supergroup: true })
    expect(await heardIn(group, () => group.anonymousAdminSays('/buy'))).toEqual([ru('group-private')])
  })

  const chatter: readonly (readonly [string, (person: Person, chat: Group) => unknown])[] = [
    ['words', (person, chat) => person.says('Hello everybody', { in: chat })],
    ['an unknown command', (person, chat) => person.says('/nonsense', { in: chat })],
    ['a photo', (person, chat) => person.sendsPhoto({ in: chat, caption: '/buy' })],
    ['an album', (person, chat) => person.sendsAlbum(3, { in: chat })],
    ['a sticker', (person, chat) => person.sendsSticker({ in: chat })],
    ['a voice message', (person, chat) => person.sendsVoice({ in: chat })],
    ['a place', (person, chat) => person.sendsLocation({ in: chat })],
    [
      'an edited command',
      (person, chat) => person.edits(person.says('Hi', { in: chat }).message?.message_id ?? 0, '/buy', { in: chat }),
    ],
    ['words of an anonymous administrator', (_, chat) => chat.anonymousAdminSays('Hello')],
    ['somebody who joins', (_, chat) => chat.addMember(world.sandbox.person({ firstName: 'New' }))],
  ]
  it.each(chatter)('%s is met with silence', async (_, what) => {
    const group = await groupWith(ann.person, { supergroup: true })
    expect(await heardIn(group, () => what(ann.person, group))).toEqual([])
  })

  it('a form that waits in private is not answered by what its owner says there', async () => {
    await ann.says('/newevent')
    const group = await groupWith(ann.person)
    expect(await heardIn(group, () => ann.person.says('Not a title', { in: group }))).toEqual([])
    expect((await world.levem().services.drafts.find(ann.id))?.answers).toEqual({})
    await ann.says('/cancel')
  })

  it('the buttons of a personal screen do nothing, whoever presses them', async () => {
    const found = await publish(world, ann.id, { title: 'Private business' })
    const bob = await meet(world, 'Bob')
    await bob.says(`/buy ${found.event.slug}`)
    await bob.presses(en('button-buy'), '1')
    const confirm = dataOf(bob, 'c:')
    const group = await groupWith(ann.person)
    const eve = await meet(world, 'Eve')
    group.addMember(eve.person)
    for (const data of [
      confirm,
      routes.cancelEvent.data({ eventId: found.event.id }),
      routes.openEvent.data({ eventId: found.event.id }),
      routes.myTickets.data({ after: 0 }),
      'n',
      'zzz',
    ]) {
      for (const person of [eve, ann]) {
        await forge(world, person, data, group.id)
        expect(person.toast()).toBe(ru('button-old'))
      }
    }
    expect(await eventNow(world, found)).toEqual(found)
  })
})

describe('in a channel', () => {
  it('posts and edits are met with silence, commands for tickets too', async () => {
    const channel = world.sandbox.channel('A channel')
    channel.addBot(ann.person)
    await world.settle()
    expect(await heardIn(channel, () => channel.posts('Hello'))).toEqual([])
    expect(await heardIn(channel, () => channel.posts('/buy'))).toEqual([])
    const post = channel.posts('Draft')
    expect(await heardIn(channel, () => channel.edits(post.channel_post?.message_id ?? 0, '/chatid'))).toEqual([])
  })
})

describe('in the private chat', () => {
  it.each([
    ['a sticker', (person: Person) => person.sendsSticker(), 'hint-sticker'],
    ['a voice message', (person: Person) => person.sendsVoice(), 'hint-voice'],
    ['a place', (person: Person) => person.sendsLocation(), 'hint-location'],
    ['a contact', (person: Person) => person.sendsContact(), 'hint-contact'],
    ['a file', (person: Person) => person.sendsDocument(), 'not-understood'],
    ['a photo', (person: Person) => person.sendsPhoto(), 'not-understood'],
    ['an unknown command', (person: Person) => person.says('/nonsense'), 'not-understood'],
    ['words', (person: Person) => person.says('What is this?'), 'finding-none'],
    ['an album', (person: Person) => person.sendsAlbum(4), 'not-understood'],
    ['10,000 characters', (person: Person) => person.says('long '.repeat(2000)), 'not-understood'],
  ])('%s: one answer, which shows what can be done', async (_, what, key) => {
    const bob = await meet(world, 'Bob')
    const said = await bob.hears(() => what(bob.person))
    expect(said).toEqual([en(key)])
    expect(bob.buttons()).toContain(en('button-events'))
  })

  it('an edited message is met with silence', async () => {
    const bob = await meet(world, 'Bob')
    const { message } = bob.person.says('/help')
    await world.settle()
    expect(await bob.hears(() => bob.person.edits(message?.message_id ?? 0, '/buy'))).toEqual([])
  })

  it('commands of any case and with the name of the bot work', async () => {
    const bob = await meet(world, 'Bob')
    expect(await bob.says('/help@levem_sandbox_bot')).toMatch(en.like('help'))
    expect(await bob.says('/help me')).toMatch(en.like('help'))
  })

  it('a button of a message that was deleted still answers, below', async () => {
    const bob = await meet(world, 'Bob')
    await publish(world, ann.id, { title: 'Deleted list', hours: 0.01 })
    await bob.says('/events')
    const list = bob.heard().at(-1)?.message_id ?? 0
    await bob.presses(/Deleted list$/u)
    const data = dataOf(bob, 'b:')
    expect(data).toMatch(/^b:/u)
    await fetch(`${world.sandbox.url}/bot${world.sandbox.token}/deleteMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ chat_id: bob.id, message_id: list }),
    })
    await bob.does((person) => person.presses(/Deleted list$/u, { messageId: list }))
    expect(bob.sees()).toMatch(/^Deleted list\n/u)
  })

  it('somebody who blocked the bot and comes back goes on as if nothing had been', async () => {
    const bob = await meet(world, 'Bob')
    const found = await publish(world, ann.id, { title: 'While away' })
    await bob.does((person) => person.blocks())
    await buy(world, bob.id, found)
    await world.settle()
    await bob.does((person) => person.unblocks())
    expect(await bob.says('/mytickets')).toMatch(/While away[^]*Code for the door: \S{9}/u)
  })
})

it('logs each of these updates once', () => {
  const handled = logged(world).filter(({ msg }) => msg === 'update handled')
  expect(new Set(handled.map(({ update }) => update)).size).toBe(handled.length)
  expect(handled.length).toBeGreaterThan(100)
})
