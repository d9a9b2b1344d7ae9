import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Person } from 'telegram-sandbox'
import type { Program } from '../../../support/program.js'
import { setStage, type Stage } from '../../../support/stage.js'
import { isLong } from '../../size.js'

let stage: Stage
let ann: Person
beforeEach(async () => {
  // Every answer of Telegram is a while under way: time to die between the reply that Ann reads and the note that her
  // update is handled.
  stage = await setStage({ delayMs: 150 })
  ann = stage.sandbox.person({ firstName: 'Ann', languageCode: 'en' })
})
afterEach(() => stage.close())

const answers: readonly (readonly [answer: string, next: RegExp])[] = [
  ['/newevent', /1 of 8/u],
  ['Jazz', /2 of 8/u],
  ['Two sets', /3 of 8/u],
  ['25.12.2029 19:00', /4 of 8/u],
  ['22:00', /5 of 8/u],
  ['Blue Note', /6 of 8/u],
  ['1500', /7 of 8/u],
  ['70', /8 of 8/u],
  ['Skip ›', /All correct\?/u],
  ['🎉 Publish', /is published!/u],
]

// Each death is a start of the program: in a short run it dies at a typed answer, and at the last press.
const isDeadly = (answer: string): boolean => isLong || answer === 'Jazz' || answer === '🎉 Publish'

/** Says it, or presses the button that says so; gives the update's id. */
const act = (answer: string): number =>
  (ann.buttons().includes(answer) ? ann.presses(answer) : ann.says(answer)).update_id

/** Starts the program again and waits until the update that was left behind is handled. */
const revive = async (updateId: number): Promise<Program> => {
  const program = await stage.open()
  await program.says(new RegExp(`"update":${updateId},.*"update handled"`, 'u'))
  return program
}

/** Acts and reads what comes next; gives the update's id. */
const live = async (answer: string, next: RegExp): Promise<number> => {
  const read = stage.sandbox.until(() => next.test(ann.sees()), 20_000)
  const update = act(answer)
  await read
  return update
}

const published = async () => {
  const events = await stage.inspect.rows('events')
  const [type = {}] = await stage.inspect.rows('ticket_types')
  const { title, description, starts_at, ends_at, venue } = events[0] ?? {}
  const { price_minor, capacity } = type
  return { title, description, starts_at, ends_at, venue, price_minor, capacity, events: events.length }
}
const asTyped = {
  title: 'Jazz',
  description: 'Two sets',
  starts_at: Date.UTC(2029, 11, 25, 16),
  ends_at: Date.UTC(2029, 11, 25, 19),
  venue: 'Blue Note',
  price_minor: 150_000,
  capacity: 70,
  events: 1,
}

describe('kill -9 in the middle of /newevent, at every answer', () => {
  it('before the reply: the next question comes, and no answer is taken twice', async () => {
    let program = await stage.open()
    for (const [answer, next] of answers) {
      if (!isDeadly(answer)) {
        await live(answer, next)
        continue
      }
      const fault = stage.sandbox.faults.add({ method: /^(?:sendMessage|editMessage)/u, chat: ann, kind: 'hang' })
      const update = act(answer)
      await stage.sandbox.until(() => fault.hits() > 0, 20_000)
      await program.kill()
      fault.remove()
      program = await revive(update)
      expect(ann.sees()).toMatch(next)
    }
    expect(await published()).toEqual(asTyped)
  })

  it('after the reply: the same question is still the one that is asked, and no answer is taken twice', async () => {
    let program = await stage.open()
    for (const [answer, next] of answers) {
      const update = await live(answer, next)
      if (!isDeadly(answer)) continue
      await program.kill()
      program = await revive(update)
      expect(ann.sees()).toMatch(next)
    }
    expect(await published()).toEqual(asTyped)
  })
})
