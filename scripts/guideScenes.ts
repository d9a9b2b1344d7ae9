import { routes } from '../src/bot/ui/routes.js'
import type { Language } from '../src/domain/person.js'
import { type EventWithType, publish, type Talker } from '../test/support/talker.js'
import { type Words, wordsOf } from '../test/support/texts/words.js'
import type { World } from '../test/support/world.js'

/** Whom the guide shows, in their language, and the organizer's event. */
export type Guide = {
  readonly say: Words
  readonly world: World
  readonly anna: Talker
  readonly ben: Talker
  readonly jazz: EventWithType
}

const casts = {
  en: { anna: 'Anna', ben: 'Ben', title: 'Jazz on the roof' },
  ru: { anna: 'Анна', ben: 'Борис', title: 'Джаз на крыше' },
} as const

/** Opens what the scenes play with. */
export const openGuide = async (
  language: Language,
  meet: (name: string) => Promise<Talker>,
  world: World,
): Promise<Guide> => {
  const cast = casts[language]
  const anna = await meet(cast.anna)
  const ben = await meet(cast.ben)
  return {
    say: wordsOf[language],
    world,
    anna,
    ben,
    jazz: await publish(world, anna.id, { title: cast.title, hours: 24 * 10 }),
  }
}

const settings = async ({ anna, jazz, say }: Guide): Promise<Talker> => {
  await anna.says('/myevents')
  await anna.presses({ data: routes.manageEvent.data({ eventId: jazz.event.id }) }, say('button-settings'))
  return anna
}

/** What is played before each picture, in this order; gives who sees it, as the last message. */
export const scenes: Readonly<Record<string, (guide: Guide) => Promise<Talker>>> = {
  settings,
}
