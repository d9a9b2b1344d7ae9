import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import {
  asks,
  dataOf,
  expectNoDefect,
  forge,
  goTo,
  logged,
  meet,
  openCalmWorld,
  publish,
  publishInChat,
  screenOf,
  slugIn,
  steps,
  typed,
} from '../../../../support/talker.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const everything =
  /Jazz night\n\n📅 Fri, 25 December 2026, 19:00–22:00 \(GMT\+3\)\n🕒 By your clock: Fri, 25 December 2026, 19:00 \(GMT\+3\)\n📍 Blue Note, 5 Main St\n💰 ₽1,500\n🎟 100 tickets left\n\nTwo sets & a jam$/u

describe('/newevent, typed', () => {
  it('asks one thing at a time, in order, and counts the steps', async () => {
    const ann = await meet(world, 'Ann')
    await ann.says('/newevent')
    for (const [i, step] of steps.entries()) {
      expect(ann.sees()).toMatch(asks[step])
      expect(ann.sees()).toContain(`${i + 1} of 8`)
      await (step === 'poster' ? ann.presses('Skip ›') : ann.says(typed[step]))
    }
    expect(ann.sees()).toMatch(everything)
    expect(ann.buttons()).toEqual(['🎉 Publish', '➕ Another ticket type', '✏️ Edit an answer', '🗑 Discard'])
  })

  it('shows back what it understood, with weekday and zone', async () => {
    const ann = await meet(world, 'Ann')
    expect(await goTo(ann, 'endsAt')).toContain('✔️ Starts: Fri, 25 December 2026, 19:00 (GMT+3)')
    expect(await ann.says('22:00')).toContain('✔️ Fri, 25 December 2026, 19:00–22:00 (GMT+3)')
    await ann.says('Blue Note')
    expect(await ann.says('1 500,50')).toContain('✔️ Price: ₽1,500.50')
  })

  it.each([
    ['завтра в 19:00', 'Mon, 23 November 2026, 19:00'],
    ['next friday 7pm', 'Fri, 27 November 2026, 19:00'],
    ['2026-12-25 19:00:00', 'Fri, 25 December 2026, 19:00'],
    ['через 2 часа', 'Sun, 22 November 2026, 14:00'],
  ])('understands a start "%s"', async (text, understood) => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    expect(await ann.says(text)).toContain(`Starts: ${understood} (GMT+3)`)
  })

  it('in Russian speaks Russian throughout', async () => {
    const ann = await meet(world, 'Аня', { languageCode: 'ru' })
    const seen: string[] = []
    for (const text of ['/newevent', 'Джаз', 'Два отделения', 'завтра в 19:00', '22:00', 'Клуб', 'бесплатно', '50'])
      seen.push(await ann.says(text))
    seen.push(await ann.presses('Пропустить ›'))
    expect(seen.at(-1)).toContain('💰 бесплатно\n🎟 Осталось 50 билетов')
    expect(
      seen
        .join('\n')
        .replaceAll('Europe/Moscow', '')
        .match(/[A-Za-z]{4,}/gu),
    ).toBeNull()
  })

  it('lets description, end and poster be skipped, and nothing else', async () => {
    const ann = await meet(world, 'Ann')
    await ann.says('/newevent')
    for (const step of steps) {
      const maySkip = ['description', 'endsAt', 'poster'].includes(step)
      expect(screenOf(ann).buttons.includes('Skip ›')).toBe(maySkip)
      await (maySkip ? ann.presses('Skip ›') : ann.says(typed[step as 'title']))
    }
    expect(ann.sees()).toContain('📅 Fri, 25 December 2026, 19:00 (GMT+3)')
    expect(ann.sees()).toMatch(/100 tickets left$/u)
  })

  it('goes back at each question but the first, and the answers behind it stay', async () => {
    const ann = await meet(world, 'Ann')
    await ann.says('/newevent')
    expect(screenOf(ann).buttons).toEqual([])
    for (const [i, step] of steps.entries()) {
      const before = steps[i - 1]
      if (before) {
        expect(await ann.presses('‹ Back')).toMatch(asks[before])
        await ann.says(typed[before as 'title'])
        expect(ann.sees()).toMatch(asks[step])
      }
      await (step === 'poster' ? ann.presses('Skip ›') : ann.says(typed[step]))
    }
    expect(ann.sees()).toMatch(everything)
  })

  it('goes back several questions in a row, then on to the first that is open', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'price')
    expect(await ann.presses('‹ Back', '‹ Back', '‹ Back', '‹ Back')).toMatch(asks.description)
    expect(await ann.says('Another description')).toMatch(asks.price)
    await ann.says('1500', '100')
    expect(await ann.presses('Skip ›')).toMatch(/Another description$/u)
  })

  it('takes a picture as the poster and shows the preview with it', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'poster')
    await ann.does((person) => person.sendsPhoto())
    expect(ann.heard().at(-1)?.photo).toBeDefined()
    expect(ann.sees()).toMatch(everything)
    expect(await ann.presses('🎉 Publish')).toContain('is published!')
    await ann.presses('👀 As guests see it')
    expect(ann.heard().at(-1)?.photo).toBeDefined()
  })

  it('takes the first picture of an album and says nothing of the others', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'poster')
    const said = await ann.hears(() => ann.person.sendsAlbum(5))
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(asks.preview)
  })

  it('answers pictures that are no album one by one', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'poster')
    expect(
      await ann.hears(() => {
        ann.person.sendsPhoto()
        ann.person.sendsPhoto()
      }),
    ).toMatchObject([expect.stringMatching(asks.preview), expect.stringContaining('Please choose a button')])
  })
})

