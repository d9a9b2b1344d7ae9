import { InlineKeyboard } from 'grammy'
import type { DoorTicket, DoorView } from '../../../domain/door.js'
import type { Event } from '../../../domain/event.js'
import type { Page } from '../../../domain/page.js'
import { cut } from '../../../domain/text.js'
import type { FoundAtDoor } from '../../../services/door/doorView.js'
import type { Speech } from '../../../texts/texts.js'
import type { Ctx } from '../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../ui/feature.js'
import { lines, moneyIn, paragraphs, yesNo } from '../../ui/format.js'
import { addPaging } from '../../ui/paging.js'
import { press } from '../../ui/press.js'
import { routes } from '../../ui/routes.js'
import { redraw, type Screen, show } from '../../ui/screen.js'
import { letInLine } from '../../views/door.js'
import { orderButton, partyOf } from './together.js'

const mostFound = 10
const pageSize = 20
const nameLength = 32
const shownText = 60

type Place = { readonly at: number; readonly ticketId: number }

/** Finding people at the door: by name, number or short code, and who is in. */
export const createSearch = ({ services: { doorView }, clock }: Pick<FeatureNeeds, 'services' | 'clock'>) => {
  /** Who is meant by a text at an open door. */
  const find = (ctx: Ctx, { event }: DoorView, text: string): Promise<readonly FoundAtDoor[]> =>
    doorView.search({ personId: ctx.person.id, eventId: event.id, text })

  /** Shows who was found, or says that nobody was. */
  const showFound = (ctx: Ctx, { event }: DoorView, text: string, found: readonly FoundAtDoor[]): Promise<void> =>
    show(
      ctx,
      found.length > 0
        ? foundScreen(ctx.speech, event, { text, found, now: clock.now() })
        : noneScreen(ctx, event, text),
    )

  const whoScreen = async (ctx: Ctx, eventId: number, { at, ticketId }: Place): Promise<Screen> => {
    const act = { personId: ctx.person.id, eventId }
    const { event } = await doorView.view(act)
    const after = ticketId === 0 ? undefined : { at, id: ticketId }
    const page = await doorView.whoIsIn({ ...act, after, size: pageSize })
    return pageScreen(ctx.speech, event, page, { isLater: ticketId !== 0, now: clock.now() })
  }

  const feature: Feature = {
    name: 'search',
    presses: [
      press(routes.howToSearch, async (ctx, { eventId }) => {
        const current = await doorView.current(ctx.person.id)
        // Only who stands at this door searches by what they type.
        const { event } =
          current?.event.id === eventId ? current : await doorView.open({ personId: ctx.person.id, eventId })
        await show(ctx, { html: ctx.speech.say('search-how', { title: event.title }) })
      }),
      press(routes.whoIsIn, async (ctx, { eventId }) =>
        show(ctx, await whoScreen(ctx, eventId, { at: 0, ticketId: 0 })),
      ),
      press(routes.whoIsInPage, async (ctx, { eventId, ...place }) =>
        redraw(ctx, await whoScreen(ctx, eventId, place)),
      ),
    ],
  }
  return { feature, find, showFound }
}

/** How people are found at a door. */
export type Search = ReturnType<typeof createSearch>

type Found = { readonly text: string; readonly found: readonly FoundAtDoor[]; readonly now: number }

const foundScreen = (speech: Speech, event: Event, { text, found, now }: Found): Screen => {
  const keyboard = new InlineKeyboard()
  for (const ticket of found) keyboard.text(lineOf(speech, ticket), routes.letIn.data({ ticketId: ticket.id })).row()
  for (const ticket of firstsOfParties(found)) {
    const rest = orderButton(speech, ticket, event, now)
    if (rest) keyboard.add(rest).row()
  }
  keyboard.add(doorButton(speech, event))
  return {
    html: speech.say('search-found', { text: cut(text, shownText), more: yesNo(found.length >= mostFound) }),
    keyboard,
  }
}

/** One of each party of which several wait and were found. */
const firstsOfParties = (found: readonly FoundAtDoor[]): readonly FoundAtDoor[] => {
  const waiting = found.filter(({ checkedInAt }) => checkedInAt === undefined)
  const ofParty = (one: FoundAtDoor) => waiting.filter((other) => partyOf(other) === partyOf(one))
  return waiting.filter((one) => ofParty(one).length > 1 && ofParty(one)[0] === one)
}

const doorButton = (speech: Speech, { id: eventId }: Event) =>
  InlineKeyboard.text(speech.label('button-door'), routes.openDoor.data({ eventId }))

const lineOf = (speech: Speech, found: FoundAtDoor): string => {
  const { number, due, checkedInAt, byOrder, orderId } = found
  return speech.label(byOrder ? 'search-line-order' : 'search-line', {
    state: checkedInAt !== undefined ? 'in' : due ? 'toPay' : 'out',
    holder: cut(calledSo(found), nameLength),
    number: String(number),
    due: due ? moneyIn(speech, due) : '',
    order: String(orderId),
  })
}

// Whoever bought it may come without whose name stands on it.
const calledSo = ({ name = '', holderName }: FoundAtDoor): string =>
  name === '' || name === holderName ? holderName : `${name} · ${holderName}`

const noneScreen = ({ speech, person }: Ctx, event: Event, text: string): Screen => ({
  html: paragraphs(
    speech.say('search-none', { text: cut(text, shownText), title: event.title }),
    mayBeQuestion(text) ? speech.say('search-question', { isOwn: yesNo(person.id === event.organizerId) }) : undefined,
  ),
  keyboard: new InlineKeyboard().add(doorButton(speech, event)).append(questionButton(speech, event, text)),
})

// Numbers and codes are looked up; what has a word in it may be meant for the bot.
const mayBeQuestion = (text: string): boolean => /\p{L}{2}/u.test(text)

const questionButton = (speech: Speech, { id: eventId }: Event, text: string): InlineKeyboard => {
  const keyboard = new InlineKeyboard()
  return mayBeQuestion(text)
    ? keyboard.text(speech.label('button-its-a-question'), routes.askElsewhere.data({ eventId }))
    : keyboard
}

const pageScreen = (
  speech: Speech,
  event: Event,
  page: Page<DoorTicket>,
  { isLater, now }: { readonly isLater: boolean; readonly now: number },
): Screen => {
  const people = page.rows.map(({ checkedInAt: at = 0, checkedInByName: byName = '', ...ticket }) =>
    letInLine(speech, event, { ...ticket, at, byName }, now),
  )
  const keyboard = new InlineKeyboard()
  addPaging(keyboard, speech, {
    ...page,
    isLater,
    dataAfter: (last) =>
      routes.whoIsInPage.data({ eventId: event.id, at: last?.checkedInAt ?? 0, ticketId: last?.id ?? 0 }),
  })
  keyboard.row().add(doorButton(speech, event))
  const head = speech.say(people.length > 0 ? 'who-is-in' : 'who-is-in-none', { title: event.title })
  return { html: lines(head, ...people), keyboard }
}
