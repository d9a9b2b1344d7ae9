import { describe, expect, it } from 'vitest'
import { createFormStorage } from '../../../src/bot/updates/forms.js'

const storageWith = (stored: string | undefined) =>
  createFormStorage({ readForm: () => Promise.resolve(stored) }).storage
const read = ({ adapter }: ReturnType<typeof storageWith>): Promise<unknown> =>
  adapter.read('k').then((state: unknown) => state)
const good =
  '{"version":[0,1],"state":{"newEvent":[{"interrupts":[0],"replay":{"send":[{"payload":"wait"}],"receive":[]}}]}}'

describe('the stored state of a form', () => {
  it.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['no version', '{"state":{}}'],
    ['no state', '{"version":[0,1]}'],
    ['a form that is no list', '{"version":[0,1],"state":{"newEvent":{}}}'],
    ['a form without a replay', '{"version":[0,1],"state":{"newEvent":[{"interrupts":[]}]}}'],
  ])('that is %s counts as none', async (_, text) => {
    expect(await read(storageWith(text))).toBeUndefined()
  })

  it('that is as the plugin wrote it is read as it is', async () => {
    expect(await read(storageWith(good))).toEqual(JSON.parse(good))
    expect(await read(storageWith(undefined))).toBeUndefined()
  })

  it('is not forgiven when the database fails: that is a defect', async () => {
    const broken = createFormStorage({ readForm: () => Promise.reject(new Error('disk')) }).storage
    await expect(read(broken)).rejects.toThrow('disk')
  })
})
