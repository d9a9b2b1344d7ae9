import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redrawPicture, show } from '../../../ui/screen.js'
import { createChartScreen } from '../../../views/charts/chartScreen.js'

/** How an event sells and fills, as pictures. */
export const createCharts = (needs: Pick<FeatureNeeds, 'services' | 'printer' | 'log' | 'clock'>): Feature => {
  const { services, clock } = needs
  const chartScreen = createChartScreen(needs)
  return {
    name: 'charts',
    presses: [
      press(routes.chartsOf, async (ctx, { eventId }) => {
        const charts = await services.eventCharts.ofEvent(ctx.person.id, eventId)
        await show(ctx, await chartScreen(ctx.speech, charts, { chart: 'sales', look: 'light' }, clock.now()))
      }),
      press(routes.chart, async (ctx, { eventId, chart, look }) => {
        const charts = await services.eventCharts.ofEvent(ctx.person.id, eventId)
        await redrawPicture(ctx, await chartScreen(ctx.speech, charts, { chart, look }, clock.now()))
      }),
    ],
  }
}
