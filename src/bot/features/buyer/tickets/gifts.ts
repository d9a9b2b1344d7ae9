import { InlineKeyboard } from 'grammy'
import { catchRefusal } from '../../../../domain/catchRefusal.js'
import type { GiftView } from '../../../../services/tickets/gifts.js'
import { dateTimeWithZone } from '../../../../texts/format.js'
import type { Speech } from '../../../../texts/texts.js'
import { press, type Press } from '../../../ui/press.js'
import { startIn } from '../../../views/eventCard.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature } from '../../../ui/feature.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import type { Links } from '../../../telegram/links.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import { routes } from '../../../ui/routes.js'

/** Giving a ticket to somebody by a link that works once. */
export const createGifts = ({ services, links }: FeatureNeeds) => {
  /**
   * Shows what a gift's link offers. Refuses with linkUnknown, linkUsed, linkExpired, ticketUsed, eventCancelled,
   * eventEnded, tooManyGuesses.
   */
  const open = async (ctx: Ctx, token: string): Promise<void> => {
    const offered = await services.gifts.view({ personId: ctx.person.id, token })
    await show(ctx, openedScreen(ctx.speech, links, offered, token))
  }

  const offer = async (ctx: Press, ticketId: number): Promise<void> => {
    const { token, expiresAt, event, ticket } = await services.gifts.create({ personId: ctx.person.id, ticketId })
    const until = dateTimeWithZone(expiresAt, event.zone, ctx.speech.language)
    await redraw(
      ctx,
      offeredScreen(ctx.speech, links, { token, title: event.title, number: ticket.number, until, ticketId }),
    )
  }

  // A refusal stays on the screen in place of a question that has no answer any more.
  const accept = async (ctx: Press, token: string): Promise<void> => {
    const outcome = await catchRefusal(() => services.gifts.accept({ personId: ctx.person.id, token }))
    if (!outcome.ok) ctx.refused = outcome.refusal.code
    const html = outcome.ok
      ? ctx.speech.say('gift-accepted')
      : ctx.speech.say(`refusal-${outcome.refusal.code}`, outcome.refusal.facts)
    await redraw(ctx, {
      html,
      keyboard: new InlineKeyboard().text(ctx.speech.label('button-my-tickets'), routes.myTickets.data({ after: 0 })),
    })
  }

  const feature: Feature = {
    name: 'gifts',
    presses: [
      press(routes.offerTicket, (ctx, { ticketId }) => offer(ctx, ticketId)),
      press(routes.withdrawOffer, async (ctx, { ticketId }) => {
        await services.gifts.withdraw({ personId: ctx.person.id, ticketId })
        await redraw(ctx, { html: ctx.speech.say('gift-withdrawn'), keyboard: toTicket(ctx.speech, ticketId) })
      }),
      press(routes.acceptGift, (ctx, { token }) => accept(ctx, token)),
      press(routes.declineGift, async (ctx) => {
        await redraw(ctx, {
          html: ctx.speech.say('gift-declined'),
          keyboard: new InlineKeyboard().text(
            ctx.speech.label('button-events'),
            routes.eventsPage.data({ startsAt: 0, eventId: 0 }),
          ),
        })
      }),
    ],
  }
  return { feature, open }
}

/** What `createGifts` gives. */
export type GiftsFeature = ReturnType<typeof createGifts>

const toTicket = (speech: Speech, ticketId: number): InlineKeyboard =>
  new InlineKeyboard().text(speech.label('button-back'), routes.openTicket.data({ ticketId }))

type Link = {
  readonly token: string
  readonly title: string
  readonly number: number
  readonly until: string
  readonly ticketId: number
}

const offeredScreen = (speech: Speech, links: Links, { token, title, number, until, ticketId }: Link): Screen => {
  const link = links.gift(token)
  const keyboard = sharing(speech, links, link, title)
    .text(speech.label('button-withdraw'), routes.withdrawOffer.data({ ticketId }))
    .danger()
    .row()
    .text(speech.label('button-back'), routes.openTicket.data({ ticketId }))
  return { html: speech.say('gift-offered', { title, number: String(number), until, link }), keyboard }
}

const sharing = (speech: Speech, links: Links, link: string, title: string): InlineKeyboard =>
  new InlineKeyboard()
    .url(speech.label('button-send-link'), links.share(link, speech.label('gift-invitation', { title })))
    .copyText(speech.label('button-copy-link'), link)
    .row()

const openedScreen = (
  speech: Speech,
  links: Links,
  { event, typeName, from, expiresAt, state }: GiftView,
  token: string,
): Screen => {
  if (state === 'accepted')
    return {
      html: speech.say('gift-yours', { title: event.title }),
      keyboard: new InlineKeyboard().text(speech.label('button-my-tickets'), routes.myTickets.data({ after: 0 })),
    }
  const until = dateTimeWithZone(expiresAt, event.zone, speech.language)
  if (state === 'own')
    return {
      html: speech.say('gift-own', { title: event.title, until }),
      keyboard: sharing(speech, links, links.gift(token), event.title),
    }
  return {
    html: speech.say('gift-look', {
      from,
      title: typeName ? `${event.title} · ${typeName}` : event.title,
      when: startIn(speech, event),
      venue: event.venue,
      until,
    }),
    keyboard: new InlineKeyboard()
      .text(speech.label('button-gift-accept'), routes.acceptGift.data({ token }))
      .success()
      .row()
      .text(speech.label('button-gift-decline'), routes.declineGift.data({})),
  }
}
