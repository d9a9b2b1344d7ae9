import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** How the program asks for one text: `args` are the names given, undefined when they cannot be read off the call. */
type Use = {
  readonly how: 'say' | 'label'
  readonly key: string
  readonly args: ReadonlySet<string> | undefined
  readonly where: string
}

/**
 * What the program's source says about texts. `literals` are all its strings, `shapes` its strings with gaps
 * ("refusal-…").
 */
export type Uses = {
  readonly calls: readonly Use[]
  readonly literals: ReadonlySet<string>
  readonly shapes: readonly RegExp[]
  readonly emptyShapes: readonly { readonly shape: RegExp; readonly where: string }[]
}

/** A script: its path from the project's folder, and its text. */
export type SourceFile = { readonly name: string; readonly text: string }

/** The files of a folder of the project with this ending, those of its folders too. */
export const filesUnder = (folder: string, ending: string): readonly SourceFile[] => {
  const root = join(import.meta.dirname, '../../..', folder)
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => ({ name: join(folder, name), text: readFileSync(join(root, name), 'utf8') }))
}

/** Every TypeScript file under src/. */
export const sourceFiles = (): readonly SourceFile[] => filesUnder('src', '.ts')

/** Finds each `….say(key, args)` and `….label(key, args)`, and each string that may be a key. */
export const usesIn = (files: readonly SourceFile[]): Uses => {
  const calls: Use[] = []
  const literals = new Set<string>()
  const templates: { shape: RegExp; where: string; called: boolean }[] = []
  for (const { name, text } of files) {
    walk(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true), (node) => {
      if (ts.isStringLiteralLike(node)) literals.add(node.text)
      if (ts.isTemplateExpression(node))
        templates.push(...shapeOf(node).map((shape) => ({ shape, where: name, called: isKeyOfCall(node) })))
      calls.push(...callsAt(node, name))
    })
  }
  return {
    calls,
    literals,
    shapes: templates.map(({ shape }) => shape),
    emptyShapes: templates.filter(({ called }) => called),
  }
}

const walk = (node: ts.Node, visit: (node: ts.Node) => void): void => {
  visit(node)
  node.forEachChild((child) => walk(child, visit))
}

const howOf = ({ expression }: ts.CallExpression): Use['how'] | undefined => {
  const name = ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText()
  return name === 'say' || name === 'label' ? name : undefined
}

const isKeyOfCall = (node: ts.Node): boolean =>
  ts.isCallExpression(node.parent) && node.parent.arguments[0] === node && howOf(node.parent) !== undefined

const callsAt = (node: ts.Node, where: string): readonly Use[] => {
  if (!ts.isCallExpression(node)) return []
  const [key, args] = node.arguments
  const how = howOf(node)
  return how && key ? keysOf(key).map((text) => ({ how, key: text, args: argNames(args), where })) : []
}

// Other functions are called "say", too: what they say is no key. A key may be chosen: say(free ? 'free' : 'paid').
const keysOf = (node: ts.Expression): readonly string[] => {
  if (ts.isStringLiteralLike(node)) return /\s/u.test(node.text) ? [] : [node.text]
  if (ts.isConditionalExpression(node)) return [...keysOf(node.whenTrue), ...keysOf(node.whenFalse)]
  return ts.isParenthesizedExpression(node) ? keysOf(node.expression) : []
}

const argNames = (node: ts.Expression | undefined): ReadonlySet<string> | undefined => {
  if (!node) return new Set()
  if (!ts.isObjectLiteralExpression(node)) return undefined
  const names = node.properties.map((property) =>
    property.name && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name))
      ? property.name.text
      : undefined,
  )
  return names.includes(undefined) ? undefined : new Set(names.filter((name) => name !== undefined))
}

// Only templates that look like keys: "refusal-${code}", "${kind}-title".
const shapeOf = (node: ts.TemplateExpression): readonly RegExp[] => {
  const parts = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)]
  const looksLikeKey =
    parts.every((part) => /^[\w-]*$/u.test(part)) && parts.some((part) => /[a-z]{2}-|-[a-z]{2}/iu.test(part))
  return looksLikeKey ? [new RegExp(`^${parts.join('.+')}$`, 'u')] : []
}
