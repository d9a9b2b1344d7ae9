import type { Asked, EventDraft, Question } from '../../../../domain/draft.js'
import type { Published } from '../../../../services/events/publishDraft.js'
import type { ClockChange } from '../../../../texts/times/clockChanges.js'
import type { When } from '../../../../texts/times/when.js'
import type { MessageKind } from '../../../telegram/reading/kinds.js'
import type { Route } from '../../../ui/route.js'

/** A place as Telegram sends it: degrees, and its name and address unless it is a bare point on the map. */
export type PlaceSent = { readonly latitude: number; readonly longitude: number; readonly name: string | undefined }

/** What a person did while the form was open: what they typed or sent, or the data of the button they pressed. */
export type Input = {
  readonly text?: string | undefined
  readonly photo?: string | undefined
  /** A picture sent as a file. */
  readonly imageFile?: string | undefined
  /** The text, or what stands under a picture, as a styled text. */
  readonly styled?: string | undefined
  /** What came where it is no text. */
  readonly kind?: MessageKind | undefined
  readonly place?: PlaceSent | undefined
  readonly data?: string | undefined
}

/** An instant (UTC milliseconds) that was typed by the clocks of another zone than the event's. */
export type Converted = { readonly at: number; readonly from: string }

/** An instant (UTC milliseconds) whose typed time a change of the clocks shows twice or never. */
export type AtChange = { readonly at: number; readonly change: ClockChange }

/** What it came to. Plain data: it is kept in the form's replay. */
export type Step =
  /** `converted`: a time of another zone was typed; `zone`: the event has this one now; `clock`: clocks are changed. */
  | { readonly kind: 'next'; readonly converted?: Converted; readonly zone?: string; readonly clock?: AtChange }
  | { readonly kind: 'which'; readonly question: Question; readonly options: readonly When[] }
  | { readonly kind: 'month'; readonly question: Question; readonly month: string }
  | { readonly kind: 'editMenu' }
  | { readonly kind: 'typeMenu'; readonly at: number }
  | { readonly kind: 'previewMenu' }
  | { readonly kind: 'idle' }
  | { readonly kind: 'old' }
  | { readonly kind: 'discarded' }
  | { readonly kind: 'published'; readonly published: Published }

/** The draft is changed: its open question comes next, or its preview. */
export const next = { kind: 'next' } as const satisfies Step

/** What the button asks for makes no sense any more. */
export const old: Step = { kind: 'old' }

/** What a button of the form does, by its verb. */
export type ButtonStep = {
  readonly verb: string
  readonly take: (draft: EventDraft, data: string) => Promise<Step> | Step
}

type Take<T> = (draft: EventDraft, values: T) => Promise<Step> | Step

/** A button of the form; `isFor` tells whether it belongs to what the draft asks now. */
export const onButton = <T>(
  to: Route<T>,
  isFor: (draft: EventDraft, values: T) => boolean,
  take: Take<T>,
): ButtonStep => ({
  verb: to.verb,
  take: (draft, data) => {
    const values = to.parse(data)
    return values !== undefined && isFor(draft, values) ? take(draft, values) : old
  },
})

/** A button below a question: it counts while that question is open. */
export const onQuestion = <T extends { readonly question: Asked }>(to: Route<T>, take: Take<T>): ButtonStep =>
  onButton(to, ({ asked }, { question }) => question === asked, take)

/** A button below the preview: it counts for the draft that it was made for. */
export const onPreview = <T extends { readonly key: string }>(to: Route<T>, take: Take<T>): ButtonStep =>
  onButton(to, ({ asked, key }, values) => asked === 'preview' && values.key === key, take)
