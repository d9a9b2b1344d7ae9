import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesIn, neighboursOf, type Source, sourcesIn } from './sources.js'

/** Import circles, types included: each as the files that lead back to the first (Tarjan's components). */
const circlesIn = (sources: readonly Source[]): readonly (readonly string[])[] => {
  const graph = new Map(sources.map((source) => [source.file, neighboursOf(source)]))
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const stack: string[] = []
  const found: string[][] = []
  const visit = (file: string): number => {
    const number = order.size
    let low = number
    order.set(file, number)
    stack.push(file)
    for (const next of graph.get(file) ?? []) {
      if (!graph.has(next)) continue
      if (!order.has(next)) low = Math.min(low, visit(next))
      else if (stack.includes(next)) low = Math.min(low, order.get(next) ?? low)
    }
    lowest.set(file, low)
    if (low === number) {
      const circle = stack.splice(stack.indexOf(file))
      if (circle.length > 1 || graph.get(file)?.includes(file)) found.push(circle.sort())
    }
    return low
  }
  for (const file of graph.keys()) if (!order.has(file)) visit(file)
  return found
}

const most = 15
// One noun, one table, one change of the schema a file: a flat folder is the better list.
const exempt = new Set(['src/domain', 'test/domain', 'src/store/tables', 'src/store/migrations'])

const crowded = (files: readonly string[]): readonly string[] => {
  const counts = new Map<string, number>()
  for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1)
  return [...counts].filter(([folder, count]) => count > most && !exempt.has(folder)).map(([folder]) => folder)
}

const exportedTypesIn = (sources: readonly Source[]): ReadonlyMap<string, readonly string[]> => {
  const places = new Map<string, string[]>()
  for (const { file, text } of sources)
    for (const [, name = ''] of text.matchAll(/^export (?:type|class|interface) (\w+)/gmu))
      places.set(name, [...(places.get(name) ?? []), file])
  return places
}

const sharedNames = (sources: readonly Source[]): readonly string[] =>
  [...exportedTypesIn(sources)]
    .filter(([, files]) => files.length > 1)
    .map(([name, files]) => `${name}: ${files.join(', ')}`)

const folders = ['src', 'packages/telegram-sandbox/src', 'demo/src']

describe('the shape of the house', () => {
  it.each(folders)('has no import circles in %s, types included', (folder) => {
    expect(circlesIn(sourcesIn(folder))).toEqual([])
  })

  it('would notice a circle of types', () => {
    const circle = [
      { file: 'src/a.ts', text: "import type { B } from './b.js'" },
      { file: 'src/b.ts', text: "export { c } from './c.js'" },
      { file: 'src/c.ts', text: "const { a } = await import('./a.js')" },
      { file: 'src/d.ts', text: "import { a } from './a.js'" },
    ]
    expect(circlesIn(circle)).toEqual([['src/a.ts', 'src/b.ts', 'src/c.ts']])
  })

  it.each([...folders, 'test', 'packages/telegram-sandbox/test', 'demo/test'])(
    `has at most ${most} files in a folder of %s`,
    (folder) => {
      expect(crowded(filesIn(folder))).toEqual([])
    },
  )

  it('would notice a crowded folder', () => {
    expect(crowded(Array.from({ length: most + 1 }, (_, i) => `src/bot/${i}.ts`))).toEqual(['src/bot'])
  })

  it('has no two exported types of one name', () => {
    expect(sharedNames(sourcesIn('src'))).toEqual([])
  })

  it('would notice two types of one name', () => {
    const twice = ['src/a.ts', 'src/b.ts'].map((file) => ({ file, text: 'export type Page = { size: number }' }))
    expect(sharedNames(twice)).toEqual(['Page: src/a.ts, src/b.ts'])
  })
})
