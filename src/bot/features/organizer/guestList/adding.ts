import { InlineKeyboard } from 'grammy'
import type { EventWithTypes, TicketType } from '../../../../domain/event.js'
import { mostGuestsAtOnce } from '../../../../domain/guestList.js'
import { giftIn } from '../../../../domain/guestLines.js'
import { quantityLimit } from '../../../../domain/order.js'
import { Refusal } from '../../../../domain/refusal.js'
import type { GuestPreview } from '../../../../services/guestList/lists.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { yesNo } from '../../../ui/format.js'
import { labelWith } from '../../../ui/labels.js'
import { press, type Press, type PressHandler } from '../../../ui/press.js'
import { type Answerer, closeAt, type Prompting, textOf } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import { type Screen, show } from '../../../ui/screen.js'
import { markedName } from '../../../views/typeNames.js'
import { backToList, issuedScreen, previewScreen } from './previewScreen.js'
import { entryScreen, toGuestList } from './screens.js'

type Needs = Pick<FeatureNeeds, 'services' | 'links'> & { readonly prompting: Prompting }

const namesKind = 'guestNames'
const reasonKind = 'guestReason'
const linkKind = 'guestLink'

/** Puts people on an event's guest list: names and usernames, line by line, or whoever opens a link. */
export const createGivingAway = (needs: Needs): Feature => ({
  name: 'givingAway',
  presses: [...askPresses(needs), ...draftPresses(needs)],
  answers: { [namesKind]: namesAnswer(needs), [reasonKind]: reasonAnswer(needs), [linkKind]: linkAnswer(needs) },
})

const askPresses = ({ services: { guestList }, prompting }: Needs): readonly PressHandler[] => {
  const asks = (to: typeof routes.askGuestNames, kind: string, key: string): PressHandler =>
    press(to, async (ctx, { eventId, ticketTypeId }) => {
      const found = await guestList.event({ personId: ctx.person.id, eventId })
      const type = typeFor(found, ticketTypeId)
      if (!type) return prompting.leave(ctx, whichScreen(ctx.speech, found, to))
      const question = { kind, subject: eventId, detail: String(type.id) }
      return prompting.askInPlace(ctx, question, askScreen(ctx.speech, found, type, key))
    })
  return [
    asks(routes.askGuestNames, namesKind, 'guest-names-ask'),
    asks(routes.askGuestLink, linkKind, 'guest-link-ask'),
  ]
}

/** The type that is meant; undefined where there are several and none is. Refuses with typeGone. */
const typeFor = ({ types }: EventWithTypes, ticketTypeId: number): TicketType | undefined => {
  const [only, ...others] = types
  if (others.length === 0) return only
  if (ticketTypeId === 0) return undefined
  const type = types.find(({ id }) => id === ticketTypeId)
  if (!type) throw new Refusal('typeGone')
  return type
}

const whichScreen = (speech: Speech, { event, types }: EventWithTypes, to: typeof routes.askGuestNames): Screen => {
  const keyboard = new InlineKeyboard()
  for (const type of types)
    keyboard
      .text(
        labelWith(speech, 'button-found-name', { name: markedName(speech, type) }),
        to.data({ eventId: event.id, ticketTypeId: type.id }),
      )
      .row()
  return {
    html: speech.say('guest-list-type'),
    keyboard: keyboard.text(speech.label('button-guest-list-back'), toGuestList(event.id)),
  }
}

const askScreen = (speech: Speech, { event }: EventWithTypes, type: TicketType, key: string): Screen => ({
  html: speech.say(key, {
    title: event.title,
    hasType: yesNo(type.name !== ''),
    type: type.name,
    most: mostGuestsAtOnce,
    max: quantityLimit,
  }),
  keyboard: backToList(speech, event.id),
})

const requestKeyOf = ({ update }: Pick<Ctx, 'update'>): string => `guests:${update.update_id}`

/** Refusals after which no answer could be right. */
const closing = closeAt((code) => code === 'guestListOnly' || code === 'eventEnded' || code === 'guestDraftGone')

// While a reason is missing the next message is one.
const showPreview = async (ctx: Ctx, prompting: Prompting, preview: GuestPreview): Promise<void> => {
  await show(ctx, previewScreen(ctx.speech, preview))
  if (preview.needsReason) await prompting.expect(ctx, { kind: reasonKind, subject: preview.draft.id })
  // Whoever sends another list instead has it read.
  else if (preview.guests.length === 0 || preview.odd.length > 0 || preview.unknown.length > 0)
    await prompting.expect(ctx, {
      kind: namesKind,
      subject: preview.event.id,
      detail: `${preview.draft.ticketTypeId} ${preview.draft.id}`,
    })
}

// The type, and what the list is sent instead of, if it is.
const readDetail = (detail: string | undefined) => {
  const [ticketTypeId = 0, insteadOf] = (detail ?? '').split(' ').map(Number)
  return { ticketTypeId, insteadOf }
}

const namesAnswer =
  ({ services: { guestList }, prompting }: Needs): Answerer =>
  async (ctx, { subject: eventId, detail }, said) => {
    const words = textOf(said, ctx.speech.label('guest-names-asked'))
    const act = { personId: ctx.person.id, eventId, ...readDetail(detail) }
    const preview = await guestList.lists.write({ ...act, words, requestKey: requestKeyOf(ctx) }).catch(closing)
    await showPreview(ctx, prompting, preview)
  }

const reasonAnswer =
  ({ services: { guestList }, prompting }: Needs): Answerer =>
  async (ctx, { subject: draftId }, said) => {
    const reason = textOf(said, ctx.speech.label('guest-reason-asked'))
    const preview = await guestList.lists.setReason({ personId: ctx.person.id, draftId, reason }).catch(closing)
    await showPreview(ctx, prompting, preview)
  }

const linkAnswer =
  ({ services: { guestList }, links }: Needs): Answerer =>
  async (ctx, { subject: eventId, detail }, said) => {
    const personId = ctx.person.id
    const gift = giftIn(textOf(said, ctx.speech.label('guest-link-asked')))
    const order = { personId, eventId, ticketTypeId: Number(detail), ...gift, requestKey: requestKeyOf(ctx) }
    const { id: entryId } = await guestList.links.make(order).catch(closing)
    const view = await guestList.entries.view({ personId, entryId })
    await show(ctx, entryScreen(ctx.speech, links, view, { place: { entryId, after: 0 } }))
  }

const draftPresses = ({ services: { guestList }, prompting }: Needs): readonly PressHandler[] => [
  press(routes.issueGuests, async (ctx, { draftId }) => {
    const issued = await guestList.lists.issue({ personId: ctx.person.id, draftId })
    await prompting.leave(ctx, issuedScreen(ctx.speech, issued))
  }),
  press(routes.discardGuests, async (ctx: Press, { draftId }) => {
    const { event } = await guestList.lists.view({ personId: ctx.person.id, draftId })
    await guestList.lists.discard({ personId: ctx.person.id, draftId })
    const html = ctx.speech.say('guest-preview-discarded')
    await prompting.leave(ctx, { html, keyboard: backToList(ctx.speech, event.id) })
  }),
]
