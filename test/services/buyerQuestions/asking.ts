import type { BuyerQuestion, QuestionKind } from '../../../src/domain/buyerQuestion.js'
import type { NewQuestion } from '../../../src/services/buyerQuestions/organizing.js'
import type { AnswerReply } from '../../../src/services/buyerQuestions/answering.js'
import type { OrderView } from '../../../src/services/ordering/orderView.js'
import { randomCodes } from '../../../src/services/codes.js'
import type { House, Sale } from '../../support/house.js'

/** Asks something, which has to be answered unless told otherwise. */
export const ask = async (
  { services }: Pick<House, 'services'>,
  { organizer, event }: Sale,
  kind: QuestionKind,
  given: Partial<NewQuestion> & { readonly isRequired?: boolean } = {},
): Promise<BuyerQuestion> => {
  const { isRequired = true, ...others } = given
  const wanted = { kind, scope: 'order', text: `About ${kind}`, choices: [], ...others } as const
  const { question } = await services.buyerQuestions.add({ personId: organizer, eventId: event.id, ...wanted })
  if (isRequired) return question
  const act = { personId: organizer, questionId: question.id, fields: { isRequired } }
  return (await services.buyerQuestions.change(act)).question
}

/** Holds so many tickets. */
export const hold = (
  { services }: Pick<House, 'services'>,
  buyerId: number,
  { type }: Sale,
  quantity = 1,
): Promise<OrderView> =>
  services.ordering.hold({ buyerId, ticketTypeId: type.id, quantity, requestKey: randomCodes.key() })

/** Answers by typing, or as told. */
export const answer = (
  { services }: Pick<House, 'services'>,
  personId: number,
  { order }: { readonly order: { readonly id: number } },
  { id: questionId }: BuyerQuestion,
  said: string | AnswerReply,
  place = 0,
): Promise<OrderView> =>
  services.answers.give({
    ...{ personId, orderId: order.id, questionId, place },
    reply: typeof said === 'string' ? { kind: 'typed', text: said } : said,
  })
