import type { answerHourChoices } from '../../domain/buyerAnswer.js'
import { questionKinds, questionScopes } from '../../domain/buyerQuestion.js'
import { starChoices } from '../../domain/afterwards.js'
import { chartKinds, chartLooks } from '../../domain/chart.js'
import { questions, typeQuestions } from '../../domain/draft.js'
import { typeFields } from '../../domain/draftTypes.js'
import { paymentMethods } from '../../domain/order.js'
import { saleMethods } from '../../domain/doorSale.js'
import { tableFormats, tableKinds } from '../../domain/fileRows.js'
import { inChoices, payChoices } from '../../domain/guest.js'
import { audiences } from '../../domain/guestMessage.js'
import { hearingChoices } from '../../domain/hearingChoice.js'
import { togetherWays } from '../../domain/party.js'
import { languages } from '../../domain/person.js'
import { brief, briefId, matching, oneOf, rowId, timeZone, whole, word } from './fields.js'
import { byVerb, route } from './route.js'

/** What an organizer can change of a ticket type, each by one question. */
export const ticketTypeFields = ['name', 'price', 'capacity', 'saleFrom', 'saleUntil', 'perPerson'] as const
/** What an organizer can change of a promo code, each by one question. */
export const promoCodeFields = ['discount', 'limit', 'perPerson', 'startsAt', 'endsAt'] as const
/** Until when tickets may be given back. */
export const giveBackChoices = ['never', 'start', 'h3', 'h24', 'h72'] as const
/** When holders see how to get in online: with the ticket, or so many minutes before the start. */
export const accessChoices = ['ticket', 'm60', 'm30', 'm15'] as const
/** What is done at a door with one of several tickets. */
const actsAtDoor = ['paid', 'early', 'again', 'undo'] as const
/** One of these acts. */
export type ActAtDoor = (typeof actsAtDoor)[number]
/** From when before the start a door lets people in. */
export const doorTimeChoices = ['m30', 'h1', 'h3', 'h6', 'h24', 'any'] as const
/** How often a copied event comes again, and how many dates are offered at once. */
export const copyEvery = ['day', 'week', 'twoWeeks', 'month'] as const
export const copyCounts = [1, 2, 4, 8] as const
/** Until when before the start answers can be changed. */
export const answerTimeChoices = [
  'start',
  'h3',
  'h24',
  'h72',
  'never',
] as const satisfies readonly (keyof typeof answerHourChoices)[]
/** No more copies than this at once. */
export const mostCopies = 26
/** What goes along with a copy. */
export const copyExtras = ['none', 'codes', 'staff', 'both'] as const

const ofEvent = { eventId: rowId }
const ofOrder = { orderId: rowId }
const ofProof = { orderId: rowId, at: whole, count: whole }
const ofTicket = { ticketId: rowId }
const ofThread = { threadId: rowId }
const ofQuestion = { questionId: rowId }
// One question of an order: of all of it (place 0) or of its ticket with this place.
const ofAnswer = { orderId: rowId, questionId: rowId, place: whole }
const ofTicketType = { eventId: rowId, ticketTypeId: rowId }
// 0: for all types that have none of their own.
const ofAccess = { eventId: rowId, ticketTypeId: rowId }
const ofGuestMessage = { guestMessageId: rowId }
// The preview it stands below: its first copy, and the time that it names (UTC seconds, 0 without one).
const ofGuestPreview = { ...ofGuestMessage, copy: whole, at: whole }
const ofPromoCode = { promoCodeId: rowId }
const ofStaff = { eventId: rowId, staffId: whole }
const pageOfEvent = { eventId: rowId, after: rowId }
const ofGuestDraft = { draftId: rowId }
const ofGuestEntry = { entryId: rowId, after: rowId }
const guestFilter = { type: briefId, pay: oneOf(...payChoices), at: oneOf(...inChoices) }
// One guest, and the page of the list that they were found on.
const ofGuest = { eventId: briefId, guestId: brief, ...guestFilter, after: briefId }
const pageOfLine = { ...pageOfEvent, before: whole }
const ofDoorSale = { saleId: rowId }
const token = { token: matching(/^[\w-]{1,40}$/u) }

// Which of an event's types would do, a bit for each in their order; there were `of`, the newest of them `upTo`, as it
// was drawn: with others it is asked again.
const ofWish = { ...ofEvent, mask: brief, of: whole, upTo: briefId }

