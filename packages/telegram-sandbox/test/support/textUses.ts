import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** How a script asks for one text: `args` are the names given, undefined when they cannot be read off the call. */
type Use = { readonly key: string; readonly args: ReadonlySet<string> | undefined; readonly where: string }

/** What scripts say about texts: `literals` are all their strings, `families` keys with gaps, such as "fault-…". */
export type Uses = {
  readonly calls: readonly Use[]
  readonly literals: ReadonlySet<string>
  readonly families: readonly { readonly shape: RegExp; readonly where: string; readonly isCalled: boolean }[]
}

/** A script: its path from the client's folder, and its text. */
export type Script = { readonly name: string; readonly text: string }

const client = join(import.meta.dirname, '../../src/page/client')

/** Every script of the page. */
export const clientScripts = (): readonly Script[] =>
  readdirSync(client, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => ({ name, text: readFileSync(join(client, name), 'utf8') }))

// The functions by which the page's client asks for a text.
const words = new Set(['t', 'say'])

/** Finds each `….t(key, args)`, and each string that may be a key. */
export const usesIn = (scripts: readonly Script[]): Uses => {
  const nodes = scripts.flatMap(({ name, text }) =>
    everyNode(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true)).map((node) => ({ node, where: name })),
  )
  return {
    calls: nodes.flatMap(({ node, where }) => callsAt(node, where)),
    literals: new Set(nodes.flatMap(({ node }) => (ts.isStringLiteralLike(node) ? [node.text] : []))),
    families: nodes.flatMap(({ node, where }) =>
      ts.isTemplateExpression(node)
        ? shapeOf(node).map((shape) => ({ shape, where, isCalled: isKeyOfCall(node) }))
        : [],
    ),
  }
}

const everyNode = (node: ts.Node): readonly ts.Node[] => {
  const all: ts.Node[] = []
  const walk = (one: ts.Node): void => {
    all.push(one)
    one.forEachChild(walk)
  }
  walk(node)
  return all
}

const asksForText = ({ expression }: ts.CallExpression): boolean =>
  words.has(ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText())

const isKeyOfCall = (node: ts.Node): boolean =>
  ts.isCallExpression(node.parent) && node.parent.arguments[0] === node && asksForText(node.parent)

const callsAt = (node: ts.Node, where: string): readonly Use[] => {
  if (!ts.isCallExpression(node) || !asksForText(node)) return []
  const [key, args] = node.arguments
  return key ? keysOf(key).map((text) => ({ key: text, args: argNames(args), where })) : []
}

// Other functions are called "say", too: what they say is no key. A key may be chosen: t(free ? 'free' : 'paid').
const keysOf = (node: ts.Expression): readonly string[] => {
  if (ts.isStringLiteralLike(node)) return /\s/u.test(node.text) ? [] : [node.text]
  if (ts.isConditionalExpression(node)) return [...keysOf(node.whenTrue), ...keysOf(node.whenFalse)]
  return ts.isParenthesizedExpression(node) ? keysOf(node.expression) : []
}

const argNames = (node: ts.Expression | undefined): ReadonlySet<string> | undefined => {
  if (!node) return new Set()
  if (!ts.isObjectLiteralExpression(node)) return undefined
  const names = node.properties.map(({ name }) =>
    name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : undefined,
  )
  return names.includes(undefined) ? undefined : new Set(names.filter((name) => name !== undefined))
}

// Only templates that look like keys: "fault-${name}", "${kind}-title".
const shapeOf = (node: ts.TemplateExpression): readonly RegExp[] => {
  const parts = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)]
  const looksLikeKey =
    parts.every((part) => /^[\w-]*$/u.test(part)) && parts.some((part) => /[a-z]{2}-|-[a-z]{2}/iu.test(part))
  return looksLikeKey ? [new RegExp(`^${parts.join('.+')}$`, 'u')] : []
}
