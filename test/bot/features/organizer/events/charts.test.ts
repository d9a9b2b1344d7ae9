import { afterEach, describe, expect, test } from 'vitest'
import { chartKinds } from '../../../../../src/domain/chart.js'
import { routes } from '../../../../../src/bot/ui/routes.js'
import type { ChartPictureFacts } from '../../../../../src/print/charts/chartFacts.js'
import { quickPrinter } from '../../../../support/announcing.js'
import { type EventWithType, forge, meet, openCalmWorld, publish, type Talker } from '../../../../support/talker.js'
import { carry } from '../../../../support/tickets.js'
import { wordsOf } from '../../../../support/texts/words.js'
import type { World } from '../../../../support/world.js'

const day = 86_400_000

describe.each(['en', 'ru'] as const)('charts of an event, in chat (%s)', (language) => {
  const words = wordsOf[language]
  let world: World | undefined
  afterEach(() => world?.close())

  type Stage = {
    readonly opened: World
    readonly olga: Talker
    readonly sale: EventWithType
    readonly drawn: readonly ChartPictureFacts[]
  }
  const begin = async (chart = quickPrinter.chart): Promise<Stage> => {
    const drawn: ChartPictureFacts[] = []
    const draw: typeof chart = (facts) => {
      drawn.push(facts)
      return chart(facts)
    }
    const opened = (world = await openCalmWorld({ printer: { ...quickPrinter, chart: draw } }))
    const olga = await meet(opened, 'Olga', { languageCode: language })
    const sale = await publish(opened, olga.id, {
      title: 'Jazz',
      hours: 72,
      capacity: 40,
      price: { minor: 50_000, currency: 'RUB' },
    })
    return { opened, olga, sale, drawn }
  }
  const manages = async ({ olga, sale }: Stage): Promise<void> => {
    await olga.says('/myevents')
    await olga.presses({ data: routes.manageEvent.data({ eventId: sale.event.id }) })
  }
  const count = ({ olga }: Stage): number => olga.person.messages().length
  const button = (kind: string, isChosen = 'no') => words(`button-chart-${kind}`, { isChosen })

  test('are offered once something is sold, and say in words what they show', async () => {
    const stage = await begin()
    const { opened, olga, sale, drawn } = stage
    await manages(stage)
    expect(olga.buttons()).not.toContain(words('button-charts'))
    const anna = await opened.person('Anna')
    await carry(opened, anna.id, sale, 2)
    await opened.advance(day)
    const [{ id: ticketId }] = await carry(opened, anna.id, sale, 3)
    await opened.levem().services.checkIn.letInPaid({ personId: olga.id, ticketId })
    await manages(stage)
    await olga.presses(words('button-charts'))
    const sold = { sold: 5, capacity: 40, percent: '12', returned: 0 }
    expect(olga.sees()).toContain(words('chart-sold', sold))
    expect(olga.sees()).toContain(words('chart-latest', { today: 3, yesterday: 2, week: 5 }))
    expect(drawn.at(-1)).toMatchObject({ look: 'light', title: 'Jazz', language })
    expect(drawn.at(-1)?.panels).toMatchObject([
      { kind: 'line', series: [{ values: [2, 5] }] },
      { kind: 'bars', series: [{ values: [2, 3] }] },
    ])
    const before = count(stage)
    await olga.presses(button('types'))
    expect(olga.sees()).toContain(words('chart-of', { sold: 5, capacity: 40 }))
    await olga.presses(button('arrivals'))
    expect(olga.sees()).toContain(words('chart-came', { came: 1, admissions: 5 }))
    await olga.presses(button('money'))
    expect(drawn.at(-1)?.panels).toMatchObject([{ series: [{ values: [500] }] }])
    await olga.presses(words('button-chart-look', { to: 'dark' }))
    expect(drawn.at(-1)).toMatchObject({ look: 'dark' })
    expect(olga.buttons()).toContain(button('money', 'yes'))
    expect(count(stage)).toBe(before)
  })

  test('of nothing are words, which can be looked at as well', async () => {
    const stage = await begin()
    const { opened, olga, sale, drawn } = stage
    await forge(opened, olga, routes.chartsOf.data({ eventId: sale.event.id }))
    expect(olga.sees()).toContain(words('chart-nothing-sold'))
    await olga.presses(button('arrivals'))
    await olga.presses(button('money'))
    expect(drawn.map(({ panels }) => panels)).toMatchObject([
      [{ kind: 'words', words: words('chart-nothing-sold') }],
      [{ kind: 'words', words: words('chart-nobody-came') }],
      [{ kind: 'words', words: words('chart-no-money') }],
    ])
  })

  test('are the organizer’s alone, and go out as text where they cannot be drawn', async () => {
    const stage = await begin(() => Promise.reject(new Error('no picture')))
    const { opened, olga, sale } = stage
    const stranger = await meet(opened, 'Sam', { languageCode: language })
    const eventId = sale.event.id
    for (const data of [
      routes.chartsOf.data({ eventId }),
      ...chartKinds.map((chart) => routes.chart.data({ eventId, chart, look: 'light' })),
    ]) {
      const before = stranger.person.messages().length
      await forge(opened, stranger, data)
      expect([stranger.toast(), stranger.person.messages().length]).toEqual([words('refusal-notYours'), before + 1])
    }
    await forge(opened, olga, routes.chartsOf.data({ eventId }))
    expect(olga.sees()).toContain(words('chart-nothing-sold'))
  })
})
