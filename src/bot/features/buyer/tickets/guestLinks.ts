import { InlineKeyboard } from 'grammy'
import type { GuestLinkView } from '../../../../services/guestList/links.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { startIn, venueIn } from '../../../ui/format.js'
import { eventsButton, ticketsButton } from '../../../ui/keyboards.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'

/** Taking tickets of a guest list by a link that works once. */
export const createGuestLinks = ({ services: { guestList } }: Pick<FeatureNeeds, 'services'>) => {
  const { links } = guestList

  /** Shows what a link gives. Refuses like services.guestList.links.view. */
  const openLink = async (ctx: Ctx, token: string): Promise<void> =>
    show(ctx, lookScreen(ctx.speech, await links.view({ personId: ctx.person.id, token }), token))

  const feature: Feature = {
    name: 'guestLinks',
    presses: [
      press(routes.takeGuestLink, async (ctx, { token }) => {
        const { event, quantity } = await links.take({ personId: ctx.person.id, token })
        await redraw(ctx, {
          html: ctx.speech.say('guest-link-taken', { title: event.title, quantity }),
          keyboard: new InlineKeyboard().add(ticketsButton(ctx.speech)),
        })
      }),
      press(routes.declineGuestLink, (ctx) =>
        redraw(ctx, {
          html: ctx.speech.say('guest-link-declined'),
          keyboard: new InlineKeyboard().add(eventsButton(ctx.speech)),
        }),
      ),
    ],
  }
  return { feature, openLink }
}

const lookScreen = (speech: Speech, { event, typeName, quantity, state }: GuestLinkView, token: string): Screen => {
  if (state === 'taken')
    return {
      html: speech.say('guest-link-yours', { title: event.title }),
      keyboard: new InlineKeyboard().add(ticketsButton(speech)),
    }
  return {
    html: speech.say('guest-link-look', {
      organizer: event.organizerName,
      title: typeName ? `${event.title} · ${typeName}` : event.title,
      when: startIn(speech, event),
      venue: venueIn(speech, event),
      quantity,
    }),
    keyboard: new InlineKeyboard()
      .text(speech.label('button-guest-take'), routes.takeGuestLink.data({ token }))
      .success()
      .row()
      .text(speech.label('button-gift-decline'), routes.declineGuestLink.data({})),
  }
}