const ofCopy = {
  ...ofEvent,
  startsAt: whole,
  every: oneOf(...copyEvery),
  count: whole,
  extras: oneOf(...copyExtras),
  key: word,
}

// The beginnings of words that are looked for.
const beginnings = matching(/^[\p{L}\p{N}.]{0,40}$/u)

// Of the form: each names its question or its draft's key, so that an old one is recognized.
const ofDraft = { key: word }
const question = oneOf(...questions)
const day = matching(/^\d{4}-\d{2}-\d{2}$/u)

/**
 * Every button of the bot. A verb is never given to another button: messages with buttons stay in chats for years.
 * `after` is the id of the last row of the page before, 0 for the first page.
 */
export const routes = {
  chooseLanguage: route('l', { language: oneOf(...languages) }),

  /** What is on, after this start and id; both 0 for the first page. */
  eventsPage: route('ev', { startsAt: whole, eventId: rowId }),
  /**
   * What was found by these words, on days that clocks show (hours; both 0: on any) or else by `spanWords`, after this
   * place; 0 for the first page.
   */
  foundPage: route('af', {
    starts: brief,
    eventId: briefId,
    from: briefId,
    until: briefId,
    words: beginnings,
    spanWords: beginnings,
  }),
  /** An event's card as a new message. */
  openEvent: route('e', ofEvent),
  /** The card in place of what was pressed. */
  backToCard: route('k', ofEvent),
  /** All other dates of an event's series. */
  otherDates: route('ed', pageOfEvent),
  /** What else the organizer of an event has, after this start and id; both 0 for the first page. */
  organizersOthers: route('ao', { eventId: rowId, startsAt: whole, after: rowId }),
  /** The whole description where the card had to shorten it. */
  readMore: route('d', ofEvent),

  /** Tells the person when tickets go on sale, or not any more. */
  remindOpening: route('lr', { eventId: rowId, to: oneOf('on', 'off') }),
  /** Asks for a promo code before any ticket is chosen: it may open more of them. */
  askCardCode: route('lc', ofEvent),
  /** No promo code after all: the card again. */
  leaveCardCode: route('ln', ofEvent),
  /** Where an event takes place, on the map. */
  showMap: route('em', ofEvent),

  /** Whether anything is free by now of what was held. */
  lookAgain: route('al', ofEvent),
  /** Asks how many tickets. */
  chooseQuantity: route('b', ofEvent),
  /** This type, of several. */
  chooseType: route('qt', ofTicketType),
  /** So many tickets of a type. */
  chosen: route('q', { ...ofTicketType, quantity: whole }),
  /**
   * Buys at once. `screen` is the update that drew the confirmation: pressing it twice, or an update that comes twice,
   * is one order. `total` is what the person saw: it decides no price, it only must not differ from it.
   */
  confirm: route('c', { ...ofTicketType, quantity: whole, screen: whole, total: whole }),
  /** Holds the seats and asks for a promo code instead. */
  holdForCode: route('qc', { ...ofTicketType, quantity: whole, screen: whole }),

  /** An order of one's own, with what can be done: to pay while it is held, the receipt afterwards. */
  openOrder: route('w', ofOrder),
  payBy: route('wp', { ...ofOrder, method: oneOf(...paymentMethods) }),
  /** Takes what costs nothing, thanks to its promo code. */
  takeFree: route('wf', ofOrder),
  /** Back from the transfer to the other ways. */
  otherPaymentMethods: route('wb', ofOrder),
  /** Sends another picture of a transfer. */
  otherPicture: route('wq', ofOrder),
  cancelOrder: route('wx', ofOrder),
  /** Asks for a promo code. */
  typeCode: route('wc', ofOrder),
  /** No promo code after all. */
  noCode: route('wn', ofOrder),
  /** Takes a promo code off again. */
  dropCode: route('wd', ofOrder),
  /** The buyer's orders, below what was pressed … */
  showOrders: route('wO', {}),
  /** … and in place of it. */
  myOrders: route('wo', { after: rowId }),

  /** What the person holds. Older messages have a number in it that no longer counts. */
  myTickets: route('t', { after: rowId }),
  /** What a person holds of an order. */
  ticketsOfOrder: route('th', ofOrder),
  ticketsPage: route('tp', { when: oneOf('upcoming', 'past'), after: rowId }),
  /** A ticket's screen in place of what was pressed … */
  openTicket: route('ts', ofTicket),
  /** … and below it. */
  showTicketBelow: route('tS', ofTicket),
  showPicture: route('ti', ofTicket),
  /** All pictures of an order. */
  showPictures: route('to', ofOrder),
  /** How to get in online, for a ticket's holder. */
  showAccess: route('xa', ofTicket),
  /** The event as a file for a calendar. */
  addToCalendar: route('tc', ofTicket),
  /** Makes a link that gives a ticket to somebody; an earlier one ends. */
  offerTicket: route('ga', ofTicket),
  withdrawOffer: route('gw', ofTicket),
  /** Whoever sees this button has opened the link: they have its token already, and it still takes one person only. */
  acceptGift: route('gy', token),
  declineGift: route('gn', {}),
  /** Asks whether a ticket is to be given back. */
  askGiveBack: route('gb', ofTicket),
  giveBack: route('gB', ofTicket),
  /** What a holder can do who cannot come: below a reminder, or the news of a change. */
  cannotCome: route('zc', ofEvent),
  /** No more reminders of an event for whoever presses … */
  muteReminders: route('zm', ofEvent),
  /** … and again: where that was pressed … */
  remindAgain: route('La', ofEvent),
  /** … and on the ticket's screen. */
  unmuteReminders: route('zu', ofTicket),
  /** The event has changed, and whoever presses comes all the same; `change`: the change that they read of. */
  keepAfterChange: route('Lk', { eventId: rowId, change: whole }),
  /** The same as messages of earlier versions say it. */
  keepTicket: route('zk', ofEvent),

  /** Opens an event's door with a new live screen. */
  openDoor: route('do', ofEvent),
  /** The doors a person may open. */
  chooseDoor: route('dc', {}),
  /** Its further pages: after this start and event, both 0 for the first. */
  doorsPage: route('dC', { startsAt: whole, eventId: rowId }),
  howToSearch: route('ds', ofEvent),
  /** Who is in, as a new message … */
  whoIsIn: route('dw', ofEvent),
  /** … and its further pages: after this check-in and ticket; both 0 for the first. */
  whoIsInPage: route('dW', { eventId: rowId, at: whole, ticketId: rowId }),
  leaveDoor: route('dl', ofEvent),
  /** What was typed is a question: leaves the door for what the bot answers elsewhere. */
  askElsewhere: route('uq', ofEvent),
  /** Lets a ticket in that was found by its holder's name or typed. */
  letIn: route('di', ofTicket),
  /** Marks a ticket as paid at the door and lets it in. */
  letInPaid: route('dp', ofTicket),
  /** Lets a ticket in before the door opens … */
  letInEarly: route('de', ofTicket),
  letInAgain: route('dg', ofTicket),
  /** … or only looks whether it would be let in. */
  tryTicket: route('dt', ofTicket),
  undoLetIn: route('du', ofTicket),
  /** Does what one of several tickets in one message needs; what is said about the others stays. */
  oneOfSeveral: route('dV', { act: oneOf(...actsAtDoor), ticketId: rowId }),
  /** Lets all in who hold tickets of an order together with this one; `shown`: for so many it was said. */
  letInTogether: route('Kt', { ticketId: rowId, way: oneOf(...togetherWays), shown: whole }),
  /** Lets somebody in with a ticket that a restored database does not know. */
  letInLost: route('dL', { eventId: rowId, code: word }),
  /** Sells at the door: what, below all else … */
  sellAtDoor: route('Ks', ofEvent),
  /** … and in place of what was pressed, … */
  sellAgain: route('Ka', ofEvent),
  /** … how many, … */
  sellType: route('Ky', ofTicketType),
  /** … how it is paid, … */
  sellQuantity: route('Kq', { ...ofTicketType, quantity: whole }),
  /** … and so it is. `screen` is the update that drew the question, `total` what it said, as with `confirm`. */
  sellNow: route('Kx', {
    eventId: briefId,
    ticketTypeId: briefId,
    quantity: brief,
    method: oneOf(...saleMethods),
    screen: brief,
    total: brief,
  }),
  openDoorSale: route('Ko', ofDoorSale),
  /** Asks what whoever bought is called. */
  nameDoorBuyer: route('Kn', ofDoorSale),
  askUndoDoorSale: route('Ku', ofDoorSale),
  undoDoorSale: route('KU', ofDoorSale),
  /** What was taken at the door, by whom. */
  doorTakings: route('Kc', ofEvent),
  /** Whether staff may sell, too. */
  setStaffSells: route('Kw', { eventId: rowId, to: oneOf('on', 'off') }),
  /** Who helps at the door, for the organizer. */
  staffOf: route('so', ofEvent),
  /** The list's further pages: after this person, 0 for the first. */
  staffPage: route('sp', { eventId: rowId, after: whole }),
  /** Makes a link that invites one person. */
  inviteStaff: route('si', ofEvent),
  askRemoveStaff: route('sr', ofStaff),
  removeStaff: route('sR', ofStaff),
  /** The invited person's yes. The token is theirs already: it came with the link they opened. */
  acceptInvitation: route('sa', token),
  declineInvitation: route('sn', {}),

  createEvent: route('n', {}),
  /** Throws this draft away and begins anew; an old one leaves a later draft alone. */
  startOver: route('nn', ofDraft),
  /** Opens the form on an event that exists. */
  editEvent: route('oe', ofEvent),
  /** The same, where it throws the draft of another event away. */
  editInstead: route('oE', { eventId: rowId, key: word }),
  formSkip: route('fs', { question }),
  /** It takes place online. */
  formOnline: route('fo', { question }),
  /** The place keeps its name, and gets a point on the map. */
  formKeepName: route('fk', { question }),
  formBack: route('fb', { question: oneOf(...questions, ...typeQuestions) }),
  formMonth: route('fm', { question, month: matching(/^\d{4}-(?:0[1-9]|1[0-2])$/u) }),
  /** A day, "2026-12-25". */
  formDay: route('fd', { question, day }),
  /** A day's time, "1930". */
  formTime: route('ft', { question, day, time: matching(/^\d{4}$/u) }),
  /** The event goes by the clocks of this zone. */
  formZone: route('fz', { ...ofDraft, zone: timeZone }),
  /** What cannot be pressed, such as the calendar's head. */
  formIdle: route('fi', {}),
  formEditMenu: route('fM', ofDraft),
  formEdit: route('fe', { question }),
  formPreview: route('fv', ofDraft),
  /** Publishes what the preview shows: `stamp` marks its answers. */
  formPublishAsShown: route('fP', { ...ofDraft, stamp: word }),
  /** The same as previews of earlier versions say it. */
  formPublish: route('fp', ofDraft),
  /** Whether only who has the link will see the event. */
  formListing: route('fl', { ...ofDraft, to: oneOf('listed', 'unlisted') }),
  formAddType: route('fa', ofDraft),
  formTypeMenu: route('fT', { ...ofDraft, at: whole }),
  formEditType: route('fE', { ...ofDraft, at: whole, field: oneOf(...typeFields) }),
  /** `of` types, so that a second press does not remove the next one. */
  formRemoveType: route('fr', { ...ofDraft, at: whole, of: whole }),
  formDiscard: route('fx', ofDraft),

  /** The organizer's events. */
  myEvents: route('m', { after: rowId }),
  /** Its pages: what is ahead, or over. */
  myEventsPage: route('mp', { when: oneOf('upcoming', 'past'), after: rowId }),
  /** An event for its organizer. */
  manageEvent: route('o', ofEvent),
  unpublish: route('ou', ofEvent),
  putOnSale: route('op', ofEvent),
  askCancelEvent: route('oc', ofEvent),
  cancelEvent: route('oC', ofEvent),
  /** Asks why. */
  giveReason: route('zg', ofEvent),
  /** `made` is the answer that was shown: another took its place, and nothing is done. */
  cancelWithReason: route('zG', { eventId: rowId, made: whole }),
  askRemoveEvent: route('od', ofEvent),
  removeEvent: route('oD', ofEvent),
  buyers: route('ob', pageOfEvent),
  /** Says again what could not be delivered. */
  resend: route('or', ofEvent),
  /** What is set once for an event. */
  settingsOf: route('os', ofEvent),
  giveBackPolicy: route('og', ofEvent),
  doorTime: route('oh', ofEvent),
  setDoorTime: route('oH', { eventId: rowId, before: oneOf(...doorTimeChoices) }),
  reminderSetting: route('zr', ofEvent),
  setReminders: route('zR', { eventId: rowId, to: oneOf('on', 'off') }),
  /** How often the organizer hears how an event sells. */
  hearing: route('ih', ofEvent),
  setHearing: route('iH', { eventId: rowId, to: oneOf(...hearingChoices) }),
  setGiveBack: route('oG', { eventId: rowId, until: oneOf(...giveBackChoices) }),

  /** Asks when a copy of an event takes place … */
  copyEvent: route('cy', ofEvent),
  /** … and for a date in words. */
  copyOtherDay: route('cd', ofEvent),
  /** The preview of a copy. `key` names the screen that was published from, "0" before there is one. */
  copyPlan: route('cp', ofCopy),
  /** The dates of many copies at once. */
  copyRepeat: route('cr', ofCopy),
  askCopyCount: route('cn', ofCopy),
  publishCopies: route('cP', ofCopy),
  /** All dates of a series, for its organizer. */
  seriesOf: route('cs', pageOfEvent),
  /** Whether an event is listed, or only for who has its link. */
  listing: route('li', ofEvent),
  setListing: route('lI', { eventId: rowId, to: oneOf('listed', 'unlisted') }),
  /** Asks from when on an event sells. */
  askSaleStart: route('lo', ofEvent),
  liftSaleStart: route('lO', ofEvent),
  /** How holders get in online, for the organizer. */
  accessesOf: route('xe', ofEvent),
  openAccess: route('xo', ofAccess),
  /** Asks for the text of an access that is to be shown then. */
  askAccess: route('xt', { ...ofAccess, before: oneOf(...accessChoices) }),
  setAccessTime: route('xw', { ...ofAccess, before: oneOf(...accessChoices) }),
  askRemoveAccess: route('xr', ofAccess),
  removeAccess: route('xR', ofAccess),

  ticketTypesOf: route('ot', ofEvent),
  openTicketType: route('yt', ofTicketType),
  askTicketTypeField: route('ya', { ...ofTicketType, field: oneOf(...ticketTypeFields) }),
  liftTicketTypeLimit: route('yn', { ...ofTicketType, field: oneOf(...ticketTypeFields) }),
  /** Hides a type from all who have not opened it, or shows it to everybody. */
  hideTicketType: route('yh', { ...ofTicketType, to: oneOf('hidden', 'shown') }),
  /** Gives a hidden type another link. */
  renewTypeLink: route('yk', ofTicketType),
  askRemoveTicketType: route('yr', ofTicketType),
  removeTicketType: route('yR', ofTicketType),
  addTicketType: route('yp', ofEvent),
  /** The seats over all types. */
  askTotalSeats: route('yc', ofEvent),
  liftTotalSeats: route('yC', ofEvent),

  paymentMethodsOf: route('ow', ofEvent),
  openPaymentMethod: route('vO', { eventId: rowId, method: oneOf(...paymentMethods) }),
  closePaymentMethod: route('vC', { eventId: rowId, method: oneOf(...paymentMethods) }),
  askTransferDetails: route('vD', ofEvent),

  promoCodesOf: route('ok', ofEvent),
  promoCodesPage: route('oK', pageOfEvent),
  addPromoCode: route('pn', ofEvent),
  openPromoCode: route('po', ofPromoCode),
  askPromoCodeField: route('pa', { ...ofPromoCode, field: oneOf(...promoCodeFields) }),
  liftPromoCodeLimit: route('pl', { ...ofPromoCode, field: oneOf('limit', 'perPerson', 'startsAt', 'endsAt') }),
  /** A code that takes nothing off, and only opens hidden tickets: a new one … */
  openingCode: route('Lo', { eventId: rowId, code: matching(/^[A-Z\p{Script=Cyrillic}0-9-]{2,24}$/u) }),
  /** … or one that there is. */
  takeNothingOff: route('Ln', ofPromoCode),
  promoCodeForType: route('pt', { ...ofPromoCode, ticketTypeId: rowId }),
  promoCodeForAll: route('pT', ofPromoCode),
  turnPromoCode: route('ps', { ...ofPromoCode, to: oneOf('on', 'off') }),

  moneyOf: route('om', ofEvent),
  /** The transfers that the organizer has to look for. */
  waitingTransfers: route('tw', pageOfEvent),
  openTransfer: route('tv', ofOrder),
  /** The organizer found a transfer on their account … */
  confirmTransfer: route('ty', ofOrder),
  /** … or did not, and is asked back … */
  askNotFound: route('tr', ofOrder),
  /** … about the receipt that was seen: so it is, … */
  notFound: route('ur', ofProof),
  /** … with a line to the buyer, … */
  notFoundWithLine: route('ul', ofProof),
  /** … or it is still looked for. */
  keepLooking: route('uk', ofProof),
  /** Takes "not found" back. */
  undoReject: route('tu', ofOrder),
  /** The organizer found a payment at the provider that Telegram never told of. */
  foundPayment: route('tf', ofOrder),
  /** The money came, and nothing can be given for it any more. */
  cameTooLate: route('tb', { ...ofOrder, method: oneOf('transfer', 'provider') }),
  /** The orders of an event that can be refunded, with nothing ticked. */
  refundable: route('rp', pageOfEvent),
  /** The same as messages of earlier versions say it. */
  refundableBefore: route('rl', { ...pageOfEvent, mask: whole, check: whole }),
  /** Ticks an order, or unticks it; with 0 the page is only drawn. */
  tickRefund: route('rk', { ...pageOfEvent, orderId: rowId }),
  askRefund: route('rq', pageOfEvent),
  /** `made` is the choice that was shown: if others are ticked by now, nothing is done. */
  refundChosen: route('rc', { ...pageOfEvent, made: whole }),
  askRefundAll: route('ra', ofEvent),
  /** `count` was shown, only to be compared: if there are others now, the question is asked again. */
  refundAll: route('rA', { eventId: rowId, count: whole }),
  /** What the organizer has to give back by hand. */
  refundTasks: route('rt', pageOfEvent),
  /** The organizer gave this money back by hand: in the list … */
  refundDoneInList: route('rT', { refundId: rowId, after: rowId }),
  /** … and in a message of its own. */
  refundDone: route('rd', { refundId: rowId }),
  /** Stars that Telegram would not give back are tried once more: in the list … */
  retryRefundInList: route('ru', { refundId: rowId, after: rowId }),
  /** … and in a message of its own. */
  retryRefund: route('rU', { refundId: rowId }),

  /** To whom an organizer writes, and what waits for its time. */
  writeToGuests: route('M', ofEvent),
  /** Asks for what is to be said to these guests; `of` is a ticket type or a guest, 0 otherwise. */
  askGuestMessage: route('Ma', { ...ofEvent, to: oneOf(...audiences), of: whole }),
  /** Whom of those who bought. */
  writeToOne: route('Mg', pageOfEvent),
  /** One of those that wait, shown once more. */
  openGuestMessage: route('Mo', ofGuestMessage),
  sendGuestMessage: route('Ms', ofGuestPreview),
  /** Asks when it is to be sent. */
  askGuestMessageTime: route('Mt', ofGuestPreview),
  /** Back from that question, to what is decided about it. */
  backToGuestMessage: route('Mb', ofGuestMessage),
  discardGuestMessage: route('Mx', ofGuestPreview),
  /** Whoever has not heard it does not hear it. */
  stopGuestMessage: route('Mp', ofGuestMessage),
  /** A guest hears no more of whoever organizes this event: below a message … */
  muteOrganizer: route('Mm', ofEvent),
  /** … and again. */
  unmuteOrganizer: route('Mu', ofEvent),
  /** The same on a ticket's screen. */
  unmuteOnTicket: route('MU', ofTicket),

  /** How an event was: so many stars … */
  rate: route('hr', { eventId: rowId, stars: oneOf(...starChoices) }),
  /** … and what was said so far, … */
  openRating: route('hv', ofEvent),
  /** … others instead, … */
  changeRating: route('hc', ofEvent),
  /** … nothing (any more), … */
  withdrawRating: route('hn', ofEvent),
  /** … and some words beside them. */
  askRatingWords: route('hw', ofEvent),
  dropRatingWords: route('hd', ofEvent),
  /** The person wants to hear of the next events of whoever organizes this one. */
  follow: route('jf', ofEvent),
  /** … and no more, below an event or a ticket … */
  stopFollowingHere: route('Ls', ofEvent),
  /** No more of them: in a message that told of an event … */
  stopFollowing: route('js', { followId: rowId, eventId: rowId }),
  /** … and in the list of those whom the person follows. */
  stopFollowingInList: route('jS', { followId: rowId }),
  followingPage: route('jp', { after: rowId }),
  /** What an event came to, as a new message. */
  eventReport: route('hp', ofEvent),
  /** How an event sells and fills, as a picture in a new message … */
  chartsOf: route('Sg', ofEvent),
  /** … and this chart in its place. */
  chart: route('Sh', { eventId: rowId, chart: oneOf(...chartKinds), look: oneOf(...chartLooks) }),
  /** What guests wrote, below; `after` is a place in an order by chance. */
  ratingWords: route('hW', pageOfEvent),
  ratingWordsPage: route('hP', pageOfEvent),

  /** An event's guests: of a type (0: of all), by what they owe and where they are, after the ticket of this number. */
  guests: route('P', { eventId: briefId, ...guestFilter, after: briefId }),
  /** Asks which of them. */
  guestsFilter: route('Pf', { eventId: briefId, ...guestFilter }),
  openGuest: route('Pg', ofGuest),
  /** Asks what to note about a guest … */
  askGuestNote: route('Pn', ofGuest),
  dropGuestNote: route('Px', ofGuest),
  sendTicketsAgain: route('Pt', ofGuest),
  /** … and whether they are to be kept from buying and asking. */
  askBlockAtEvent: route('Pb', ofGuest),
  blockAtEvent: route('PB', ofGuest),
  unblockAtEvent: route('Pu', ofGuest),
  blockedAtEvent: route('Pk', pageOfEvent),
  /** Asks for another name on one of their tickets. */
  askTicketName: route('QN', { ...ofGuest, ticketId: briefId }),
  /** What there is about an event as a file … */
  filesOf: route('Pd', ofEvent),
  /** … as a table … */
  makeTable: route('Pm', { ...ofEvent, kind: oneOf(...tableKinds), format: oneOf(...tableFormats) }),
  /** … or to print. */
  makeDoorList: route('Pp', ofEvent),

  /** Asks what a guest wants to ask the organizer … */
  askOrganizer: route('Aa', ofEvent),
  /** … or nothing after all. */
  leaveAsking: route('Ae', ofEvent),
  /** Whether the organizer sees who asks. */
  showName: route('An', { eventId: rowId, to: oneOf('on', 'off'), when: oneOf('before', 'after') }),
  /** Asks what the organizer answers … */
  answerGuest: route('Aw', ofThread),
  /** … or nothing after all. */
  leaveAnswering: route('Al', {}),
  /** The same to an order's buyer, who may have asked nothing. */
  writeToBuyer: route('Ap', ofOrder),
  needsNoAnswer: route('Ac', ofThread),
  askBlockGuest: route('Ab', ofThread),
  blockGuest: route('AB', ofThread),
  unblockGuest: route('Au', ofThread),
  blockedGuests: route('Ak', pageOfEvent),
  /** The open questions of an event; `after` is the message with which the last one of the page before began. */
  questionsOf: route('Aq', pageOfEvent),
  tickQuestion: route('At', { ...ofThread, after: rowId, to: oneOf('on', 'off') }),
  /** Asks for one answer to all that are ticked … */
  /** Ticks those that ask much the same as the ticked ones. */
  tickSimilar: route('AS', ofEvent),
  answerTicked: route('AT', ofEvent),
  /** … or to all that began not after this message. */
  answerAll: route('AA', { eventId: rowId, upTo: rowId }),
  /** Where guests reach the organizer instead of through the bot. */
  contactOf: route('Ao', ofEvent),
  removeContact: route('Ax', ofEvent),

  /** Waits in line for a ticket: asks for which; for who waits already, their place. */
  waitInLine: route('N', ofEvent),
  /** Asks the same of who waits already. */
  changeWish: route('Nc', ofEvent),
  /** These types would do, perhaps not all of them yet … */
  tickWish: route('Nt', ofWish),
  /** … asks how many … */
  askWishQuantity: route('Nq', ofWish),
  /** … and so many. */
  joinLine: route('Nj', { ...ofWish, quantity: whole }),
  /** Does not wait any more. */
  leaveLine: route('Nl', ofEvent),

  /** Who stands on the guest list of an event; after the entry with this id. */
  guestListOf: route('G', pageOfEvent),
  /** Asks for names, or for a link, of this type (0: asks for which first). */
  askGuestNames: route('Ga', ofTicketType),
  askGuestLink: route('Gk', ofTicketType),
  /** Issues the list as it was shown … */
  issueGuests: route('Gi', ofGuestDraft),
  /** … or not. */
  discardGuests: route('Gx', ofGuestDraft),
  /** An entry, and the page of the list on which it was. */
  openGuestEntry: route('Ge', ofGuestEntry),
  sendGuestEntry: route('Gs', ofGuestEntry),
  askRevokeGuests: route('Gr', ofGuestEntry),
  revokeGuests: route('GR', ofGuestEntry),
  /** Tickets for one of an event's guests, of this type (0: asks for which first). */
  giveToGuest: route('Gg', { eventId: briefId, guestId: brief, ticketTypeId: briefId }),
  /** Whoever sees this button has opened the link: they have its token already, and it still takes one person only. */
  takeGuestLink: route('Gt', token),
  declineGuestLink: route('Gn', {}),
  /** Staff keep the guest list, too, or not any more. */
  staffGivesTickets: route('Gh', { ...ofStaff, to: oneOf('on', 'off') }),

  /** Who waits for an event, for its organizer; so many stand before the page. */
  lineOf: route('W', pageOfLine),
  /** Offers seats to this person now; the page is that on which it was pressed. */
  offerNow: route('Wo', { ...pageOfLine, entryId: rowId }),
  setLine: route('Ws', { ...ofEvent, to: oneOf('open', 'paused') }),
  askCloseLine: route('Wc', ofEvent),
  closeLine: route('WC', ofEvent),
  /** Asks how many seats more there are for the line; of which type, 0: asks for that first. */
  askLetIn: route('Wa', ofTicketType),
  /** `taken` of the type were taken as it was drawn: a second press lets nobody else in. */
  letInFromLine: route('Wl', { ...ofTicketType, seats: whole, taken: whole }),
  /** How long an offer stands. */
  offerTime: route('Wm', ofEvent),
  setOfferTime: route('WM', { ...ofEvent, minutes: whole }),
  /** Whether a ticket type is sold through the line only … */
  typeForLine: route('Wt', { ...ofTicketType, to: oneOf('on', 'off') }),
  /** … or a promo code can be redeemed only with what was offered. */
  codeForLine: route('Wk', { ...ofPromoCode, to: oneOf('on', 'off') }),
  /** Asks whether a ticket is to go to somebody who waits … */
  askSellBack: route('S', ofTicket),
  sellBack: route('Sy', ofTicket),
  /** … or not any more. */
  keepFromLine: route('Sk', ofTicket),

  /** What somebody answered to an order's questions: to those of all of it, and of one of its tickets … */
  answersOf: route('Qa', { ...ofOrder, place: whole }),
  /** … or of a ticket, below. */
  answersOfTicket: route('Qt', ofTicket),
  /** Asks it, whatever was answered. */
  askAnswer: route('Qe', ofAnswer),
  /** These choices, a bit for each as they were in this version of the question. */
  choose: route('Qc', { ...ofAnswer, mask: brief, version: brief }),
  giveConsent: route('Qy', ofAnswer),
  /** The person's own name. */
  ownName: route('Qi', ofAnswer),
  /** The same as of the ticket before. */
  sameAnswer: route('Qv', ofAnswer),
  skipAnswer: route('Qn', ofAnswer),
  /** To what is not answered yet, or the ways to pay. */
  goOnAnswering: route('Qg', ofOrder),

  /** What an event asks who buys, for its organizer. */
  buyerQuestionsOf: route('Ql', ofEvent),
  /** Asks what kind of question another one is … */
  addBuyerQuestion: route('Qp', ofEvent),
  /** … and whether it is asked once, or of each ticket … */
  askQuestionScope: route('Qq', { ...ofEvent, kind: oneOf(...questionKinds) }),
  /** … and for its words. */
  askQuestionText: route('Qs', { ...ofEvent, kind: oneOf(...questionKinds), scope: oneOf(...questionScopes) }),
  openBuyerQuestion: route('Qo', ofQuestion),
  setQuestionRequired: route('Qr', { ...ofQuestion, to: oneOf('on', 'off') }),
  setQuestionAtDoor: route('Qd', { ...ofQuestion, to: oneOf('on', 'off') }),
  /** Asks it for this type as well, or no more. */
  questionForType: route('Qf', { ...ofQuestion, ticketTypeId: rowId }),
  editQuestionText: route('Qw', ofQuestion),
  editQuestionChoices: route('Qh', ofQuestion),
  moveQuestionUp: route('Qu', ofQuestion),
  askRemoveQuestion: route('Qx', ofQuestion),
  removeQuestion: route('QX', ofQuestion),
  /** Until when guests may change what they answered. */
  answerTime: route('Qm', ofEvent),
  setAnswerTime: route('QM', { ...ofEvent, until: oneOf(...answerTimeChoices) }),
} as const

/** The same by verb; fails as soon as it is loaded when two share one. */
export const routesByVerb = byVerb(Object.values(routes))
