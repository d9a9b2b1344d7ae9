import type { ChartLook } from '../../domain/chart.js'
import type { Language } from '../../domain/person.js'

/** What a colour stands for: the same on each chart of a look. */
export type Tone = 'main' | 'second' | 'third' | 'fourth' | 'past' | 'back'

/** Values of one name, one for each label; undefined where there is none. */
export type Series = {
  readonly name: string
  readonly tone: Tone
  readonly values: readonly (number | undefined)[]
}

/** A label below a bar: its lines. */
export type BarLabel = readonly string[]

/**
 * A part of a chart's picture. bars: stacked over their labels, negative ones downwards; line: the first series is
 * filled, the others are dashed, and `limit` is a line above them; rows: parts of a whole, one below the other; words:
 * instead of what there is not.
 */
export type Panel =
  | {
      readonly kind: 'bars'
      readonly title: string
      readonly labels: readonly BarLabel[]
      readonly series: readonly Series[]
    }
  | {
      readonly kind: 'line'
      readonly title: string
      readonly labels: readonly BarLabel[]
      readonly series: readonly Series[]
      readonly limit?: { readonly name: string; readonly value: number } | undefined
    }
  | {
      readonly kind: 'rows'
      readonly title: string
      readonly rows: readonly { readonly name: string; readonly said: string; readonly share: number }[]
    }
  | { readonly kind: 'words'; readonly words: string }

/** What stands on a chart's picture, in the reader's words. */
export type ChartPictureFacts = {
  readonly language: Language
  readonly look: ChartLook
  readonly heading: string
  readonly title: string
  /** When it is, by its clocks. */
  readonly when: string
  readonly panels: readonly Panel[]
}
