import type { Event } from '../../domain/event.js'
import { styledHtml } from '../../texts/styled.js'
import type { Speech } from '../../texts/texts.js'
import { paragraphs, startIn, yesNo } from '../ui/format.js'
import type { Screen } from '../ui/screen.js'

/** How to get in online, for whoever holds a ticket. */
export const accessScreen = (
  speech: Speech,
  { event, text }: { readonly event: Event; readonly text: string },
  isChange = false,
): Screen => ({
  html: paragraphs(
    speech.say('access', { title: event.title, when: startIn(speech, event), isChange: yesNo(isChange) }),
    styledHtml(text),
    speech.say('access-keep'),
  ),
})
