import type { EventDraft, TypeQuestion } from '../../../../domain/draft.js'
import { currencyIn, type TypeAnswer } from '../../../../domain/draftTypes.js'
import { parseCapacity } from '../../../../domain/event.js'
import { parsePrice } from '../../../../domain/money.js'
import type { Services } from '../../../../services/services.js'
import type { Step } from './steps.js'
import { routes } from '../../../ui/routes.js'

const next: Step = { kind: 'next' }

/** The form's steps about several ticket types. */
export const createTypeSteps = (drafts: Services['drafts']) => ({
  /** Takes what was typed at a question about a type. */
  typed: (draft: EventDraft, question: TypeQuestion, text: string): Promise<Step> =>
    drafts.answerType(draft.personId, readAnswer(draft, question, text)).then(() => next),

  /** Back from such a question. */
  goBack: ({ personId }: EventDraft, from: TypeQuestion): Promise<Step> =>
    drafts.leaveType(personId, from).then(() => next),

  /**
   * What a button under the preview does about types; undefined when it is another one. Types of an event that exists
   * are changed elsewhere.
   */
  pressed: async (draft: EventDraft, data: string): Promise<Step | undefined> => {
    const own = <T extends { readonly key: string }>(values: T | undefined): T | undefined =>
      values?.key === draft.key && draft.eventId === undefined ? values : undefined
    if (own(routes.formAddType.parse(data))) return drafts.addType(draft.personId).then(() => next)
    const menu = own(routes.formTypeMenu.parse(data))
    if (menu && menu.at < typesOf(draft)) return { kind: 'typeMenu', at: menu.at }
    const edit = own(routes.formEditType.parse(data))
    if (edit) return drafts.openType(draft.personId, edit.at, edit.field).then(() => next)
    const removed = own(routes.formRemoveType.parse(data))
    return removed?.of === typesOf(draft) ? drafts.removeType(draft.personId, removed.at).then(() => next) : undefined
  },
})

const typesOf = ({ answers }: EventDraft): number => 1 + (answers.more?.length ?? 0)

const readAnswer = (draft: EventDraft, question: TypeQuestion, text: string): TypeAnswer => {
  switch (question) {
    case 'typePrice':
      return { question, value: parsePrice(text, currencyIn(draft)) }
    case 'typeCapacity':
      return { question, value: parseCapacity(text) }
    default:
      return { question, value: text }
  }
}
