import { createHash } from 'node:crypto'

/**
 * The colours of one event's cards, as "#rrggbb". White letters stand on `deep`, `dark` and `light`; letters of `deep`
 * and `ink` stand on white.
 */
export type Colours = { readonly deep: string; readonly dark: string; readonly light: string; readonly pop: string }

// Chosen by eye: a deep tone for white letters, and a bright one that goes with it.
const pairs = [
  ['#3a2e9c', '#ffb454'],
  ['#1b4aa8', '#ffd166'],
  ['#0a5c66', '#f7c65c'],
  ['#1a6141', '#f4d35e'],
  ['#74235f', '#ffa69e'],
  ['#9e1b38', '#ffc49b'],
  ['#8f3a14', '#ffdf9e'],
  ['#2b3d55', '#7fd1c7'],
  ['#5d2fa8', '#8fe3cf'],
  ['#17233f', '#fca311'],
  ['#475418', '#f6e27a'],
  ['#a01c55', '#ffd6a5'],
] as const

/** A number that belongs to an event as long as its title stays: it chooses the colours and the pattern. */
export const seedOf = (title: string): number => createHash('sha256').update(title).digest().readUInt32BE()

/** The colours that belong to a seed. */
export const coloursOf = (seed: number): Colours => {
  const [deep, pop] = pairs[seed % pairs.length] ?? pairs[0]
  return { deep, dark: mix(deep, '#000000', 0.16), light: mix(deep, '#ffffff', 0.08), pop }
}

const channels = (colour: string): readonly number[] => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))

const mix = (colour: string, other: string, share: number): string => {
  const others = channels(other)
  return `#${channels(colour)
    .map((value, i) =>
      Math.round(value + ((others[i] ?? 0) - value) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

/** How well two colours are told apart, from 1 to 21 (https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio). */
export const contrast = (a: string, b: string): number => {
  const [dim = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (bright + 0.05) / (dim + 0.05)
}

const luminance = (colour: string): number => {
  const [r = 0, g = 0, b = 0] = channels(colour).map((value) =>
    value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
