import { Refusal } from '../../../../domain/refusal.js'
import { questionLimits } from '../../../../domain/buyerQuestion.js'
import { longestNote } from '../../../../domain/guest.js'
import type { GuestView } from '../../../../services/guests/guests.js'
import type { Html } from '../../../../texts/html.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { backTo, yesOrBack } from '../../../ui/keyboards.js'
import { press, type Press, type PressHandler } from '../../../ui/press.js'
import { type Answerer, type Prompting, textOf } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import { redraw, show } from '../../../ui/screen.js'
import { linkTo } from '../../../views/people/person.js'
import { guestScreen } from './guestScreen.js'
import { type GuestPlace, placeIn, written } from './place.js'

type Needs = Pick<FeatureNeeds, 'services'> & { readonly prompting: Prompting }

const kind = 'guestNote'
const nameKind = 'ticketName'

/** One guest of an event, and what their organizer does with them. */
export const createGuest = (needs: Needs): Feature => ({
  name: 'guest',
  presses: [...guestPresses(needs), ...notePresses(needs), ...blockPresses(needs), renamePress(needs)],
  answers: { [kind]: createNoteAnswer(needs), [nameKind]: createNameAnswer(needs) },
})

const actOf = ({ person }: Pick<Ctx, 'person'>, { eventId, guestId }: GuestPlace) => ({
  personId: person.id,
  eventId,
  guestId,
})

const draw = (ctx: Press, view: GuestView, place: GuestPlace, notice?: Html): Promise<void> =>
  redraw(ctx, guestScreen(ctx.speech, view, place, notice))

const guestPresses = ({ services: { guests } }: Needs): readonly PressHandler[] => [
  press(routes.openGuest, async (ctx, place) => draw(ctx, await guests.view(actOf(ctx, place)), place)),
  press(routes.sendTicketsAgain, async (ctx, place) => {
    const { sent, ...view } = await guests.sendAgain(actOf(ctx, place))
    await draw(ctx, view, place, ctx.speech.say('guest-sent-again', { count: sent }))
  }),
]

const notePresses = ({ services: { guests }, prompting }: Needs): readonly PressHandler[] => [
  press(routes.askGuestNote, async (ctx, place) => {
    const { guest } = await guests.view(actOf(ctx, place))
    await prompting.askInPlace(
      ctx,
      { kind, subject: place.eventId, detail: written(place) },
      {
        html: ctx.speech.say('guest-note-ask', { guest: linkTo(guest), max: longestNote }),
        keyboard: backTo(ctx.speech, routes.openGuest.data(place)),
      },
    )
  }),
  press(routes.dropGuestNote, async (ctx, place) => {
    const view = await guests.dropNote(actOf(ctx, place))
    await draw(ctx, view, place, ctx.speech.say('guest-note-dropped'))
  }),
]

const createNoteAnswer =
  ({ services: { guests } }: Needs): Answerer =>
  async (ctx, { detail }, said) => {
    const place = placeIn(detail)
    if (!place) throw new Refusal('guestNotFound')
    const text = textOf(said, ctx.speech.label('guest-note-asked'))
    const view = await guests.setNote({ ...actOf(ctx, place), text })
    await show(ctx, guestScreen(ctx.speech, view, place, ctx.speech.say('guest-note-kept')))
  }

const blockPresses = ({ services: { guests } }: Needs): readonly PressHandler[] => [
  press(routes.askBlockAtEvent, async (ctx, place) => {
    const { event, guest } = await guests.view(actOf(ctx, place))
    const html = ctx.speech.say('guest-block-ask', { guest: linkTo(guest), title: event.title })
    const back = routes.openGuest.data(place)
    await redraw(ctx, { html, keyboard: yesOrBack(ctx.speech, routes.blockAtEvent.data(place), back) })
  }),
  press(routes.blockAtEvent, async (ctx, place) => {
    const view = await guests.setBlocked({ ...actOf(ctx, place), isBlocked: true })
    await draw(ctx, view, place, ctx.speech.say('guest-blocked-done'))
  }),
  press(routes.unblockAtEvent, async (ctx, place) => {
    const view = await guests.setBlocked({ ...actOf(ctx, place), isBlocked: false })
    await draw(ctx, view, place, ctx.speech.say('guest-unblocked-done'))
  }),
]

const renamePress = ({ services: { guests }, prompting }: Needs): PressHandler =>
  press(routes.askTicketName, async (ctx, { ticketId, ...place }) => {
    const { tickets } = await guests.view(actOf(ctx, place))
    const number = String(tickets.rows.find(({ ticket }) => ticket.id === ticketId)?.ticket.number ?? '')
    await prompting.askInPlace(
      ctx,
      { kind: nameKind, subject: ticketId, detail: written(place) },
      {
        html: ctx.speech.say('guest-name-ask', { number, max: questionLimits.name }),
        keyboard: backTo(ctx.speech, routes.openGuest.data(place)),
      },
    )
  })

const createNameAnswer =
  ({ services: { guests, answers } }: Needs): Answerer =>
  async (ctx, { subject: ticketId, detail }, said) => {
    const place = placeIn(detail)
    if (!place) throw new Refusal('guestNotFound')
    await answers.rename({ personId: ctx.person.id, ticketId, text: textOf(said, 'answer') })
    const view = await guests.view(actOf(ctx, place))
    await show(ctx, guestScreen(ctx.speech, view, place, ctx.speech.say('setting-saved')))
  }
