import { currencyOf, parseCapacity } from '../../../../domain/event.js'
import { parseDiscount, type PromoCode } from '../../../../domain/promoCode.js'
import type { PromoCodeOfEvent } from '../../../../services/ordering/promoCodes.js'
import { parseEdge } from '../../../../texts/when.js'
import type { Prompting } from '../../../ui/prompts.js'
import { press } from '../../../ui/press.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature } from '../../../ui/feature.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import { askFieldScreen, codeScreen, codesScreen, type Field, newCodeScreen } from './promoScreen.js'
import { textOf } from '../ticketTypes/ticketTypes.js'
import { promoCodeFields, routes } from '../../../ui/routes.js'

type Needs = FeatureNeeds & { readonly prompting: Prompting }
type Change = Partial<
  Pick<PromoCode, 'discount' | 'limit' | 'perPerson' | 'startsAt' | 'endsAt' | 'ticketTypeIds' | 'isOn'>
>

const codeAsk = 'newPromoCode'
const fieldAsk = 'promoField'

/** An event's promo codes: their organizer makes and changes them. */
export const createPromoCodes = ({
  services: { promoCodes, saleSettings: offers },
  clock,
  links,
  prompting,
}: Needs) => {
  // Whoever presses a button does not answer the question any more.
  const leave = async (ctx: Ctx, screen: Screen): Promise<void> => {
    await prompting.forget(ctx)
    await redraw(ctx, screen)
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

  const feature: Feature = {
    name: 'promoCodes',
    presses: [
      press(routes.promoCodesOf, async (ctx, { eventId }) =>
        leave(ctx, codesScreen(ctx.speech, await promoCodes.ofEvent({ personId: ctx.person.id, eventId }))),
      ),
      press(routes.openPromoCode, async (ctx, { promoCodeId }) =>
        leave(ctx, codeScreen(ctx.speech, links, await load(ctx, promoCodeId))),
      ),
      press(routes.turnPromoCode, async (ctx, { promoCodeId, to }) =>
        leave(ctx, await change(ctx, promoCodeId, () => ({ isOn: to === 'on' }))),
      ),
      press(routes.promoCodeForAll, async (ctx, { promoCodeId }) =>
        leave(ctx, await change(ctx, promoCodeId, () => ({ ticketTypeIds: [] }))),
      ),
      press(routes.promoCodeForType, async (ctx, { promoCodeId, ticketTypeId }) =>
        leave(ctx, await change(ctx, promoCodeId, (found) => ({ ticketTypeIds: toggled(found, ticketTypeId) }))),
      ),
      press(routes.liftPromoCodeLimit, async (ctx, { promoCodeId, field }) =>
        leave(ctx, await change(ctx, promoCodeId, () => ({ [field]: undefined }))),
      ),
      press(routes.askPromoCodeField, async (ctx, { promoCodeId, field }) => {
        await redraw(ctx, askFieldScreen(ctx.speech, await load(ctx, promoCodeId), field))
        await prompting.ask(ctx, { kind: fieldAsk, subject: promoCodeId, detail: field })
      }),
      press(routes.addPromoCode, async (ctx, { eventId }) => {
        await redraw(ctx, newCodeScreen(ctx.speech, await offers.view({ personId: ctx.person.id, eventId }), undefined))
        await prompting.ask(ctx, { kind: codeAsk, subject: eventId })
      }),
    ],
    answers: {
      [fieldAsk]: async (ctx, { subject, detail }, { text }) => {
        const field = promoCodeFields.find((one) => one === detail)
        if (field)
          await show(
            ctx,
            await change(ctx, subject, (found) => readField(ctx, found, field, textOf(text), clock.now())),
          )
      },
      // First the code, which then stands in the question's detail, and after it the discount.
      [codeAsk]: async (ctx, { subject: eventId, detail: code }, { text }) => {
        const act = { personId: ctx.person.id, eventId }
        const found = await offers.view(act)
        if (code === undefined) {
          const checked = await promoCodes.checkNew({ ...act, text: textOf(text) })
          await prompting.ask(ctx, { kind: codeAsk, subject: eventId, detail: checked })
          return show(ctx, newCodeScreen(ctx.speech, found, checked))
        }
        const made = await promoCodes.create({ ...act, code, discount: parseDiscount(textOf(text), currencyOf(found)) })
        return show(ctx, codeScreen(ctx.speech, links, { ...found, code: made }, ctx.speech.say('promo-made')))
      },
    },
  }
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
