import { expect, it } from 'vitest'
import { acquaintance, call, openBox } from '../support/box.js'

const html = 'é <b>on</b> <tg-time unix="1" format="t">then</tg-time>'
const words = `Bad Request: can't parse entities: Unsupported start tag "tg-time" at byte offset 13`

it('an older server refuses tags that it does not know, wherever HTML is taken', async () => {
  const { box } = await openBox({ unknownTags: ['tg-time'] })
  const anna = await acquaintance(box)
  const parse_mode = 'HTML'
  const sent = { status: 400, description: words }
  expect(await call(box, 'sendMessage', { chat_id: anna.id, text: html, parse_mode })).toMatchObject(sent)
  expect(await call(box, 'sendPhoto', { chat_id: anna.id, photo: 'x', caption: html, parse_mode })).toMatchObject(sent)
  const media = [{ type: 'photo', media: 'x', caption: html, parse_mode }]
  expect(await call(box, 'sendMediaGroup', { chat_id: anna.id, media })).toMatchObject(sent)
  expect(await call(box, 'sendMediaGroup', { chat_id: anna.id, media: JSON.stringify(media) })).toMatchObject(sent)
  expect(await call(box, 'sendMessage', { chat_id: anna.id, text: html })).toMatchObject({ status: 200 })
  const known = { chat_id: anna.id, text: '<b>on</b>', parse_mode }
  expect(await call(box, 'sendMessage', known)).toMatchObject({ status: 200 })
})

it('a server of today knows them', async () => {
  const { box } = await openBox()
  const anna = await acquaintance(box)
  expect(await call(box, 'sendMessage', { chat_id: anna.id, text: html, parse_mode: 'HTML' })).toMatchObject({
    status: 200,
  })
})
