import { InlineKeyboard } from 'grammy'
import { catchFinal, valueOf } from '../../../../domain/catchRefusal.js'
import type { GiftView } from '../../../../services/tickets/gifts.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Links } from '../../../telegram/links.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { startIn, timeIn, venueIn, yesNo } from '../../../ui/format.js'
import { backTo, eventsButton, ticketsButton } from '../../../ui/keyboards.js'
import { press, type Press } from '../../../ui/press.js'
import { noteRefusal, type Refused } from '../../../ui/refusals.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import { givenAwayScreen, unlessGivenAway } from '../../../views/gifts/givenAway.js'

type Needs = Pick<FeatureNeeds, 'services' | 'links'>

/** Giving a ticket to somebody by a link that works once. */
export const createGifts = ({ services, links }: Needs) => {
  const { gifts } = services
  /**
   * Shows what a gift's link offers, or that it is over. Refuses with linkUnknown, linkUsed, linkExpired, ticketUsed,
   * tooManyGuesses.
   */
  const openLink = async (ctx: Ctx, token: string): Promise<void> => {
    const outcome = await catchFinal(() => gifts.view({ personId: ctx.person.id, token }))
    const screen = outcome.ok ? openedScreen(ctx.speech, links, outcome.value, token) : overScreen(ctx, outcome.refusal)
    if (!screen) valueOf(outcome)
    else await show(ctx, screen)
  }

  const offer = async (ctx: Press, ticketId: number): Promise<void> => {
    const { token, expiresAt, event, ticket } = await gifts.create({ personId: ctx.person.id, ticketId })
    const facts = { title: event.title, number: String(ticket.number), until: timeIn(ctx.speech, expiresAt, event) }
    const link = links.gift(token)
    await redraw(ctx, {
      html: ctx.speech.say('gift-offered', { ...facts, link }),
      keyboard: offeredButtons(ctx.speech, links, { link, title: event.title, ticketId }),
    })
  }

  // A refusal stays on the screen in place of a question that has no answer any more.
  const accept = async (ctx: Press, token: string): Promise<void> => {
    const outcome = await catchFinal(() => gifts.accept({ personId: ctx.person.id, token }))
    const over = outcome.ok ? undefined : overScreen(ctx, outcome.refusal)
    if (over) return redraw(ctx, over)
    const html = outcome.ok ? ctx.speech.say('gift-accepted') : noteRefusal(ctx, outcome.refusal)
    await redraw(ctx, { html, keyboard: new InlineKeyboard().add(ticketsButton(ctx.speech)) })
  }

  const feature: Feature = {
    name: 'gifts',
    presses: [
      press(routes.offerTicket, (ctx, { ticketId }) =>
        unlessGivenAway(ctx, services, ticketId, () => offer(ctx, ticketId)),
      ),
      press(routes.withdrawOffer, (ctx, { ticketId }) =>
        unlessGivenAway(ctx, services, ticketId, async () => {
          await gifts.withdraw({ personId: ctx.person.id, ticketId })
          const keyboard = backTo(ctx.speech, routes.openTicket.data({ ticketId }))
          await redraw(ctx, { html: ctx.speech.say('gift-withdrawn'), keyboard })
        }),
      ),
      press(routes.acceptGift, (ctx, { token }) => accept(ctx, token)),
      press(routes.declineGift, (ctx) =>
        redraw(ctx, {
          html: ctx.speech.say('gift-declined'),
          keyboard: new InlineKeyboard().add(eventsButton(ctx.speech)),
        }),
      ),
    ],
  }
  return { feature, openLink }
}

/** What became of the event of a gift's link, when it is over; undefined of other refusals. */
const overScreen = (ctx: Ctx, { code, facts }: Refused): Screen | undefined => {
  if (code !== 'eventCancelled' && code !== 'eventEnded') return undefined
  ctx.refused = code
  const isCancelled = yesNo(code === 'eventCancelled')
  return {
    html: ctx.speech.say('gift-over', { ...facts, isCancelled }),
    keyboard: new InlineKeyboard().add(eventsButton(ctx.speech)),
  }
}

type Offered = { readonly link: string; readonly title: string; readonly ticketId: number }

const offeredButtons = (speech: Speech, links: Links, { link, title, ticketId }: Offered): InlineKeyboard =>
  sharing(speech, links, link, title)
    .text(speech.label('button-withdraw'), routes.withdrawOffer.data({ ticketId }))
    .danger()
    .row()
    .text(speech.label('button-back'), routes.openTicket.data({ ticketId }))

const sharing = (speech: Speech, links: Links, link: string, title: string): InlineKeyboard =>
  new InlineKeyboard()
    .url(speech.label('button-send-link'), links.share(link, speech.label('gift-invitation', { title })))
    .copyText(speech.label('button-copy-link'), link)
    .row()

const openedScreen = (speech: Speech, links: Links, gift: GiftView, token: string): Screen => {
  const { event, typeName, from, expiresAt, state } = gift
  if (state === 'accepted')
    return {
      html: speech.say('gift-yours', { title: event.title }),
      keyboard: new InlineKeyboard().add(ticketsButton(speech)),
    }
  if (gift.given) return givenAwayScreen(speech, gift.given)
  const until = timeIn(speech, expiresAt, event)
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
      venue: venueIn(speech, event),
      until,
    }),
    keyboard: new InlineKeyboard()
      .text(speech.label('button-gift-accept'), routes.acceptGift.data({ token }))
      .success()
      .row()
      .text(speech.label('button-gift-decline'), routes.declineGift.data({})),
  }
}
