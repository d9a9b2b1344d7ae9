import { describe, expect, it } from 'vitest'
import { acquaintance, call, openBox } from '../support/box.js'

const send = async (reply_markup: unknown) => {
  const { box } = await openBox()
  const anna = await acquaintance(box)
  return { anna, answer: await call(box, 'sendMessage', { chat_id: anna.id, text: 'hi', reply_markup }) }
}
const withButton = (button: unknown) => send({ inline_keyboard: [[button]] })
const many = (count: number, label = '') =>
  Array.from({ length: count }, (_, index) => [{ text: `${label}${index}`, callback_data: 'x' }])

describe('an inline keyboard', () => {
  it.each([
    { text: 'a', callback_data: 'x'.repeat(64) },
    { text: 'a', callback_data: 'я'.repeat(32), style: 'danger' },
    { text: 'a', url: 'https://t.me/sandbox?start=e_1', style: 'primary' },
    { text: 'a', url: 'tg://user?id=5' },
    { text: 'a', copy_text: { text: 'x'.repeat(256) }, style: 'success' },
    { text: 'a', web_app: { url: 'https://tickets.example' } },
    { text: 'a', switch_inline_query: '' },
  ])('takes %j', async (button) => {
    const { answer, anna } = await withButton(button)
    expect(answer.status).toBe(200)
    expect(answer.result).toMatchObject({ reply_markup: { inline_keyboard: [[button]] } })
    expect(anna.buttons()).toEqual(['a'])
  })

  const unallowed = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
  it.each([
    [{ text: 'a', callback_data: 'x'.repeat(65) }, 'BUTTON_DATA_INVALID'],
    [{ text: 'a', callback_data: 'я'.repeat(33) }, 'BUTTON_DATA_INVALID'],
    [{ text: 'a', callback_data: '' }, unallowed],
    [{ text: 'a' }, unallowed],
    [{ text: 'a', callback_data: 'x', url: 'https://x.org' }, unallowed],
    [{ callback_data: 'x' }, 'can\'t parse inline keyboard button: Can\'t find field "text"'],
    [{ text: 7, callback_data: 'x' }, 'can\'t parse inline keyboard button: Field "text" must be of type String'],
    [{ text: ' ', callback_data: 'x' }, 'can\'t parse inline keyboard button: Field "text" must be non-empty'],
    [{ text: 'a\uffff', callback_data: 'x' }, 'inline keyboard button text must be encoded in UTF-8'],
    [{ text: '\ufdd0', callback_data: 'x' }, 'inline keyboard button text must be encoded in UTF-8'],
    [{ text: '\u{1fffe}', callback_data: 'x' }, 'inline keyboard button text must be encoded in UTF-8'],
    [
      { text: 'a', callback_data: 7 },
      'can\'t parse inline keyboard button: Field "callback_data" must be of type String',
    ],
    [{ text: 'a', url: 'not-a-url' }, "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL"],
    [
      { text: 'a', url: 'http://localhost:3000' },
      "inline keyboard button URL 'http://localhost:3000' is invalid: Wrong HTTP URL",
    ],
    [
      { text: 'a', url: 'ftp://example.com' },
      "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
    ],
    [
      { text: 'a', web_app: { url: 'http://example.com' } },
      "inline keyboard button Web App URL 'http://example.com' is invalid: Only HTTPS links are allowed",
    ],
    [{ text: 'a', copy_text: { text: '' } }, 'BUTTON_COPY_TEXT_INVALID'],
    [{ text: 'a', copy_text: { text: 'x'.repeat(257) } }, 'BUTTON_COPY_TEXT_INVALID'],
    [{ text: 'a', pay: true }, 'BUTTON_TYPE_INVALID'],
    [
      { text: 'a', callback_data: 'x', style: 'pink' },
      "can't parse inline keyboard button: Invalid button style specified",
    ],
    ['a', "can't parse inline keyboard button: InlineKeyboardButton must be an Object"],
  ])('refuses %j', async (button, words) => {
    const { answer, anna } = await withButton(button)
    expect(answer).toMatchObject({ status: 400, description: `Bad Request: ${words}` })
    expect(anna.sees()).toBe('/start')
  })

  it('has room for 100 buttons and about 10 KB', async () => {
    expect((await send({ inline_keyboard: many(100) })).answer.status).toBe(200)
    expect((await send({ inline_keyboard: many(101) })).answer).toMatchObject({
      status: 400,
      description: 'Bad Request: REPLY_MARKUP_TOO_LONG',
    })
    expect((await send({ inline_keyboard: many(99, 'я'.repeat(60)) })).answer.description).toBe(
      'Bad Request: REPLY_MARKUP_TOO_LONG',
    )
  })

  it('is none when it is empty', async () => {
    const { answer } = await send({ inline_keyboard: [[]] })
    expect(answer.result).not.toHaveProperty('reply_markup')
  })
})

