import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { badRequest } from 'telegram-sandbox'
import { en, ru } from '../../support/texts/words.js'
import { meet, openCalmWorld, publish, type Talker } from '../../support/talker.js'
import type { World } from '../../support/world.js'

let world: World
let olga: Talker
beforeAll(async () => {
  world = await openCalmWorld()
  olga = await meet(world, 'Olga')
})
afterAll(() => world.close())

const unknownTag = badRequest('Bad Request: can\'t parse entities: unsupported start tag "tg-time" at byte offset 60')

describe.each([
  ['en', en],
  ['ru', ru],
] as const)('a reply that an older Bot API server cannot read (%s)', (languageCode, words) => {
  it('arrives plainly, with its buttons', async () => {
    const { event } = await publish(world, olga.id)
    const bob = await meet(world, 'Bob', { languageCode })
    const fault = world.sandbox.faults.add({ method: 'sendMessage', kind: unknownTag, times: 1 })
    expect(await bob.says(`/buy ${event.slug}`)).toMatch(words.begins('card', { title: 'Jazz night' }))
    expect([fault.hits(), bob.buttons()]).toEqual([
      1,
      [words('button-buy'), words('button-ask-organizer'), words('button-follow')],
    ])
  })

  it('is drawn plainly in place of what was pressed, too', async () => {
    const { event } = await publish(world, olga.id)
    const bob = await meet(world, 'Bob', { languageCode })
    await bob.says(`/buy ${event.slug}`)
    await bob.presses(words('button-buy'))
    const fault = world.sandbox.faults.add({ method: 'editMessageText', kind: unknownTag, times: 1 })
    expect(await bob.presses(words('button-back'))).toMatch(words.begins('card', { title: 'Jazz night' }))
    expect([fault.hits(), bob.buttons()]).toEqual([
      1,
      [words('button-buy'), words('button-ask-organizer'), words('button-follow')],
    ])
  })
})
