import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { type House, openHouse } from '../../support/house.js'

describe.each(databases)('the version of an event, on $name', (database) => {
  let house: House
  beforeEach(async () => {
    house = await openHouse(database)
  })
  afterEach(() => house.drop())

  test('is raised by each change, and by nothing else', async () => {
    const { organizer, event } = await house.sale()
    const { drafts, publishing, eventNews } = house.services
    expect(await eventNews.revisionOf(event)).toEqual({ changes: 0, changedAt: event.createdAt })

    house.clock.set(event.createdAt + 5000)
    await publishing.unpublish(organizer, event.id)
    const { key } = await drafts.edit(organizer, event.id)
    await drafts.answer(organizer, { question: 'venue', value: 'Elsewhere' })
    await publishing.publish({ personId: organizer, key, eventId: event.id })
    expect(await eventNews.revisionOf(event)).toEqual({ changes: 1, changedAt: event.createdAt + 5000 })
  })
})
