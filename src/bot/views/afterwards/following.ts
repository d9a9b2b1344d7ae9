import { InlineKeyboard } from 'grammy'
import type { Event } from '../../../domain/event.js'
import { mayFollow } from '../../../domain/following.js'
import type { Html } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import type { Ctx } from '../../ui/context.js'
import { routes } from '../../ui/routes.js'
import type { Screen } from '../../ui/screen.js'
import { askButtons, below } from '../threads/asking.js'
import { cardScreen } from '../eventCard.js'
import type { WithDates } from '../otherDates.js'

/** The button by which somebody hears of the next events of an event's organizer; nobody follows themself. */
export const followButtons = (speech: Speech, event: Pick<Event, 'id' | 'organizerId'>, personId: number) =>
  mayFollow(personId, event)
    ? [InlineKeyboard.text(speech.label('button-follow'), routes.follow.data({ eventId: event.id }))]
    : []

/** An event's card for a person, with the ways to its organizer below all others: the second while it is public. */
export const cardFor = (
  { speech, person }: Pick<Ctx, 'speech' | 'person'>,
  found: WithDates,
  now: number,
  notice?: Html,
): Screen => {
  const { event } = found
  const screen = cardScreen(speech, found, now, notice)
  const follow = event.state === 'published' && !event.isUnlisted ? followButtons(speech, event, person.id) : []
  return { ...screen, keyboard: below(below(screen.keyboard, askButtons(speech, event, person.id, now)), follow) }
}
