import { isDeepStrictEqual } from 'node:util'
import { randomCodes } from '../../../src/services/codes.js'
import { createServices } from '../../../src/services/services.js'
import type { Store } from '../../../src/store/store.js'
import { createTestClock } from '../../support/clock.js'
import { now as firstDay } from '../../support/fixtures.js'
import type { Inspector } from '../../support/inspect.js'
import { createChance } from './chance.js'
import { deedsOfBuyers } from './deeds/ofBuyers.js'
import { deedsOfOrganizers } from './deeds/ofOrganizers.js'
import { deedsOfWaiters } from './deeds/ofWaiters.js'
import { deedsWithLines } from './deeds/withLines.js'
import { deedsWithCodes } from './deeds/withCodes.js'
import { deedsWithMoney } from './deeds/withMoney.js'
import { deedsWithTickets } from './deeds/withTickets.js'
import { copySeason } from './copySeason.js'
import { heardAtOnce } from './heard.js'
import { onlyLineOf } from './ownLines.js'
import { factsOf, see } from './rows.js'
import { openSeason, type Season } from './season.js'
import { holdMs, type Lane } from './tools.js'
import { type Act, type Deed, takeTurn } from './turn.js'

type Needs = {
  readonly store: Store
  readonly inspector: Inspector
  readonly seed: number
  readonly lane: number
  readonly steps: number
  readonly name: string
}

const kept = 30
const mostOrders = 40

const openLane = async ({ store: whole, inspector, seed, lane: number }: Needs): Promise<Lane> => {
  const store = heardAtOnce(whole)
  const clock = createTestClock(firstDay)
  const [organizer, ...people] = Array.from({ length: 8 }, (_, n) => (number + 1) * 100 + n) as [number, ...number[]]
  const needs = {
    clock,
    codes: randomCodes,
    organizerIds: [organizer],
    zone: 'Europe/Moscow',
    currency: 'RUB',
    hasProvider: true,
    holdMs,
  }
  const services = createServices({ store, ...needs })
  let current = 0
  const { waiting } = createServices({ store: onlyLineOf(store, () => current), ...needs })
  const beat: Lane['beat'] = (eventId) => {
    current = eventId
    return waiting.work()
  }
  for (const id of [organizer, ...people])
    await services.people.meet({ id, displayName: `Person ${id}`, languageCode: 'en' })
  const chance = createChance(seed * 1009 + number)
  return { number, store, services, inspector, clock, chance, organizer, people, beat }
}

/** What happens next, or undefined when there is nothing to do it with. */
const choose = (lane: Lane, season: Season): Act | undefined => {
  const turn = takeTurn(lane, season)
  const deeds: readonly Deed[] = [
    ...deedsOfBuyers(turn),
    ...deedsWithMoney(turn),
    ...deedsWithCodes(turn),
    ...deedsWithTickets(turn),
    ...deedsOfOrganizers(turn),
    ...deedsOfWaiters(turn),
    ...deedsWithLines(turn),
  ]
  let left = lane.chance.below(deeds.reduce((all, [weight]) => all + weight, 0))
  return deeds.find(([weight]) => (left -= weight) < 0)?.[1]()
}

/**
 * Runs random operations against the services and the model, in step; throws with all that replays it when they differ.
 * How many of each there were.
 */
export const runLane = async (needs: Needs): Promise<ReadonlyMap<string, number>> => {
  const { inspector, seed, steps, name } = needs
  const lane = await openLane(needs)
  const history: string[] = []
  const happened = new Map<string, number>()
  let seasons = 0
  const nextSeason = async (before?: Season): Promise<Season> => {
    const isCopy = before !== undefined && lane.chance.percent(40)
    seasons += 1
    const opened = await (isCopy ? copySeason(lane, before, seasons) : openSeason(lane, seasons))
    happened.set(isCopy ? 'a copy' : 'a new event', (happened.get(isCopy ? 'a copy' : 'a new event') ?? 0) + 1)
    history.push(`--- ${opened.beginning}`)
    return opened
  }

  const fail = (step: number, what: string): never => {
    throw new Error(
      `${what}\non ${name}, seed ${seed}, lane ${lane.number}, step ${step}; replay with PROPERTY_SEED=${seed} PROPERTY_LANE=${lane.number} npx vitest run --mode long property\n${history.slice(-kept).join('\n')}`,
    )
  }

  const check = async (season: Season, step: number): Promise<void> => {
    const seen = await see(inspector, season.eventId, season.stray)
    if (seen.wrongs.length > 0) fail(step, `wrong: ${seen.wrongs.join('; ')}`)
    const wanted = factsOf(season.model)
    for (const kind of Object.keys(wanted) as (keyof typeof wanted)[]) {
      if (isDeepStrictEqual(seen.facts[kind], wanted[kind])) continue
      const index = wanted[kind].findIndex((fact, i) => fact !== seen.facts[kind][i])
      fail(
        step,
        `${kind} differ, first number ${index}:\n  model    ${String(wanted[kind][index])}\n  database ${String(seen.facts[kind][index < 0 ? wanted[kind].length : index])}`,
      )
    }
    season.ids = seen.ids
  }

  let season = await nextSeason()
  for (let step = 1; step <= steps;) {
    if ((season.stepsLeft -= 1) < 0) season = await nextSeason(season)
    const act = choose(lane, season)
    if (!act) continue
    // After time has passed the model must know it, too: both look at the same clock.
    const expected = act.expected()
    const happens = await act
      .real()
      .catch((error: unknown) => `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    history.push(`${step}. ${act.words}: ${happens}`)
    if (history.length > 2 * kept) history.splice(0, kept)
    if (happens !== expected) fail(step, `the model says ${expected}, the services ${happens}`)
    const what = `${act.words.replace(/[\d.]+|\{.*\}/gu, '#')}: ${happens}`
    happened.set(what, (happened.get(what) ?? 0) + 1)
    await check(season, step)
    if (season.model.event.state === 'cancelled' && season.stepsLeft > 15) season.stepsLeft = 15
    if (season.model.orders.length > mostOrders && season.stepsLeft > 15) season.stepsLeft = 15
    step += 1
  }
  return happened
}
