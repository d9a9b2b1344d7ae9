import type { Message } from 'grammy/types'
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from 'vitest'
import { textWithLinks } from '../../../../src/bot/telegram/reading/words.js'
import { routes } from '../../../../src/bot/ui/routes.js'
import { en, ru } from '../../../support/texts/words.js'
import {
  asks,
  expectNoDefect,
  forge,
  goTo,
  meet,
  openCalmWorld,
  publish,
  type Talker,
} from '../../../support/talker.js'
import { plainPicture } from 'telegram-sandbox'
import type { World } from '../../../support/world.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const picture = plainPicture(64, 64)

const sendings = {
  voice: (one: Talker) => one.does((person) => person.sendsVoice()),
  sticker: (one: Talker) => one.does((person) => person.sendsSticker()),
  contact: (one: Talker) => one.does((person) => person.sendsContact()),
  location: (one: Talker) => one.does((person) => person.sendsLocation()),
} as const
const kinds = ['voice', 'sticker', 'contact', 'location'] as const

describe.each([
  ['en', en],
  ['ru', ru],
] as const)('what is no text (%s)', (languageCode, words) => {
  it.each(kinds)('%s: gets a hint that fits', async (kind) => {
    const bob = await meet(world, 'Bob', { languageCode })
    expect(await sendings[kind](bob)).toBe(words(`hint-${kind}`))
  })

  it.each(['voice', 'sticker', 'contact'] as const)('%s: is no answer, and the question stays', async (kind) => {
    const ann = await meet(world, 'Ann', { languageCode })
    await ann.says('/newevent')
    expect(await sendings[kind](ann)).toMatch(words.begins('refusal-otherKind', { kind, asked: 'title' }))
    expect(ann.sees()).toMatch(words.like('ask-title'))
  })

  it('is told without bank details where something else was asked', () => {
    const said = words('refusal-otherKind', { kind: 'photo', asked: 'something that has no words of its own' })
    expect(said).not.toMatch(/bank|реквизит/u)
    expect(words('refusal-otherKind', { kind: 'photo', asked: 'transferDetails' })).toMatch(/bank|реквизит/u)
  })

  it('a command that is not there ends no question, and a word is said about it', async () => {
    const ann = await meet(world, 'Ann', { languageCode })
    const { event } = await publish(world, ann.id)
    await forge(world, ann, routes.askTransferDetails.data({ eventId: event.id }))
    expect(await ann.says('/1234 5678')).toBe(words('command-unknown', { command: '/1234' }))
    expect(await ann.says('1234 5678')).toMatch(words.begins('setting-saved'))
    expect(await ann.says('/nonsense')).toMatch(words.begins('not-understood'))
  })

  it('a command ends a question, and says so', async () => {
    const ann = await meet(world, 'Ann', { languageCode })
    const { event } = await publish(world, ann.id)
    await forge(world, ann, routes.askTransferDetails.data({ eventId: event.id }))
    const heard = await ann.hears(() => ann.says('/mytickets'))
    expect(heard).toEqual([words('question-closed'), words('tickets-none')])
    expect(await ann.hears(() => ann.says('/mytickets'))).toEqual([words('tickets-none')])
  })

  it('in the form an unknown command is told, and the question waits on', async () => {
    const ann = await meet(world, 'Ann', { languageCode })
    await ann.says('/newevent')
    expect(await ann.says('/party')).toBe(words('command-unknown', { command: '/party' }))
    // Telegram takes this for no command.
    expect(await ann.says('/dev/null party')).toMatch(words.like('ask-description'))
  })
})

describe('/newevent takes', () => {
  it.each([
    ['Jazz on the roof\nTwo sets & a jam\nBring friends', 'Jazz on the roof', 'Two sets & a jam\nBring friends'],
    ['Джаз на крыше\n\nДва отделения', 'Джаз на крыше', 'Два отделения'],
    ['Джаз на крыше', 'Джаз на крыше', undefined],
    ['Слово '.repeat(40).trim(), `${'Слово '.repeat(16)}Сло…`, 'Слово '.repeat(40).trim()],
  ])('a post with a picture as its first answer: %j', async (caption, title, description) => {
    const ann = await meet(world, 'Ann')
    await ann.says('/newevent')
    const next = await ann.does((person) => person.sendsPhoto({ caption }))
    expect(next).toMatch(description === undefined ? asks.description : asks.startsAt)
    const answers = (await world.levem().services.drafts.find(ann.id))?.answers
    expect([answers?.title, answers?.description]).toEqual([title, description])
    expect(answers?.poster).toMatch(/./u)
  })

  it('a poster as a file', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'poster')
    await ann.does((person) => person.sendsDocument({ name: 'poster.png', mime: 'image/png', bytes: picture }))
    expect(ann.sees()).toMatch(asks.preview)
    expect((await world.levem().services.drafts.find(ann.id))?.answers.poster).toMatch(/./u)
    await goTo(await meet(world, 'Ben'), 'poster')
  })

  it('no document as a poster', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'poster')
    expect(await ann.does((person) => person.sendsDocument())).toMatch(
      en.begins('refusal-otherKind', { kind: 'document', asked: 'poster' }),
    )
  })
})

describe('the addresses that words hide', () => {
  const link = (offset: number, length: number, url: string) => ({ type: 'text_link' as const, offset, length, url })
  const message = (text: string, ...entities: readonly ReturnType<typeof link>[]): Message =>
    ({ text, entities: [...entities] }) as unknown as Message

  test.each([
    ['Tickets here', [link(8, 4, 'https://a.example/x')], 'Tickets here (https://a.example/x)'],
    [
      'Программа тут, карта там',
      [link(10, 3, 'https://p.example/'), link(21, 3, 'https://m.example/')],
      'Программа тут (https://p.example/), карта там (https://m.example/)',
    ],
    ['🎷 сайт', [link(3, 4, 'https://j.example/')], '🎷 сайт (https://j.example/)'],
    ['a.example/x', [link(0, 11, 'https://a.example/x')], 'a.example/x'],
    ['https://a.example', [link(0, 17, 'https://a.example/')], 'https://a.example'],
    ['Nothing hidden', [], 'Nothing hidden'],
    ['Ничего не скрыто', [], 'Ничего не скрыто'],
  ])('%j are kept', (text, links, read) => {
    expect(textWithLinks(message(text, ...links))).toBe(read)
  })

  test('of no text are none', () => {
    expect(textWithLinks({} as Message)).toBeUndefined()
    expect(textWithLinks(undefined)).toBeUndefined()
  })
})
