import { Composer } from 'grammy'
import { currencyOf, parseCapacity } from '../../../../domain/event.js'
import { parseDiscount, type PromoCode } from '../../../../domain/promoCode.js'
import type { PromoCodeOfEvent } from '../../../../services/ordering/promoCodes.js'
import { parseEdge } from '../../../../texts/when.js'
import type { Prompting } from '../../../ui/prompts.js'
import { onButton } from '../../../ui/buttons.js'
import type { Ctx } from '../../../ui/context.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import { askFieldScreen, codeScreen, codesScreen, type Field, newCodeScreen } from './promoScreen.js'
import { textOf } from '../ticketTypes/ticketTypes.js'
import { promoCodeFields, routes } from '../../../ui/routes.js'

type Needs = FeatureNeeds & { readonly asking: Pick<Prompting, 'ask' | 'on' | 'forget'> }
type Change = Partial<
  Pick<PromoCode, 'discount' | 'limit' | 'perPerson' | 'startsAt' | 'endsAt' | 'ticketTypeIds' | 'isOn'>
>

const codeAsk = 'newPromoCode'
const fieldAsk = 'promoField'

/** An event's promo codes: their organizer makes and changes them. */
export const createPromoCodesDesk = ({
  services: { promoCodes, saleSettings: offers },
  clock,
  links,
  asking,
}: Needs) => {
  const feature = new Composer<Ctx>()
  // Whoever presses a button does not answer the question any more.
  const leave = async (ctx: Ctx, screen: Screen): Promise<undefined> => {
    await asking.forget(ctx)
    return redraw(ctx, screen).then(() => undefined)
  }
  const load = (ctx: Ctx, promoCodeId: number): Promise<PromoCodeOfEvent> =>
    promoCodes.open({ personId: ctx.person.id, promoCodeId })
  const change = async (
    ctx: Ctx,
    promoCodeId: number,
    fieldsOf: (found: PromoCodeOfEvent) => Change,
  ): Promise<Screen> => {
    const found = await load(ctx, promoCodeId)
    const code = await promoCodes.change({ personId: ctx.person.id, promoCodeId, fields: fieldsOf(found) })
    return codeScreen(ctx.speech, links, { ...found, code }, ctx.speech.say('setting-saved'))
  }

  onButton(feature, routes.promoCodesOf, async (ctx, { eventId }) =>
    leave(ctx, codesScreen(ctx.speech, await promoCodes.ofEvent({ personId: ctx.person.id, eventId }))),
  )
  onButton(feature, routes.openPromoCode, async (ctx, { promoCodeId }) =>
    leave(ctx, codeScreen(ctx.speech, links, await load(ctx, promoCodeId))),
  )
  onButton(feature, routes.turnPromoCode, async (ctx, { promoCodeId, to }) =>
    leave(ctx, await change(ctx, promoCodeId, () => ({ isOn: to === 'on' }))),
  )
  onButton(feature, routes.promoCodeForAll, async (ctx, { promoCodeId }) =>
    leave(ctx, await change(ctx, promoCodeId, () => ({ ticketTypeIds: [] }))),
  )
  onButton(feature, routes.promoCodeForType, async (ctx, { promoCodeId, ticketTypeId }) =>
    leave(ctx, await change(ctx, promoCodeId, (found) => ({ ticketTypeIds: toggled(found, ticketTypeId) }))),
  )
  onButton(feature, routes.liftPromoCodeLimit, async (ctx, { promoCodeId, field }) =>
    leave(ctx, await change(ctx, promoCodeId, () => ({ [field]: undefined }))),
  )
  onButton(feature, routes.askPromoCodeField, async (ctx, { promoCodeId, field }) => {
    await redraw(ctx, askFieldScreen(ctx.speech, await load(ctx, promoCodeId), field))
    return asking.ask(ctx, { kind: fieldAsk, subject: promoCodeId, detail: field }).then(() => undefined)
  })
  onButton(feature, routes.addPromoCode, async (ctx, { eventId }) => {
    await redraw(ctx, newCodeScreen(ctx.speech, await offers.of({ personId: ctx.person.id, eventId }), undefined))
    return asking.ask(ctx, { kind: codeAsk, subject: eventId }).then(() => undefined)
  })

  asking.on(fieldAsk, async (ctx, { subject, detail }, { text }) => {
    const field = promoCodeFields.find((one) => one === detail)
    if (field)
      await show(ctx, await change(ctx, subject, (found) => readField(ctx, found, field, textOf(text), clock.now())))
  })
  // First the code, which then stands in the question's detail, and after it the discount.
  asking.on(codeAsk, async (ctx, { subject: eventId, detail: code }, { text }) => {
    const act = { personId: ctx.person.id, eventId }
    const found = await offers.view(act)
    if (code === undefined) {
      const checked = await promoCodes.checkNew({ ...act, text: textOf(text) })
      await asking.ask(ctx, { kind: codeAsk, subject: eventId, detail: checked })
      return show(ctx, newCodeScreen(ctx.speech, found, checked))
    }
    const made = await promoCodes.create({ ...act, code, discount: parseDiscount(textOf(text), currencyOf(found)) })
    return show(ctx, codeScreen(ctx.speech, links, { ...found, code: made }, ctx.speech.say('promo-made')))
  })
  return feature
}

// A code for each of the types is one for all, also for those to come.
const toggled = ({ types, code }: PromoCodeOfEvent, ticketTypeId: number): readonly number[] => {
  const chosen = types.map(({ id }) => id).filter((id) => code.ticketTypeIds.includes(id) !== (id === ticketTypeId))
  return chosen.length === types.length ? [] : chosen
}

const readField = (ctx: Ctx, found: PromoCodeOfEvent, field: Field, text: string, now: number): Change => {
  const context = { now, zone: found.event.zone, language: ctx.speech.language }
  switch (field) {
    case 'discount':
      return { discount: parseDiscount(text, currencyOf(found)) }
    case 'limit':
    case 'perPerson':
      return { [field]: parseCapacity(text) }
    case 'startsAt':
      return { startsAt: parseEdge(text, context, 'from') }
    case 'endsAt':
      return { endsAt: parseEdge(text, context, 'until') }
  }
}
