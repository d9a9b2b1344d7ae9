import type { Api } from 'grammy'
import { createFinding } from '../features/buyer/events/finding.js'
import { createMap } from '../features/buyer/events/map.js'
import { createFollowing } from '../features/buyer/afterwards/following.js'
import { createRating } from '../features/buyer/afterwards/rating.js'
import { createBrowse } from '../features/buyer/events/browse.js'
import { createCards } from '../features/buyer/events/cards.js'
import { createWaysOn } from '../features/buyer/events/waysOn.js'
import { createOpening } from '../features/buyer/events/opening.js'
import { createOtherDates } from '../features/buyer/events/otherDates.js'
import { createBuy } from '../features/buyer/ordering/buy.js'
import { createJoining } from '../features/buyer/waiting/joining.js'
import { createAnswers } from '../features/buyer/ordering/answers.js'
import { createOrder } from '../features/buyer/ordering/order.js'
import { createAskForCode, createPromo } from '../features/buyer/ordering/promo.js'
import { createOrders } from '../features/buyer/payments/orders.js'
import { createSuccessfulPayment, refundedPayment } from '../features/buyer/payments/successfulPayment.js'
import { createTransfer } from '../features/buyer/payments/transfer.js'
import { createAsking } from '../features/buyer/threads/asking.js'
import { createCalendar } from '../features/buyer/tickets/calendar.js'
import { createGifts } from '../features/buyer/tickets/gifts.js'
import { createGuestLinks } from '../features/buyer/tickets/guestLinks.js'
import { createGiveBack } from '../features/buyer/tickets/giveBack.js'
import { createSellBack } from '../features/buyer/waiting/sellBack.js'
import { createAccess } from '../features/buyer/tickets/access.js'
import { createMyTickets } from '../features/buyer/tickets/myTickets.js'
import { createPictures } from '../features/buyer/tickets/pictures.js'
import { createOrganizers } from '../features/buyer/tickets/organizers.js'
import { createReminders } from '../features/buyer/tickets/reminders.js'
import { createCheckIn } from '../features/door/checkIn.js'
import { createDoorMode } from '../features/door/doorMode.js'
import { createDoorSelling } from '../features/door/selling/selling.js'
import { createFreeText } from '../features/door/freeText.js'
import { createScannedPictures } from '../features/door/scannedPictures.js'
import { createSearch } from '../features/door/search.js'
import { createStaff } from '../features/door/staff.js'
import { createBuyerQuestions } from '../features/organizer/buyerQuestions/buyerQuestions.js'
import { createNewQuestion } from '../features/organizer/buyerQuestions/newQuestion.js'
import { createBuyers } from '../features/organizer/events/buyers.js'
import { createOnlineAccessSettings } from '../features/organizer/settings/onlineAccess.js'
import { createCopyEvent } from '../features/organizer/copies/copyEvent.js'
import { createSeries } from '../features/organizer/copies/series.js'
import { createDoorTime } from '../features/organizer/settings/doorTime.js'
import { createGiveBackPolicy } from '../features/organizer/settings/giveBackPolicy.js'
import { createListing } from '../features/organizer/settings/listing.js'
import { createSaleStart } from '../features/organizer/settings/saleStart.js'
import { createEventSettings } from '../features/organizer/settings/eventSettings.js'
import { createHearingSetting } from '../features/organizer/settings/hearingSetting.js'
import { createReminderSetting } from '../features/organizer/settings/reminderSetting.js'
import { createContact } from '../features/organizer/settings/contact.js'
import { createAnsweringGuests } from '../features/organizer/threads/answering.js'
import { createQuestionList } from '../features/organizer/threads/questions.js'
import { createCancelling } from '../features/organizer/events/cancelling.js'
import { createManage } from '../features/organizer/events/manage.js'
import { createGuestMessaging } from '../features/organizer/guestMessages/guestMessages.js'
import { createFiles } from '../features/organizer/guests/files.js'
import { createGuest } from '../features/organizer/guests/guest.js'
import { createGuestList } from '../features/organizer/guests/guestList.js'
import { createGivingToGuest } from '../features/organizer/guests/giving.js'
import { createGivingAway } from '../features/organizer/guestList/adding.js'
import { createGivenTickets } from '../features/organizer/guestList/list.js'
import { createMyEvents } from '../features/organizer/events/myEvents.js'
import { createCharts } from '../features/organizer/events/charts.js'
import { createReport } from '../features/organizer/events/report.js'
import { createNewEvent } from '../features/organizer/newEvent/form.js'
import { createMoney } from '../features/organizer/payments/money.js'
import { createNotFound } from '../features/organizer/payments/notFound.js'
import { createPaymentMethods } from '../features/organizer/payments/paymentMethods.js'
import { createTransfers } from '../features/organizer/payments/transfers.js'
import { createPromoCodes } from '../features/organizer/promoCodes/promoCodes.js'
import { createOrganizerRefunds } from '../features/organizer/refunds/refunds.js'
import { createRefundTasks } from '../features/organizer/refunds/refundTasks.js'
import { createLettingIn } from '../features/organizer/waiting/lettingIn.js'
import { createLine } from '../features/organizer/waiting/line.js'
import { createNewTicketType } from '../features/organizer/ticketTypes/newTicketType.js'
import { createTicketTypes } from '../features/organizer/ticketTypes/ticketTypes.js'
import { createFallback } from '../features/shared/fallback.js'
import { createHome } from '../features/shared/home.js'
import { createOrderMessages } from '../live/orderMessages.js'
import { createInvoices, createOnlyInvoice } from '../payments/invoices.js'
import { createTelegramFiles } from '../telegram/files.js'
import type { DeepLinks } from '../ui/deepLinks.js'
import { createPrompting } from '../ui/prompts.js'
import type { FormStorage } from '../updates/forms.js'
import type { BotNeeds } from './needs.js'
import { createCarryingOn } from './threads.js'

