import { Api } from 'grammy'
import { afterEach, describe, expect, it } from 'vitest'
import { languages } from '../../../src/domain/person.js'
import { badRequest } from 'telegram-sandbox'
import { openWorld, type World } from '../../support/world.js'
import { announced, buys, heard, minute, publishes } from '../../support/announcing.js'
import { ru } from '../../support/texts/words.js'

let world: World
afterEach(() => world.close())

type Names = {
  readonly name: string
  readonly first: string
  readonly last?: string
  readonly shown: string
  readonly title: string
}

const nasty: readonly Names[] = [
  {
    name: 'mark-up',
    first: '<b>Ann</b> & "Co" </a>',
    shown: '<b>Ann</b> & "Co" </a>',
    title: 'Love <3 & </b> <a href="tg://user?id=1">peace</a>',
  },
  {
    name: 'entities and placeholders',
    first: '&lt;&amp;amp;&#39; { $title }',
    shown: '&lt;&amp;amp;&#39; { $title }',
    title: '{ "{" } { $left } %s $1 \\n &quot;',
  },
  {
    name: 'marks that turn the direction of text',
    first: '\u202Eevil\u202C \u2066Ann\u2069',
    last: '\u200F\u200B',
    shown: 'evil Ann',
    title: 'A\u202Egnp.exe',
  },
  {
    name: '64 characters twice',
    first: 'A'.repeat(64),
    last: 'B'.repeat(64),
    shown: `${'A'.repeat(63)}…`,
    title: '<&>"\''.repeat(20),
  },
  { name: 'emoji', first: '👨‍👩‍👧‍👦🏳️‍🌈', last: '🇺🇳', shown: '👨‍👩‍👧‍👦🏳️‍🌈 🇺🇳', title: '🎷'.repeat(50) },
]

const ours = new Set(['bold', 'italic'])
// What looks like a link or a name is one in any text, by Telegram's own doing.
const foundByTelegram = new Set(['url', 'mention', 'hashtag', 'bot_command'])

const cleanTitle = (title: string): string => title.replace(/\u202E/gu, '')
// What looks like a link or a mention is told from one by a sign that nobody sees.
const asTyped = (text: string): string => text.replaceAll('\u2060', '')

const withoutName = (texts: readonly string[], name: string): readonly string[] =>
  texts.filter((text) => !asTyped(text).includes(name))

describe.each(languages.flatMap((language) => nasty.map((names) => ({ ...names, language }))))(
  'in $language, names with $name',
  ({ language, first, last, shown, title }) => {
    it('arrive as typed in everything the bot says unasked, and nothing is refused', async () => {
      world = await openWorld({ config: { defaultLanguage: language } })
      const profile = { languageCode: language, ...(last !== undefined && { lastName: last }) }
      const [ann, bob, cleo] = [
        await world.person(first, profile),
        await world.person(first, profile),
        await world.person('Cleo', profile),
      ]
      const { services } = world.levem()
      const { event, type } = await publishes(world, ann, { title, venue: `${title} venue`, capacity: 11 })
      await buys(world, bob, type)
      await world.advance(5000)
      // Enough at once for a summary with "sold out" in it.
      for (let n = 0; n < 10; n += 1) await buys(world, cleo, type)
      await world.advance(5000)
      const draft = await services.drafts.edit(ann.id, event.id)
      await services.drafts.answer(ann.id, { question: 'venue', value: '<Hall> & "Co"' })
      await services.publishing.publish({ personId: ann.id, key: draft.key, eventId: event.id })
      await world.advance(5000)
      const closed = world.sandbox.faults.add({ chat: world.chat, kind: badRequest('chat not found') })
      await services.publishing.cancel(ann.id, event.id)
      await world.advance(5000)
      closed.remove()
      await world.advance(2 * minute)

      const clean = cleanTitle(title)
      expect(heard(world.chat).length).toBeGreaterThanOrEqual(4)
      expect(withoutName(heard(world.chat), clean)).toEqual([])
      // Published, bought, changed and cancelled name a person; a summary does not.
      expect(withoutName(heard(world.chat), shown)).toHaveLength(heard(world.chat).length - 4)
      expect(heard(world.chat).some((text) => text.startsWith('⚡️') && text.includes('🔥'))).toBe(true)
      expect(
        bob
          .messages()
          .slice(-3)
          .map(({ text }) => [text.codePointAt(0), asTyped(text).includes(clean)]),
      ).toEqual(['🎟', '✏️', '🚫'].map((sign) => [sign.codePointAt(0), true]))
      expect(bob.messages().at(-2)?.text).toContain('<Hall> & "Co"')
      expect(ann.messages().at(-1)?.text).toMatch(/^ℹ️/u)
      expect(asTyped(ann.messages().at(-1)?.text ?? '')).toContain(clean)
      expect(
        announced(world.chat)
          .flatMap(({ entities }) => entities)
          .filter(({ type: kind }) => !ours.has(kind) && !foundByTelegram.has(kind)),
      ).toEqual([])
      expect(world.log.filter((line) => line.includes('mark-up refused'))).toEqual([])
      expect(world.sandbox.calls.filter(({ answer }) => JSON.stringify(answer ?? '').includes("can't parse"))).toEqual(
        [],
      )
    })
  },
)

describe('mark-up', () => {
  it('that is not escaped is refused, and the test would see it (negative control)', async () => {
    world = await openWorld()
    const bare = new Api(world.sandbox.token, { apiRoot: world.sandbox.url })
    await expect(
      bare.sendMessage(world.chat.id, `👤 ${nasty[0]?.first ?? ''}`, { parse_mode: 'HTML' }),
    ).rejects.toThrow(/can't parse entities/u)
    expect(
      world.sandbox.calls.filter(({ answer }) => JSON.stringify(answer ?? '').includes("can't parse")),
    ).toHaveLength(1)
  })

  it('that Telegram refuses all the same is left out: the words arrive plainly and once, and the log says so', async () => {
    world = await openWorld()
    const ann = await world.person('<b>Ann</b>')
    world.sandbox.faults.add({
      method: 'sendMessage',
      chat: world.chat,
      kind: badRequest('can\'t parse entities: Unsupported start tag "b" at byte offset 5'),
      times: 1,
    })
    await publishes(world, ann, { title: 'Q & A' })
    await world.advance(10 * minute)
    const [message, ...more] = announced(world.chat)
    expect(message?.text).toMatch(ru.begins('news-eventPublished', { title: 'Q & A', organizer: '<b>Ann</b>' }))
    expect(message?.entities).toEqual([])
    expect(more).toEqual([])
    expect(world.log.filter((line) => line.includes('mark-up refused; said plainly'))).toHaveLength(1)
    expect(world.log.join('')).not.toContain('Q & A')
  })
})
