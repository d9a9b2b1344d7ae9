import { currencyOf, type EventWithTypes, parseLimit } from '../../../../domain/event.js'
import { nothingOff, parseDiscount, type PromoCode } from '../../../../domain/promoCode.js'
import type { PromoCodeOfEvent } from '../../../../services/ordering/promoCodes.js'
import { parseEdge } from '../../../../texts/times/when.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { pageAt } from '../../../ui/paging.js'
import { press, type Press, type PressHandler } from '../../../ui/press.js'
import { type Answerer, type Prompting, textOf } from '../../../ui/prompts.js'
import { promoCodeFields, routes } from '../../../ui/routes.js'
import { type Screen, show } from '../../../ui/screen.js'
import { askFieldScreen, codeScreen, codesScreen, newCodeScreen, type PromoCodeField } from './promoScreen.js'

type Needs = Pick<FeatureNeeds, 'services' | 'clock' | 'links'> & { readonly prompting: Prompting }
type Change = Partial<
  Pick<PromoCode, 'discount' | 'limit' | 'perPerson' | 'startsAt' | 'endsAt' | 'ticketTypeIds' | 'isOn'>
>

const codeKind = 'newPromoCode'
const fieldKind = 'promoField'

/** An event's promo codes: their organizer makes and changes them. */
export const createPromoCodes = (needs: Needs): Feature => ({
  name: 'promoCodes',
  presses: [...listPresses(needs), ...openingPresses(needs), ...codePresses(needs)],
  answers: { [fieldKind]: fieldAnswer(needs), [codeKind]: newCodeAnswer(needs) },
})

const pageSize = 10

const listPresses = ({ services: { promoCodes, saleSettings }, prompting }: Needs): readonly PressHandler[] => {
  const draw = async (ctx: Press, eventId: number, after: number): Promise<void> => {
    const page = await promoCodes.page({ personId: ctx.person.id, eventId, ...pageAt(after, pageSize) })
    await prompting.leave(ctx, codesScreen(ctx.speech, { ...page, isLater: after !== 0 }))
  }
  return [
    press(routes.promoCodesOf, (ctx, { eventId }) => draw(ctx, eventId, 0)),
    press(routes.promoCodesPage, (ctx, { eventId, after }) => draw(ctx, eventId, after)),
    press(routes.addPromoCode, async (ctx, { eventId }) => {
      const found = await saleSettings.view({ personId: ctx.person.id, eventId })
      const question = { kind: codeKind, subject: eventId }
      await prompting.askInPlace(ctx, question, newCodeScreen(ctx.speech, found, undefined))
    }),
  ]
}

const openingPresses = (needs: Needs): readonly PressHandler[] => {
  const { links, prompting, services } = needs
  const { change } = createChanging(needs)
  return [
    press(routes.openingCode, async (ctx, { eventId, code }) => {
      const act = { personId: ctx.person.id, eventId }
      const made = await services.promoCodes.create({ ...act, code, discount: nothingOff })
      const found = await services.saleSettings.view(act)
      await prompting.leave(ctx, codeScreen(ctx.speech, links, { ...found, code: made }, ctx.speech.say('promo-made')))
    }),
    press(routes.takeNothingOff, async (ctx, { promoCodeId }) =>
      prompting.leave(ctx, await change(ctx, promoCodeId, () => ({ discount: nothingOff }))),
    ),
  ]
}

