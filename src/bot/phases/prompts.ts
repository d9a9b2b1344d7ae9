import type { Feature } from '../ui/feature.js'
import { type Answerer, createAnswering, saidIn } from '../ui/prompts.js'
import type { Features } from './features.js'
import type { BotNeeds } from './needs.js'
import type { Phase } from './phase.js'

/** Answers to questions that were asked outside of forms. */
export const promptsPhase = (all: Features, needs: Pick<BotNeeds, 'services'>): Phase => {
  const features: readonly Feature[] = [
    all.opening,
    all.buy,
    all.joining,
    all.promo,
    all.answers,
    all.transfer,
    all.doorSelling,
    all.saleStart,
    all.rating,
    all.lettingIn,
    all.ticketTypes,
    all.newTicketType,
    all.paymentMethods,
    all.promoCodes,
    all.buyerQuestions,
    all.newQuestion,
    all.onlineAccess,
    all.cancelling,
    all.notFound,
    all.copyEvent,
    all.asking,
    all.answeringGuests,
    all.questions,
    all.contact,
    all.guestMessages,
    all.guestList,
    all.guest,
    all.givingToGuest,
    all.givingAway,
  ]
  const take = createAnswering(needs, answerersIn(features))
  return {
    name: 'prompts',
    features: features.map(({ name }) => name),
    take: (ctx) => saidIn(ctx) !== undefined && take(ctx),
  }
}

const answerersIn = (features: readonly Feature[]): ReadonlyMap<string, Answerer> => {
  const answerers = new Map<string, Answerer>()
  for (const { answers = {} } of features)
    for (const [kind, answerer] of Object.entries(answers)) {
      if (answerers.has(kind)) throw new Error(`Two features take answers to "${kind}".`)
      answerers.set(kind, answerer)
    }
  return answerers
}
