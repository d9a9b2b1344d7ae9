import type { MessageEntity } from 'grammy/types'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
import { expectNoDefect, forge, meet, openCalmWorld, publish, type Talker } from '../../../../support/talker.js'
import { en } from '../../../../support/texts/words.js'
import type { World } from '../../../../support/world.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const said = 'Card 2200 1234\nto Anna Petrova\nor here\nhttps://pay.example/x'
const mark = (type: string, words: string, more = {}): MessageEntity =>
  ({ type, offset: said.indexOf(words), length: words.length, ...more }) as MessageEntity

const formattedOn = (talker: Talker): readonly string[] => {
  const { text = '', entities = [] } = talker.heard().at(-1)?.message ?? {}
  return entities.map(({ type, offset, length }) => `${type}:${text.slice(offset, offset + length)}`)
}

it('details of a transfer keep their formatting; plain lines are to be copied, and links to be opened', async () => {
  const ann = await meet(world, 'Ann')
  const found = await publish(world, ann.id)
  await forge(world, ann, routes.askTransferDetails.data({ eventId: found.event.id }))
  const entities = [mark('bold', 'Anna Petrova'), mark('text_link', 'here', { url: 'https://bank.example/' })]
  await ann.does((person) => person.says(said, { entities }))
  const shown = said.replace('here', 'here (https://bank.example/)')
  const wanted = ['code:Card 2200 1234', 'bold:Anna Petrova']
  expect(ann.sees()).toContain(shown)
  expect(formattedOn(ann)).toEqual(expect.arrayContaining(wanted))
  const bob = await meet(world, 'Bob')
  await world.levem().services.saleSettings.setPaymentMethod({
    personId: ann.id,
    eventId: found.event.id,
    method: 'atDoor',
    isOpen: false,
  })
  await bob.says(`/buy ${found.event.slug}`)
  await bob.presses(en('button-buy'), '1')
  expect(bob.sees()).toContain(shown)
  expect(formattedOn(bob)).toEqual(expect.arrayContaining(wanted))
  expect(formattedOn(bob)).not.toContain('code:https://pay.example/x')
})
