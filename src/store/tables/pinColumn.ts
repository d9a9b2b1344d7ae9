import type { Pin } from '../../domain/place.js'
import { type Column, varchar } from './columns.js'

/** "55751244,37618423": millionths of a degree, so that no database rounds them. */
export const pin: Column<Pin> = {
  options: varchar.options,
  read: (raw) => {
    const [latitude = 0, longitude = 0] = String(raw).split(',').map(Number)
    return { latitude, longitude }
  },
  write: ({ latitude, longitude }) => `${latitude},${longitude}`,
}
