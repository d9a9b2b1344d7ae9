import { InlineKeyboard } from 'grammy'
import type { EventWithTypes, TicketType } from '../../../../domain/event.js'
import { giftIn } from '../../../../domain/guestLines.js'
import { Refusal } from '../../../../domain/refusal.js'
import type { GuestView } from '../../../../services/guests/guests.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { yesNo } from '../../../ui/format.js'
import { backTo } from '../../../ui/keyboards.js'
import { labelWith } from '../../../ui/labels.js'
import { press } from '../../../ui/press.js'
import { type Answerer, type Prompting, textOf } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import { type Screen, show } from '../../../ui/screen.js'
import { linkTo } from '../../../views/people/person.js'
import { markedName } from '../../../views/typeNames.js'
import { fromStart } from './place.js'

type Needs = Pick<FeatureNeeds, 'services'> & { readonly prompting: Prompting }

const kind = 'guestGift'

/** Tickets for one of an event's guests, which nobody pays. */
export const createGivingToGuest = (needs: Needs): Feature => {
  const { guests } = needs.services
  return {
    name: 'givingToGuest',
    presses: [
      press(routes.giveToGuest, async (ctx, { eventId, guestId, ticketTypeId }) => {
        const view = await guests.view({ personId: ctx.person.id, eventId, guestId })
        const [only, ...others] = view.types
        const type = others.length === 0 ? only : view.types.find(({ id }) => id === ticketTypeId)
        if (!type) return needs.prompting.leave(ctx, whichScreen(ctx.speech, view))
        const question = { kind, subject: eventId, detail: `${guestId}:${type.id}` }
        return needs.prompting.askInPlace(ctx, question, askScreen(ctx.speech, view, type))
      }),
    ],
    answers: { [kind]: giftAnswer(needs) },
  }
}

const toGuest = (eventId: number, guestId: number): string => routes.openGuest.data({ ...fromStart(eventId), guestId })

const whichScreen = (speech: Speech, { event: { id: eventId }, guest, types }: GuestView): Screen => {
  const keyboard = new InlineKeyboard()
  for (const type of types)
    keyboard
      .text(
        labelWith(speech, 'button-found-name', { name: markedName(speech, type) }),
        routes.giveToGuest.data({ eventId, guestId: guest.id, ticketTypeId: type.id }),
      )
      .row()
  return {
    html: speech.say('guest-list-type'),
    keyboard: keyboard.text(speech.label('button-back'), toGuest(eventId, guest.id)),
  }
}

const askScreen = (
  speech: Speech,
  { event, guest }: GuestView & Pick<EventWithTypes, 'event'>,
  { name }: TicketType,
): Screen => ({
  html: speech.say('guest-gift-ask', {
    title: event.title,
    hasType: yesNo(name !== ''),
    type: name,
    guest: linkTo(guest),
  }),
  keyboard: backTo(speech, toGuest(event.id, guest.id)),
})

const giftAnswer =
  ({ services: { guests, guestList } }: Needs): Answerer =>
  async (ctx, { subject: eventId, detail = '' }, said) => {
    const personId = ctx.person.id
    const [guestId = 0, ticketTypeId = 0] = detail.split(':').map(Number)
    const gift = giftIn(textOf(said, ctx.speech.label('guest-link-asked')))
    if (ticketTypeId === 0) throw new Refusal('typeGone')
    const order = { personId, eventId, guestId, ticketTypeId, requestKey: `guests:${ctx.update.update_id}`, ...gift }
    await guestList.links.give(order)
    const { guest } = await guests.view({ personId, eventId, guestId })
    await show(ctx, {
      html: ctx.speech.say('guest-given', { guest: linkTo(guest), quantity: gift.quantity }),
      keyboard: backTo(ctx.speech, toGuest(eventId, guestId)),
    })
  }
