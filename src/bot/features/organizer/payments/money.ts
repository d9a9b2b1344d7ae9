import { drawMoney, type MoneyMessageNeeds } from '../../../live/moneyMessages.js'
import type { Feature } from '../../../ui/feature.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'

/** What an event brought in, and how far its refunds are, drawn again while they go on. */
export const createMoney = (needs: MoneyMessageNeeds): Feature => ({
  name: 'money',
  presses: [press(routes.moneyOf, (ctx, { eventId }) => drawMoney(ctx, needs, eventId))],
})
