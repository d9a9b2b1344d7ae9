import { afterEach, describe, expect, test } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { heard } from '../../support/announcing.js'
import { buy, openCalmWorld, publish } from '../../support/talker.js'
import { ru } from '../../support/texts/words.js'
import type { World } from '../../support/world.js'

const hour = 3_600_000
const untilNine = 21 * hour + 60_000

// The world begins at noon of Moscow; the owner wants the proof at nine.
describe.each(databases)('the proof of the day in the notification chat, on $name', (database) => {
  let world: World | undefined
  afterEach(() => world?.close())

  const begin = async () => {
    const opened = (world = await openCalmWorld({ database, config: { proofAt: 9 * 60 } }))
    const [olga, anna] = [await opened.person('Olga'), await opened.person('Anna')]
    return { opened, anna, sale: await publish(opened, olga.id, { title: 'Jazz', hours: 24 * 9 }) }
  }
  const proofs = ({ chat }: World, isFine: 'yes' | 'no') =>
    heard(chat).filter((text) => ru.begins('news-proof', { isFine }).test(text))

  test('comes once a day, through a restart; not of a day without sales', async () => {
    const { opened, anna, sale } = await begin()
    await buy(opened, anna.id, sale)
    await buy(opened, anna.id, sale)
    await opened.settle()
    await opened.advance(untilNine)
    await opened.restart()
    await opened.advance(2 * hour)
    expect(proofs(opened, 'yes')).toEqual([
      expect.stringMatching(ru.like('news-proof', { isFine: 'yes', sold: 2, said: 2 })),
    ])
    expect(opened.log.filter((line) => line.includes('the sales of the day are proved'))).toHaveLength(1)
    await opened.advance(24 * hour)
    expect([...proofs(opened, 'yes'), ...proofs(opened, 'no')]).toHaveLength(1)
  })

  test('is an alarm with the order of which the chat did not hear', async () => {
    const { opened, anna, sale } = await begin()
    const [{ order: lost }] = [await buy(opened, anna.id, sale), await buy(opened, anna.id, sale)]
    await opened.settle()
    await opened.inspect.lose('announcements', { key: `issued:${lost.id}` })
    await opened.advance(untilNine)
    const [alarm, ...others] = proofs(opened, 'no')
    expect(others).toEqual([])
    expect(alarm).toMatch(ru.like('news-proof', { isFine: 'no', sold: 2, said: 1 }))
    expect(alarm).toMatch(ru.like('news-proof-missing', { count: 1, orders: String(lost.id) }))
    expect(alarm).not.toContain('Anna')
    const line = opened.log.find((one) => one.includes('sales and announcements of the day differ'))
    expect(JSON.parse(line ?? '{}')).toMatchObject({ sold: 2, said: 1, missingOrders: [lost.id] })
  })

  test('stays away where the owner wants none', async () => {
    const { opened, anna, sale } = await begin()
    await opened.restart({ proofAt: undefined })
    await buy(opened, anna.id, sale)
    await opened.advance(untilNine)
    expect(proofs(opened, 'yes')).toEqual([])
  })
})
