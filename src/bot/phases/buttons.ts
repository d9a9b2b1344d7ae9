import type { Feature } from '../ui/feature.js'
import { answerOld, answerWaiting, isPress, type Press, type PressHandler } from '../ui/press.js'
import { byVerb, verbOf } from '../ui/route.js'
import { routesByVerb } from '../ui/routes.js'
import type { Features } from './features.js'
import type { BotNeeds } from './needs.js'
import type { Phase } from './phase.js'

/** Presses of buttons: what is old or damaged is told so. */
export const buttonsPhase = (all: Features, { liveRefunds }: Pick<BotNeeds, 'liveRefunds'>): Phase => {
  const features = buttonFeatures(all)
  const handlers = handlersIn(features)
  const take = async (ctx: Press): Promise<boolean> => {
    const { data, message } = ctx.callbackQuery
    ctx.whenWaiting = (aboutMs) => void answerWaiting(ctx, aboutMs).catch(() => undefined)
    // Whatever was pressed draws something else into the message, or shows the refunds anew.
    if (message) await liveRefunds.leave(ctx.person.id, message.message_id)
    const handler = handlers.get(verbOf(data))
    if (!(await handler?.take(ctx))) await answerOld(ctx)
    return true
  }
  return {
    name: 'buttons',
    features: features.map(({ name }) => name),
    take: (ctx) => {
      if (!ctx.callbackQuery) return false
      return isPress(ctx) ? take(ctx) : answerOld(ctx).then(() => true)
    },
  }
}

const buttonFeatures = (all: Features): readonly Feature[] => [
  all.home,
  all.browse,
  all.finding,
  all.opening,
  all.map,
  all.otherDates,
  all.waysOn,
  all.joining,
  all.buy,
  all.order,
  all.promo,
  all.answers,
  all.orders,
  all.myTickets,
  all.pictures,
  all.access,
  all.gifts,
  all.guestLinks,
  all.calendar,
  all.giveBack,
  all.sellBack,
  all.rating,
  all.following,
  all.asking,
  all.reminders,
  all.organizers,
  all.checkIn,
  all.doorMode,
  all.doorSelling,
  all.search,
  all.staff,
  all.newEvent,
  all.myEvents,
  all.manage,
  all.cancelling,
  all.buyers,
  all.guestList,
  all.guest,
  all.givingToGuest,
  all.givenTickets,
  all.givingAway,
  all.files,
  all.guestMessages,
  all.report,
  all.charts,
  all.copyEvent,
  all.series,
  all.answeringGuests,
  all.questions,
  all.eventSettings,
  all.contact,
  all.giveBackPolicy,
  all.doorTime,
  all.listing,
  all.saleStart,
  all.onlineAccess,
  all.reminderSetting,
  all.hearingSetting,
  all.line,
  all.lettingIn,
  all.ticketTypes,
  all.newTicketType,
  all.paymentMethods,
  all.promoCodes,
  all.buyerQuestions,
  all.newQuestion,
  all.money,
  all.transfers,
  all.notFound,
  all.refunds,
  all.refundTasks,
]

/** One handler for each button of the bot. Throws when a button has two, or none. */
const handlersIn = (features: readonly Feature[]): ReadonlyMap<string, PressHandler> => {
  const handlers = byVerb(features.flatMap(({ presses = [] }) => presses))
  const orphans = [...routesByVerb.keys()].filter((verb) => !handlers.has(verb))
  if (orphans.length > 0) throw new Error(`Nobody takes the buttons ${orphans.join(', ')}.`)
  return handlers
}
