import type { EventDraft, TypeQuestion } from '../../../../domain/draft.js'
import { currencyIn, type TypeAnswer } from '../../../../domain/draftTypes.js'
import { parseCapacity } from '../../../../domain/event.js'
import { parsePrice } from '../../../../domain/money.js'
import type { Services } from '../../../../services/services.js'
import type { Route } from '../../../ui/route.js'
import { routes } from '../../../ui/routes.js'
import { type ButtonStep, next, old, onPreview, type Step } from './step.js'

/** What the buttons about several ticket types do. Types of an event that exists are changed elsewhere. */
export const typeButtonSteps = (drafts: Services['drafts']): readonly ButtonStep[] => [
  onNew(routes.formAddType, ({ personId }) => drafts.addType(personId).then(() => next)),
  onNew(routes.formTypeMenu, (draft, { at }) => (at < countOf(draft) ? { kind: 'typeMenu', at } : old)),
  onNew(routes.formEditType, ({ personId }, { at, field }) => drafts.openType(personId, at, field).then(() => next)),
  onNew(routes.formRemoveType, (draft, { at, of }) =>
    of === countOf(draft) ? drafts.removeType(draft.personId, at).then(() => next) : old,
  ),
]

const onNew = <T extends { readonly key: string }>(
  to: Route<T>,
  take: (draft: EventDraft, values: T) => Promise<Step> | Step,
): ButtonStep => onPreview(to, (draft, values) => (draft.eventId === undefined ? take(draft, values) : old))

const countOf = ({ answers }: EventDraft): number => 1 + (answers.more?.length ?? 0)

/** What was typed at a question about a type. Refuses as the parsers of prices and numbers do. */
export const readTypeAnswer = (draft: EventDraft, question: TypeQuestion, text: string): TypeAnswer => {
  switch (question) {
    case 'typePrice':
      return { question, value: parsePrice(text, currencyIn(draft)) }
    case 'typeCapacity':
      return { question, value: parseCapacity(text) }
    default:
      return { question, value: text }
  }
}
