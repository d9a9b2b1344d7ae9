import type { SKRSContext2D } from '@napi-rs/canvas'
import type { Language } from '../../domain/person.js'
import type { Face } from '../fonts/fonts.js'
import type { Typesetter } from '../typesetting.js'
import type { Look } from './looks.js'

/** What a chart is drawn with. */
export type Pen = {
  readonly canvas: SKRSContext2D
  readonly face: Face
  readonly setter: Typesetter
  readonly look: Look
  readonly language: Language
}

/** The picture's measures, in pixels. */
export const page = { width: 1080, card: { left: 28, top: 28, radius: 32 }, left: 72, right: 1008, room: 936 } as const

/** A number as it stands on an axis: whole or short, "12 000", "1,5 млн". */
export const axisNumber = (value: number, language: Language): string =>
  new Intl.NumberFormat(
    language,
    Math.abs(value) >= 1_000_000 ? { notation: 'compact', maximumFractionDigits: 1 } : { maximumFractionDigits: 2 },
  )
    .format(value)
    .replace('-', '−')
