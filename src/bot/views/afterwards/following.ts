import { InlineKeyboard } from 'grammy'
import type { InlineKeyboardButton } from 'grammy/types'
import type { Event } from '../../../domain/event.js'
import { mayFollow } from '../../../domain/following.js'
import type { Html } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import type { Ctx } from '../../ui/context.js'
import { routes } from '../../ui/routes.js'
import type { Screen } from '../../ui/screen.js'
import { cardScreen } from '../eventCard.js'
import type { WithDates } from '../otherDates.js'

/** Who looks at a follow button: whether they follow the organizer already. */
export type Follower = { readonly personId: number; readonly isFollowing: boolean }

/** The button by which somebody hears of the next events of an organizer; whoever does, stops by it. */
export const followButton = (speech: Speech, eventId: number, isFollowing: boolean): InlineKeyboardButton =>
  isFollowing
    ? InlineKeyboard.text(speech.label('button-following'), routes.stopFollowingHere.data({ eventId }))
    : InlineKeyboard.text(speech.label('button-follow'), routes.follow.data({ eventId }))

/** The same below what is about an event; nobody follows themself. */
export const followButtons = (
  speech: Speech,
  event: Pick<Event, 'id' | 'organizerId'>,
  { personId, isFollowing }: Follower,
): readonly InlineKeyboardButton[] => (mayFollow(personId, event) ? [followButton(speech, event.id, isFollowing)] : [])

/** An event's card for a person, with that button below all others while the event is public. */
export const cardFor = (
  { speech, person }: Pick<Ctx, 'speech' | 'person'>,
  found: WithDates,
  now: number,
  notice?: Html,
): Screen => {
  const { event } = found
  const screen = cardScreen(speech, found, now, notice)
  const follower = { personId: person.id, isFollowing: found.isFollowing }
  const buttons = event.state === 'published' && !event.isUnlisted ? followButtons(speech, event, follower) : []
  if (buttons.length === 0) return screen
  const above = (screen.keyboard?.inline_keyboard ?? []).filter((row) => row.length > 0)
  return { ...screen, keyboard: new InlineKeyboard([...above, [...buttons]]) }
}