describe('commands in mid-form', () => {
  it.each([
    ['/buy', /What's on|Nothing is planned/u],
    ['/events', /What's on|Nothing is planned/u],
    ['/mytickets', /No tickets yet/u],
    ['/myevents', /No events yet/u],
    ['/start', /Hello/u],
    ['/help', /What I can do/u],
    ['/chatid', /The id of this chat/u],
    ['/nonsense', /I'm not sure/u],
    ['/start e_abc', /no such event/u],
  ])('%s works, and the form goes on', async (command, answer) => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'venue')
    expect(await ann.says(command)).toMatch(answer)
    expect(await ann.says(typed.venue)).toMatch(asks.price)
  })

  it('/newevent goes on at the same question, or starts over when that is wished', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'venue')
    const said = await ann.hears(() => ann.person.says('/newevent'))
    expect(said[0]).toBe('Your draft “Jazz night” is safe; we go on where you left off.')
    expect(said[1]).toMatch(asks.venue)
    expect(await ann.says('Elsewhere')).toMatch(asks.price)
    await ann.says('/newevent')
    expect(await ann.presses('Start over')).toMatch(asks.title)
  })

  it('an old "start over" leaves a later draft alone', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'venue')
    await ann.says('/newevent')
    const old = ann.heard().at(-2)?.message_id ?? 0
    await ann.presses('Start over')
    await ann.says('A second title', 'A second description')
    await ann.does((person) => person.presses('Start over', { messageId: old }))
    expect(ann.sees()).toMatch(asks.startsAt)
    expect(ann.heard().at(-2)?.text).toContain('“A second title” is safe')
  })

  it('buying a ticket in between disturbs nothing', async () => {
    const ann = await meet(world, 'Ann')
    const other = await meet(world, 'Other')
    const { event } = await publish(world, other.id, { title: 'Other event' })
    await goTo(ann, 'capacity')
    await ann.says(`/buy ${event.slug}`)
    await ann.presses('🎟 Get tickets', '1', '✅ Confirm')
    await ann.says('100')
    expect(await ann.presses('Skip ›')).toMatch(everything)
  })
})

