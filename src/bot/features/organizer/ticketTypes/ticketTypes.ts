import { currencyOf, parseCapacity, type TicketType } from '../../../../domain/event.js'
import { parsePrice, stars } from '../../../../domain/money.js'
import { Refusal } from '../../../../domain/refusal.js'
import type { SaleSettings } from '../../../../services/events/saleSettings.js'
import { parseEdge } from '../../../../texts/when.js'
import type { Prompting } from '../../../ui/prompts.js'
import { press } from '../../../ui/press.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature } from '../../../ui/feature.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import {
  askFieldScreen,
  askRemoveScreen,
  askSeatsScreen,
  type Field,
  typeScreen,
  typesScreen,
} from './ticketTypeScreen.js'
import { routes, ticketTypeFields } from '../../../ui/routes.js'

type Needs = FeatureNeeds & { readonly prompting: Prompting }

const fieldAsk = 'typeField'
const seatsAsk = 'eventSeats'

/** What an event sells: its ticket types, and the seats over all of them. New types are asked for in newType.ts. */
export const createTicketTypes = ({ services: { saleSettings: offers, drafts }, clock, prompting }: Needs) => {
  const load = (ctx: Ctx, eventId: number): Promise<SaleSettings> => offers.view({ personId: ctx.person.id, eventId })
  // Whoever presses a button does not answer the question any more.
  const leave = async (ctx: Ctx, screen: Screen): Promise<void> => {
    await prompting.forget(ctx)
    await redraw(ctx, screen)
  }

  const feature: Feature = {
    name: 'ticketTypes',
    presses: [
      press(routes.ticketTypesOf, async (ctx, { eventId }) =>
        leave(ctx, typesScreen(ctx.speech, await load(ctx, eventId), clock.now())),
      ),
      press(routes.openTicketType, async (ctx, { eventId, ticketTypeId }) => {
        const offer = await load(ctx, eventId)
        return leave(ctx, typeScreen(ctx.speech, offer, typeOf(offer, ticketTypeId), clock.now()))
      }),
      press(routes.askTicketTypeField, async (ctx, { eventId, ticketTypeId, field }) => {
        const offer = await load(ctx, eventId)
        await redraw(ctx, askFieldScreen(ctx.speech, offer, typeOf(offer, ticketTypeId), field))
        await prompting.ask(ctx, { kind: fieldAsk, subject: eventId, detail: `${ticketTypeId}:${field}` })
      }),
      press(routes.liftTicketTypeLimit, async (ctx, { eventId, ticketTypeId, field }) => {
        const offer = await offers.changeType({
          personId: ctx.person.id,
          eventId,
          ticketTypeId,
          fields: withoutLimit(field),
        })
        return leave(
          ctx,
          typeScreen(ctx.speech, offer, typeOf(offer, ticketTypeId), clock.now(), ctx.speech.say('setting-saved')),
        )
      }),
      press(routes.askRemoveTicketType, async (ctx, { eventId, ticketTypeId }) => {
        const offer = await load(ctx, eventId)
        return leave(ctx, askRemoveScreen(ctx.speech, offer, typeOf(offer, ticketTypeId)))
      }),
      press(routes.removeTicketType, async (ctx, { eventId, ticketTypeId }) => {
        const offer = await offers.removeType({ personId: ctx.person.id, eventId, ticketTypeId })
        return leave(ctx, typesScreen(ctx.speech, offer, clock.now(), ctx.speech.say('type-removed')))
      }),
      press(routes.askTotalSeats, async (ctx, { eventId }) => {
        await redraw(ctx, askSeatsScreen(ctx.speech, await load(ctx, eventId)))
        await prompting.ask(ctx, { kind: seatsAsk, subject: eventId })
      }),
      press(routes.liftTotalSeats, async (ctx, { eventId }) => {
        const offer = await offers.setCapacity({ personId: ctx.person.id, eventId, capacity: undefined })
        return leave(ctx, typesScreen(ctx.speech, offer, clock.now(), ctx.speech.say('setting-saved')))
      }),
    ],
    answers: {
      [fieldAsk]: async (ctx, { subject: eventId, detail = '' }, { text }) => {
        const [id, field] = [Number(detail.split(':')[0]), ticketTypeFields.find((one) => one === detail.split(':')[1])]
        if (!field) return
        const before = await load(ctx, eventId)
        const change = readField(ctx, before, field, textOf(text), { now: clock.now(), also: [stars, drafts.currency] })
        const offer = await offers.changeType({ personId: ctx.person.id, eventId, ticketTypeId: id, fields: change })
        await show(ctx, typeScreen(ctx.speech, offer, typeOf(offer, id), clock.now(), ctx.speech.say('setting-saved')))
      },
      [seatsAsk]: async (ctx, { subject: eventId }, { text }) => {
        const offer = await offers.setCapacity({
          personId: ctx.person.id,
          eventId,
          capacity: parseCapacity(textOf(text)),
        })
        await show(ctx, typesScreen(ctx.speech, offer, clock.now(), ctx.speech.say('setting-saved')))
      },
    },
  }
  return feature
}

/** The text of an answer. Refuses with textNeeded. */
export const textOf = (text: string | undefined): string => {
  if (text === undefined) throw new Refusal('textNeeded')
  return text
}

const typeOf = ({ types }: SaleSettings, ticketTypeId: number): TicketType => {
  const type = types.find(({ id }) => id === ticketTypeId)
  if (!type) throw new Refusal('typeGone')
  return type
}

const withoutLimit = (field: Field): Partial<TicketType> => {
  if (field === 'saleFrom') return { saleFrom: undefined }
  return field === 'saleUntil' ? { saleUntil: undefined } : { perPerson: undefined }
}

// A lonely type that nobody has bought may still go over to Stars, or back; the service decides.
const readField = (
  ctx: Ctx,
  offer: SaleSettings,
  field: Field,
  text: string,
  { now, also }: { readonly now: number; readonly also: readonly string[] },
): Partial<TicketType> => {
  const context = { now, zone: offer.event.zone, language: ctx.speech.language }
  switch (field) {
    case 'name':
      return { name: text }
    case 'price':
      return { price: parsePrice(text, currencyOf(offer), also) }
    case 'capacity':
      return { capacity: parseCapacity(text) }
    case 'perPerson':
      return { perPerson: parseCapacity(text) }
    case 'saleFrom':
      return { saleFrom: parseEdge(text, context, 'from') }
    case 'saleUntil':
      return { saleUntil: parseEdge(text, context, 'until') }
  }
}
