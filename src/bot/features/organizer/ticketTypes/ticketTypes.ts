import { currencyOf, parseCapacity, parseLimit, type TicketType } from '../../../../domain/event.js'
import { parsePrice, stars } from '../../../../domain/money.js'
import { Refusal } from '../../../../domain/refusal.js'
import type { SaleSettings } from '../../../../services/events/saleSettings.js'
import type { Html } from '../../../../texts/html.js'
import { parseEdge } from '../../../../texts/times/when.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { press, type PressHandler } from '../../../ui/press.js'
import { type Answerer, type Prompting, textOf } from '../../../ui/prompts.js'
import { routes, ticketTypeFields } from '../../../ui/routes.js'
import { type Screen, show } from '../../../ui/screen.js'
import {
  askFieldScreen,
  askRemoveScreen,
  askSeatsScreen,
  type TicketTypeField,
  typeScreen,
} from './ticketTypeScreen.js'
import { typesScreen } from './ticketTypesScreen.js'

type Needs = Pick<FeatureNeeds, 'services' | 'clock' | 'links'> & { readonly prompting: Prompting }
type Setting = Needs & { readonly screens: ReturnType<typeof createScreens> }

const fieldKind = 'typeField'
const seatsKind = 'eventSeats'

/**
 * What an event sells: its ticket types, and the seats over all of them. New types are asked for in newTicketType.ts.
 */
export const createTicketTypes = (given: Needs): Feature => {
  const needs = { ...given, screens: createScreens(given) }
  return {
    name: 'ticketTypes',
    presses: [...typePresses(needs), ...hidingPresses(needs), ...linePresses(needs), ...seatPresses(needs)],
    answers: { [fieldKind]: fieldAnswer(needs), [seatsKind]: seatsAnswer(needs) },
  }
}

const createScreens = ({ services: { saleSettings }, clock, links }: Needs) => ({
  load: (ctx: Ctx, eventId: number): Promise<SaleSettings> => saleSettings.view({ personId: ctx.person.id, eventId }),
  all: (ctx: Ctx, settings: SaleSettings, notice?: Html): Screen =>
    typesScreen(ctx.speech, settings, { now: clock.now(), notice }),
  one: (ctx: Ctx, settings: SaleSettings, ticketTypeId: number, notice?: Html): Screen =>
    typeScreen(ctx.speech, settings, typeOf(settings, ticketTypeId), { now: clock.now(), notice, links }),
})

const typePresses = ({ services: { saleSettings }, prompting, screens }: Setting): readonly PressHandler[] => [
  press(routes.ticketTypesOf, async (ctx, { eventId }) =>
    prompting.leave(ctx, screens.all(ctx, await screens.load(ctx, eventId))),
  ),
  press(routes.openTicketType, async (ctx, { eventId, ticketTypeId }) =>
    prompting.leave(ctx, screens.one(ctx, await screens.load(ctx, eventId), ticketTypeId)),
  ),
  press(routes.askTicketTypeField, async (ctx, { eventId, ticketTypeId, field }) => {
    const settings = await screens.load(ctx, eventId)
    const question = { kind: fieldKind, subject: eventId, detail: `${ticketTypeId}:${field}` }
    const screen = askFieldScreen(ctx.speech, settings, typeOf(settings, ticketTypeId), field)
    await prompting.askInPlace(ctx, question, screen)
  }),
  press(routes.liftTicketTypeLimit, async (ctx, { eventId, ticketTypeId, field }) => {
    const act = { personId: ctx.person.id, eventId, ticketTypeId }
    const settings = await saleSettings.changeType({ ...act, fields: withoutLimit(field) })
    await prompting.leave(ctx, screens.one(ctx, settings, ticketTypeId, ctx.speech.say('setting-saved')))
  }),
  press(routes.askRemoveTicketType, async (ctx, { eventId, ticketTypeId }) => {
    const settings = await screens.load(ctx, eventId)
    await prompting.leave(ctx, askRemoveScreen(ctx.speech, settings, typeOf(settings, ticketTypeId)))
  }),
  press(routes.removeTicketType, async (ctx, { eventId, ticketTypeId }) => {
    const settings = await saleSettings.removeType({ personId: ctx.person.id, eventId, ticketTypeId })
    await prompting.leave(ctx, screens.all(ctx, settings, ctx.speech.say('type-removed')))
  }),
]

