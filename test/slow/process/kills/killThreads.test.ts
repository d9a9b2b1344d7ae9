import { setTimeout as pause } from 'node:timers/promises'
import type { Happening, Person } from 'telegram-sandbox'
import { describe, expect, it } from 'vitest'
import { type Database, databases } from '../../../support/database/databases.js'
import { makeEvent } from '../../../support/fixtures.js'
import { setStage, type Stage } from '../../../support/stage.js'
import { en } from '../../../support/texts/words.js'
import { size } from '../../size.js'
import { createChance } from '../crowds/crowd.js'
import {
  type Audience,
  killWhileTold,
  mustBeHeardOnce,
  mustNoticeWrongs,
  oneLife,
  openAudience,
  people,
  twoLives,
} from '../crowds/telling.js'

const day = 86_400_000
const seed = Number(process.env['KILL_SEED'] ?? size(2, Date.now() % 1_000_000))
// Telegram bears so much a minute in one chat: what many ask goes to many organizers.
const perOrganizer = 5

const question = /May I come with (\d+) bags\?/u
const answer = /Yes, with (\d+)\./u

/** Each guest asks about one of the events, and has not yet; the bot does not run. */
const setUp = async (database: Database) => {
  const { store, url, drop } = await database.open()
  const stage = await setStage({ databaseUrl: url, strictRates: false, webhookRetryMs: 50 })
  const audience = openAudience(stage)
  const organizers: Person[] = []
  const slugs = new Map<number, string>()
  await store.transact(async (tx) => {
    for (const [n, { id }] of audience.people.entries()) {
      if (n % perOrganizer === 0) organizers.push(stage.sandbox.person({ firstName: 'Org', languageCode: 'en' }))
      const organizerId = organizers.at(-1)?.id ?? 0
      await tx.people.meet({ id: organizerId, displayName: 'Org', languageCode: 'en' }, Date.now())
      const slug = `kill${organizers.length}`
      if (n % perOrganizer === 0) {
        const event = await makeEvent(tx, { slug, organizerId, startsAt: Date.now() + day, requestKey: slug })
        const price = { minor: 150_000, currency: 'RUB' }
        await tx.ticketTypes.insert({ eventId: event.id, name: '', price, capacity: 10 })
      }
      slugs.set(id, slug)
    }
  })
  await store.close()
  for (const organizer of organizers) organizer.says('/start')
  return { stage, audience, organizers, slugs, drop }
}

type Scene = Awaited<ReturnType<typeof setUp>>

const labelsIn = ({ message }: Extract<Happening, { kind: 'messageSent' }>): readonly string[] =>
  message.keyboard.flat().map((button) => (typeof button === 'string' ? button : button.text))

/** Guests press on until they have asked, and organizers reply to what they are asked; each says it once. */
const letThemTalk = ({ stage: { sandbox }, audience, organizers, slugs }: Scene, chance: () => number) => {
  const guests = new Map(audience.people.map((guest) => [guest.id, guest]))
  const owners = new Map(organizers.map((organizer) => [organizer.id, organizer]))
  const said = new Set<string>()
  const once = (what: string, act: () => unknown): void => {
    if (said.has(what)) return
    said.add(what)
    setTimeout(act, chance() * 200)
  }
  const goOn = (guest: Person, happening: Extract<Happening, { kind: 'messageSent' }>): void => {
    const { text, message_id: messageId } = happening.message
    if (en.begins('thread-ask').test(text))
      once(`ask ${guest.id}`, () => guest.says(`May I come with ${guest.id} bags?`))
    else if (labelsIn(happening).includes(en('button-ask-organizer')) && !said.has(`ask ${guest.id}`))
      guest.presses(en('button-ask-organizer'), { messageId })
  }
  sandbox.subscribe((happening) => {
    if (happening.kind !== 'messageSent' || !happening.message.fromBot) return
    const { chatId, message } = happening
    const guest = guests.get(chatId)
    if (guest) return goOn(guest, happening)
    const asked = question.exec(message.text)?.[1]
    if (asked !== undefined)
      once(`answer ${asked}`, () => owners.get(chatId)?.says(`Yes, with ${asked}.`, { replyTo: message.message_id }))
    return undefined
  })
  for (const guest of audience.people) guest.says(`/start e_${slugs.get(guest.id)}`)
}

/** What organizers heard, as if the guests who asked had heard it themselves. */
const asHeardOf = ({ stage: { sandbox }, audience, organizers }: Scene): Audience => {
  const heard: ReturnType<Audience['of']>[number][] = []
  const own = new Set(organizers.map(({ id }) => id))
  sandbox.subscribe((happening) => {
    if (happening.kind !== 'messageSent' || !happening.message.fromBot || !own.has(happening.chatId)) return
    const { text } = happening.message
    const personId = Number(question.exec(text)?.[1] ?? 0)
    const isRepeat = en.begins('news-repeat').test(text)
    if (personId > 0) heard.push({ personId, text, at: Date.now(), life: audience.deaths(), isRepeat })
  })
  const of: Audience['of'] = (news) => heard.filter(({ text }) => news.test(text))
  return { ...audience, of, count: (news) => new Set(of(news).map(({ personId }) => personId)).size }
}

const untilSaid = async ({ inspect }: Stage): Promise<void> => {
  while ((await inspect.count('announcements', { state: 'waiting', urgency: 'personal' })) > 0) await pause(100)
}

/** Many ask and are answered, while what carries it dies again and again. */
const talk = async (database: Database, begin: typeof oneLife): Promise<void> => {
  console.info(`kill -9 on ${database.name}: repeat with KILL_SEED=${seed}`)
  const chance = createChance(seed)
  const scene = await setUp(database)
  const { stage, audience, drop } = scene
  const asked = asHeardOf(scene)
  const lives = await begin(stage, audience)
  letThemTalk(scene, chance)
  await killWhileTold({ stage, audience: asked, lives }, question, chance)
  await killWhileTold({ stage, audience, lives }, answer, chance)
  await stage.sandbox.until(() => audience.count(answer) >= people, 240_000)
  await untilSaid(stage)
  mustBeHeardOnce(asked, question)
  mustBeHeardOnce(audience, answer)
  // Each heard what was said to them.
  expect(audience.of(answer).filter(({ personId, text }) => Number(answer.exec(text)?.[1]) !== personId)).toEqual([])
  expect(await stage.inspect.count('thread_messages')).toBe(2 * people)
  const [row] = await stage.inspect.rows('thread_messages', { author: 'organizer' })
  await mustNoticeWrongs(stage, audience, { news: answer, key: `thread:${String(row?.['id'])}` })
  await lives.close()
  await stage.close()
  await drop()
}

describe('questions and answers', () => {
  it.each(databases)('are carried once through kill -9, on $name', { timeout: 600_000 }, (database) =>
    talk(database, oneLife),
  )

  const postgres = databases.find(({ name }) => name === 'postgres')
  it.skipIf(!postgres)(
    'are carried once by two processes of which one is killed (needs TEST_POSTGRES_URL)',
    { timeout: 600_000 },
    async () => {
      if (postgres) await talk(postgres, twoLives)
    },
  )
})
