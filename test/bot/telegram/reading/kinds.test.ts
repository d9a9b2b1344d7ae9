import type { Message } from 'grammy/types'
import { describe, expect, it, test } from 'vitest'
import { kindOf } from '../../../../src/bot/telegram/reading/kinds.js'
import { textOf } from '../../../../src/bot/ui/prompts.js'
import { Refusal } from '../../../../src/domain/refusal.js'
import { en, ru } from '../../../support/texts/words.js'
import { refusalOf } from '../../../support/fixtures.js'

const came = {
  voice: ['A voice message', 'пришло голосовое сообщение'],
  audio: ['A recording', 'пришла аудиозапись'],
  video_note: ['A video message', 'пришло видеосообщение'],
  video: ['A video', 'пришло видео'],
  animation: ['A GIF', 'пришла гифка'],
  sticker: ['A sticker', 'пришёл стикер'],
  dice: ['A throw of dice', 'пришёл кубик'],
  contact: ['A contact', 'пришёл контакт'],
  location: ['A place on the map', 'пришло место на карте'],
  poll: ['A poll', 'пришёл опрос'],
  photo: ['A picture', 'пришла картинка'],
  document: ['A file', 'пришёл файл'],
} as const

const asked = {
  title: ['the title', 'нужно название'],
  description: ['the description', 'нужно описание'],
  startsAt: ['the start', 'нужно время начала'],
  endsAt: ['the end', 'нужно время окончания'],
  venue: ['the venue', 'нужно место'],
  price: ['the price', 'нужна цена'],
  capacity: ['the number of tickets', 'нужно число билетов'],
  firstName: ['the name', 'нужно название'],
  typeName: ['the name', 'нужно название'],
  typePrice: ['the price', 'нужна цена'],
  typeCapacity: ['the number of tickets', 'нужно число билетов'],
  name: ['the name', 'нужно название'],
  saleFrom: ['a time', 'нужно время'],
  saleUntil: ['a time', 'нужно время'],
  perPerson: ['the limit', 'нужно число'],
  limit: ['the limit', 'нужно число'],
  discount: ['the discount', 'нужна скидка'],
  code: ['the promo code', 'нужен промокод'],
  transferDetails: ['the bank details', 'нужны реквизиты'],
} as const

const message = (...fields: readonly string[]): Message =>
  Object.fromEntries(fields.map((field) => [field, {}])) as unknown as Message

describe.each(Object.entries(came))('%s', (kind, [name, nameRu]) => {
  test.each(Object.entries(asked))('is no %s, and both are named', (question, [what, whatRu]) => {
    const refusal = refusalOf(() => textOf({ text: undefined, kind: kindOf(message(kind)) }, question))
    expect(refusal?.code).toBe('otherKind')
    expect(en('refusal-otherKind', refusal?.facts)).toBe(
      `${name} cannot be ${what}. Please type ${question === 'transferDetails' ? 'them' : 'it'}.`,
    )
    expect(ru('refusal-otherKind', refusal?.facts)).toBe(`Здесь ${whatRu}, а ${nameRu}. Напишите, пожалуйста, текстом.`)
  })

  it('is no poster', () => {
    const facts = { kind, asked: 'poster' }
    expect(en('refusal-otherKind', facts)).toBe(
      `${name} cannot be the poster. Send a picture as a photo — or skip the question.`,
    )
    expect(ru('refusal-otherKind', facts)).toBe(
      `Здесь нужна афиша, а ${nameRu}. Отправьте картинку как фото — или пропустите вопрос.`,
    )
  })
})

describe('the kind of a message', () => {
  test.each([
    [['animation', 'document'], 'animation'],
    [['venue', 'location'], 'location'],
    [['text'], undefined],
    [['pinned_message'], undefined],
  ] as const)('with %j is %s', (fields, kind) => {
    expect(kindOf(message(...fields))).toBe(kind)
  })

  test('that is none leaves the general hint', () => {
    expect(() => textOf({ text: undefined }, 'title')).toThrow(new Refusal('textNeeded'))
    expect(textOf({ text: 'Jazz', kind: undefined }, 'title')).toBe('Jazz')
  })
})
