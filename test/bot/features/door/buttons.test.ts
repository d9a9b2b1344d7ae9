import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as door from '../../../../src/bot/features/door/buttons.js'

const most = 2 ** 31 - 1

describe('the buttons of the door', () => {
  it('take at most 64 bytes, whatever they carry, and are read back', () => {
    const values = {
      eventId: most,
      ticketId: most,
      staffId: 2 ** 52 - 1,
      at: Number.MAX_SAFE_INTEGER,
      token: 'x'.repeat(40),
    }
    const data = [
      door.whoIsInPage.data(values),
      door.removeStaff.data(values),
      door.askRemoveStaff.data(values),
      door.acceptInvitation.data(values),
      door.openDoor.data(values),
      door.letInPaid.data(values),
    ]
    for (const one of data) expect(Buffer.byteLength(one)).toBeLessThanOrEqual(64)
    expect(door.removeStaff.parse(door.removeStaff.data(values))).toEqual({
      eventId: values.eventId,
      staffId: values.staffId,
    })
  })

  it('share their verbs with no other button of the bot', () => {
    const root = join(import.meta.dirname, '../../../../src/bot')
    const verbs = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) =>
        [...readFileSync(join(root, file), 'utf8').matchAll(/\bbutton\('(\w+)'/gu)].map(([, verb]) => verb),
      )
    expect(verbs.length).toBeGreaterThan(40)
    expect(new Set(verbs).size).toBe(verbs.length)
  })
})
