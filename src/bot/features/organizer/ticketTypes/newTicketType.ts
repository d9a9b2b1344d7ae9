import { examplePrice } from '../../../../domain/cardAmounts.js'
import { checkTypeName, currencyOf, eventLimits, parseCapacity, typeLimit } from '../../../../domain/event.js'
import { type Money, parsePrice } from '../../../../domain/money.js'
import { Refusal } from '../../../../domain/refusal.js'
import type { SaleSettings } from '../../../../services/events/saleSettings.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { currencyIn, moneyIn, priceIn } from '../../../ui/format.js'
import { backTo } from '../../../ui/keyboards.js'
import { press } from '../../../ui/press.js'
import { type Prompting, textOf } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import { type Screen, show } from '../../../ui/screen.js'
import { typesScreen } from './ticketTypesScreen.js'

type Needs = Pick<FeatureNeeds, 'services' | 'clock'> & { readonly prompting: Prompting }

// What is known of the new type so far: it stands in the question's detail, so that it outlives a restart.
type Made = { readonly name?: string; readonly price?: Money; readonly capacity?: number }

const kind = 'newType'

/**
 * Another ticket type for an event that is there: its name, price and number are asked one after the other; after them
 * the name of a first one that has none.
 */
export const createNewTicketType = ({ services: { saleSettings }, clock, prompting }: Needs): Feature => {
  const askNext = (ctx: Ctx, settings: SaleSettings, made: Made): Promise<void> =>
    prompting.ask(ctx, questionOf(settings, made), questionScreen(ctx.speech, settings, made))

  const nameFirst = async (ctx: Ctx, { event, types: [first] }: SaleSettings, name: string): Promise<void> => {
    const act = { personId: ctx.person.id, eventId: event.id, ticketTypeId: first.id }
    await saleSettings.changeType({ ...act, fields: { name } })
  }

  const add = async (ctx: Ctx, { event }: SaleSettings, made: Required<Made>): Promise<void> => {
    const after = await saleSettings.addType({ personId: ctx.person.id, eventId: event.id, ...made })
    const notice = ctx.speech.say('type-added', { name: made.name })
    await show(ctx, typesScreen(ctx.speech, after, { now: clock.now(), notice }))
  }

  return {
    name: 'newTicketType',
    presses: [
      press(routes.addTicketType, async (ctx, { eventId }) => {
        const settings = await saleSettings.view({ personId: ctx.person.id, eventId })
        if (settings.types.length >= typeLimit) throw new Refusal('tooManyTypes', { max: typeLimit })
        await prompting.askInPlace(ctx, questionOf(settings, {}), questionScreen(ctx.speech, settings, {}))
      }),
    ],
    answers: {
      [kind]: async (ctx, { subject: eventId, detail = '{}' }, said) => {
        const settings = await saleSettings.view({ personId: ctx.person.id, eventId })
        const made = JSON.parse(detail) as Made
        const { name, price, capacity } = made
        const typed = textOf(said, askedIn(made))
        if (name === undefined) return askNext(ctx, settings, { name: nameIn(typed, settings) })
        if (price === undefined) return askNext(ctx, settings, { name, price: parsePrice(typed, currencyOf(settings)) })
        if (capacity === undefined && isFirstNameless(settings))
          return askNext(ctx, settings, { name, price, capacity: parseCapacity(typed) })
        if (capacity !== undefined && isFirstNameless(settings))
          await nameFirst(ctx, settings, checkTypeName(typed, [name]))
        return add(ctx, settings, { name, price, capacity: capacity ?? parseCapacity(typed) })
      },
    },
  }
}

const askedIn = ({ name, price, capacity }: Made): string => {
  if (name === undefined) return 'name'
  if (price === undefined) return 'price'
  return capacity === undefined ? 'capacity' : 'name'
}

const isFirstNameless = ({ types }: SaleSettings): boolean => types[0].name === ''

const nameIn = (typed: string, { types }: SaleSettings): string =>
  checkTypeName(
    typed,
    types.map(({ name }) => name),
  )

const questionOf = ({ event }: SaleSettings, made: Made) => ({
  kind,
  subject: event.id,
  detail: JSON.stringify(made),
})

const questionScreen = (speech: Speech, settings: SaleSettings, made: Made): Screen => ({
  html: questionText(speech, settings, made),
  keyboard: backTo(speech, routes.ticketTypesOf.data({ eventId: settings.event.id })),
})

const questionText = (speech: Speech, settings: SaleSettings, { name, price, capacity }: Made): Html => {
  const { typeName: nameMax } = eventLimits
  if (name === undefined) return speech.say('ask-typeName', { nameMax })
  if (price === undefined) {
    const currency = currencyOf(settings)
    return speech.say('ask-typePrice', {
      name,
      currency,
      money: currencyIn(speech, currency),
      example: moneyIn(speech, examplePrice(currency)),
    })
  }
  if (capacity === undefined) return speech.say('ask-typeCapacity', { name })
  return speech.say('ask-firstName', { firstPrice: priceIn(speech, settings.types[0].price), nameMax })
}
