import { degreesOf } from '../../../../domain/place.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'

/** Where an event takes place, as Telegram's own map. */
export const createMap = ({ services }: Pick<FeatureNeeds, 'services'>): Feature => ({
  name: 'map',
  presses: [
    press(routes.showMap, async (ctx, { eventId }) => {
      const { event } = await services.looking.see({ personId: ctx.person.id, eventId })
      // It was changed since the button was shown.
      if (!event.pin) return { text: ctx.speech.label('map-none'), alert: true }
      const { latitude, longitude } = degreesOf(event.pin)
      await ctx.replyWithVenue(latitude, longitude, event.title, event.venue)
      return undefined
    }),
  ],
})