describe('the preview', () => {
  it('is the card that buyers get', async () => {
    const ann = await meet(world, 'Ann')
    const preview = await goTo(ann, 'preview')
    const slug = slugIn(await ann.presses('🎉 Publish'))
    const bob = await meet(world, 'Bob')
    expect(`👀 This is what guests will see. All correct?\n\n${await bob.says(`/buy ${slug}`)}`).toBe(preview)
  })

  it('is the card that buyers get under a poster with a description that is too long for it, too', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'description')
    await ann.says('word '.repeat(199), typed.startsAt, '22:00', 'v'.repeat(200), '1500', '100')
    const preview = await ann.does((person) => person.sendsPhoto())
    expect(preview).toMatch(/…$/u)
    const slug = slugIn(await ann.presses('🎉 Publish'))
    const bob = await meet(world, 'Bob')
    expect(`👀 This is what guests will see. All correct?\n\n${await bob.says(`/buy ${slug}`)}`).toBe(preview)
  })

  it.each([
    ['Title', 'Blues night', /^👀[^]*\n\nBlues night\n/u],
    ['Description', 'Three sets', /Three sets$/u],
    ['Start', '25.12.2026 18:00', /18:00–22:00/u],
    ['End', '23:00', /19:00–23:00/u],
    ['Venue', 'Red Room', /📍 Red Room/u],
    ['Price', '0', /💰 free/u],
    ['Number of tickets', '7', /🎟 7 tickets left/u],
  ])('lets one answer be changed: %s', async (field, answer, shown) => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    await ann.presses('✏️ Edit an answer', field)
    expect(await ann.says(answer)).toMatch(shown)
    expect(ann.sees()).toMatch(asks.preview)
  })

  it('lets the poster be added and taken away', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    await ann.presses('✏️ Edit an answer', 'Poster')
    await ann.does((person) => person.sendsPhoto())
    expect(ann.heard().at(-1)?.photo).toBeDefined()
    await ann.presses('✏️ Edit an answer', 'Poster', 'Skip ›')
    expect(ann.heard().at(-1)?.photo).toBeUndefined()
    expect(ann.sees()).toMatch(everything)
  })

  it('goes back from any change to itself, with nothing changed', async () => {
    const ann = await meet(world, 'Ann')
    const preview = await goTo(ann, 'preview')
    for (const field of ['Title', 'Description', 'Start', 'End', 'Venue', 'Price', 'Number of tickets', 'Poster']) {
      await ann.presses('✏️ Edit an answer', field)
      expect(await ann.presses('‹ Back')).toBe(preview)
    }
    await ann.presses('✏️ Edit an answer', '‹ Back')
    expect(ann.buttons()).toEqual(['🎉 Publish', '➕ Another ticket type', '✏️ Edit an answer', '🗑 Discard'])
  })

  it('asks the end again when the start was moved behind it', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    await ann.presses('✏️ Edit an answer', 'Start')
    expect(await ann.says('25.12.2026 23:00')).toMatch(asks.endsAt)
    expect(await ann.says('02:00')).toContain('Fri, 25 December 2026, 23:00 – Sat, 26 December 2026, 02:00 (GMT+3)')
  })

  it('answers words with a request to use the buttons', async () => {
    const ann = await meet(world, 'Ann')
    const preview = await goTo(ann, 'preview')
    expect(await ann.says('yes')).toBe(
      preview.replace('👀 This is what guests will see. All correct?', 'Please choose a button below the message.'),
    )
    expect(await ann.presses('🎉 Publish')).toContain('is published!')
  })

  it('pressing a menu twice changes nothing', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    await ann.does((person) => {
      person.presses('✏️ Edit an answer')
      person.presses('✏️ Edit an answer')
    })
    expect(ann.buttons()).toContain('Venue')
    await ann.presses('Venue')
    expect(ann.sees()).toMatch(asks.venue)
  })

  it('waits so long that the start is over: publishing is refused, and another start helps', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    await ann.presses('✏️ Edit an answer', 'Start')
    await ann.says('today 12:01')
    await ann.presses('✏️ Edit an answer', 'End', 'Skip ›')
    await world.advance(120_000)
    expect(await ann.presses('🎉 Publish')).toContain('That time has passed.')
    await ann.presses('✏️ Edit an answer', 'Start')
    await ann.says('tomorrow 19:00')
    expect(await ann.presses('🎉 Publish')).toContain('is published!')
  })
})

