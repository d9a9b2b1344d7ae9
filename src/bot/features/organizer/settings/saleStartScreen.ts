import { InlineKeyboard } from 'grammy'
import type { Event } from '../../../../domain/event.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { paragraphs, timeIn, zoneOf } from '../../../ui/format.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'

/** From when on an event sells, for texts. */
export const saleStartFacts = (speech: Speech, event: Event, now: number) => {
  const { saleFrom } = event
  const isAhead = saleFrom !== undefined && now < saleFrom
  return { when: isAhead ? 'later' : 'now', from: isAhead ? timeIn(speech, saleFrom, event) : '' }
}

/** From when on an event sells, and asks for it; with a notice it was said just now, and nothing is asked. */
export const saleStartScreen = (speech: Speech, event: Event, now: number, notice?: Html): Screen => {
  const { id: eventId, title } = event
  const facts = saleStartFacts(speech, event, now)
  const keyboard = new InlineKeyboard()
  if (facts.when === 'later')
    keyboard.text(speech.label('button-sale-now'), routes.liftSaleStart.data({ eventId })).row()
  return {
    html: paragraphs(
      notice,
      speech.say('sale-start', { title, ...facts }),
      notice ? undefined : speech.say('sale-start-ask', { zone: zoneOf(speech, event) }),
    ),
    keyboard: keyboard.text(speech.label('button-back'), routes.settingsOf.data({ eventId })),
  }
}
