import type { ChartLook } from '../../domain/chart.js'
import type { Tone } from './chartFacts.js'

/** The colours of a look, as "#rrggbb". */
export type Look = {
  readonly paper: string
  readonly card: string
  readonly ink: string
  readonly muted: string
  readonly line: string
  readonly accent: string
  readonly tones: Readonly<Record<Tone, string>>
}

/** Told apart by who sees no red or no green as well: they differ in brightness, too. */
export const looks: Readonly<Record<ChartLook, Look>> = {
  light: {
    paper: '#eef1f5',
    card: '#ffffff',
    ink: '#14161a',
    muted: '#5b6470',
    line: '#d3d8e0',
    accent: '#1b4aa8',
    tones: {
      main: '#2f6fde',
      second: '#e8a33d',
      third: '#0f8a7e',
      fourth: '#6b3fa0',
      past: '#7a8494',
      back: '#cf4a4a',
    },
  },
  dark: {
    paper: '#0e1621',
    card: '#17212b',
    ink: '#f2f5f8',
    muted: '#a3b0bd',
    line: '#2f3d4b',
    accent: '#8fbcff',
    tones: {
      main: '#5b9bf8',
      second: '#f2b655',
      third: '#3fc2b1',
      fourth: '#b18ce8',
      past: '#8a97a5',
      back: '#f07a74',
    },
  },
}
