import { degreesOf } from '../../domain/place.js'
import { wordsOf } from '../../domain/styledText.js'
import { calendarFile } from '../../print/calendarFile.js'
import type { EventVersion } from '../../services/eventNews/eventNews.js'
import type { Speech } from '../../texts/texts.js'
import type { Links } from '../telegram/links.js'
import { venueIn } from '../ui/format.js'
import type { Document } from '../ui/screen.js'

/** An event as a file that calendars read: a later one takes the place of an earlier one. `now`: UTC milliseconds. */
export const calendarDocument = (
  speech: Speech,
  links: Pick<Links, 'event' | 'username'>,
  { event, revision }: EventVersion,
  now: number,
): Document => {
  const { title, description, pin, startsAt, endsAt, zone, slug } = event
  const file = calendarFile(
    {
      uid: `${slug}@${links.username}`,
      title,
      description: wordsOf(description),
      venue: venueIn(speech, event),
      geo: pin && degreesOf(pin),
      startsAt,
      endsAt,
      zone,
      url: links.event(slug),
      isCancelled: event.state === 'cancelled',
      ...revision,
      language: speech.language,
    },
    now,
  )
  return { name: `levem-${slug}.ics`, bytes: Buffer.from(file, 'utf8') }
}
