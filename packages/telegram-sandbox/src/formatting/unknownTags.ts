import { asObject } from '../server/fields.js'
import { badRequest } from '../server/refusals.js'

const textNames = ['text', 'caption', 'media'] as const

/**
 * Refuses (400) HTML with a tag that an older Bot API server does not know, in its words. `values`: a call's
 * parameters, before anything else is read of them.
 */
export const refuseUnknownTags = (values: Readonly<Record<string, unknown>>, unknown: ReadonlySet<string>): void => {
  if (unknown.size === 0) return
  for (const name of textNames) {
    const value = values[name]
    if (typeof value === 'string' && name !== 'media') checkText(value, values['parse_mode'], unknown)
    else for (const item of listOf(value)) refuseUnknownTags(item, unknown)
  }
}

const checkText = (html: string, parseMode: unknown, unknown: ReadonlySet<string>): void => {
  if (typeof parseMode !== 'string' || parseMode.toLowerCase() !== 'html') return
  for (const { 1: tag = '', index } of html.matchAll(/<([a-z][^\s>]*)/giu))
    if (unknown.has(tag.toLowerCase()))
      throw badRequest(
        `can't parse entities: Unsupported start tag "${tag}" at byte offset ${Buffer.byteLength(html.slice(0, index))}`,
      )
}

// An album, or one picture that takes another's place; in forms both are JSON texts.
const listOf = (value: unknown): readonly Readonly<Record<string, unknown>>[] => {
  const parsed = typeof value === 'string' ? parse(value) : value
  const items: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed]
  return items.flatMap((item) => {
    const object = asObject(item)
    return object ? [object] : []
  })
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
