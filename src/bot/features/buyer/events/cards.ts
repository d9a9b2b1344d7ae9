import { InlineKeyboard } from 'grammy'
import { catchFinal } from '../../../../domain/catchRefusal.js'
import { currencyOf } from '../../../../domain/event.js'
import { foldCode, longestCode, type PromoCode, takesNothing } from '../../../../domain/promoCode.js'
import { leftOfShown } from '../../../../domain/sight.js'
import { cut } from '../../../../domain/text.js'
import type { EventCard } from '../../../../services/events/looking.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Ctx } from '../../../ui/context.js'
import type { FeatureNeeds } from '../../../ui/feature.js'
import { discountIn, timeIn, yesNo } from '../../../ui/format.js'
import { refusalText } from '../../../ui/refusals.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'
import { cardFor } from '../../../views/afterwards/following.js'
import { withOtherDates } from '../../../views/otherDates.js'
import { namesText } from '../../../views/ordering/promoCodes.js'

/** Events' cards as this person sees them, and the promo codes that they bring. */
export const createCards = ({ services, clock }: Pick<FeatureNeeds, 'services' | 'clock'>) => {
  const see = (ctx: Ctx, eventId: number): Promise<EventCard> =>
    services.looking.see({ personId: ctx.person.id, eventId })

  // Whoever keeps the last seats does not read "no tickets left", or of others who may leave them some.
  const screenOf = async (ctx: Ctx, card: EventCard, notice?: Html): Promise<Screen> => {
    const look = { personId: ctx.person.id, now: clock.now() }
    const found = await withOtherDates(services, card, look)
    const isOver = leftOfShown(card) > 0 || found.wait?.offer !== undefined
    const order = isOver ? undefined : await services.ordering.findHeld(ctx.person.id, card.event.id)
    const held = card.held && { ...card.held, isOwn: order?.order.quantity === card.held.seats }
    const screen = cardFor(ctx, { ...found, held }, clock.now(), notice)
    if (!order) return screen
    const toOrder = InlineKeyboard.text(
      ctx.speech.label('button-open-order'),
      routes.openOrder.data({ orderId: order.order.id }),
    )
    return { ...screen, keyboard: new InlineKeyboard([[toOrder], ...(screen.keyboard?.inline_keyboard ?? [])]) }
  }

  return {
    see,
    screenOf,

    /** Brings a code; the event's card with what came of it above, and whether there is such a code. */
    bring: async (ctx: Ctx, eventId: number, text: string): Promise<{ screen: Screen; isKnown: boolean }> => {
      const outcome = await catchFinal(() => services.promoCodes.bring({ personId: ctx.person.id, eventId, text }))
      // Only now: it may have opened more of the event.
      const card = await see(ctx, eventId)
      const notice = (): Html => {
        if (!outcome.ok) return refusalText(ctx.speech, outcome.refusal)
        return outcome.value
          ? codeText(ctx.speech, card, outcome.value, clock.now())
          : ctx.speech.say('promo-link-unknown', { code: cut(foldCode(text), longestCode) })
      }
      return { screen: await screenOf(ctx, card, notice()), isKnown: outcome.ok && outcome.value !== undefined }
    },
  }
}

/** How features show events' cards. */
export type Cards = ReturnType<typeof createCards>

const codeText = (speech: Speech, { event, types, shown }: EventCard, code: PromoCode, now: number): Html => {
  if (code.startsAt !== undefined && now < code.startsAt)
    return speech.say('promo-link-notYet', { code: code.code, from: timeIn(speech, code.startsAt, event) })
  if (code.endsAt !== undefined && now >= code.endsAt) return speech.say('promo-link-over', { code: code.code })
  const names = namesText(shown.filter(({ id }) => code.ticketTypeIds.includes(id)))
  if (takesNothing(code.discount)) {
    const isUsedUp = code.limit !== undefined && code.used >= code.limit
    return isUsedUp
      ? refusalText(speech, { code: 'promoCodeUsedUp' })
      : speech.say('promo-link-opens', { code: code.code, hasTypes: yesNo(names !== ''), types: names })
  }
  return speech.say('promo-link', {
    code: code.code,
    off: discountIn(speech, code.discount, currencyOf({ types })),
    hasTypes: yesNo(names !== ''),
    types: names,
  })
}
