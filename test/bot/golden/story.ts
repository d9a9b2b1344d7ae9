import type { Language } from '../../../src/domain/person.js'
import type { SandboxMessage } from 'telegram-sandbox'
import { quickPrinter } from '../../support/announcing.js'
import { invoiceOf, openShop, pay } from '../../support/payments.js'
import { forge, type EventWithType, meet, publish, slugIn, type Talker } from '../../support/talker.js'
import { routes } from '../../../src/bot/ui/routes.js'
import { carry, hire, scans } from '../../support/tickets.js'
import { type Words, wordsOf } from '../../support/texts/words.js'
import type { World } from '../../support/world.js'

/** What is typed in each language. */
const scripts = {
  en: {
    people: ['Olivia', 'Anna', 'Ben', 'Vera'],
    title: 'Jazz on the roof',
    description: 'Two sets, a jam session afterwards, and the whole city below.',
    venue: 'Blue Note, 5 Main St',
    other: 'A lecture on stars',
    details: '4276 1234 5678 9012, Olivia N.',
    nonsense: 'whenever',
    question: 'Is there a cloakroom?',
    another: 'Where can I park a bicycle?',
    answer: 'Yes, to the left of the stairs.',
  },
  ru: {
    people: ['Ольга', 'Анна', 'Борис', 'Вера'],
    title: 'Джаз на крыше',
    description: 'Два отделения, джем после концерта — и весь город внизу.',
    venue: 'Клуб «Синяя нота», Тверская, 5',
    other: 'Лекция о звёздах',
    details: '4276 1234 5678 9012, Ольга Н.',
    nonsense: 'когда-нибудь',
    question: 'А гардероб есть?',
    another: 'Где оставить велосипед?',
    answer: 'Да, слева от лестницы.',
  },
} as const

const minute = 60_000

