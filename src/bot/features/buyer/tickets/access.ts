import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { timeIn } from '../../../ui/format.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { show } from '../../../ui/screen.js'
import { accessScreen } from '../../../views/onlineAccess.js'

/** How to get in online, for whoever holds a ticket. */
export const createAccess = ({ services }: Pick<FeatureNeeds, 'services'>): Feature => ({
  name: 'access',
  presses: [
    press(routes.showAccess, async (ctx, { ticketId }) => {
      const seen = await services.onlineAccess.view({ personId: ctx.person.id, ticketId })
      if ('opensAt' in seen) {
        const at = timeIn(ctx.speech, seen.opensAt, seen.event)
        return { text: ctx.speech.label('access-later', { at }), alert: true }
      }
      await show(ctx, accessScreen(ctx.speech, seen))
      return undefined
    }),
  ],
})
