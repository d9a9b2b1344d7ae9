import { InlineKeyboard } from 'grammy'
import type { Event } from '../../../../domain/event.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { paragraphs } from '../../../ui/format.js'
import { press } from '../../../ui/press.js'
import { type Prompting, textOf } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import { type Screen, show } from '../../../ui/screen.js'

type Needs = Pick<FeatureNeeds, 'services'> & { readonly prompting: Prompting }

const kind = 'contact'

/** Where guests reach the organizer of an event instead of through the bot: a link or an @name. */
export const createContact = ({ services: { events, threads }, prompting }: Needs): Feature => ({
  name: 'contact',
  presses: [
    press(routes.contactOf, async (ctx, { eventId }) => {
      const { event } = await events.forOrganizer(ctx.person.id, eventId)
      await prompting.askInPlace(ctx, { kind, subject: eventId }, contactScreen(ctx.speech, event))
    }),
    press(routes.removeContact, async (ctx, { eventId }) => {
      const event = await threads.questions.setContact({ personId: ctx.person.id, eventId, text: undefined })
      await prompting.leave(ctx, contactScreen(ctx.speech, event, ctx.speech.say('setting-saved')))
    }),
  ],
  answers: {
    [kind]: async (ctx, { subject: eventId }, said) => {
      const text = textOf(said, kind)
      const event = await threads.questions.setContact({ personId: ctx.person.id, eventId, text })
      await show(ctx, contactScreen(ctx.speech, event, ctx.speech.say('setting-saved')))
    },
  },
})

const contactScreen = (speech: Speech, { id: eventId, title, contact }: Event, notice?: Html): Screen => {
  const keyboard = new InlineKeyboard()
  if (contact !== undefined)
    keyboard.text(speech.label('button-remove-contact'), routes.removeContact.data({ eventId })).row()
  return {
    html: paragraphs(
      notice,
      speech.say('contact-setting', { title, has: contact === undefined ? 'no' : 'yes', contact: contact ?? '' }),
    ),
    keyboard: keyboard.text(speech.label('button-back'), routes.settingsOf.data({ eventId })),
  }
}
