import { en, ru } from '../../support/texts/words.js'
import { Api } from 'grammy'
import { afterEach, describe, expect, it } from 'vitest'
import { badRequest, type Group } from 'telegram-sandbox'
import { openWorld, type World } from '../../support/world.js'
import {
  announced,
  buys,
  heard,
  lateNotice,
  longestPause,
  minute,
  publishes,
  publishesInChat,
  second,
  repeatMark,
  timesTold,
} from '../../support/announcing.js'

let world: World
afterEach(() => world.close())

describe('a group that becomes a supergroup', () => {
  const openInGroup = async (): Promise<Group> => {
    world = await openWorld()
    const group = world.sandbox.group('A small group')
    group.addBot(world.sandbox.person({ firstName: 'Olga' }))
    await world.restart({ notificationChat: { chatId: group.id, topicId: undefined } })
    // The group was told its id: that is a message, too.
    await world.advance(second)
    return group
  }
  const migratedCalls = (group: Group) =>
    world.sandbox
      .callsOf('sendMessage')
      .filter(({ params, status }) => String(params['chat_id']) === String(group.id) && status === 400)

  it('is followed by what Telegram answers, at once and with nobody told of a delay', async () => {
    const group = await openInGroup()
    const ann = await world.person('Ann')
    await publishes(world, ann, { title: 'Before' })
    await world.settle()
    // From here on the bot hears nothing, not even the service message.
    const deaf = world.sandbox.faults.add({ method: 'getUpdates', kind: badRequest('out of order') })
    ann.says('/help')
    await world.sandbox.until(() => deaf.hits() > 0)
    const supergroup = group.upgrade()
    await publishes(world, ann, { title: 'After' })
    await world.advance(2 * minute)
    expect(heard(group)).toEqual([expect.stringContaining('Before')])
    expect(heard(supergroup)).toEqual([expect.stringContaining('After')])
    expect(migratedCalls(group)).toHaveLength(1)
    expect(timesTold(ann, lateNotice)).toBe(0)
    await publishes(world, ann, { title: 'Later' })
    await world.advance(minute)
    expect(heard(supergroup)).toHaveLength(2)
    expect(migratedCalls(group)).toHaveLength(1)
  })

  it('is followed by its service message, before anything fails', async () => {
    const group = await openInGroup()
    const ann = await world.person('Ann')
    const supergroup = group.upgrade()
    await world.settle()
    await publishes(world, ann)
    await world.settle()
    expect(heard(supergroup)).toEqual([expect.stringMatching(ru.like('news-eventPublished'))])
    expect(migratedCalls(group)).toEqual([])
  })

  it('is still known after a restart with the old id in the settings', async () => {
    const group = await openInGroup()
    const supergroup = group.upgrade()
    await world.settle()
    await world.restart()
    const ann = await world.person('Ann')
    await publishes(world, ann)
    await world.settle()
    expect(heard(supergroup)).toHaveLength(1)
    expect(migratedCalls(group)).toEqual([])
  })

  it('answers 400 at its old id (negative control)', async () => {
    const group = await openInGroup()
    group.upgrade()
    const bare = new Api(world.sandbox.token, { apiRoot: world.sandbox.url })
    await expect(bare.sendMessage(group.id, 'x')).rejects.toMatchObject({
      parameters: { migrate_to_chat_id: expect.any(Number) as unknown },
    })
  })
})

describe('without TELEGRAM_CHAT_ID', () => {
  const errors = () =>
    world.log
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ level }) => level === 'error')
      .map(({ msg }) => msg)

  it('an error is logged, the organizer hears that the announcement waits, buyers hear nothing of it', async () => {
    world = await openWorld({ chat: false })
    expect(errors()).toEqual([expect.stringContaining('TELEGRAM_CHAT_ID is not set')])
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    await publishesInChat(world, ann)
    expect(ann.sees()).toMatch(en.like('published-no-chat'))
    const [event] = (await world.levem().services.events.ofOrganizer(ann.id, { when: 'upcoming', size: 1 })).rows
    if (!event) throw new Error('no event')
    await buys(world, bob, event.types[0])
    await world.advance(3 * 60 * minute)
    expect([timesTold(ann, lateNotice), timesTold(bob, lateNotice)]).toEqual([0, 0])
    expect(timesTold(bob, /chat/u)).toBe(0)
    expect(heard(world.chat)).toEqual([])
  })

  it('everything arrives at once, in order and once, when it is set', async () => {
    world = await openWorld({ chat: false })
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    const { event, type } = await publishes(world, ann)
    await buys(world, bob, type)
    await world.levem().services.publishing.cancel(ann.id, event.id)
    await world.advance(90 * minute)
    await world.restart({ notificationChat: { chatId: world.chat.id, topicId: undefined } })
    await world.advance(5000)
    const first = heard(world.chat).map((text) => text.split('\n')[0])
    expect(first).toEqual([
      expect.stringMatching(ru.opens('news-eventPublished')),
      expect.stringMatching(ru.opens('news-ticketsIssued', { quantity: 1 })),
      expect.stringMatching(ru.opens('news-eventCancelled')),
    ])
    await world.advance(90 * minute)
    expect(announced(world.chat)).toHaveLength(3)
  })
})

