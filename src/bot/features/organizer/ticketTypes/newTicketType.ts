import { InlineKeyboard } from 'grammy'
import { checkTypeName, currencyOf, eventLimits, parseCapacity, typeLimit } from '../../../../domain/event.js'
import { type Money, parsePrice } from '../../../../domain/money.js'
import { Refusal } from '../../../../domain/refusal.js'
import type { SaleSettings } from '../../../../services/events/saleSettings.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Prompting } from '../../../ui/prompts.js'
import { press } from '../../../ui/press.js'
import { priceIn } from '../../../views/eventCard.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature } from '../../../ui/feature.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import { typesScreen } from './ticketTypeScreen.js'
import { textOf } from './ticketTypes.js'
import { routes } from '../../../ui/routes.js'

type Needs = FeatureNeeds & { readonly prompting: Prompting }

// What is known of the new type so far: it stands in the question's detail, so that it outlives a restart.
type Made = { readonly isFirstNamed?: true; readonly name?: string; readonly price?: Money }

const newTypeAsk = 'newType'

/**
 * Another ticket type for an event that is there: its name, price and number are asked one after the other; before them
 * the name of a first one that has none.
 */
export const createNewTicketType = ({ services: { saleSettings: offers }, clock, prompting }: Needs) => {
  const ask = async (ctx: Ctx, eventId: number, made: Made): Promise<void> =>
    prompting.ask(ctx, { kind: newTypeAsk, subject: eventId, detail: JSON.stringify(made) })

  const feature: Feature = {
    name: 'newTicketType',
    presses: [
      press(routes.addTicketType, async (ctx, { eventId }) => {
        const offer = await offers.view({ personId: ctx.person.id, eventId })
        if (offer.types.length >= typeLimit) throw new Refusal('tooManyTypes', { max: typeLimit })
        await redraw(ctx, questionScreen(ctx.speech, offer, {}))
        await ask(ctx, eventId, {})
      }),
    ],
    answers: {
      [newTypeAsk]: async (ctx, { subject: eventId, detail = '{}' }, { text }) => {
        const act = { personId: ctx.person.id, eventId }
        const offer = await offers.view(act)
        const made = JSON.parse(detail) as Made
        const typed = textOf(text)
        if (isFirstAsked(offer)) {
          const named = await offers.changeType({ ...act, ticketTypeId: offer.types[0].id, fields: { name: typed } })
          await ask(ctx, eventId, { isFirstNamed: true })
          return show(ctx, questionScreen(ctx.speech, named, {}))
        }
        const { name, price } = made
        if (name === undefined || price === undefined) {
          const more =
            name === undefined
              ? {
                  name: checkTypeName(
                    typed,
                    offer.types.map((type) => type.name),
                  ),
                }
              : { name, price: parsePrice(typed, currencyOf(offer)) }
          await ask(ctx, eventId, more)
          return show(ctx, questionScreen(ctx.speech, offer, more))
        }
        const after = await offers.addType({ ...act, name, price, capacity: parseCapacity(typed) })
        return show(ctx, typesScreen(ctx.speech, after, clock.now(), ctx.speech.say('type-added', { name })))
      },
    },
  }
  return feature
}

const isFirstAsked = ({ types }: SaleSettings): boolean => types[0].name === ''

const questionScreen = (speech: Speech, offer: SaleSettings, made: Made): Screen => ({
  html: questionOf(speech, offer, made),
  keyboard: new InlineKeyboard().text(
    speech.label('button-back'),
    routes.ticketTypesOf.data({ eventId: offer.event.id }),
  ),
})

const questionOf = (speech: Speech, offer: SaleSettings, { name, price }: Made): Html => {
  if (isFirstAsked(offer))
    return speech.say('ask-firstName', {
      firstPrice: priceIn(speech, offer.types[0].price),
      nameMax: eventLimits.typeName,
    })
  if (name === undefined) return speech.say('ask-typeName', { nameMax: eventLimits.typeName })
  if (price === undefined) return speech.say('ask-typePrice', { name, currency: currencyOf(offer) })
  return speech.say('ask-typeCapacity', { name })
}
