import { InlineKeyboard } from 'grammy'
import { exampleDiscount } from '../../../../domain/cardAmounts.js'
import { currencyOf, type EventWithTypes } from '../../../../domain/event.js'
import type { Page } from '../../../../domain/page.js'
import { cut } from '../../../../domain/text.js'
import { discounted, isLinkable, longestCode, type PromoCode } from '../../../../domain/promoCode.js'
import type { PromoCodeOfEvent } from '../../../../services/ordering/promoCodes.js'
import { number } from '../../../../texts/format.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Links } from '../../../telegram/links.js'
import {
  currencyIn,
  discountIn,
  lines,
  moneyIn,
  paragraphs,
  ticked,
  timeIn,
  yesNo,
  zoneOf,
} from '../../../ui/format.js'
import { labelWith } from '../../../ui/labels.js'
import { addPaging } from '../../../ui/paging.js'
import { promoCodeFields, routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'
import { outOfReachText } from '../../../views/money.js'
import { nameOf } from '../../../views/typeNames.js'

/** What an organizer can change of a promo code. */
export type PromoCodeField = (typeof promoCodeFields)[number]

/** A page of an event's promo codes, newest first. */
export const codesScreen = (
  speech: Speech,
  found: EventWithTypes & Page<PromoCode> & { readonly isLater: boolean },
): Screen => {
  const { event, rows } = found
  const keyboard = new InlineKeyboard()
  const all: Html[] = []
  for (const code of rows) {
    const facts = { discount: discountIn(speech, code.discount, currencyOf(found)), isOn: yesNo(code.isOn) }
    const uses = { used: code.used, isAny: yesNo(code.limit === undefined), limit: code.limit ?? 0 }
    all.push(speech.say('promo-line', { code: code.code, ...facts, ...uses }))
    keyboard
      .text(
        labelWith(speech, 'promo-button', { code: code.code }, facts),
        routes.openPromoCode.data({ promoCodeId: code.id }),
      )
      .row()
  }
  const dataAfter = (last?: PromoCode): string =>
    routes.promoCodesPage.data({ eventId: event.id, after: last?.id ?? 0 })
  addPaging(keyboard, speech, { ...found, dataAfter }).row()
  keyboard.text(speech.label('button-new-code'), routes.addPromoCode.data({ eventId: event.id })).row()
  keyboard.text(speech.label('button-back'), routes.manageEvent.data({ eventId: event.id }))
  const head = speech.say(rows.length > 0 || found.isLater ? 'promo-list' : 'promo-none', { title: event.title })
  return { html: paragraphs(head, lines(...all)), keyboard }
}

/** One promo code with all that can be changed, and its link. */
export const codeScreen = (speech: Speech, links: Links, found: PromoCodeOfEvent, notice?: Html): Screen => {
  const { event, code } = found
  const link = isLinkable(code.code) ? links.event(event.slug, code.code) : undefined
  const edge = (at: number | undefined, otherwise: string): string =>
    at === undefined ? speech.label(otherwise) : timeIn(speech, at, event)
  const html = speech.say('promo-screen', {
    title: event.title,
    code: code.code,
    discount: discountIn(speech, code.discount, currencyOf(found)),
    isOn: yesNo(code.isOn),
    used: code.used,
    isAny: yesNo(code.limit === undefined),
    limit: code.limit ?? 0,
    perPerson: code.perPerson === undefined ? speech.label('promo-any') : number(code.perPerson, speech.language),
    from: edge(code.startsAt, 'type-from-now'),
    until: edge(code.endsAt, 'type-until-end'),
    types: typesIn(speech, found),
    hasLink: yesNo(link !== undefined),
    link: link ?? '',
  })
  const left = found.types.filter(isFor(code)).map(({ price }) => discounted(price, code.discount))
  const warning = outOfReachText(speech, left, event.paymentMethods)
  return {
    html: paragraphs(
      notice,
      html,
      opensText(speech, found),
      code.forLine ? speech.say('code-for-line') : undefined,
      warning,
    ),
    keyboard: codeButtons(speech, found, link),
  }
}

const isFor =
  ({ ticketTypeIds }: PromoCodeOfEvent['code']) =>
  ({ id }: { readonly id: number }): boolean =>
    ticketTypeIds.length === 0 || ticketTypeIds.includes(id)

// Hidden tickets are opened by codes that name them: one for all types opens none.
const opensText = (speech: Speech, { types, code }: PromoCodeOfEvent): Html | undefined => {
  const hidden = types.filter(({ isHidden }) => isHidden)
  if (hidden.length === 0) return undefined
  const opened = hidden.filter(({ id }) => code.ticketTypeIds.includes(id))
  return opened.length > 0
    ? speech.say('promo-opens', { types: opened.map((type) => nameOf(speech, type)).join(', ') })
    : speech.say('promo-opens-none')
}

const typesIn = (speech: Speech, { types, code }: PromoCodeOfEvent): string => {
  if (code.ticketTypeIds.length === 0) return speech.label('promo-all-types')
  return (
    types
      .filter(({ id }) => code.ticketTypeIds.includes(id))
      .map((type) => nameOf(speech, type))
      .join(', ') || '—'
  )
}

const codeButtons = (speech: Speech, found: PromoCodeOfEvent, link: string | undefined): InlineKeyboard => {
  const { event, code } = found
  const promoCodeId = code.id
  const keyboard = new InlineKeyboard()
  if (link !== undefined) keyboard.copyText(speech.label('button-copy-link'), link).row()
  promoCodeFields.forEach((field, i) => {
    keyboard.text(speech.label(`promo-field-${field}`), routes.askPromoCodeField.data({ promoCodeId, field }))
    if (i % 2 === 0) keyboard.row()
  })
  if (found.types.length > 1 || hidesAny(found)) addTypes(speech, found, keyboard.row())
  const isForLine = code.forLine === true
  keyboard
    .row()
    .text(
      ticked(isForLine, speech.label('button-for-line')),
      routes.codeForLine.data({ promoCodeId, to: isForLine ? 'off' : 'on' }),
    )
    .row()
  if (code.isOn)
    keyboard
      .text(speech.label('button-code-off'), routes.turnPromoCode.data({ promoCodeId, to: 'off' }))
      .danger()
      .row()
  else
    keyboard
      .text(speech.label('button-code-on'), routes.turnPromoCode.data({ promoCodeId, to: 'on' }))
      .success()
      .row()
  return keyboard.text(speech.label('button-back'), routes.promoCodesOf.data({ eventId: event.id }))
}

const hidesAny = ({ types }: Pick<EventWithTypes, 'types'>): boolean => types.some(({ isHidden }) => isHidden)

const addTypes = (speech: Speech, { types, code }: PromoCodeOfEvent, keyboard: InlineKeyboard): void => {
  keyboard
    .text(
      ticked(code.ticketTypeIds.length === 0, speech.label('promo-all-types')),
      routes.promoCodeForAll.data({ promoCodeId: code.id }),
    )
    .row()
  types.forEach((type, i) => {
    keyboard.text(
      ticked(code.ticketTypeIds.includes(type.id), `${type.isHidden ? '🙈' : '🎟'} ${cut(nameOf(speech, type), 30)}`),
      routes.promoCodeForType.data({ promoCodeId: code.id, ticketTypeId: type.id }),
    )
    if (i % 2 === 1) keyboard.row()
  })
}

/** Asks for one field of a code. */
export const askFieldScreen = (speech: Speech, found: PromoCodeOfEvent, field: PromoCodeField): Screen => {
  const promoCodeId = found.code.id
  const keyboard = new InlineKeyboard()
  if (field !== 'discount')
    keyboard.text(speech.label('button-no-limit'), routes.liftPromoCodeLimit.data({ promoCodeId, field })).row()
  else if (hidesAny(found))
    keyboard.text(speech.label('button-opens-only'), routes.takeNothingOff.data({ promoCodeId })).row()
  keyboard.text(speech.label('button-back'), routes.openPromoCode.data({ promoCodeId }))
  return {
    html: speech.say(`promo-ask-${field}`, {
      code: found.code.code,
      currency: currencyOf(found),
      money: currencyIn(speech, currencyOf(found)),
      example: moneyIn(speech, exampleDiscount(currencyOf(found))),
      zone: zoneOf(speech, found.event),
    }),
    keyboard,
  }
}

/** Asks for a new code, then for its discount. */
export const newCodeScreen = (speech: Speech, found: EventWithTypes, code: PromoCode['code'] | undefined): Screen => ({
  html:
    code === undefined
      ? speech.say('promo-ask-code', { max: longestCode })
      : speech.say('promo-ask-discount', {
          code,
          currency: currencyOf(found),
          money: currencyIn(speech, currencyOf(found)),
          example: moneyIn(speech, exampleDiscount(currencyOf(found))),
        }),
  keyboard: newCodeButtons(speech, found, code),
})

const newCodeButtons = (speech: Speech, found: EventWithTypes, code: PromoCode['code'] | undefined): InlineKeyboard => {
  const { id: eventId } = found.event
  const keyboard = new InlineKeyboard()
  if (code !== undefined && hidesAny(found))
    keyboard.text(speech.label('button-opens-only'), routes.openingCode.data({ eventId, code })).row()
  return keyboard.text(speech.label('button-back'), routes.promoCodesOf.data({ eventId }))
}