describe('publishing', () => {
  it.each([
    ['🎉 Publish', 'is published!'],
    ['🗑 Discard', 'draft'],
  ])('leaves no button under the preview after “%s”', async (button, said) => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'poster')
    await ann.presses('Skip ›')
    const preview = ann.heard().at(-1)?.message_id
    expect(ann.heard().at(-1)?.keyboard.flat()).toHaveLength(4)
    expect(await ann.presses(button)).toContain(said)
    expect(ann.heard().find(({ message_id: id }) => id === preview)?.keyboard).toEqual([])
  })

  it('twice by a double tap, and once more by the old button later, gives one event and one announcement', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    const old = dataOf(ann, 'fp:')
    await ann.does((person) => {
      person.presses('🎉 Publish')
      person.presses('🎉 Publish')
    })
    await forge(world, ann, old)
    expect(ann.toast()).toBe('This button is out of date.')
    expect((await world.levem().services.events.ofOrganizer(ann.id, { size: 9 })).rows).toHaveLength(1)
    expect(ann.heard().filter(({ text }) => text.includes('is published!'))).toHaveLength(1)
  })

  it('and discarding: the draft is gone, and its old buttons say that they are old', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    const old = dataOf(ann, 'fp:')
    expect(await ann.presses('🗑 Discard')).toBe('The draft is deleted. A new one: /newevent')
    await forge(world, ann, old)
    expect(ann.toast()).toBe('This button is out of date.')
    expect((await world.levem().services.events.ofOrganizer(ann.id, { size: 9 })).rows).toEqual([])
  })

  it("an old draft's buttons do not touch the next draft", async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    const old = ['fp:', 'fx:', 'fM:'].map((verb) => dataOf(ann, verb))
    await ann.presses('🗑 Discard')
    await goTo(ann, 'preview')
    for (const data of old) {
      await forge(world, ann, data)
      expect(ann.toast()).toBe('This button is out of date.')
    }
    expect(await ann.presses('🎉 Publish')).toContain('is published!')
  })

  it('gives a link to share and to copy, and leads on to the event', async () => {
    const ann = await meet(world, 'Ann')
    const slug = await publishInChat(ann)
    const buttons = ann.heard().at(-1)?.keyboard.flat() ?? []
    expect(buttons).toContainEqual({
      text: '📋 Link',
      copy_text: { text: `https://t.me/levem_sandbox_bot?start=e_${slug}` },
    })
    expect(JSON.stringify(buttons)).toContain('https://t.me/share/url?url=')
    expect(await ann.presses('⚙️ Manage')).toContain('▶️ On sale')
  })
})

describe('ORGANIZER_IDS', () => {
  it('lets only those on the list create events', async () => {
    const closed = await openCalmWorld({ config: { organizerIds: [4_000_000_001] } })
    const ann = await meet(closed, 'Ann')
    expect(await ann.says('/newevent')).toContain('Only organizers can create events here.')
    expect(await ann.says('Jazz')).toContain("I'm not sure")
    await ann.presses('🎉 Create an event')
    expect(ann.toast()).toContain('Only organizers can create events here.')
    expect(logged(closed).filter(({ refused }) => refused === 'mayNotOrganize')).toHaveLength(2)

    const olga = await meet(closed, 'Olga', { id: 4_000_000_001 })
    expect(await publishInChat(olga)).toMatch(/^[a-z2-7]{10}$/u)
    expectNoDefect(closed)
    await closed.close()
  })
})

it('two people fill in forms at once, and neither hears of the other', async () => {
  const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
  for (const text of ['/newevent', typed.title, typed.description, typed.startsAt]) {
    ann.person.says(text)
    bob.person.says(text.replace('Jazz', 'Blues'))
  }
  await world.settle()
  await Promise.all([ann.says('22:00'), bob.says('23:00')])
  expect(ann.sees()).toContain('19:00–22:00')
  expect(bob.sees()).toContain('19:00–23:00')
})
