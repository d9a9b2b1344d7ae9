import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, type World } from '../../support/world.js'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await introduced()
})
afterAll(() => world.close())

const introduced = (): Promise<void> =>
  world.sandbox.until(
    () =>
      world.log.some((line) => line.includes('commands and description are registered')) ||
      world.log.join('').includes('could not be registered'),
  )

type Command = { readonly command: string; readonly description: string }

const ask = async <T>(method: string, params: object): Promise<T> => {
  const response = await fetch(`${world.sandbox.url}/bot${world.sandbox.token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  })
  const { result } = (await response.json()) as { readonly result: T }
  return result
}
const commands = (type: string, language_code?: string): Promise<readonly Command[]> =>
  ask('getMyCommands', { scope: { type }, ...(language_code && { language_code }) })

describe('Telegram knows', () => {
  it.each([
    ['ru', 'Создать событие'],
    ['en', 'Create an event'],
    [undefined, 'Create an event'],
  ])('the commands of private chats in %s', async (language, newEvent) => {
    const known = await commands('all_private_chats', language)
    expect(known.map(({ command }) => command)).toEqual([
      'buy',
      'events',
      'mytickets',
      'orders',
      'following',
      'newevent',
      'myevents',
      'door',
      'language',
      'help',
      'cancel',
      'chatid',
    ])
    expect(known.find(({ command }) => command === 'newevent')?.description).toBe(newEvent)
  })

  it('in groups only the command that works there', async () => {
    for (const language of ['ru', 'en', undefined])
      expect((await commands('all_group_chats', language)).map(({ command }) => command)).toEqual(['chatid'])
  })

  it.each([
    ['ru', 'билеты на события прямо в Telegram'],
    ['en', 'event tickets right inside Telegram'],
    [undefined, 'event tickets right inside Telegram'],
  ])('what the bot is, in %s', async (language, words) => {
    const to = language === undefined ? {} : { language_code: language }
    expect((await ask<{ description: string }>('getMyDescription', to)).description).toContain(words)
    expect(
      (await ask<{ short_description: string }>('getMyShortDescription', to)).short_description.length,
    ).toBeGreaterThan(20)
  })

  it('and is not told again what it knows', async () => {
    const writes = () => world.sandbox.calls.filter(({ method }) => /^setMy/u.test(method)).length
    const before = writes()
    expect(before).toBe(12)
    const asked = () => world.sandbox.callsOf('getMyShortDescription').length
    const askedBefore = asked()
    await world.restart()
    await world.sandbox.until(() => asked() >= askedBefore + 3)
    expect(writes()).toBe(before)
  })
})
