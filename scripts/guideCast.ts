import { routes } from '../src/bot/ui/routes.js'
import type { Language } from '../src/domain/person.js'
import { type EventWithType, publish, type Talker } from '../test/support/talker.js'
import { type Words, wordsOf } from '../test/support/texts/words.js'
import { noon, type World } from '../test/support/world.js'

/** Whom the guide shows, in their language, and the organizer's event. */
export type Guide = {
  readonly say: Words
  readonly cast: (typeof casts)[Language]
  readonly world: World
  readonly anna: Talker
  readonly ben: Talker
  readonly carol: Talker
  readonly jazz: EventWithType
}

const casts = {
  en: {
    anna: 'Anna',
    ben: 'Ben',
    carol: 'Carol',
    title: 'Jazz on the roof',
    place: { title: 'Blue Note', address: '5 Main St', latitude: 52.51704, longitude: 13.38886 },
    moved: '20:30',
    access: 'Stream: https://meet.example/jazz',
    reason: 'The storm has taken the roof.',
    words: 'The best evening of the year!',
    next: 'Blues in the yard',
    charted: 'Swing in the park',
    full: 'Supper at one table',
    others: ['Clara', 'Daniel'],
    guests: ['Clara Schmidt', 'Dan O’Hara', 'Eva Müller', 'Finn Berg'],
    note: 'Brings the double bass, needs the ramp.',
    dance: 'Dance under the stars',
    message: 'Bring something warm: it is windy up there.',
    questions: ['Is there a cloakroom?', 'Where can I leave my coat?'],
    answer: 'Yes, left of the stairs.',
    contact: '@anna_events',
    details: '4276 1234 5678 9012, Anna N.',
    aboutReceipt: 'From my sister’s card',
    line: 'Only half of it has come: the other half, please.',
    word: 'jazz',
    nobody: 'Where is the light switch?',
    supper: 'Supper in the garden',
    dish: 'Which dish?',
    dishes: ['Fish', 'Mushroom risotto', 'Lamb'],
    aboutFood: 'Anything you do not eat?',
    companion: 'Olivia Hart',
    singer: 'Lea Brandt',
    list: 'Eva Müller +1; press\n@lea_sings x2 (the band)\nFinn Berg; neighbour\n+3',
    linkFor: '2; press',
    fair: 'Night of the museums',
    seller: 'Dora',
    walkIn: 'Olga Petrova',
    family: 'Eva Müller',
  },
  ru: {
    anna: 'Анна',
    ben: 'Борис',
    carol: 'Вера',
    title: 'Джаз на крыше',
    place: { title: 'Синяя нота', address: 'Тверская, 5', latitude: 55.757718, longitude: 37.611347 },
    moved: '20:30',
    access: 'Трансляция: https://meet.example/jazz',
    reason: 'Крышу унесло бурей.',
    words: 'Лучший вечер года!',
    next: 'Блюз во дворе',
    charted: 'Свинг в парке',
    full: 'Ужин за одним столом',
    others: ['Вера', 'Глеб'],
    guests: ['Вера Щукина', 'Глеб Орлов', 'Дарья Ёлкина', 'Егор Лис'],
    note: 'Привезёт контрабас, нужен пандус.',
    dance: 'Танцы под звёздами',
    message: 'Возьмите что-нибудь тёплое: наверху ветрено.',
    questions: ['А гардероб есть?', 'Где оставить пальто?'],
    answer: 'Да, слева от лестницы.',
    contact: '@anna_events',
    details: '4276 1234 5678 9012, Анна Н.',
    aboutReceipt: 'С карты сестры',
    line: 'Пришла только половина, доплатите, пожалуйста.',
    word: 'джаз',
    nobody: 'Где выключатель?',
    supper: 'Ужин в саду',
    dish: 'Какое блюдо?',
    dishes: ['Рыба', 'Ризотто с грибами', 'Баранина'],
    aboutFood: 'Чего вы не едите?',
    companion: 'Ольга Зимина',
    singer: 'Лея Бранд',
    list: 'Дарья Ёлкина +1; пресса\n@lea_sings x2 (группа)\nЕгор Лис; сосед\n+3',
    linkFor: '2; пресса',
    fair: 'Ночь в музее',
    seller: 'Дарья',
    walkIn: 'Ольга Петрова',
    family: 'Егор Лис',
  },
} as const

/** Opens what the scenes play with: an event in ten days, at a place from the map. */
export const openGuide = async (
  language: Language,
  meet: (name: string) => Promise<Talker>,
  world: World,
): Promise<Guide> => {
  const cast = casts[language]
  const [anna, ben, carol] = [await meet(cast.anna), await meet(cast.ben), await meet(cast.carol)]
  const jazz = await publish(world, anna.id, {
    title: cast.title,
    hours: 24 * 10 + 7,
    venue: cast.place.title,
    endsAt: noon + (24 * 10 + 10) * hour,
    opensAsUsual: true,
  })
  return { say: wordsOf[language], cast, world, anna, ben, carol, jazz }
}

/** In milliseconds. */
export const hour = 3_600_000

/** The organizer opens their event, and presses on. */
export const manages = async (
  { anna, jazz }: Pick<Guide, 'anna' | 'jazz'>,
  ...then: readonly string[]
): Promise<Talker> => {
  await anna.says('/myevents')
  await anna.presses({ data: routes.manageEvent.data({ eventId: jazz.event.id }) }, ...then)
  return anna
}

/** The guest opens its card. */
export const opensCard = async ({ ben, jazz }: Guide): Promise<Talker> => {
  await ben.says(`/start e_${jazz.event.slug}`)
  return ben
}
