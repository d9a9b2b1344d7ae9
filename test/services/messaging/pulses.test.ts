import { describe, expect, it } from 'vitest'
import { createPulses } from '../../../src/services/messaging/pulses.js'

/** Looks every half second from then on, at a process whose beat is what `beatAt` says; when it was found dead. */
const watch = (from: number, beatAt: (at: number) => number, pulses = createPulses()) => {
  for (let at = from; at < from + 60_000; at += 500)
    if (pulses.see([{ id: 'it', beat: beatAt(at) }], at).length > 0) return at - from
  return undefined
}

describe('whoever looks at other processes', () => {
  it('takes none for dead that gives signs of life, however slowly', () => {
    expect(watch(0, (at) => Math.floor(at / 2400))).toBeUndefined()
  })

  it('takes one for dead that is silent for three seconds', () => {
    expect(watch(0, () => 7)).toBe(3000)
    expect(watch(0, (at) => Math.min(4, Math.floor(at / 500)))).toBe(5000)
  })

  it('counts no time in which it saw nothing itself: after an outage all have as long again', () => {
    const pulses = createPulses()
    pulses.see([{ id: 'it', beat: 7 }], 0)
    expect(watch(600_000, (at) => (at < 601_500 ? 7 : 8 + Math.floor(at / 500)), pulses)).toBeUndefined()
  })

  it('negative control: had the outage counted, one that lives would be taken for dead at once', () => {
    const pulses = createPulses()
    pulses.see([{ id: 'it', beat: 7 }], 0)
    for (let at = 500; at <= 600_000; at += 500) if (pulses.see([{ id: 'it', beat: 7 }], at).length > 0) return
    expect.unreachable()
  })

  it('hears at once of one that has ended, and counts those that live', () => {
    const pulses = createPulses()
    const ended = { id: 'ended', beat: undefined }
    expect(pulses.see([ended, { id: 'a', beat: 1 }, { id: 'b', beat: 1 }], 0)).toEqual([ended])
    expect(pulses.living()).toBe(2)
  })
})
