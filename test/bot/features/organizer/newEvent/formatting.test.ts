import type { Message, MessageEntity } from 'grammy/types'
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from 'vitest'
import { runsOf, wordsOf } from '../../../../../src/domain/styledText.js'
import { styledWords } from '../../../../../src/bot/telegram/reading/words.js'
import { en } from '../../../../support/texts/words.js'
import {
  asks,
  expectNoDefect,
  goTo,
  meet,
  openCalmWorld,
  slugIn,
  type Talker,
  typed,
} from '../../../../support/talker.js'
import type { World } from '../../../../support/world.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const mark = (type: string, text: string, words: string): MessageEntity =>
  ({ type, offset: text.indexOf(words), length: words.length }) as MessageEntity

const link = (text: string, words: string, url: string): MessageEntity => ({
  type: 'text_link',
  offset: text.indexOf(words),
  length: words.length,
  url,
})

/** "bold:Two sets" for what is formatted on a talker's newest screen. */
const formattedOn = (talker: Talker): readonly string[] => {
  const { text = '', caption = text, entities = [], caption_entities = entities } = talker.heard().at(-1)?.message ?? {}
  return caption_entities.map(({ type, offset, length }) => `${type}:${caption.slice(offset, offset + length)}`)
}

const said = '🎷 Two sets & a <jam>\nBring friends, code JAM\nthe bassist: Bob\n«Loud!»'
const entities = [
  mark('bold', said, 'Two sets & a'),
  mark('italic', said, 'a <jam>'),
  mark('underline', said, 'friends'),
  mark('strikethrough', said, 'Bring'),
  mark('code', said, 'JAM'),
  mark('spoiler', said, 'Bob'),
  mark('blockquote', said, '«Loud!»'),
]
const seen = [
  'bold:Two sets & a',
  // Telegram joins neighbours of one kind.
  'italic:a <jam>',
  'underline:friends',
  'strikethrough:Bring',
  'code:JAM',
  'spoiler:Bob',
  'blockquote:«Loud!»',
]

describe('the formatting of a description', () => {
  it('is seen in the preview and on the card', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'description')
    await ann.does((person) => person.says(said, { entities }))
    for (const step of ['startsAt', 'endsAt', 'venue', 'price', 'capacity'] as const) await ann.says(typed[step])
    expect(await ann.presses(en('button-skip'))).toContain(said)
    expect(formattedOn(ann)).toEqual(expect.arrayContaining(seen))
    const slug = slugIn(await ann.presses(en('button-publish')))
    const bob = await meet(world, 'Bob')
    expect(await bob.does((person) => person.opens(`e_${slug}`))).toContain(said)
    expect(formattedOn(bob)).toEqual(expect.arrayContaining(seen))
  })

  it('of a post with a picture is seen, and the title stays plain', async () => {
    const ann = await meet(world, 'Ann')
    const caption = 'Jazz 🎷 night\nTwo sets\nTickets here'
    await ann.says('/newevent')
    await ann.does((person) =>
      person.sendsPhoto({
        caption,
        entities: [mark('bold', caption, 'Jazz 🎷 night\nTwo'), link(caption, 'here', 'https://a.example/x')],
      }),
    )
    expect(ann.sees()).toMatch(asks.startsAt)
    const answers = (await world.levem().services.drafts.find(ann.id))?.answers
    expect(answers?.title).toBe('Jazz 🎷 night')
    expect(wordsOf(answers?.description ?? '')).toBe('Two sets\nTickets here (https://a.example/x)')
    for (const step of ['startsAt', 'endsAt', 'venue', 'price', 'capacity'] as const) await ann.says(typed[step])
    expect(ann.sees()).toContain('Tickets here (https://a.example/x)')
    expect(formattedOn(ann)).toContain('bold:Two')
  })

  it('is cut with what is cut, and whole where more is read', async () => {
    const ann = await meet(world, 'Ann')
    const long = 'слово '.repeat(150).trim()
    const caption = `Jazz\n${long}`
    await ann.says('/newevent')
    await ann.does((person) => person.sendsPhoto({ caption, entities: [mark('italic', caption, long)] }))
    for (const step of ['startsAt', 'endsAt', 'venue', 'price', 'capacity'] as const) await ann.says(typed[step])
    expect(ann.sees()).toMatch(/ [слово]*…$/u)
    const slug = slugIn(await ann.presses(en('button-publish')))
    await ann.does((person) => person.opens(`e_${slug}`))
    expect(await ann.presses(en('button-read-more'))).toBe(long)
    expect(formattedOn(ann)).toEqual([`italic:${long}`])
  })

  it('is left out where an answer is no description', async () => {
    const ann = await meet(world, 'Ann')
    await ann.says('/newevent')
    await ann.does((person) => person.says('Jazz night', { entities: [mark('bold', 'Jazz night', 'Jazz')] }))
    expect((await world.levem().services.drafts.find(ann.id))?.answers.title).toBe('Jazz night')
  })
})

describe('the words of a message', () => {
  const shown = (message: Partial<Message>): readonly string[] =>
    runsOf(styledWords(message as Message) ?? '').map(({ text, styles }) =>
      styles.size > 0 ? `${[...styles].join('+')}:${text}` : text,
    )

  test.each<[string, readonly MessageEntity[], readonly string[]]>([
    ['a b', [mark('pre', 'a b', 'b')], ['a ', 'code:b']],
    ['a b', [mark('expandable_blockquote', 'a b', 'b')], ['a ', 'blockquote:b']],
    ['@ann b', [mark('mention', '@ann b', '@ann')], ['@ann b']],
    [
      'a b c',
      [mark('bold', 'a b c', 'b c'), link('a b c', 'a', 'https://x.example')],
      ['a (https://x.example) ', 'bold:b c'],
    ],
    [
      'go here',
      [mark('bold', 'go here', 'here'), link('go here', 'here', 'https://x.example')],
      ['go ', 'bold:here (https://x.example)'],
    ],
    ['a b', [mark('bold', 'a b', 'a b'), link('a b', 'a', 'https://x.example')], ['bold:a (https://x.example) b']],
  ])('%j: %j', (text, marks, runs) => {
    expect(shown({ text, entities: [...marks] })).toEqual(runs)
    expect(shown({ caption: text, caption_entities: [...marks] })).toEqual(runs)
  })

  test('are none where nothing was written', () => {
    expect(styledWords({} as Message)).toBeUndefined()
  })
})