const codePresses = (needs: Needs): readonly PressHandler[] => {
  const { links, prompting, services } = needs
  const { load, change } = createChanging(needs)
  return [
    press(routes.openPromoCode, async (ctx, { promoCodeId }) =>
      prompting.leave(ctx, codeScreen(ctx.speech, links, await load(ctx, promoCodeId))),
    ),
    press(routes.turnPromoCode, async (ctx, { promoCodeId, to }) =>
      prompting.leave(ctx, await change(ctx, promoCodeId, () => ({ isOn: to === 'on' }))),
    ),
    press(routes.codeForLine, async (ctx, { promoCodeId, to }) => {
      await services.waiting.setCodeForLine({ personId: ctx.person.id, promoCodeId, forLine: to === 'on' })
      const found = await load(ctx, promoCodeId)
      await prompting.leave(ctx, codeScreen(ctx.speech, links, found, ctx.speech.say('setting-saved')))
    }),
    press(routes.promoCodeForAll, async (ctx, { promoCodeId }) =>
      prompting.leave(ctx, await change(ctx, promoCodeId, () => ({ ticketTypeIds: [] }))),
    ),
    press(routes.promoCodeForType, async (ctx, { promoCodeId, ticketTypeId }) =>
      prompting.leave(
        ctx,
        await change(ctx, promoCodeId, (found) => ({ ticketTypeIds: toggled(found, ticketTypeId) })),
      ),
    ),
    press(routes.liftPromoCodeLimit, async (ctx, { promoCodeId, field }) =>
      prompting.leave(ctx, await change(ctx, promoCodeId, () => ({ [field]: undefined }))),
    ),
    press(routes.askPromoCodeField, async (ctx, { promoCodeId, field }) => {
      const question = { kind: fieldKind, subject: promoCodeId, detail: field }
      await prompting.askInPlace(ctx, question, askFieldScreen(ctx.speech, await load(ctx, promoCodeId), field))
    }),
  ]
}

const createChanging = ({ services: { promoCodes }, links }: Needs) => {
  const load = (ctx: Ctx, promoCodeId: number): Promise<PromoCodeOfEvent> =>
    promoCodes.open({ personId: ctx.person.id, promoCodeId })
  /** Changes a code; gives its screen. */
  const change = async (
    ctx: Ctx,
    promoCodeId: number,
    fieldsOf: (found: PromoCodeOfEvent) => Change,
  ): Promise<Screen> => {
    const found = await load(ctx, promoCodeId)
    const code = await promoCodes.change({ personId: ctx.person.id, promoCodeId, fields: fieldsOf(found) })
    return codeScreen(ctx.speech, links, { ...found, code }, ctx.speech.say('setting-saved'))
  }
  return { load, change }
}

const fieldAnswer = (needs: Needs): Answerer => {
  const { change } = createChanging(needs)
  return async (ctx, { subject, detail }, said) => {
    const field = promoCodeFields.find((known) => known === detail)
    if (!field) return
    const reading = { now: needs.clock.now(), language: ctx.speech.language }
    await show(ctx, await change(ctx, subject, (found) => readField(found, field, textOf(said, field), reading)))
  }
}

/** First the code, which then stands in the question's detail, and after it the discount. */
const newCodeAnswer =
  ({ services: { promoCodes, saleSettings }, links, prompting }: Needs): Answerer =>
  async (ctx, { subject: eventId, detail: code }, said) => {
    const act = { personId: ctx.person.id, eventId }
    const found = await saleSettings.view(act)
    if (code === undefined) {
      const detail = await promoCodes.checkNew({ ...act, text: textOf(said, 'code') })
      const question = { kind: codeKind, subject: eventId, detail }
      return prompting.ask(ctx, question, newCodeScreen(ctx.speech, found, detail))
    }
    const made = await promoCodes.create({ ...act, code, discount: discountIn(found, textOf(said, 'discount')) })
    await show(ctx, codeScreen(ctx.speech, links, { ...found, code: made }, ctx.speech.say('promo-made')))
  }

const discountIn = (found: Pick<EventWithTypes, 'types'>, text: string): PromoCode['discount'] =>
  parseDiscount(text, currencyOf(found))

// A code for each of the types is one for all, also for those to come; but hidden ones are opened only by name.
const toggled = ({ types, code }: PromoCodeOfEvent, ticketTypeId: number): readonly number[] => {
  const chosen = types.map(({ id }) => id).filter((id) => code.ticketTypeIds.includes(id) !== (id === ticketTypeId))
  return chosen.length === types.length && types.every(({ isHidden }) => !isHidden) ? [] : chosen
}

type Reading = Pick<Parameters<typeof parseEdge>[1], 'now' | 'language'>

const readField = (found: PromoCodeOfEvent, field: PromoCodeField, text: string, reading: Reading): Change => {
  const context = { ...reading, zone: found.event.zone }
  switch (field) {
    case 'discount':
      return { discount: discountIn(found, text) }
    case 'limit':
    case 'perPerson':
      return { [field]: parseLimit(text) }
    case 'startsAt':
      return { startsAt: parseEdge(text, context, 'from') }
    case 'endsAt':
      return { endsAt: parseEdge(text, context, 'until') }
  }
}
