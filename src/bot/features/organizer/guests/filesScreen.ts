import { InlineKeyboard } from 'grammy'
import type { Event } from '../../../../domain/event.js'
import { type FileFormat, type FileKind, tableFormats, tableKinds } from '../../../../domain/fileRows.js'
import { cut } from '../../../../domain/text.js'
import { localTime } from '../../../../texts/format.js'
import type { Speech } from '../../../../texts/texts.js'
import { zoneOf } from '../../../ui/format.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'
import { toGuests } from '../../../views/guests/guestList.js'

const formatNames = { csv: 'CSV', xlsx: 'Excel' } as const

/** Which files there are. */
export const filesScreen = (speech: Speech, event: Event): Screen => {
  const { id: eventId, title } = event
  const keyboard = new InlineKeyboard()
  for (const kind of tableKinds) {
    if (kind === 'answers' && !event.hasQuestions) continue
    for (const format of tableFormats)
      keyboard.text(
        speech.label('button-file', { kind: speech.label(`files-${kind}`), format: formatNames[format] }),
        routes.makeTable.data({ eventId, kind, format }),
      )
    keyboard.row()
  }
  keyboard.text(speech.label('button-file-door'), routes.makeDoorList.data({ eventId })).row()
  return {
    html: speech.say('files-head', { title, zone: zoneOf(speech, event) }),
    keyboard: keyboard.text(speech.label('button-guest-back'), toGuests(eventId)),
  }
}

// Not on Windows, and not on phones.
const forbidden = /[<>:"/\\|?*\p{Cc}\p{Cf}]+/gu
const longestTitle = 60

/** "Jazz on the roof 2026-12-02 Guests.csv". */
export const fileName = (
  speech: Speech,
  { title, startsAt, zone }: Event,
  { kind, format, part }: { readonly kind: FileKind; readonly format: FileFormat; readonly part: number | undefined },
): string => {
  const words = [
    cut(title.replace(forbidden, ' ').replace(/\s+/gu, ' ').trim(), longestTitle).replace(/^\.+|[.\s]+$/gu, ''),
    localTime(startsAt, zone).toFormat('yyyy-MM-dd'),
    speech.label('file-name', { kind }),
    ...(part === undefined ? [] : [speech.label('file-part', { part: String(part) })]),
  ]
  return `${words.filter((word) => word !== '').join(' ')}.${format}`
}
