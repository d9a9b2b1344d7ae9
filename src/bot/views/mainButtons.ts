import { InlineKeyboard } from 'grammy'
import type { Speech } from '../../texts/texts.js'
import { routes } from '../ui/routes.js'

/** The main actions. */
export const mainButtons = (speech: Speech): InlineKeyboard =>
  new InlineKeyboard()
    .text(speech.label('button-events'), routes.eventsPage.data({ startsAt: 0, eventId: 0 }))
    .row()
    .text(speech.label('button-my-tickets'), routes.myTickets.data({ after: 0 }))
    .text(speech.label('button-my-orders'), routes.showOrders.data({}))
    .row()
    .text(speech.label('button-new-event'), routes.createEvent.data({}))
    .text(speech.label('button-my-events'), routes.myEvents.data({ after: 0 }))
