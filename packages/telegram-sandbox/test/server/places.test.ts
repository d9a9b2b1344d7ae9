import { describe, expect, it } from 'vitest'
import { acquaintance, call, openBox } from '../support/box.js'

const loft = { latitude: 55.757718, longitude: 37.611347, title: 'Jazz night', address: 'Loft, Main St, 5' }

const setUp = async () => {
  const { box, api } = await openBox()
  const anna = await acquaintance(box)
  return {
    api,
    anna,
    refusalOf: async (params: object) =>
      (await call(box, 'sendVenue', { chat_id: anna.id, ...loft, ...params })).description,
  }
}

describe('sending a place', () => {
  it('gives back the message, with the place once more as a location', async () => {
    const { api, anna } = await setUp()
    const sent = await api.sendVenue(anna.id, loft.latitude, loft.longitude, loft.title, loft.address)
    const location = { latitude: loft.latitude, longitude: loft.longitude }
    expect(sent).toMatchObject({ location, venue: { location, title: loft.title, address: loft.address } })
    expect(anna.messages().at(-1)?.message).toMatchObject({ venue: { title: loft.title } })
  })

  it('takes degrees as text, as forms send them, up to the poles', async () => {
    const { refusalOf } = await setUp()
    expect(await refusalOf({ latitude: '-90', longitude: '180.0' })).toBe('')
  })

  it.each([
    ['no latitude', { latitude: undefined }, 'latitude is empty'],
    ['no longitude', { longitude: '' }, 'longitude is empty'],
    ['words for a latitude', { latitude: 'north' }, 'parameter "latitude" must be of type Float'],
    ['beyond the pole', { latitude: 90.000001 }, 'wrong venue location specified'],
    ['once around', { longitude: -180.5 }, 'wrong venue location specified'],
    ['no title', { title: '' }, 'parameter "title" is required'],
    ['a blank address', { address: ' ' }, 'venue title and address must be non-empty'],
    ['an unknown chat', { chat_id: 1 }, 'chat not found'],
  ])('refuses %s', async (_, params, words) => {
    const { refusalOf } = await setUp()
    expect(await refusalOf(params)).toBe(`Bad Request: ${words}`)
  })
})
