import { secondMs } from '../../domain/duration.js'
import type { Pulse } from '../../store/tables/processes.js'

// Whoever gave no sign of life for so long, while the observer could have seen one, is dead.
const silentMs = 3 * secondMs
// A longer step between two looks was an outage: the observer saw nothing meanwhile, and nobody could give a sign.
const longestStepMs = secondMs

/** What an observer knows of the other processes. Times are milliseconds of a clock that is never set. */
export const createPulses = () => {
  let known: ReadonlyMap<string, { readonly beat: number | undefined; readonly silentForMs: number }> = new Map()
  let lastLookAt: number | undefined

  return {
    /** Sees them once more; gives those that have ended or died. */
    see: (pulses: readonly Pulse[], at: number): readonly Pulse[] => {
      const stepMs = Math.min(longestStepMs, at - (lastLookAt ?? at))
      lastLookAt = at
      known = new Map(
        pulses.map(({ id, beat }) => {
          const before = known.get(id)
          const isSilent = before !== undefined && before.beat === beat
          return [id, { beat, silentForMs: isSilent ? before.silentForMs + stepMs : 0 }]
        }),
      )
      return pulses.filter(({ id, beat }) => beat === undefined || (known.get(id)?.silentForMs ?? 0) >= silentMs)
    },

    /** How many of them live, as far as is known. */
    living: (): number => [...known.values()].filter(({ beat }) => beat !== undefined).length,
  }
}
