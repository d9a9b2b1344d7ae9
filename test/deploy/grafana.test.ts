import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { meet, openCalmWorld } from '../support/talker.js'
import type { World } from '../support/world.js'

const dashboard = z
  .object({ panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) })) })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../deploy/grafana.json'), 'utf8')))
const expressions = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))

const namesIn = (expr: string): readonly string[] => expr.match(/\b(?:levem|process|nodejs)_\w+/gu) ?? []
const labelsIn = (expr: string): readonly string[] =>
  [...expr.matchAll(/by \(([^)]*)\)|[{,](\w+)!?=/gu)].flatMap(([, list, one]) => (list ?? one ?? '').split(', '))

describe('the dashboard', () => {
  let world: World
  let told: string
  beforeAll(async () => {
    world = await openCalmWorld({ config: { health: { host: '127.0.0.1', port: 0 } } })
    await (await meet(world, 'Ann')).says('/start')
    told = await (await fetch(`http://127.0.0.1:${world.levem().health?.port ?? 0}/metrics`)).text()
  })
  afterAll(() => world.close())

  const missing = (exprs: readonly string[]): readonly string[] => [
    ...exprs.flatMap(namesIn).filter((name) => !new RegExp(`^(?:${name}[{ ]|# TYPE ${name} )`, 'mu').test(told)),
    // "urgency" stands there only while something waits.
    ...exprs.flatMap(labelsIn).filter((label) => !new RegExp(`[{,]${label}="`, 'u').test(told) && label !== 'urgency'),
  ]

  it('shows only numbers that there are, by labels that they have', () => {
    expect([expressions.length > 15, missing(expressions)]).toEqual([true, []])
  })

  it('shows everything that Levem counts of itself', () => {
    const counted = [...told.matchAll(/^# TYPE (levem_\w+)/gmu)].map(([, name = '']) => name)
    const shown = expressions.flatMap(namesIn).map((name) => name.replace(/_(?:bucket|count|sum)$/u, ''))
    expect(counted.filter((name) => !shown.includes(name))).toEqual([])
  })

  it('would be noticed if it showed another', () => {
    expect(missing(['sum by (person) (rate(levem_updates_total[5m]))'])).toEqual(['levem_updates_total', 'person'])
  })
})
