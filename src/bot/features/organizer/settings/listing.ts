import { InlineKeyboard } from 'grammy'
import type { Event } from '../../../../domain/event.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { ticked, yesNo } from '../../../ui/format.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen } from '../../../ui/screen.js'

const choices = ['listed', 'unlisted'] as const

/** Whether everybody finds an event, or only who has its link: its organizer decides. */
export const createListing = ({ services }: Pick<FeatureNeeds, 'services'>): Feature => ({
  name: 'listing',
  presses: [
    press(routes.listing, async (ctx, { eventId }) => {
      const { event } = await services.events.forOrganizer(ctx.person.id, eventId)
      await redraw(ctx, listingScreen(ctx.speech, event))
    }),
    press(routes.setListing, async (ctx, { eventId, to }) => {
      const isUnlisted = to === 'unlisted'
      const event = await services.selling.setListing({ personId: ctx.person.id, eventId, isUnlisted })
      await redraw(ctx, listingScreen(ctx.speech, event))
      return { text: ctx.speech.label('listing-saved', { isUnlisted: yesNo(isUnlisted) }) }
    }),
  ],
})

const listingScreen = (speech: Speech, { id: eventId, title, isUnlisted }: Event): Screen => {
  const keyboard = new InlineKeyboard()
  for (const to of choices)
    keyboard
      .text(
        ticked(isUnlisted === (to === 'unlisted'), speech.label(`listing-${to}`)),
        routes.setListing.data({ eventId, to }),
      )
      .row()
  return {
    html: speech.say('listing', { title }),
    keyboard: keyboard.text(speech.label('button-back'), routes.settingsOf.data({ eventId })),
  }
}
