import { InlineKeyboard } from 'grammy'
import type { DoorTicket, DoorView } from '../../../domain/door.js'
import type { Event } from '../../../domain/event.js'
import { cut } from '../../../domain/text.js'
import type { Page } from '../../../domain/page.js'
import { money } from '../../../texts/format.js'
import { joinHtml } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import { press } from '../../ui/press.js'
import type { Ctx } from '../../ui/context.js'
import type { Feature } from '../../ui/feature.js'
import type { FeatureNeeds } from '../../ui/featureNeeds.js'
import { redraw, type Screen, show } from '../../ui/screen.js'
import { timeAtDoor } from './verdicts.js'
import { routes } from '../../ui/routes.js'

const mostFound = 10
const pageSize = 20
const nameLength = 32
const shownText = 60

type Place = { readonly at: number; readonly ticketId: number }

/** Finding people at the door: by name, number or short code, and who is in. */
export const createSearch = ({ services, clock }: FeatureNeeds) => {
  /** Answers a text at an open door; false, and nothing is said, when nobody is found. */
  const find = async (ctx: Ctx, { event }: DoorView, text: string): Promise<boolean> => {
    const found = await services.doorView.search({ personId: ctx.person.id, eventId: event.id, text })
    if (found.length > 0) await show(ctx, foundScreen(ctx.speech, event, text, found))
    return found.length > 0
  }

  /** Says that nobody was found. */
  const showNone = (ctx: Ctx, { event }: DoorView, text: string): Promise<void> =>
    show(ctx, noneScreen(ctx.speech, event, text))

  const whoScreen = async (ctx: Ctx, eventId: number, { at, ticketId }: Place): Promise<Screen> => {
    const personId = ctx.person.id
    const { event } = await services.doorView.view({ personId, eventId })
    const page = await services.doorView.whoIsIn({
      personId,
      eventId,
      after: ticketId === 0 ? undefined : { at, id: ticketId },
      size: pageSize,
    })
    return pageScreen(ctx.speech, event, page, { isLater: ticketId !== 0, now: clock.now() })
  }

  const feature: Feature = {
    name: 'search',
    presses: [
      press(routes.howToSearch, async (ctx, { eventId }) => {
        const current = await services.doorView.current(ctx.person.id)
        // Only who stands at this door searches by what they type.
        const { event } =
          current?.event.id === eventId ? current : await services.doorView.open({ personId: ctx.person.id, eventId })
        await show(ctx, { html: ctx.speech.say('search-how', { title: event.title }) })
      }),
      press(routes.whoIsIn, async (ctx, { eventId }) => {
        await show(ctx, await whoScreen(ctx, eventId, { at: 0, ticketId: 0 }))
      }),
      press(routes.whoIsInPage, async (ctx, { eventId, ...place }) => {
        await redraw(ctx, await whoScreen(ctx, eventId, place))
      }),
    ],
  }
  return { feature, find, showNone }
}

/** What `createSearch` gives. */
export type Search = ReturnType<typeof createSearch>

const foundScreen = (speech: Speech, event: Event, text: string, found: readonly DoorTicket[]): Screen => {
  const keyboard = new InlineKeyboard()
  for (const ticket of found) keyboard.text(lineOf(speech, ticket), routes.letIn.data({ ticketId: ticket.id })).row()
  keyboard.text(speech.label('button-door'), routes.openDoor.data({ eventId: event.id }))
  return {
    html: speech.say('search-found', { text: cut(text, shownText), more: found.length < mostFound ? 'no' : 'yes' }),
    keyboard,
  }
}

const lineOf = (speech: Speech, { holderName, number, due, checkedInAt }: DoorTicket): string =>
  speech.label('search-line', {
    state: checkedInAt !== undefined ? 'in' : due ? 'toPay' : 'out',
    holder: cut(holderName, nameLength),
    number: String(number),
    due: due ? money(due, speech.language) : '',
  })

const noneScreen = (speech: Speech, event: Event, text: string): Screen => ({
  html: speech.say('search-none', { text: cut(text, shownText), title: event.title }),
  keyboard: new InlineKeyboard().text(speech.label('button-door'), routes.openDoor.data({ eventId: event.id })),
})

const pageScreen = (
  speech: Speech,
  event: Event,
  { rows, hasMore }: Page<DoorTicket>,
  { isLater, now }: { readonly isLater: boolean; readonly now: number },
): Screen => {
  const lines = rows.map(({ holderName, number, checkedInAt = 0, checkedInByName = '' }) =>
    speech.say('door-line', {
      holder: holderName,
      number: String(number),
      time: timeAtDoor(speech, checkedInAt, event, now),
      by: checkedInByName,
    }),
  )
  const keyboard = new InlineKeyboard()
  const last = rows.at(-1)
  if (isLater)
    keyboard.text(speech.label('button-first-page'), routes.whoIsInPage.data({ eventId: event.id, at: 0, ticketId: 0 }))
  if (hasMore && last)
    keyboard.text(
      speech.label('button-next-page'),
      routes.whoIsInPage.data({ eventId: event.id, at: last.checkedInAt ?? 0, ticketId: last.id }),
    )
  keyboard.row().text(speech.label('button-door'), routes.openDoor.data({ eventId: event.id }))
  return {
    html: joinHtml(
      [speech.say(rows.length > 0 ? 'who-is-in' : 'who-is-in-none', { title: event.title }), ...lines],
      '\n',
    ),
    keyboard,
  }
}
