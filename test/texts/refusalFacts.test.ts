import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const src = new URL('../../src/', import.meta.url).pathname
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
const sentences = readFileSync(join(src, 'texts/en.ftl'), 'utf8')

/** The names that the sentence of a refusal needs. */
const neededBy = (code: string): readonly string[] => {
  const [, sentence = ''] =
    new RegExp(`^refusal-${code} =(.*(?:\\n[ \\t}].*|\\n(?=\\n[ \\t]))*)`, 'mu').exec(sentences) ?? []
  return [...new Set([...sentence.matchAll(/\$(\w+)/gu)].map(([, name = '']) => name))]
}

type Thrown = { readonly where: string; readonly code: string; readonly facts: readonly string[] | undefined }

/** Which facts a refusal is given; undefined where the text of the code alone does not say it. */
const factsOf = (given: ts.Expression | undefined): readonly string[] | undefined => {
  if (given === undefined) return []
  if (!ts.isObjectLiteralExpression(given)) return undefined
  const names = given.properties.map(({ name }) => (name && ts.isIdentifier(name) ? name.text : undefined))
  return names.every((name) => name !== undefined) ? names : undefined
}

const refusalsIn = (name: string): readonly Thrown[] => {
  const found: Thrown[] = []
  const source = ts.createSourceFile(name, readFileSync(join(src, name), 'utf8'), ts.ScriptTarget.Latest, true)
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'Refusal') {
      const [code, given] = node.arguments ?? []
      if (code && ts.isStringLiteral(code)) found.push({ where: name, code: code.text, facts: factsOf(given) })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

describe('the sentence of a refusal', () => {
  const thrown = files.flatMap(refusalsIn)

  it('gets each of the facts that it needs, wherever it is refused', () => {
    const lacking = thrown.flatMap(({ where, code, facts }) =>
      facts === undefined
        ? []
        : neededBy(code)
            .filter((needed) => !facts.includes(needed))
            .map((needed) => `${where}: ${code} has no ${needed}`),
    )
    expect(lacking).toEqual([])
  })

  it('is found with its facts in most places (or what is above says nothing)', () => {
    expect(thrown.filter(({ facts }) => facts !== undefined && facts.length > 0).length).toBeGreaterThan(50)
    expect(neededBy('wordsTooLong')).toEqual(['length', 'max'])
    expect(neededBy('perPersonLimit')).toContain('max')
  })
})
