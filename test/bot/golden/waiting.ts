import type { Language } from '../../../src/domain/person.js'
import type { SandboxMessage } from 'telegram-sandbox'
import { meet, openCalmWorld, type Talker } from '../../support/talker.js'
import { wordsOf } from '../../support/texts/words.js'
import { comes, givesBack, soldOut, waits } from '../../support/people/waiting.js'
import { screenOf } from './story.js'

const scripts = {
  en: {
    people: ['Olivia', 'Vera', 'Anna', 'Ben', 'Clara'],
    title: 'Jazz on the roof',
    venue: 'Blue Note',
    more: 'Balcony',
  },
  ru: {
    people: ['Ольга', 'Вера', 'Анна', 'Борис', 'Клара'],
    title: 'Джаз на крыше',
    venue: 'Синяя нота',
    more: 'Балкон',
  },
} as const

const minute = 60_000

/** The screens of a waiting list: three wait, the first lets it pass, the second takes it, and the list is closed. */
export const tellWaiting = async (language: Language): Promise<ReadonlyMap<string, string>> => {
  const world = await openCalmWorld({ config: { defaultLanguage: language } })
  const { people, title, venue, more } = scripts[language]
  const say = wordsOf[language]
  const [olga, vera, anna, ben, clara] = await Promise.all(
    people.map((name) => meet(world, name, { languageCode: language })),
  )
  if (!olga || !vera || !anna || !ben || !clara) throw new Error('somebody is missing')
  const buyers: SandboxMessage[] = []
  const organizers: SandboxMessage[] = []
  const look = (talker: Talker, into = buyers): void => void into.push(...talker.heard().slice(-1))

  const found = await soldOut(world, olga, vera, { title, venue, capacity: 2 })
  await comes(anna, found)
  look(anna)
  await anna.presses(say('button-wait'))
  look(anna)
  await anna.presses('1')
  look(anna)
  await waits(say, ben, found)
  await comes(ben, found)
  look(ben)
  await waits(say, clara, found, 2)
  await ben.says('/mytickets')
  look(ben)

  await olga.says('/myevents')
  await olga.presses(new RegExp(title, 'u'), say('button-line', { count: 3 }))
  look(olga, organizers)
  await givesBack(world, vera, found)
  await world.advance(minute)
  look(anna)
  await comes(anna, found)
  look(anna)
  await world.advance(31 * minute)
  look(anna)
  look(ben)
  await ben.presses(say('button-take-offer'))
  look(ben)
  await ben.presses(say('button-decline-offer'))
  look(ben)
  await givesBack(world, vera, found)
  await world.advance(minute)
  look(clara)
  await clara.presses(say('button-take-offer'), say('button-pay', { way: 'atDoor' }))
  look(clara)
  await waits(say, anna, found, 2)
  await ben.presses(say('button-wait-again'), '2')
  look(ben)

  const act = { personId: olga.id, eventId: found.event.id }
  await world.levem().services.saleSettings.addType({ ...act, name: more, price: found.type.price, capacity: 1 })
  await olga.says('/myevents')
  await olga.presses(new RegExp(title, 'u'), say('button-line', { count: 2 }), say('button-line-pause'))
  look(olga, organizers)
  for (const buttons of [[say('button-let-some-in')], [/🔔 4$/u], ['2'], [say('button-line', { count: 0 })]]) {
    if (buttons[0] === '2') await olga.says('2')
    else await olga.presses(...buttons)
    look(olga, organizers)
  }
  await olga.presses(say('button-offer-time'))
  look(olga, organizers)
  await olga.presses(say('button-back'), say('button-line-close'))
  look(olga, organizers)
  await olga.presses(say('button-yes-do-it'))
  look(olga, organizers)
  await world.advance(minute)
  look(ben)
  await world.close()
  return new Map([
    ['waiting', screenOf(...buyers)],
    ['organizer/waiting', screenOf(...organizers)],
  ])
}
