import { carriedIn } from '../../../telegram/reading/carried.js'
import type { RefusalCode } from '../../../../domain/refusal.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { press } from '../../../ui/press.js'
import { closeAt, type Prompting, saidIn } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import { redraw, show } from '../../../ui/screen.js'
import { askedScreen, askingScreen, contactScreen } from '../../../views/threads/asking.js'

type Needs = Pick<FeatureNeeds, 'services'> & { readonly prompting: Prompting }

const kind = 'threadAsk'

// Nothing that is written now could be carried.
const final: ReadonlySet<RefusalCode> = new Set([
  ...(['threadBlocked', 'threadClosed', 'threadRests', 'threadSelf', 'threadWaits'] as const),
])

/** A guest asks the organizer of an event, who does not learn who it is unless the guest wants them to. */
export const createAsking = ({ services: { threads }, prompting }: Needs): Feature => ({
  name: 'asking',
  presses: [
    press(routes.askOrganizer, async (ctx, { eventId }) => {
      const asking = await threads.asking.view({ personId: ctx.person.id, eventId })
      // Whoever has been written to can answer all the same.
      if (asking.event.contact !== undefined && !asking.thread)
        return show(ctx, contactScreen(ctx.speech, asking.event))
      await prompting.ask(ctx, { kind, subject: eventId }, askingScreen(ctx.speech, asking))
      return undefined
    }),
    press(routes.leaveAsking, async (ctx) => prompting.leave(ctx, { html: ctx.speech.say('thread-nothing-sent') })),
    press(routes.showName, async (ctx, { eventId, to, when }) => {
      const act = { personId: ctx.person.id, eventId, isNamed: to === 'on' }
      const asking = await threads.asking.setNamed(act)
      // Beside what is sent already nothing is asked.
      await (when === 'after'
        ? redraw(ctx, askedScreen(ctx.speech, asking))
        : prompting.askInPlace(ctx, { kind, subject: eventId }, askingScreen(ctx.speech, asking)))
      return { text: ctx.speech.label(act.isNamed ? 'thread-named' : 'thread-unnamed') }
    }),
  ],
  answers: {
    [kind]: async (ctx, { subject: eventId }) => {
      const message = saidIn(ctx)
      if (!message) return
      const question = { updateId: ctx.update.update_id, carried: carriedIn(message) }
      const asking = await threads.asking
        .ask({ personId: ctx.person.id, eventId, ...question })
        .catch(closeAt((code) => final.has(code)))
      await show(ctx, askedScreen(ctx.speech, asking))
    },
  },
})