describe('the keyboard of an invoice', () => {
  const price = { provider_token: '', currency: 'XTR', prices: [{ label: 'a', amount: 5 }] }
  const sendInvoice = async (reply_markup?: unknown) => {
    const { box } = await openBox()
    const anna = await acquaintance(box)
    return {
      anna,
      answer: await call(box, 'sendInvoice', {
        chat_id: anna.id,
        title: 'a',
        description: 'b',
        payload: 'c',
        ...price,
        reply_markup,
      }),
    }
  }
  const pay = { text: 'Pay', pay: true }
  const back = { text: 'Back', callback_data: 'x' }

  it.each([undefined, { inline_keyboard: [] }, { inline_keyboard: [[]] }])(
    'is a pay button of its own when given %j',
    async (markup) => {
      expect((await sendInvoice(markup)).answer.result).toMatchObject({
        reply_markup: { inline_keyboard: [[{ text: 'Pay ⭐5', pay: true }]] },
      })
    },
  )

  it('begins with a pay button, on which XTR turns into a star', async () => {
    const { answer, anna } = await sendInvoice({
      inline_keyboard: [[], [{ text: 'Pay XTR 5', pay: true }, back], [back]],
    })
    expect(answer.result).toMatchObject({
      reply_markup: { inline_keyboard: [[{ text: 'Pay ⭐ 5', pay: true }, back], [back]] },
    })
    expect(anna.presses({ data: 'x' }).callback_query?.data).toBe('x')
  })

  it.each([
    ['no pay button', { inline_keyboard: [[back]] }, 'BUTTON_TYPE_INVALID'],
    ['the pay button second', { inline_keyboard: [[back, pay]] }, 'BUTTON_TYPE_INVALID'],
    ['the pay button below', { inline_keyboard: [[back], [pay]] }, 'BUTTON_TYPE_INVALID'],
    ['two pay buttons', { inline_keyboard: [[pay, pay]] }, 'BUTTON_TYPE_INVALID'],
    [
      'a pay button that also calls back',
      { inline_keyboard: [[{ ...pay, callback_data: 'x' }]] },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      'a pay button that does not pay',
      { inline_keyboard: [[{ ...pay, pay: false }]] },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      'a pay flag of a wrong type',
      { inline_keyboard: [[{ ...pay, pay: 'yes' }]] },
      'can\'t parse inline keyboard button: Field "pay" must be of type Boolean',
    ],
    ['letters', { keyboard: [['Pay']] }, 'inline keyboard expected'],
    ['a list', [], 'object expected as reply markup'],
  ])('is refused with %s', async (_, markup, words) => {
    const { answer, anna } = await sendInvoice(markup)
    expect(answer).toMatchObject({ status: 400, description: `Bad Request: ${words}` })
    expect(anna.sees()).toBe('/start')
  })
})

describe('other keyboards', () => {
  it.each([
    ['nonsense', { inline_keyboard: 'bad' }, 'field "inline_keyboard" must be of type Array'],
    ['nonsense', { keyboard: 'bad' }, 'field "keyboard" must be of type Array'],
    [
      'a flag of a wrong type',
      { keyboard: [['a']], resize_keyboard: 'yes' },
      'field "resize_keyboard" must be of type Boolean',
    ],
    ['a flag of a wrong type', { remove_keyboard: 'yes' }, 'field "remove_keyboard" must be of type Boolean'],
    ['a flag of a wrong type', { force_reply: 'yes' }, 'field "force_reply" must be of type Boolean'],
    ['a list', [], 'object expected as reply markup'],
    [
      'a request without its id',
      { keyboard: [[{ text: 'a', request_chat: { chat_is_channel: true } }]] },
      'can\'t parse keyboard button: Can\'t find field "request_id"',
    ],
    [
      'a plain web page',
      { keyboard: [[{ text: 'a', web_app: { url: 'http://x.org' } }]] },
      "keyboard button Web App URL 'http://x.org' is invalid: Only HTTPS links are allowed",
    ],
  ])('refuses %s: %j', async (_, markup, words) => {
    expect((await send(markup)).answer).toMatchObject({ status: 400, description: `Bad Request: ${words}` })
  })

  it('speak for the person when pressed, until they are removed', async () => {
    const { box, api } = await openBox()
    const anna = await acquaintance(box)
    await api.sendMessage(anna.id, 'choose', {
      reply_markup: { keyboard: [['Yes', 'No'], [{ text: 'My number', request_contact: true }]] },
    })
    await api.sendMessage(anna.id, 'take your time')
    expect(anna.buttons()).toEqual(['Yes', 'No', 'My number'])
    expect(anna.presses('Yes').message?.text).toBe('Yes')
    expect(anna.presses('My number').message?.contact).toMatchObject({ user_id: anna.id })
    await api.sendMessage(anna.id, 'thanks', { reply_markup: { remove_keyboard: true } })
    expect(() => anna.presses('Yes')).toThrow(/Anna sees no button Yes. Visible buttons:\n {2}none/)
  })
})
