import type { InlineKeyboard } from 'grammy'
import type { Page, PageRequest } from '../../domain/page.js'
import type { Speech } from '../../texts/texts.js'

/** What a button asks for: the rows after this one, 0 for the first page. */
export const pageAt = (after: number, size: number): PageRequest => ({ after: after === 0 ? undefined : after, size })

type Paging<Row> = Page<Row> & {
  /** This is not the first page. */
  readonly isLater: boolean
  /** What a button says for the page after this row; for the first page without one. */
  readonly dataAfter: (last: Row | undefined) => string
}

/** Adds the ways to the first page and to the next, where there are any. */
export const addPaging = <Row>(
  keyboard: InlineKeyboard,
  speech: Speech,
  { rows, hasMore, isLater, dataAfter }: Paging<Row>,
): InlineKeyboard => {
  if (isLater) keyboard.text(speech.label('button-first-page'), dataAfter(undefined))
  const last = rows.at(-1)
  if (hasMore && last) keyboard.text(speech.label('button-next-page'), dataAfter(last))
  return keyboard
}