type Needs = BotNeeds & { readonly api: Api; readonly forms: FormStorage }

/** Everything that the bot can do. The phases say which of it is asked when. */
export const createFeatures = (needs: Needs) => {
  const shared = { ...needs, pictures: createTelegramFiles(needs), prompting: createPrompting(needs) }
  return { ...buyersFeatures(shared), ...organizersFeatures(shared), fallback: createFallback(shared) }
}

/** All features by name. */
export type Features = ReturnType<typeof createFeatures>

type Shared = Needs & {
  readonly pictures: ReturnType<typeof createTelegramFiles>
  readonly prompting: ReturnType<typeof createPrompting>
}

const buyersFeatures = (shared: Shared) => {
  const invoices = createInvoices(shared)
  const needs = {
    ...shared,
    invoices,
    invoiceIfOnlyWay: createOnlyInvoice({ ...shared, invoices }),
    orderMessages: createOrderMessages(shared),
    askForCode: createAskForCode(shared),
    cards: createCards(shared),
  }
  const finding = createFinding(needs)
  const browse = createBrowse({ ...needs, finding })
  const myTickets = createMyTickets(needs)
  const gifts = createGifts(needs)
  const guestLinks = createGuestLinks(needs)
  const checkIn = createCheckIn({ ...needs, showTicket: myTickets.showTicket })
  const search = createSearch(needs)
  const staff = createStaff(needs)
  const deepLinks: DeepLinks = {
    ...{ e: browse.openLink, t: checkIn.openCode, s: staff.openLink, g: gifts.openLink },
    l: guestLinks.openLink,
  }
  return {
    home: createHome({ ...needs, deepLinks }),
    browse: browse.feature,
    finding: finding.feature,
    opening: createOpening(needs),
    joining: createJoining(needs),
    map: createMap(needs),
    otherDates: createOtherDates(needs),
    waysOn: createWaysOn(needs),
    buy: createBuy(needs),
    order: createOrder(needs),
    answers: createAnswers(needs),
    promo: createPromo(needs),
    orders: createOrders(needs),
    successfulPayment: createSuccessfulPayment(needs),
    refundedPayment,
    transfer: createTransfer(needs),
    myTickets: myTickets.feature,
    pictures: createPictures(needs),
    access: createAccess(needs),
    gifts: gifts.feature,
    guestLinks: guestLinks.feature,
    calendar: createCalendar(needs),
    giveBack: createGiveBack(needs),
    sellBack: createSellBack(needs),
    rating: createRating(needs),
    following: createFollowing(needs),
    asking: createAsking(needs),
    reminders: createReminders(needs),
    organizers: createOrganizers(needs),
    checkIn: checkIn.feature,
    doorMode: createDoorMode(needs),
    doorSelling: createDoorSelling(needs),
    search: search.feature,
    staff: staff.feature,
    freeText: createFreeText({
      ...{ ...needs, deepLinks, checkIn, search },
      pictures: createScannedPictures({ ...needs, deepLinks, checkIn, carryOn: createCarryingOn(needs) }),
    }),
  }
}

const organizersFeatures = (needs: Shared) => ({
  newEvent: createNewEvent(needs),
  myEvents: createMyEvents(needs),
  manage: createManage(needs),
  cancelling: createCancelling(needs),
  buyers: createBuyers(needs),
  guestList: createGuestList(needs),
  guest: createGuest(needs),
  givingToGuest: createGivingToGuest(needs),
  givenTickets: createGivenTickets(needs),
  givingAway: createGivingAway(needs),
  files: createFiles(needs),
  guestMessages: createGuestMessaging(needs),
  copyEvent: createCopyEvent(needs),
  series: createSeries(needs),
  report: createReport(needs),
  charts: createCharts(needs),
  eventSettings: createEventSettings(needs),
  giveBackPolicy: createGiveBackPolicy(needs),
  doorTime: createDoorTime(needs),
  listing: createListing(needs),
  saleStart: createSaleStart(needs),
  onlineAccess: createOnlineAccessSettings(needs),
  reminderSetting: createReminderSetting(needs),
  contact: createContact(needs),
  answeringGuests: createAnsweringGuests(needs),
  questions: createQuestionList(needs),
  hearingSetting: createHearingSetting(needs),
  line: createLine(needs),
  lettingIn: createLettingIn(needs),
  ticketTypes: createTicketTypes(needs),
  newTicketType: createNewTicketType(needs),
  paymentMethods: createPaymentMethods(needs),
  promoCodes: createPromoCodes(needs),
  buyerQuestions: createBuyerQuestions(needs),
  newQuestion: createNewQuestion(needs),
  money: createMoney(needs),
  transfers: createTransfers(needs),
  notFound: createNotFound(needs),
  refunds: createOrganizerRefunds(needs),
  refundTasks: createRefundTasks(needs),
})
