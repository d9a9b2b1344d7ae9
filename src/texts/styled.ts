import { runsOf, type Style, styles } from '../domain/styledText.js'
import { escapeHtml, type Html, trustedHtml } from './html.js'

const tags: Readonly<Record<Style, string>> = {
  blockquote: 'blockquote',
  bold: 'b',
  italic: 'i',
  underline: 'u',
  strikethrough: 's',
  spoiler: 'tg-spoiler',
  code: 'code',
}

/**
 * A styled text as Telegram's HTML, tags rightly nested. A quote holds all else, and code holds nothing
 * (https://core.telegram.org/bots/api#formatting-options).
 */
export const styledHtml = (styled: string): Html => {
  let [markup, open]: [string, readonly Style[]] = ['', []]
  const turnTo = (wanted: readonly Style[]): void => {
    const same = sharedBegin(open, wanted)
    markup += open.slice(same).reverse().map(closing).join('') + wanted.slice(same).map(opening).join('')
    open = wanted
  }
  for (const run of runsOf(styled)) {
    turnTo(fitting(run.styles))
    markup += escapeHtml(run.text).html
  }
  turnTo([])
  return trustedHtml(markup)
}

const fitting = (all: ReadonlySet<Style>): readonly Style[] =>
  styles.filter((style) => all.has(style) && (!all.has('code') || style === 'code' || style === 'blockquote'))

const sharedBegin = (some: readonly Style[], others: readonly Style[]): number => {
  const at = some.findIndex((style, index) => style !== others[index])
  return at === -1 ? some.length : at
}

const opening = (style: Style): string => `<${tags[style]}>`
const closing = (style: Style): string => `</${tags[style]}>`
