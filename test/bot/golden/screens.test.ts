import { readdirSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { languages } from '../../../src/domain/person.js'
import { tellStory } from './story.js'
import { tellWaiting } from './waiting.js'

/** Whole screens as people see them. `npx vitest run test/bot/golden -u` draws them anew: then read what changed. */
const names = [
  'afterwards',
  'card',
  'door',
  'hold',
  'manage',
  'money',
  'myTickets',
  'news',
  'orders',
  'organizer/copies',
  'organizer/newEventStart',
  'organizer/newEventSummary',
  'organizer/waiting',
  'refunds',
  'refusals',
  'start',
  'threads',
  'ticket',
  'waiting',
] as const

describe.each(languages)('the golden screens in "%s"', (language) => {
  let screens: ReadonlyMap<string, string>
  beforeAll(async () => {
    screens = new Map([...(await tellStory(language)), ...(await tellWaiting(language))])
  })

  it.each(names)('%s', async (name) => {
    await expect(screens.get(name)).toMatchFileSnapshot(`./${language}/${name}.txt`)
  })

  it('are these and no others', () => {
    const folder = new URL(`./${language}`, import.meta.url)
    const files = (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith('.txt')).sort()
    expect(files).toEqual(names.map((name) => `${name}.txt`))
    expect([...screens.keys()].sort()).toEqual([...names])
  })
})