describe('the notification chat may be', () => {
  it('a forum topic', async () => {
    world = await openWorld({ chat: false })
    const forum = world.sandbox.group('Forum', { supergroup: true, forum: true })
    forum.addBot(world.sandbox.person({ firstName: 'Olga' }))
    const topicId = forum.topic('Sales')
    const other = forum.topic('Chatter')
    await world.restart({ notificationChat: { chatId: forum.id, topicId } })
    const ann = await world.person('Ann')
    await publishes(world, ann)
    await world.advance(5000)
    expect(announced(forum).map(({ text, threadId }) => [text.split('\n')[0], threadId])).toEqual([
      [expect.stringMatching(ru.opens('news-eventPublished')), topicId],
    ])
    expect(topicId).not.toBe(other)
  })

  it('a topic that is gone: the announcement waits until there is one again', async () => {
    world = await openWorld({ chat: false })
    const forum = world.sandbox.group('Forum', { supergroup: true, forum: true })
    forum.addBot(world.sandbox.person({ firstName: 'Olga' }))
    const topicId = forum.topic('Sales')
    await world.restart({ notificationChat: { chatId: forum.id, topicId: 999 } })
    const ann = await world.person('Ann')
    await publishes(world, ann)
    await world.advance(5 * minute)
    expect(timesTold(ann, lateNotice)).toBe(1)
    await world.restart({ notificationChat: { chatId: forum.id, topicId } })
    await world.settle()
    expect(heard(forum)).toEqual([expect.not.stringMatching(repeatMark)])
  })

  it('a channel', async () => {
    world = await openWorld({ chat: false })
    const channel = world.sandbox.channel('Afisha')
    channel.addBot(world.sandbox.person({ firstName: 'Olga' }))
    await world.restart({ notificationChat: { chatId: channel.id, topicId: undefined } })
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    const { type } = await publishes(world, ann)
    await buys(world, bob, type)
    await world.advance(longestPause)
    expect(heard(channel).map((text) => text.split('\n')[0])).toEqual([
      expect.stringMatching(ru.opens('news-eventPublished')),
      expect.stringMatching(ru.opens('news-ticketsIssued', { quantity: 1 })),
    ])
  })

  it('a channel where the bot is no administrator yet: it waits until it is', async () => {
    world = await openWorld({ chat: false })
    const [channel, olga] = [world.sandbox.channel('Afisha'), world.sandbox.person({ firstName: 'Olga' })]
    channel.addBot(olga, { admin: false })
    await world.restart({ notificationChat: { chatId: channel.id, topicId: undefined } })
    const ann = await world.person('Ann')
    await publishes(world, ann)
    await world.advance(5 * minute)
    expect(heard(channel)).toEqual([])
    channel.addBot(olga, { admin: true })
    await world.settle()
    expect(heard(channel)).toHaveLength(1)
  })

  it('a private chat', async () => {
    world = await openWorld({ chat: false })
    const olga = await world.person('Olga', { languageCode: 'ru' })
    await world.restart({ notificationChat: { chatId: olga.id, topicId: undefined } })
    const ann = await world.person('Ann')
    await publishes(world, ann)
    await world.settle()
    expect(heard(olga.chat).at(-1)).toMatch(ru.opens('news-eventPublished'))
  })

  it('a chat with a button that opens the event, and none when the event is cancelled', async () => {
    world = await openWorld()
    const ann = await world.person('Ann')
    const { event } = await publishes(world, ann)
    await world.levem().services.publishing.cancel(ann.id, event.id)
    await world.advance(5000)
    const buttons = announced(world.chat).map(({ keyboard }) => keyboard.flat())
    expect(buttons).toEqual([
      [{ text: ru('button-open-event'), url: `https://t.me/${world.sandbox.botUsername}?start=e_${event.slug}` }],
      [],
    ])
  })
})
