import type { TicketType } from '../../../domain/event.js'
import type { EventCharts } from '../../../services/afterwards/eventCharts.js'
import type { Speech } from '../../../texts/texts.js'
import { type ChartView, emptyChart, percentOf } from './chart.js'

/** How many of each ticket type are sold. */
export const typesChart = (speech: Speech, { types, byType, sold }: EventCharts): ChartView => {
  if (sold.length === 0) return emptyChart(speech, 'chart-nothing-sold')
  const soldOf = ({ id }: TicketType): number => Math.max(0, byType.get(id) ?? 0)
  const nameOf = ({ name }: TicketType): string => name || speech.label('chart-untyped')
  return {
    panels: [
      {
        kind: 'rows',
        title: speech.label('chart-panel-types'),
        rows: types.map((type) => ({
          name: nameOf(type),
          said: speech.label('chart-of', { sold: soldOf(type), capacity: type.capacity }),
          share: type.capacity === 0 ? 0 : soldOf(type) / type.capacity,
        })),
      },
    ],
    words: types.map((type) =>
      speech.say('chart-type', {
        name: nameOf(type),
        sold: soldOf(type),
        capacity: type.capacity,
        percent: percentOf(soldOf(type), type.capacity),
      }),
    ),
  }
}
