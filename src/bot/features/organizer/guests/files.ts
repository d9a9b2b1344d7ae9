import type { Event } from '../../../../domain/event.js'
import type { FileFormat, FileKind, FileRow } from '../../../../domain/fileRows.js'
import { secondMs } from '../../../../domain/duration.js'
import type { FileSpec } from '../../../../print/files/making.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { whenInYear } from '../../../ui/format.js'
import { press, type Press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { editScreen, redraw, type Screen, show, showNew } from '../../../ui/screen.js'
import { fileName, filesScreen } from './filesScreen.js'

type Needs = Pick<FeatureNeeds, 'services' | 'printer' | 'clock' | 'log'>

// Telegram takes 50 MB (https://core.telegram.org/bots/api#senddocument); so much arrives also where the way is narrow.
const partBytes = 20_000_000
// Fewer are there before anybody reads that they are collected.
const toldFrom = 3000
const toldEveryMs = 2 * secondMs

type Wanted = { readonly eventId: number; readonly kind: FileKind; readonly format: FileFormat }

/** What there is about an event as files, for its organizer: each is made anew, and sent to whoever asked. */
export const createFiles = (needs: Needs): Feature => {
  const make = createMaking(needs)
  return {
    name: 'files',
    presses: [
      press(routes.filesOf, async (ctx, { eventId }) => {
        const { event } = await needs.services.events.forOrganizer(ctx.person.id, eventId)
        await redraw(ctx, filesScreen(ctx.speech, event))
      }),
      press(routes.makeTable, make),
      press(routes.makeDoorList, (ctx, { eventId }) => make(ctx, { eventId, kind: 'doorList', format: 'pdf' })),
    ],
  }
}

const createMaking =
  ({ services: { files }, printer, clock, log }: Needs) =>
  async (ctx: Press, { eventId, kind, format }: Wanted): Promise<void> => {
    const act = { personId: ctx.person.id, eventId, kind }
    const { event, count, questions } = await files.about(act)
    const { speech } = ctx
    const name = speech.label('file-name', { kind })
    const progress = await openProgress(ctx, { name, of: count ?? 0 }, clock)
    let rows = 0
    async function* counted(): AsyncGenerator<readonly FileRow[]> {
      for await (const page of files.rows(act)) {
        rows += page.length
        await progress.tell(rows)
        yield page
      }
    }
    let parts = 0
    await printer.file({ ...specOf(ctx, event, { kind, format }), questions }, counted(), async (bytes, isLast) => {
      parts += 1
      const part = isLast && parts === 1 ? undefined : parts
      const document = { name: fileName(speech, event, { kind, format, part }), bytes }
      await show(ctx, { html: captionOf(ctx, name, event, part), document })
    })
    await progress.end(rows)
    // Neither names nor titles.
    log.info({ event: eventId, file: kind, format, rows, parts }, 'a file was made')
  }

const specOf = ({ speech }: Press, event: Event, { kind, format }: Pick<Wanted, 'kind' | 'format'>): FileSpec => ({
  kind,
  format,
  language: speech.language,
  zone: event.zone,
  title: event.title,
  when: whenInYear(speech, event),
  partBytes,
})

const captionOf = ({ speech }: Press, name: string, { title }: Event, part: number | undefined): Screen['html'] =>
  part === undefined
    ? speech.say('file-caption', { name, title })
    : speech.say('file-caption-part', { name, title, part: String(part) })

/** A message that says how far a large file is, changed now and then; nothing is said of a small one. */
const openProgress = async (
  ctx: Press,
  { name, of }: { readonly name: string; readonly of: number },
  clock: Needs['clock'],
) => {
  const { speech } = ctx
  const screenAt = (count: number): Screen => ({ html: speech.say('file-making', { name, count, of }) })
  const messageId = of < toldFrom ? undefined : await showNew(ctx, screenAt(0))
  let toldAt = clock.now()
  const edit = async (screen: Screen): Promise<void> => {
    if (messageId === undefined || ctx.chatId === undefined) return
    try {
      await editScreen(ctx.api, { chatId: ctx.chatId, messageId }, screen)
    } catch {
      // Somebody deleted it, or it looks like this already: the file is what counts.
    }
  }
  return {
    tell: async (count: number): Promise<void> => {
      if (clock.now() < toldAt + toldEveryMs) return
      toldAt = clock.now()
      await edit(screenAt(Math.min(count, of)))
    },
    end: (count: number): Promise<void> => edit({ html: speech.say('file-sent', { name, count }) }),
  }
}
