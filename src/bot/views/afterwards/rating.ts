import { InlineKeyboard } from 'grammy'
import { starChoices } from '../../../domain/afterwards.js'
import type { Event } from '../../../domain/event.js'
import type { RatedEvent } from '../../../services/afterwards/ratings.js'
import type { Speech } from '../../../texts/texts.js'
import { paragraphs } from '../../ui/format.js'
import { routes } from '../../ui/routes.js'
import type { Screen } from '../../ui/screen.js'
import { type Follower, followButtons } from './following.js'

/** Asks how an event was; whoever said it already may say something else, or take it back. */
export const howWasItScreen = (speech: Speech, event: Pick<Event, 'id' | 'title'>, isRated = false): Screen => {
  const { id: eventId, title } = event
  const keyboard = new InlineKeyboard()
  for (const stars of starChoices)
    keyboard.text(speech.label('button-stars', { stars }), routes.rate.data({ eventId, stars }))
  keyboard
    .row()
    .text(speech.label(isRated ? 'button-rating-back' : 'button-no-rating'), routes.withdrawRating.data({ eventId }))
  return { html: speech.say('rating-ask', { title }), keyboard }
}

/** Thanks for an answer, and what may be added to it. */
export const ratedScreen = (speech: Speech, { event, rating }: RatedEvent, follower: Follower): Screen => {
  if (!rating) return { html: speech.say('rating-none', { title: event.title }) }
  const eventId = event.id
  const words = rating.words
  const keyboard = new InlineKeyboard()
    .text(
      speech.label(words === undefined ? 'button-add-words' : 'button-other-words'),
      routes.askRatingWords.data({ eventId }),
    )
    .row()
  if (words !== undefined)
    keyboard.text(speech.label('button-drop-words'), routes.dropRatingWords.data({ eventId })).row()
  keyboard.text(speech.label('button-other-stars'), routes.changeRating.data({ eventId })).row()
  return {
    html: paragraphs(
      speech.say('rating-thanks', { title: event.title, stars: rating.stars }),
      words === undefined ? undefined : speech.say('rating-words', { words }),
      speech.say('rating-anonymous'),
    ),
    keyboard: keyboard.add(...followButtons(speech, event, follower)),
  }
}
