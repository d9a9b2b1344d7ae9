import type { Asked, Answers, DraftType, EventDraft, TypeQuestion } from './draft.js'
import { checkTypeName, typeLimit } from './event.js'
import type { Money } from './money.js'
import { Refusal } from './refusal.js'

/** A typed answer to a question about a type. */
export type TypeAnswer =
  | { readonly question: 'firstName'; readonly value: string }
  | { readonly question: 'typeName'; readonly value: string }
  | { readonly question: 'typePrice'; readonly value: Money }
  | { readonly question: 'typeCapacity'; readonly value: number }

/** What can be changed of a type. */
export const typeFields = ['typeName', 'typePrice', 'typeCapacity'] as const satisfies readonly TypeQuestion[]

/** One of them. */
export type TypeField = (typeof typeFields)[number]

/** Whether there are several types, which then have names, prices and numbers of their own. */
export const hasSeveral = ({ more = [] }: Answers): boolean => more.length > 0

const countOf = ({ more = [] }: Answers): number => 1 + more.length

/** The currency of all prices of a draft: that of the first price, once there is another type. */
export const currencyIn = ({ answers, currency }: EventDraft): string =>
  hasSeveral(answers) || answers.open ? (answers.price?.currency ?? currency) : currency

const typeAt = ({ name = '', price, capacity, more = [] }: Answers, at: number): Partial<DraftType> | undefined =>
  at === 0 ? { name, ...(price && { price }), ...(capacity !== undefined && { capacity }) } : more[at - 1]

/**
 * The draft with another ticket type in hand; the first one's name is asked after it, if it has none. Refuses with
 * tooManyTypes.
 */
export const withNewType = (draft: EventDraft): EventDraft => {
  const at = countOf(draft.answers)
  if (at >= typeLimit) throw new Refusal('tooManyTypes', { max: typeLimit })
  return asking({ ...draft, answers: { ...draft.answers, open: { at } } })
}

/** The draft with one field of a type in question. Refuses with buttonNeeded where there is no such type any more. */
export const withOpenType = (draft: EventDraft, at: number, asked: TypeField): EventDraft => {
  const type = typeAt(draft.answers, at)
  if (!type) throw new Refusal('buttonNeeded')
  return { ...draft, asked, answers: { ...draft.answers, open: { ...type, at } } }
}

/** The draft without one of its several types: the last one stays. */
export const withoutType = (draft: EventDraft, at: number): EventDraft => {
  const { more = [], ...answers } = draft.answers
  const [second, ...others] = more
  if (!second || at > more.length) return draft
  return {
    ...draft,
    answers:
      at === 0 ? { ...answers, ...second, more: others } : { ...answers, more: more.filter((_, i) => i !== at - 1) },
  }
}

/**
 * The draft with one more answer about the type in hand; after the last the preview is shown. Refuses with textNeeded,
 * nameTooLong, typeNameTaken.
 */
export const withTypeAnswer = (draft: EventDraft, answer: TypeAnswer): EventDraft => {
  const { answers } = draft
  if (answer.question === 'firstName')
    return asking({ ...draft, answers: { ...answers, name: checkTypeName(answer.value, othersOfFirst(answers)) } })
  if (!answers.open) return closed(draft)
  return asking({
    ...draft,
    answers: { ...answers, open: { ...answers.open, ...entry(answer, namesBut(answers, answers.open.at)) } },
  })
}

const namesBut = ({ name = '', more = [] }: Answers, at: number): readonly string[] =>
  [name, ...more.map((type) => type.name)].filter((_, i) => i !== at)

const othersOfFirst = (answers: Answers): readonly string[] => [
  ...namesBut(answers, 0),
  ...(answers.open?.name === undefined ? [] : [answers.open.name]),
]

const entry = (
  answer: Exclude<TypeAnswer, { question: 'firstName' }>,
  others: readonly string[],
): Partial<DraftType> => {
  switch (answer.question) {
    case 'typeName':
      return { name: checkTypeName(answer.value, others) }
    case 'typePrice':
      return { price: answer.value }
    case 'typeCapacity':
      return { capacity: answer.value }
  }
}

const asking = (draft: EventDraft): EventDraft => {
  const asked = nextOf(draft.answers)
  return asked === 'preview' ? closed({ ...draft, answers: kept(draft.answers) }) : { ...draft, asked }
}

const nextOf = ({ name, open }: Answers): Asked => {
  if (!open) return 'preview'
  const next = typeFields.find((field) => open[keyOf[field]] === undefined)
  // Whoever adds a type thinks of the new one: that the first needs a name now, too, comes after it.
  return next ?? (name === undefined && open.at > 0 ? 'firstName' : 'preview')
}

const keyOf = { typeName: 'name', typePrice: 'price', typeCapacity: 'capacity' } as const satisfies Readonly<
  Record<TypeField, keyof DraftType>
>

const kept = (answers: Answers): Answers => {
  const { at, name, price, capacity } = answers.open ?? {}
  if (at === undefined || name === undefined || price === undefined || capacity === undefined) return answers
  const type: DraftType = { name, price, capacity }
  const { more = [] } = answers
  return at === 0
    ? { ...answers, ...type }
    : { ...answers, more: at > more.length ? [...more, type] : more.map((one, i) => (i === at - 1 ? type : one)) }
}

// The type in hand is put down; without another one the first needs no name.
const closed = (draft: EventDraft): EventDraft => ({
  ...draft,
  asked: 'preview',
  answers: { ...draft.answers, open: undefined },
})

/** One step back: to the question before of a type being made, else to the preview, and what was begun is dropped. */
export const backFromType = (draft: EventDraft, from: TypeQuestion): EventDraft => {
  const { open, more = [] } = draft.answers
  const isNew = open !== undefined && open.at > more.length
  if (isNew && from === 'typePrice') return { ...draft, asked: 'typeName' }
  if (isNew && from === 'typeCapacity') return { ...draft, asked: 'typePrice' }
  if (isNew && from === 'firstName') return { ...draft, asked: 'typeCapacity' }
  return closed(draft)
}
