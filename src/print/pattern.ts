import type { SKRSContext2D } from '@napi-rs/canvas'
import type { Colours } from './colours.js'

type Place = { readonly width: number; readonly height: number }
type Pattern = (canvas: SKRSContext2D, colours: Colours, place: Place, seed: number) => void

type Point = readonly [x: number, y: number]

const disc = (canvas: SKRSContext2D, [x, y]: Point, radius: number, colour: string): void => {
  canvas.fillStyle = colour
  canvas.beginPath()
  canvas.arc(x, y, radius, 0, 2 * Math.PI)
  canvas.fill()
}

/** A sun in the corner, and its echoes. */
const rings: Pattern = (canvas, { deep, dark, light, pop }, { width }) => {
  for (let ring = 6; ring > 0; ring -= 1)
    disc(canvas, [width - 86, 68], 60 + ring * 96, ring % 2 === 0 ? light : ring % 3 === 0 ? dark : deep)
  disc(canvas, [width - 86, 68], 46, pop)
}

/** Rays from behind the card. */
const rays: Pattern = (canvas, { dark, light, pop }, { width, height }) => {
  const [x, y, reach] = [width - 150, height, 1500]
  for (let ray = 0; ray < 12; ray += 1) {
    const from = Math.PI + (ray * Math.PI) / 12
    canvas.fillStyle = ray % 4 === 0 ? dark : light
    canvas.beginPath()
    canvas.moveTo(x, y)
    canvas.lineTo(x + reach * Math.cos(from), y + reach * Math.sin(from))
    canvas.lineTo(x + reach * Math.cos(from + Math.PI / 24), y + reach * Math.sin(from + Math.PI / 24))
    canvas.fill()
  }
  disc(canvas, [width - 86, 72], 34, pop)
}

/** Hills behind hills, under a moon; the nearest has the colour of the frame. */
const hills: Pattern = (canvas, { deep, dark, light, pop }, { width, height }, seed) => {
  const shift = (seed >>> 8) % 500
  canvas.fillStyle = light
  canvas.fillRect(0, 0, width, height)
  disc(canvas, [width - 100, 72], 44, pop)
  disc(canvas, [300 + shift, height - 250 + 800], 800, dark)
  disc(canvas, [1100 - shift, height - 170 + 900], 900, deep)
  disc(canvas, [300, height - 90 + 2400], 2400, deep)
  canvas.fillRect(0, height - 40, width, height)
}

const tile = 108

/** Quarters of discs on a grid. */
const quarters: Pattern = (canvas, { dark, light, pop }, { width, height }, seed) => {
  let state = seed
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24
  const rows = Math.ceil(height / tile)
  for (let cell = 0; cell < rows * 10; cell += 1) {
    const [column, row, turn] = [cell % 10, Math.floor(cell / 10), next() % 4]
    const isCorner = column === 9 && row === 0
    if (next() % 10 >= 8 - column && !isCorner)
      quarter(canvas, [column * tile, row * tile], turn, next() % 2 === 0 ? dark : light)
  }
  quarter(canvas, [width - tile, 0], 1, pop)
}

const quarter = (canvas: SKRSContext2D, [x, y]: Point, turn: number, colour: string): void => {
  const [cornerX, cornerY] = [x + (turn === 0 || turn === 3 ? 0 : tile), y + (turn < 2 ? 0 : tile)]
  canvas.fillStyle = colour
  canvas.beginPath()
  canvas.moveTo(cornerX, cornerY)
  canvas.arc(cornerX, cornerY, tile, (turn * Math.PI) / 2, ((turn + 1) * Math.PI) / 2)
  canvas.fill()
}

const patterns = [rings, rays, hills, quarters] as const

/** Draws the pattern that belongs to a seed behind an event's title. */
export const drawPattern = (canvas: SKRSContext2D, colours: Colours, place: Place, seed: number): void => {
  const pattern = patterns[(seed >>> 4) % patterns.length] ?? rings
  pattern(canvas, colours, place, seed)
}
