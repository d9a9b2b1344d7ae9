import { describe, expect, test } from 'vitest'
import { inert } from '../../src/texts/inert.js'
import { plainOf } from '../../src/texts/html.js'
import { createTexts } from '../../src/texts/texts.js'

// What Telegram's servers and apps turn into something to press.
const pressable =
  /(?:^|[^\p{L}\p{N}_<>/])(?:@[a-z]\w{3,}|\/[a-z]\w*|#[\p{L}\p{N}_]*\p{L}|\$[A-Z]{3,})|[a-z]+:\/\/|[\p{L}\p{N}-]+\.\p{L}{2,}/iu

const tricks = [
  ...[
    '@durov',
    'Anna @durov',
    'see @levem_bot!',
    '(@name)',
    '/start',
    'press /refund now',
    'Анна /start',
    '#jazz',
    '#джаз',
  ],
  ...['$USD', 'example.com', 'https://evil.example/x', 'http://1.2.3.4', 'tg://user?id=1', 't.me/evil', 'президент.рф'],
  ...['me@mail.example', 'Анна sberbank.ru', 'Скидки на сайте kassa.example/pay', 'www.evil.example', 'пиши @anna_spb'],
]

describe('what people called themselves and their events', () => {
  test.each(tricks)('"%s" cannot be pressed, and reads the same', (text) => {
    expect(text).toMatch(pressable)
    expect(inert(text)).not.toMatch(pressable)
    expect(inert(text).replaceAll('\u2060', '')).toBe(text)
  })

  test.each([
    'AC/DC',
    'Rock & Roll',
    'Концерт №5',
    'Vol. 2',
    'А. Пушкин',
    '24/7',
    '50 $',
    '#1',
    'I/O',
    'версия 2.0',
    'С.-Петербург',
  ])('"%s" stays as it is', (text) => {
    expect(inert(text)).toBe(text)
  })

  test.each(['ru', 'en'] as const)(
    'in %s stands in sentences so, but what the bot links to stays a link',
    (language) => {
      const speech = createTexts().in(language)
      expect(plainOf(speech.say('start', { name: '/start @durov' }))).toContain('/\u2060start @\u2060durov')
      expect(plainOf(speech.say('manage-link', { link: 'https://t.me/levem_bot?start=e_a' }))).toContain(
        'https://t.me/levem_bot?start=e_a',
      )
    },
  )

  test.each(['קונצרט', 'حفلة موسيقية', 'Jazz שלום 2027'])('"%s" is isolated where it stands among others', (title) => {
    const speech = createTexts().in('en')
    expect(plainOf(speech.say('refusal-soldOut', { title }))).toContain(`\u2068${title}\u2069`)
    expect(plainOf(speech.say('events-line', { title, when: 'today', price: 'free', left: 5 }))).toContain(
      `\u2068${title}\u2069`,
    )
    expect(plainOf(speech.say('refusal-soldOut', { title: 'Джаз' }))).not.toContain('\u2068')
  })
})
