import type { TicketType } from '../../domain/event.js'
import type { Speech } from '../../texts/texts.js'

/** A type's name, or what stands in its place. */
export const nameOf = (speech: Speech, { name }: Pick<TicketType, 'name'>): string =>
  name || speech.label('type-unnamed')

/** A type's name for its organizer: one that guests do not see is marked. */
export const markedName = (speech: Speech, type: Pick<TicketType, 'name' | 'isHidden'>): string =>
  `${type.isHidden ? '🙈 ' : ''}${nameOf(speech, type)}`
