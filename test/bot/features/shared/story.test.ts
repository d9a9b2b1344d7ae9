import { afterEach, beforeEach, expect, it } from 'vitest'
import { spellShortCode } from '../../../../src/domain/shortCode.js'
import { openWorld, type World } from '../../../support/world.js'
import { expectNoDefect, logged, meet, slugIn } from '../../../support/talker.js'
import { en, inOrder, ru } from '../../../support/texts/words.js'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const name = '<b>Ann</b> & "Co" </a>'

it('sells tickets to an event that was created in chat, and the notification chat hears of both, every name as it was typed', async () => {
  const ann = await meet(world, name)
  await ann.says(
    '/newevent',
    'Jazz <night>',
    'Two sets & a jam',
    '25.12.2026 19:00',
    '22:00',
    'Blue "Note" </b>',
    '1500',
    '100',
  )
  await ann.presses(en('button-skip'))
  expect(ann.sees()).toContain('Jazz <night>')
  await world.advance(10_000)
  const published = await ann.presses(en('button-publish'))
  expect(published).toMatch(en.like('published', { title: 'Jazz <night>' }))

  expect(world.chat.messages().at(-1)?.text).toBe(
    ru('news-eventPublished', {
      title: 'Jazz <night>',
      venue: 'Blue "Note" </b>',
      when: 'пт, 25 декабря, 19:00 (GMT+3)',
      organizer: name,
      price: '1\u00a0500\u00a0₽',
      capacity: 100,
    }),
  )

  const bob = await meet(world, 'Bob & <Bob>')
  await bob.does((person) => person.opens(`e_${slugIn(published)}`))
  expect(bob.sees()).toContain('Two sets & a jam')
  expect(await bob.presses(en('button-buy'), '2')).toMatch(en.like('buy-confirm', { total: '₽3,000', way: 'atDoor' }))
  await bob.presses(en('button-confirm'))
  await world.advance(10_000)

  const [bought, ticket] = bob.heard().slice(-2)
  expect(bought?.text).toMatch(
    en.like('buy-done', { quantity: 2, title: 'Jazz <night>', way: 'atDoor', total: '₽3,000' }),
  )
  expect(ticket?.text).toMatch(
    inOrder(
      en.begins('tickets-order', {
        title: 'Jazz <night>',
        when: 'Fri, 25 December, 19:00 (GMT+3)',
        venue: 'Blue "Note" </b>',
        way: 'atDoor',
        total: '₽3,000',
      }),
      en.like('tickets-line', { number: '1', code: /\S{9}/u }),
      en.ends('tickets-line', { number: '2', code: /\S{9}/u }),
    ),
  )
  expect(world.chat.messages().at(-1)?.text).toBe(
    ru('news-ticketsIssued', {
      quantity: 2,
      title: 'Jazz <night>',
      hasType: 'no',
      total: '3\u00a0000\u00a0₽',
      way: 'atDoor',
      hasCode: 'no',
      buyer: 'Bob & <Bob>',
      hasOrder: 'yes',
      order: '1',
      left: 98,
    }),
  )
  expectNoDefect(world)
})

it('logs one line for each update, and never a token, a ticket code or what people wrote', async () => {
  const ann = await meet(world, 'Ann')
  await ann.says(
    '/newevent',
    'Canary title',
    'Canary description',
    '25.12.2026 19:00',
    '22:00',
    'Canary venue',
    '1500',
    '100',
  )
  await ann.presses(en('button-skip'))
  await world.advance(10_000)
  await ann.presses(en('button-publish'), en('button-show-card'), en('button-buy'), '1')
  await world.advance(10_000)
  await ann.presses(en('button-confirm'))
  await ann.says('Canary chatter', '/buy nosuchevent')

  const all = world.log.join('')
  const [ticket] = await world.levem().store.transact((tx) => tx.tickets.ofOrder(1))
  const codes = [ticket?.code ?? '', ticket?.shortCode ?? '', spellShortCode(ticket?.shortCode ?? '')]
  expect(codes.map((code) => code.length)).toEqual([22, 8, 9])
  expect(
    ann
      .heard()
      .map(({ text }) => text)
      .join('\n'),
  ).toContain(codes[2])
  for (const secret of [
    world.sandbox.token,
    world.sandbox.token.split(':')[1] ?? '',
    ...codes,
    'Canary',
    'nosuchevent',
    'Ann',
  ])
    expect(all).not.toContain(secret)

  const handled = logged(world)
    .filter(({ msg }) => msg === 'update handled')
    .map(({ update }) => update)
  expect(new Set(handled).size).toBe(handled.length)
  // The bot was added to the chat (two updates); then /start, /newevent, 7 answers, 6 presses, 2 texts.
  expect(handled).toHaveLength(2 + 1 + 1 + 7 + 6 + 2)
  expect(
    logged(world)
      .filter(({ refused }) => refused !== undefined)
      .map(({ refused }) => refused),
  ).toEqual(['eventNotFound'])
  expectNoDefect(world)
})