/** All that a message shows: its words, and its buttons row by row. */
const drawn = ({ text, keyboard, photo, message }: SandboxMessage): string =>
  [
    ...(photo ? ['(picture)'] : []),
    ...(message.invoice ? [`(invoice) ${message.invoice.title}\n${message.invoice.description}`] : []),
    text,
    keyboard
      .map((row) => row.map((button) => `[${typeof button === 'string' ? button : button.text}]`).join(' '))
      .join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n')

// Chance makes these anew each time.
const steady = (text: string): string =>
  text
    .replace(/start=(e|t|g|s)_[\w-]+/gu, 'start=$1_…')
    .replace(/\b[\dA-Z]{4}-[\dA-Z]{4}\b/gu, 'K7QF-2M9X')
    .replace(/[\u00a0\u202f]/gu, ' ')

/** Messages as a golden file has them. */
export const screenOf = (...messages: readonly SandboxMessage[]): string =>
  `${steady(messages.map(drawn).join('\n\n────────\n\n'))}\n`

type Screens = Map<string, string>
type Cast = { readonly world: World; readonly words: Words; readonly script: (typeof scripts)[Language] }

const keep = (screens: Screens, name: string, talker: Talker, count = 1): void => {
  screens.set(name, screenOf(...talker.heard().slice(-count)))
}

/** The whole screens of the bot, by name, in one language: what a changed sentence changes is seen there. */
export const tellStory = async (language: Language): Promise<Screens> => {
  const world = await openShop({ printer: quickPrinter, config: { defaultLanguage: language } })
  const script = scripts[language]
  const cast = { world, words: wordsOf[language], script }
  const [olga, anna, ben, vera] = await Promise.all(
    script.people.map((name) => meet(world, name, { languageCode: language })),
  )
  if (!olga || !anna || !ben || !vera) throw new Error('somebody is missing')
  const screens: Screens = new Map()
  keep(screens, 'start', anna)
  const sale = await organizes(cast, olga, screens)
  await buys(cast, anna, sale, screens)
  await paysByCard(cast, ben, sale)
  await manages(cast, olga, screens)
  await talk(cast, { olga, anna, ben }, sale, screens)
  await copies(cast, { olga, anna }, sale, screens)
  await letsIn(cast, { olga, anna, vera }, sale, screens)
  await hearsNo(cast, { olga, anna }, sale, screens)
  await world.advance(2 * minute)
  screens.set('news', screenOf(...world.chat.messages().filter(({ fromBot }) => fromBot)))
  await comesAfter(cast, { olga, anna }, sale, screens)
  await world.close()
  return screens
}

/** Creates the event in chat, and opens every way to pay. */
const organizes = async ({ world, words, script }: Cast, olga: Talker, screens: Screens): Promise<EventWithType> => {
  await olga.says('/newevent', script.title, script.description)
  keep(screens, 'organizer/newEventStart', olga)
  await olga.says('27.11.2026 19:00', '22:00', script.venue, '1500', '3')
  await olga.presses(words('button-skip'))
  keep(screens, 'organizer/newEventSummary', olga, 2)
  const slug = slugIn(await olga.presses(words('button-publish')))
  const { saleSettings, looking } = world.levem().services
  const {
    event,
    types: [type],
  } = await looking.arrive({ personId: 1, slug })
  const act = { personId: olga.id, eventId: event.id }
  await saleSettings.setPaymentMethod({ ...act, method: 'atDoor', isOpen: true })
  await saleSettings.setTransfer({ ...act, details: script.details })
  return { event, type }
}

/** Gives one order up and takes the next, to be paid at the door. */
const buys = async (
  { world, words }: Cast,
  anna: Talker,
  { event }: EventWithType,
  screens: Screens,
): Promise<void> => {
  await anna.says(`/buy ${event.slug}`)
  keep(screens, 'card', anna)
  await anna.presses(words('button-buy'), '1', words('button-give-up'))
  await anna.says(`/buy ${event.slug}`)
  await anna.presses(words('button-buy'), '2')
  await world.advance(minute)
  keep(screens, 'hold', anna)
  await anna.presses(words('button-pay', { way: 'atDoor' }))
  await world.advance(5000)
  keep(screens, 'ticket', anna, 2)
  await anna.says('/mytickets')
  keep(screens, 'myTickets', anna)
  await anna.says('/orders')
  keep(screens, 'orders', anna)
}

const paysByCard = async ({ world, words }: Cast, ben: Talker, sale: EventWithType): Promise<void> => {
  await ben.says(`/buy ${sale.event.slug}`)
  await ben.presses(words('button-buy'), '1', words.like('button-pay', { way: 'provider' }))
  await pay(world, ben, invoiceOf(ben))
  await world.advance(5000)
}

/** Looks at the event, its money, and what can be refunded. */
const manages = async ({ words, script }: Cast, olga: Talker, screens: Screens): Promise<void> => {
  await olga.says('/myevents')
  await olga.presses(new RegExp(script.title, 'u'))
  keep(screens, 'manage', olga)
  await olga.presses(words('button-money'))
  keep(screens, 'money', olga)
  await olga.presses(words('button-refund-orders'), /^☐/u)
  const list = olga.heard().at(-1)
  await olga.presses(words('button-refund-chosen', { count: 1 }))
  screens.set('refunds', screenOf(...(list ? [list] : []), ...olga.heard().slice(-1)))
}

/** Guests ask, and are answered: a question as its organizer sees it, the list of them, and the answer. */
const talk = async (
  { world, words, script }: Cast,
  { olga, anna, ben }: { readonly olga: Talker; readonly anna: Talker; readonly ben: Talker },
  { event }: EventWithType,
  screens: Screens,
): Promise<void> => {
  const shown: SandboxMessage[] = []
  const look = (talker: Talker): void => void shown.push(...talker.heard().slice(-1))
  for (const [talker, question] of [
    [anna, script.question],
    [ben, script.another],
  ] as const) {
    await talker.says(`/buy ${event.slug}`)
    await talker.presses(words('button-ask-organizer'))
    if (talker === anna) look(anna)
    await talker.says(question)
    if (talker === anna) look(anna)
    await world.advance(minute)
    // News of sales may have come after it.
    if (talker === anna) shown.push(...olga.heard().filter(({ text }) => text.includes(question)))
  }
  await olga.presses(words('button-all-questions'))
  look(olga)
  await olga.presses(words('button-answer'))
  look(olga)
  await olga.says(script.answer)
  look(olga)
  await world.advance(minute)
  look(anna)
  screens.set('threads', screenOf(...shown))
}

/** Puts the event on other dates, among which guests choose. */
const copies = async (
  { words, script }: Cast,
  { olga, anna }: Pick<Door, 'olga' | 'anna'>,
  { event }: EventWithType,
  screens: Screens,
): Promise<void> => {
  await olga.says('/myevents')
  await olga.presses(new RegExp(script.title, 'u'))
  const shown: SandboxMessage[] = []
  for (const button of [
    words('button-copy-event'),
    words('button-copy-next-week'),
    words('button-copy-repeat'),
    words('button-publish-copies', { count: 4 }),
    words('button-series'),
  ]) {
    await olga.presses(button)
    shown.push(...olga.heard().slice(-1))
  }
  await anna.says(`/buy ${event.slug}`)
  screens.set('organizer/copies', screenOf(...shown, ...anna.heard().slice(-1)))
}

type Door = { readonly olga: Talker; readonly anna: Talker; readonly vera: Talker }

/** What the door says of tickets of all kinds, on the evening itself. */
const letsIn = async (
  { world, words, script }: Cast,
  { olga, anna, vera }: Door,
  sale: EventWithType,
  screens: Screens,
): Promise<void> => {
  const other = await publish(world, olga.id, { title: script.other, hours: 130, price: { minor: 0, currency: 'RUB' } })
  const [elsewhere] = await carry(world, anna.id, other)
  for (const one of [other, sale]) await hire(world, one, vera.id)
  // A group hears one thing after another.
  await world.advance(minute)
  await world.advance(sale.event.startsAt - 30 * minute - world.clock.now())
  const { tickets } = await world
    .levem()
    .services.tickets.ofOrder(2)
    .then((found) => found ?? { tickets: [] })
  const [first] = tickets.map(({ code }) => ({ payload: `t_${code}` }))
  await forge(world, vera, routes.openDoor.data({ eventId: sale.event.id }))
  const verdicts: SandboxMessage[] = []
  const look = () => verdicts.push(...vera.heard().slice(-1))
  look()
  await scans(vera, first ?? { payload: '' })
  look()
  await vera.presses(words('button-paid-let-in'))
  look()
  await world.advance(3 * minute)
  await scans(vera, first ?? { payload: '' })
  look()
  await scans(vera, elsewhere)
  look()
  await scans(vera, { payload: 't_AAAAAAAAAAAAAAAAAAAAAA' })
  look()
  screens.set('door', screenOf(...verdicts))
}

/** What cannot be done is said. */
const hearsNo = async (
  { world, script }: Cast,
  { olga, anna }: Pick<Door, 'olga' | 'anna'>,
  sale: EventWithType,
  screens: Screens,
): Promise<void> => {
  const said: string[] = []
  said.push(await anna.says('/buy nosuchevent'))
  await forge(world, anna, routes.manageEvent.data({ eventId: sale.event.id }))
  said.push(anna.toast() ?? '')
  await olga.says('/newevent')
  said.push(await olga.says('x'.repeat(200)))
  await olga.says(script.other, script.description)
  said.push(await olga.says(script.nonsense), await olga.says('1.11.2026 19:00'))
  await olga.says('/cancel')
  screens.set('refusals', `${steady(said.join('\n\n────────\n\n'))}\n`)
}

/** The next day: the report, how it was, and what follows. */
const comesAfter = async (
  { world, words, script }: Cast,
  { olga, anna }: Pick<Door, 'olga' | 'anna'>,
  sale: EventWithType,
  screens: Screens,
): Promise<void> => {
  const end = sale.event.endsAt ?? sale.event.startsAt
  await world.advance(end + 14 * 60 * minute + minute - world.clock.now())
  const seen = [...olga.heard().slice(-2), ...anna.heard().slice(-1)]
  await anna.presses(words('button-stars', { stars: '5' }))
  seen.push(...anna.heard().slice(-1))
  await anna.presses(words('button-add-words'))
  seen.push(...anna.heard().slice(-1))
  await anna.says(script.description)
  seen.push(...anna.heard().slice(-1))
  await anna.presses(words('button-follow'))
  await anna.says('/following')
  seen.push(...anna.heard().slice(-1))
  await publish(world, olga.id, { title: script.other, hours: 500 })
  await world.advance(2 * minute)
  screens.set('afterwards', screenOf(...seen, ...anna.heard().slice(-1)))
}
