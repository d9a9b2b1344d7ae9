import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import { asks, expectNoDefect, goTo, meet, openCalmWorld, type Talker, typed } from '../../../../support/talker.js'
import { en } from '../../../../support/texts/words.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const lastSaid = (talker: Talker): number =>
  talker.person
    .messages()
    .filter(({ fromBot }) => !fromBot)
    .at(-1)?.message.message_id ?? 0
const edits = (talker: Talker, text: string, message = lastSaid(talker)): Promise<readonly string[]> =>
  talker.hears(() => talker.person.edits(message, text))
const draftOf = (talker: Talker) => world.levem().services.drafts.find(talker.id)

describe('an edited answer', () => {
  it('is taken, while its question is the last that was asked', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    await ann.says('soonish', 'later than soonish')
    expect(await edits(ann, typed.startsAt)).toEqual([expect.stringMatching(asks.endsAt)])
  })

  it('changes nothing when it was taken before: the open question stands again, with a hint', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'description')
    const [said, ...more] = await edits(ann, 'Another title')
    expect(more).toEqual([])
    expect(said).toContain(en('form-edited-late'))
    expect(said).toMatch(asks.description)
    expect((await draftOf(ann))?.answers.title).toBe(typed.title)
    expect(await ann.says(typed.description)).toMatch(asks.startsAt)
  })

  it('is no command, and nothing where nothing is asked', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'description')
    expect(await edits(ann, '/cancel')).toEqual([])
    expect(await draftOf(ann)).toBeDefined()
    await ann.says('/cancel', 'hello there')
    expect(await edits(ann, 'hello')).toEqual([])
  })

  it('outlives a restart', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'capacity')
    await ann.says('many')
    await world.restart()
    expect(await edits(ann, '100')).toEqual([expect.stringMatching(asks.poster)])
  })
})