const hidingPresses = ({ services: { saleSettings }, prompting, screens }: Setting): readonly PressHandler[] => [
  press(routes.hideTicketType, async (ctx, { eventId, ticketTypeId, to }) => {
    const act = { personId: ctx.person.id, eventId, ticketTypeId, isHidden: to === 'hidden' }
    const settings = await saleSettings.hideType(act)
    await prompting.leave(ctx, screens.one(ctx, settings, ticketTypeId, ctx.speech.say(`type-now-${to}`)))
  }),
  press(routes.renewTypeLink, async (ctx, { eventId, ticketTypeId }) => {
    const act = { personId: ctx.person.id, eventId, ticketTypeId, isHidden: true, isNewLink: true }
    const settings = await saleSettings.hideType(act)
    await prompting.leave(ctx, screens.one(ctx, settings, ticketTypeId, ctx.speech.say('type-link-renewed')))
  }),
]

const linePresses = ({ services: { waiting }, prompting, screens }: Setting): readonly PressHandler[] => [
  press(routes.typeForLine, async (ctx, { eventId, ticketTypeId, to }) => {
    await waiting.setTypeForLine({ personId: ctx.person.id, eventId, ticketTypeId, forLine: to === 'on' })
    const settings = await screens.load(ctx, eventId)
    await prompting.leave(ctx, screens.one(ctx, settings, ticketTypeId, ctx.speech.say('setting-saved')))
  }),
]

const seatPresses = ({ services: { saleSettings }, prompting, screens }: Setting): readonly PressHandler[] => [
  press(routes.askTotalSeats, async (ctx, { eventId }) => {
    const screen = askSeatsScreen(ctx.speech, await screens.load(ctx, eventId))
    await prompting.askInPlace(ctx, { kind: seatsKind, subject: eventId }, screen)
  }),
  press(routes.liftTotalSeats, async (ctx, { eventId }) => {
    const settings = await saleSettings.setCapacity({ personId: ctx.person.id, eventId, capacity: undefined })
    await prompting.leave(ctx, screens.all(ctx, settings, ctx.speech.say('setting-saved')))
  }),
]

const fieldAnswer =
  ({ services: { saleSettings, drafts }, clock, screens }: Setting): Answerer =>
  async (ctx, { subject: eventId, detail = '' }, said) => {
    const [id, name] = detail.split(':')
    const [ticketTypeId, field] = [Number(id), ticketTypeFields.find((known) => known === name)]
    if (!field) return
    const before = await screens.load(ctx, eventId)
    const reading = { now: clock.now(), language: ctx.speech.language, also: [stars, drafts.currency] }
    const fields = readField(before, field, textOf(said, field), reading)
    const settings = await saleSettings.changeType({ personId: ctx.person.id, eventId, ticketTypeId, fields })
    await show(ctx, screens.one(ctx, settings, ticketTypeId, ctx.speech.say('setting-saved')))
  }

const seatsAnswer =
  ({ services: { saleSettings }, screens }: Setting): Answerer =>
  async (ctx, { subject: eventId }, said) => {
    const act = { personId: ctx.person.id, eventId }
    const settings = await saleSettings.setCapacity({ ...act, capacity: parseLimit(textOf(said, 'capacity')) })
    await show(ctx, screens.all(ctx, settings, ctx.speech.say('setting-saved')))
  }

const typeOf = ({ types }: SaleSettings, ticketTypeId: number): TicketType => {
  const type = types.find(({ id }) => id === ticketTypeId)
  if (!type) throw new Refusal('typeGone')
  return type
}

const withoutLimit = (field: TicketTypeField): Partial<TicketType> => {
  if (field === 'saleFrom') return { saleFrom: undefined }
  return field === 'saleUntil' ? { saleUntil: undefined } : { perPerson: undefined }
}

type Reading = Pick<Parameters<typeof parseEdge>[1], 'now' | 'language'> & { readonly also: readonly string[] }

// A lonely type that nobody has bought may still go over to Stars, or back; the service decides.
const readField = (
  settings: SaleSettings,
  field: TicketTypeField,
  text: string,
  { also, ...reading }: Reading,
): Partial<TicketType> => {
  const context = { ...reading, zone: settings.event.zone }
  switch (field) {
    case 'name':
      return { name: text }
    case 'price':
      return { price: parsePrice(text, currencyOf(settings), also) }
    case 'capacity':
      return { capacity: parseCapacity(text) }
    case 'perPerson':
      return { perPerson: parseLimit(text) }
    case 'saleFrom':
      return { saleFrom: parseEdge(text, context, 'from') }
    case 'saleUntil':
      return { saleUntil: parseEdge(text, context, 'until') }
  }
}
