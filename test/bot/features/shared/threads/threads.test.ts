import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
import { quickPrinter } from '../../../../support/announcing.js'
import { type EventWithType, forge, meet, openCalmWorld, publish, type Talker } from '../../../../support/talker.js'
import { wordsOf } from '../../../../support/texts/words.js'
import type { World } from '../../../../support/world.js'

const others = { en: 'ru', ru: 'en' } as const

// Names that stand nowhere else.
const canary = { first: 'Zanzibara', last: 'Quetzalia', username: 'zanzi_quetzal' }
const organizers = { first: 'Ostrogradia', last: 'Vermillion', username: 'ostro_vermi' }

describe.each(['en', 'ru'] as const)('asking an organizer, the guest speaking %s and the organizer not', (language) => {
  const words = wordsOf[language]
  const theirs = wordsOf[others[language]]
  let world: World
  let olga: Talker
  let anna: Talker
  let sale: EventWithType
  beforeEach(async () => {
    world = await openCalmWorld({ printer: quickPrinter })
    olga = await meet(world, organizers.first, {
      ...{ lastName: organizers.last, username: organizers.username, languageCode: others[language] },
    })
    anna = await meet(world, canary.first, {
      ...{ lastName: canary.last, username: canary.username, languageCode: language },
    })
    sale = await publish(world, olga.id, { title: 'Jazz' })
  })
  afterEach(() => world.close())

  const guest = (number = 1) => theirs('thread-guest', { number: String(number), isNamed: 'no', name: '' })
  const opens = (talker = anna) => talker.says(`/start e_${sale.event.slug}`)
  const asks = async (text: string, talker = anna) => {
    await opens(talker)
    await talker.presses(words('button-ask-organizer'))
    return talker.says(text)
  }
  const buys = () =>
    world.levem().services.ordering.buy({
      ...{ buyerId: anna.id, ticketTypeId: sale.type.id, quantity: 2, requestKey: 'anna' },
    })
  const lastOf = (talker: Talker) => {
    const message = talker.heard().at(-1)
    if (!message) throw new Error('nothing was heard')
    return message.message
  }
  /** All that was sent to a chat, as it went over the wire. */
  const wire = (to: number): string =>
    JSON.stringify(
      world.sandbox.calls
        .filter(({ params }) => String(params['chat_id']) === String(to))
        .map(({ params }) => ({ ...params, chat_id: undefined, from_chat_id: undefined })),
    )

  test('goes both ways, each in their own language, with the orders above it', async () => {
    await buys()
    await world.settle()
    expect(await asks('Is there a cloakroom?')).toMatch(words.begins('thread-asked', { title: 'Jazz' }))
    expect(olga.sees()).toMatch(theirs.begins('thread-question', { guest: guest(), title: 'Jazz' }))
    expect(olga.sees()).toMatch(theirs.like('thread-order', { quantity: 2, hasType: 'no', state: 'atDoor' }))
    expect(olga.sees()).toContain('Is there a cloakroom?')
    await olga.presses(theirs('button-answer'))
    expect(await olga.says('Yes, on the left.')).toMatch(theirs.begins('thread-answered', { guest: guest() }))
    expect(anna.sees()).toMatch(words.begins('thread-answer', { title: 'Jazz' }))
    expect(anna.sees()).toContain('Yes, on the left.')
    await anna.presses(words('button-answer'))
    await anna.says('Thanks!')
    expect(olga.sees()).toContain('Thanks!')
  })

  test('a reply to what was carried goes back, whatever else was asked meanwhile', async () => {
    await asks('Where?')
    const question = lastOf(olga).message_id
    await olga.says('/newevent')
    await olga.does((person) => person.says('At the Club.', { replyTo: question }))
    expect(anna.sees()).toContain('At the Club.')
    const answer = lastOf(anna).message_id
    await anna.does((person) => person.says('And when?', { replyTo: answer }))
    expect(olga.sees()).toContain('And when?')
  })

  test('a reply finds its thread where nobody wrote down that it was carried, as after a death', async () => {
    await asks('Where?')
    const question = lastOf(olga).message_id
    await world.levem().store.transact((tx) => tx.threadMessages.wasSent(1, 999_999))
    await olga.does((person) => person.says('At the Club.', { replyTo: question }))
    expect(anna.sees()).toContain('At the Club.')
    const answer = lastOf(anna).message_id
    await world.levem().store.transact((tx) => tx.threadMessages.wasSent(2, 999_999))
    await anna.does((person) => person.says('And when?', { replyTo: answer }))
    expect(olga.sees()).toContain('And when?')
  })

  test('a picture right after a question belongs to it, and so does one after an answer', async () => {
    await asks('May I bring this?')
    expect(await anna.does((person) => person.sendsPhoto())).toMatch(words.begins('thread-asked', { title: 'Jazz' }))
    expect(lastOf(olga)).toMatchObject({ photo: expect.anything() as unknown })
    expect(olga.sees()).toMatch(theirs.begins('thread-question', { guest: guest(), title: 'Jazz' }))
    await olga.presses(theirs('button-answer'))
    await olga.says('Yes, as here.')
    expect(await olga.does((person) => person.sendsDocument({ name: 'plan.pdf', mime: 'application/pdf' }))).toMatch(
      theirs.begins('thread-answered', { guest: guest() }),
    )
    expect(lastOf(anna)).toMatchObject({ document: { file_name: 'plan.pdf' } })
    await anna.does((person) => person.sendsAlbum(2))
    expect(olga.heard().filter(({ message }) => message.photo !== undefined)).toHaveLength(3)
  })

  test('a picture a minute later, or before anything was asked, is none of it; nor is a sticker', async () => {
    const before = olga.heard().length
    await anna.does((person) => person.sendsPhoto())
    expect(olga.heard()).toHaveLength(before)
    await asks('May I bring this?')
    const asked = olga.heard().length
    expect(await anna.does((person) => person.sendsSticker())).toBe(words('hint-sticker'))
    await world.advance(62_000)
    await anna.does((person) => person.sendsPhoto())
    expect(olga.heard()).toHaveLength(asked)
  })

  test('a picture right after one answer for several goes to all of them', async () => {
    const ben = await meet(world, 'Ben', { languageCode: language })
    await asks('Parking?')
    await asks('Where to park?', ben)
    await olga.presses(theirs('button-all-questions'), theirs('button-answer-all', { count: 2 }))
    await olga.says('Behind the house.')
    expect(await olga.does((person) => person.sendsPhoto())).toMatch(
      theirs.begins('thread-answered-together', { count: 2, left: 0 }),
    )
    await world.advance(1000)
    for (const talker of [anna, ben]) expect(lastOf(talker)).toMatchObject({ photo: expect.anything() as unknown })
  })

  test('shows nobody who the other is, by words, pictures, mentions and passed on messages', async () => {
    await buys()
    await asks('Hello')
    await anna.presses(words('button-ask-more'))
    const mention = {
      type: 'text_mention',
      offset: 0,
      length: 2,
      user: { id: anna.id, is_bot: false, first_name: 'x' },
    }
    await anna.does((person) => person.says('Me again', { entities: [mention] as never }))
    await anna.presses(words('button-ask-more'))
    await anna.does((person) => person.forwards('Passed on'))
    await anna.presses(words('button-ask-more'))
    await anna.does((person) => person.sendsPhoto({ caption: 'Look' }))
    expect(lastOf(olga)).toMatchObject({
      photo: expect.anything() as unknown,
      caption: expect.stringContaining('Look') as unknown,
    })
    await olga.presses(theirs('button-answer'))
    await olga.does((person) => person.sendsDocument({ name: 'plan.pdf', mime: 'application/pdf', caption: 'Plan' }))
    expect(lastOf(anna)).toMatchObject({
      document: { file_name: 'plan.pdf' },
      caption: expect.stringContaining('Plan') as unknown,
    })
    for (const secret of [canary.first, canary.last, canary.username, String(anna.id)]) {
      expect(wire(olga.id)).not.toContain(secret)
      expect(JSON.stringify(olga.heard().filter(({ text }) => !text.startsWith('/')))).not.toContain(secret)
    }
    const toGuest = anna.heard().filter(({ text }) => words.begins('thread-answer').test(text))
    expect(toGuest).not.toEqual([])
    for (const secret of [organizers.first, organizers.last, organizers.username, String(olga.id)])
      expect(JSON.stringify(toGuest)).not.toContain(secret)
  })

  test('the name is shown when the guest wants it, and hidden again', async () => {
    await opens()
    await anna.presses(words('button-ask-organizer'), words('button-show-name'))
    await anna.says('It is me')
    expect(olga.sees()).toContain(canary.first)
    const sent = anna.sees()
    await anna.presses(words('button-hide-name'))
    expect(anna.sees()).toBe(sent)
    await anna.presses(words('button-ask-more'))
    await anna.says('Not me')
    expect(olga.sees()).toContain('Not me')
    expect(olga.sees()).not.toContain(canary.first)
  })

  test('what would show who it is, or says nothing, is not carried and says so', async () => {
    await opens()
    await anna.presses(words('button-ask-organizer'))
    const before = olga.heard().length
    const refusals: readonly (readonly [string, (person: Talker['person']) => unknown])[] = [
      ['contact', (person) => person.sendsContact()],
      ['location', (person) => person.sendsLocation()],
      ['location', (person) => person.sendsVenue()],
      ['sticker', (person) => person.sendsSticker()],
    ]
    for (const [kind, does] of refusals) expect(await anna.does(does)).toBe(words('refusal-notCarried', { kind }))
    expect(olga.heard()).toHaveLength(before)
    await anna.says('Then in words')
    expect(olga.sees()).toContain('Then in words')
  })

  test('an album goes as a whole, and a voice message with its line above', async () => {
    await opens()
    await anna.presses(words('button-ask-organizer'))
    await anna.does((person) => person.sendsAlbum(3))
    expect(olga.heard().filter(({ message }) => message.photo !== undefined)).toHaveLength(3)
    await anna.presses(words('button-ask-more'))
    await anna.does((person) => person.sendsVoice())
    expect(lastOf(olga)).toMatchObject({ voice: expect.anything() as unknown })
    expect(olga.sees()).toMatch(theirs.begins('thread-question'))
  })

  test('a change of what was carried is told not to have been carried on', async () => {
    const sent = await (async () => {
      await opens()
      await anna.presses(words('button-ask-organizer'))
      let id = 0
      await anna.does((person) => {
        id = person.says('At 7?').message?.message_id ?? 0
      })
      return id
    })()
    const heard = olga.heard().length
    expect(await anna.does((person) => person.edits(sent, 'At 8?'))).toBe(words('thread-edited'))
    expect(olga.heard()).toHaveLength(heard)
  })

  test('one answer for several, from the list of open questions', async () => {
    const ben = await meet(world, 'Ben', { languageCode: language })
    await asks('Parking?')
    await asks('Where to park?', ben)
    await olga.presses(theirs('button-all-questions'))
    expect(olga.sees()).toMatch(theirs.like('questions-head', { count: 2 }))
    await olga.presses(theirs('button-answer-all', { count: 2 }))
    expect(await olga.says('Behind the house.')).toMatch(
      theirs.begins('thread-answered-together', { count: 2, left: 0 }),
    )
    await world.advance(1000)
    for (const talker of [anna, ben]) expect(talker.sees()).toContain('Behind the house.')
    await olga.presses(theirs('button-all-questions'))
    expect(olga.sees()).toMatch(theirs.like('questions-head', { count: 0 }))
  })

  test('an album for several goes as a whole to each of them', async () => {
    const ben = await meet(world, 'Ben', { languageCode: language })
    await asks('Parking?')
    await asks('Where to park?', ben)
    await olga.presses(theirs('button-all-questions'), theirs('button-answer-all', { count: 2 }))
    await olga.does((person) => person.sendsAlbum(3))
    await world.advance(1000)
    const pictures = (talker: Talker) => talker.heard().filter(({ message }) => message.photo !== undefined)
    expect([pictures(anna).length, pictures(ben).length]).toEqual([3, 3])
  })

  test('whoever is blocked hears so', async () => {
    await asks('Spam')
    await olga.presses(theirs('button-block-guest'), theirs('button-yes-do-it'))
    await anna.presses(words('button-ask-more'))
    expect(anna.toast()).toBe(words('refusal-threadBlocked', { title: 'Jazz' }))
    await olga.presses(theirs('button-all-questions'), theirs('button-blocked-guests', { count: 1 }))
    await olga.presses(theirs('button-unblock', { count: 1 }))
    expect(await asks('Sorry')).toMatch(words.begins('thread-asked'))
  })

  test('whoever wrote enough is told so before they write more', async () => {
    for (const text of ['1', '2', '3', '4', '5']) await asks(text)
    await anna.presses(words('button-ask-more'))
    expect(anna.toast()).toBe(words('refusal-threadWaits', { hours: 24 }))
    expect(anna.sees()).toMatch(words.begins('thread-asked'))
    await olga.presses(theirs('button-no-answer'))
    await anna.presses(words('button-ask-more'))
    expect(anna.sees()).toMatch(words.begins('thread-ask', { title: 'Jazz', isNamed: 'no', guest: '' }))
  })

  test('a transfer that is being checked is said to be above a question, and not to be unpaid', async () => {
    const { ordering, saleSettings } = world.levem().services
    await saleSettings.setTransfer({ personId: olga.id, eventId: sale.event.id, details: 'Card 1' })
    const hold = { buyerId: anna.id, ticketTypeId: sale.type.id, quantity: 1, requestKey: 'held' }
    const { order } = await ordering.hold(hold)
    const says = (state: string) => theirs.like('thread-order', { quantity: 1, hasType: 'no', state, isNamed: 'no' })
    await asks('Held?')
    expect(olga.sees()).toMatch(says('held'))
    await forge(world, anna, `wp:${order.id}:transfer`)
    await anna.does((person) => person.sendsPhoto())
    await asks('And now?')
    expect(olga.sees()).toMatch(says('review'))
  })

  test('a buyer is written to by name, and not by the number of their questions', async () => {
    await buys()
    await asks('Who am I?')
    await forge(world, olga, 'Ap:1')
    const buyer = `${canary.first} ${canary.last} (@${canary.username})`
    expect(olga.sees()).toMatch(theirs.like('thread-ask-write', { buyer, order: '1', title: 'Jazz' }))
    expect(olga.sees()).not.toContain(guest())
    expect(await olga.says('Which card was it?')).toMatch(theirs.begins('thread-written'))
    expect(olga.sees()).toContain(canary.first)
    expect(olga.sees()).not.toContain(guest())
    expect(anna.sees()).toContain('Which card was it?')
  })

  test('whoever cannot be reached is told of to the other, and hears it when they come back', async () => {
    await asks('Where?')
    await olga.presses(theirs('button-answer'))
    anna.person.blocks()
    await world.settle()
    await olga.says('Here.')
    await world.settle()
    expect(olga.sees()).toMatch(theirs.like('thread-undelivered', { to: 'guest', isLasting: 'no', guest: guest() }))
    await anna.does((person) => person.unblocks())
    await opens()
    await world.settle()
    expect(anna.heard().some(({ text }) => text.includes('Here.'))).toBe(true)
  })

  test('a contact takes the place of the questions', async () => {
    await world.levem().services.threads.questions.setContact({
      ...{ personId: olga.id, eventId: sale.event.id, text: '@box_office' },
    })
    await opens()
    expect(JSON.stringify(lastOf(anna).reply_markup)).toContain('https://t.me/box_office')
  })

  test('forged presses bring nothing, whoever makes them', async () => {
    await buys()
    await asks('Where?')
    const thread = { threadId: 1 }
    const event = { eventId: sale.event.id }
    const { services, store } = world.levem()
    const [staff, stranger, other] = [
      await meet(world, 'Vera', { languageCode: language }),
      await meet(world, 'Ben', { languageCode: language }),
      await meet(world, 'Otto', { languageCode: language }),
    ]
    await publish(world, other.id, { title: 'Blues' })
    const { token } = await services.staff.invite({ personId: olga.id, ...event })
    await services.staff.accept({ personId: staff.id, token })
    await world.settle()
    const carried = () => store.transact((tx) => tx.threads.find(1))
    const before = await carried()
    const heard = olga.heard().length
    for (const talker of [anna, staff, stranger, other])
      for (const data of [
        ...[routes.answerGuest, routes.needsNoAnswer, routes.askBlockGuest].map(({ data: of }) => of(thread)),
        ...[routes.blockGuest, routes.unblockGuest].map(({ data: of }) => of(thread)),
        routes.tickQuestion.data({ ...thread, after: 0, to: 'on' }),
        ...[routes.questionsOf, routes.blockedGuests].map(({ data: of }) => of({ ...event, after: 0 })),
        routes.tickSimilar.data(event),
        routes.answerTicked.data(event),
        routes.answerAll.data({ ...event, upTo: 9 }),
        routes.contactOf.data(event),
        routes.writeToBuyer.data({ orderId: 1 }),
      ]) {
        await forge(world, talker, data)
        expect([talker.id, data, talker.toast()]).toEqual([talker.id, data, words('refusal-notYours')])
      }
    expect([await carried(), olga.heard().length]).toEqual([before, heard])
    await forge(world, olga, routes.askOrganizer.data(event))
    expect(olga.toast()).toBe(theirs('refusal-threadSelf'))
  })
})
