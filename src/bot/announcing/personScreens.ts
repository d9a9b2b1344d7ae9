import { InlineKeyboard } from 'grammy'
import type { PersonMessage } from '../../domain/announcement.js'
import type { LineNews } from '../../domain/lineNews.js'
import { stars } from '../../domain/money.js'
import { styledHtml } from '../../texts/styled.js'
import type { Speech } from '../../texts/texts.js'
import type { Links } from '../telegram/links.js'
import { datesIn, moneyIn, paragraphs, startIn, timeIn, yesNo } from '../ui/format.js'
import { routes } from '../ui/routes.js'
import type { Screen } from '../ui/screen.js'
import type { AfterwardsMessage } from './afterwardsScreens.js'
import { askButton, below } from '../views/threads/asking.js'
import { reasonText } from '../views/eventNews.js'
import type { EventNews } from './eventNews.js'
import type { GuestNews } from './guestMessages.js'
import type { MoneyMessage } from './moneyScreens.js'
import { linkTo } from '../views/people/person.js'

/** What a person hears unasked, but for their tickets and what stands otherwise by the time it is said. */
export type PlainMessage = Exclude<
  PersonMessage,
  | MoneyMessage
  | AfterwardsMessage
  | EventNews
  | { kind: 'tickets' | 'ticketReceived' | 'ticketShown' | 'ticketPictures' | 'guestTickets' }
  | { kind: 'threadMessage' | 'threadNotDelivered' }
  | { kind: 'eventHeard' | 'saleOpened' | 'onlineAccess' | 'onlineAccessOpen' | 'reminder' }
  | GuestNews
  | LineNews
>
type Kind = PlainMessage['kind']
type MessageOf = { readonly [K in Kind]: Extract<PlainMessage, { kind: K }> }

const screens: { readonly [K in Kind]: (speech: Speech, message: MessageOf[K], links: Links) => Screen } = {
  staffJoined: (speech, { name, staffId: id, title }) => ({
    html: speech.say('news-staffJoined', { name: id === undefined ? name : linkTo({ id, name }), title }),
  }),
  staffRemoved: (speech, { title }) => ({ html: speech.say('news-staffRemoved', { title }) }),
  staffGivesTickets: (speech, { title, eventId }) => ({
    html: speech.say('news-staffGivesTickets', { title }),
    keyboard: new InlineKeyboard().text(
      speech.label('button-guest-list'),
      routes.guestListOf.data({ eventId, after: 0 }),
    ),
  }),
  guestLinkTaken: (speech, { name, personId: id, quantity, reason, title }) => ({
    html: speech.say('news-guestLinkTaken', { guest: linkTo({ id, name }), quantity, reason, title }),
  }),
  guestTicketsRevoked: (speech, { title, quantity }) => ({
    html: speech.say('news-guestTicketsRevoked', { title, quantity }),
  }),
  staffBrought: (speech, { dates, title, slug, ...event }, links) => ({
    html: paragraphs(
      speech.say('news-staffBrought', { title, count: dates.length }),
      datesIn(speech, { ...event, dates }),
    ),
    keyboard: eventLink(speech, links, slug),
  }),
  lostLetIn: (speech, { by, count, title }) => ({ html: speech.say('news-lostLetIn', { by, count, title }) }),
  ticketGiven: (speech, { to, title, number }) => ({
    html: speech.say('news-ticketGiven', { to, title, number: String(number) }),
  }),
  holdExpired: (speech, { isLooking, title, quantity, slug }, links) => ({
    html: speech.say(isLooking ? 'news-holdExpired-looking' : 'news-holdExpired', { title, quantity }),
    keyboard: eventLink(speech, links, slug),
  }),
  heldEventCancelled: (speech, { title, isLooking, reason, ...event }) => ({
    html: paragraphs(
      speech.say('news-heldEventCancelled', {
        title,
        when: startIn(speech, event),
        looking: yesNo(isLooking === true),
      }),
      reasonText(speech, reason),
    ),
  }),
  proofRejected: (speech, { title, orderId, isOver, until, line, ...event }) => ({
    html: paragraphs(
      speech.say('news-proofRejected', {
        title,
        order: String(orderId),
        state: isOver ? 'over' : until === undefined ? 'open' : 'held',
        until: until === undefined ? '' : timeIn(speech, until, event),
      }),
      line === undefined ? undefined : speech.say('proof-line', { line: styledHtml(line) }),
    ),
    keyboard: isOver
      ? undefined
      : new InlineKeyboard().text(speech.label('button-open-order'), routes.openOrder.data({ orderId })),
  }),
  proofTakenUp: (speech, { title, orderId }) => ({
    html: speech.say('news-proofTakenUp', { title, order: String(orderId) }),
  }),
  orderRefunded: (speech, { title, orderId, quantity, amount }) => ({
    html: speech.say('news-orderRefunded', {
      title,
      order: String(orderId),
      quantity,
      amount: moneyIn(speech, amount),
      how: amount.currency === stars ? 'stars' : 'byHand',
    }),
  }),
  ticketRefunded: (speech, { title, number }) => ({
    html: speech.say('news-ticketRefunded', { title, number: String(number) }),
  }),
  refunded: (speech, { title, amount }) => ({
    html: speech.say('news-refunded', {
      ...(title === undefined ? { about: 'none', title: '' } : { about: 'event', title }),
      amount: moneyIn(speech, amount),
    }),
  }),
  announcementDelayed: (speech, { about, title, givenUp }) => ({
    html: speech.say('news-announcementDelayed', { about, title, again: givenUp ? 'byHand' : 'soon' }),
  }),
}

const eventLink = (speech: Speech, links: Links, slug: string): InlineKeyboard =>
  new InlineKeyboard().url(speech.label('button-open-event'), links.event(slug))

/** Tells whoever asked for it that tickets are on sale, of which so many are left. */
export const saleOpenedScreen = (
  speech: Speech,
  links: Links,
  { title, slug, ...event }: Extract<PersonMessage, { kind: 'saleOpened' }>,
  { left }: { readonly left: number },
): Screen => ({
  html: speech.say('news-saleOpened', { title, when: startIn(speech, event), left }),
  keyboard: eventLink(speech, links, slug),
})

// After these somebody may have a question.
const asksBack: ReadonlySet<Kind> = new Set([
  ...(['holdExpired', 'heldEventCancelled', 'proofRejected', 'orderRefunded', 'ticketRefunded'] as const),
  'guestTicketsRevoked',
])

/** What a person hears of one of these, about an event where there is one. */
export const personScreen = (
  speech: Speech,
  links: Links,
  message: PlainMessage,
  eventId: number | undefined,
): Screen => {
  const screen = say(message.kind, message, { speech, links })
  if (eventId === undefined || !asksBack.has(message.kind)) return screen
  return { ...screen, keyboard: below(screen.keyboard, [askButton(speech, { id: eventId })]) }
}

const say = <K extends Kind>(
  kind: K,
  message: MessageOf[K],
  { speech, links }: { readonly speech: Speech; readonly links: Links },
): Screen => screens[kind](speech, message, links)
