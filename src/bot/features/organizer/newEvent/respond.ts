import type { Context } from 'grammy'
import type { EventDraft } from '../../../../domain/draft.js'
import type { Speech } from '../../../../texts/texts.js'
import type { FeatureNeeds } from '../../../ui/feature.js'
import { answer } from '../../../ui/press.js'
import { restate, redraw, retire, show } from '../../../ui/screen.js'
import { editButtons, typeButtons, typeNotice } from './editMenu.js'
import { monthScreen } from './questionScreen.js'
import { discardedScreen, draftScreen, previewedScreen, publishedScreen } from './screens.js'
import type { Step } from './step.js'
import { whichScreen } from './whichScreen.js'
import { clockScreen, convertedScreen, zoneScreen } from './zoneScreens.js'

type About = Pick<FeatureNeeds, 'links' | 'notificationChat'> & { readonly draft: EventDraft; readonly now: number }

// What stands between an answer and the next question.
const say = async (ctx: Context, step: Step, speech: Speech, about: About): Promise<void> => {
  const { draft } = about
  if (step.kind === 'which') await show(ctx, whichScreen(speech, draft, step))
  if (step.kind !== 'next') return
  if (step.converted) await show(ctx, convertedScreen(speech, draft, step.converted))
  if (step.clock) await show(ctx, clockScreen(speech, draft, step.clock))
  if (step.zone !== undefined) await sayZone(ctx, step.zone, speech, about)
}

// What was pressed can be pressed back.
const sayZone = (ctx: Context, zone: string, speech: Speech, { draft, now }: About): Promise<void> =>
  ctx.callbackQuery
    ? redraw(ctx, zoneScreen(speech, { draft, zone, now }))
    : show(ctx, { html: zoneScreen(speech, { draft, zone, now }).html })

/** Says what a step came to, inside the form or outside of it; true while the form stays open. */
export const respond = async (ctx: Context, step: Step, speech: Speech, about: About): Promise<boolean> => {
  const { draft, now } = about
  if (ctx.callbackQuery) await answer(ctx, step.kind === 'old' ? { text: speech.label('button-old') } : undefined)
  switch (step.kind) {
    case 'month':
      await redraw(ctx, monthScreen(speech, draft, step, now))
      return true
    case 'editMenu':
      await redraw(ctx, { ...draftScreen(speech, draft, now), keyboard: editButtons(speech, draft) })
      return true
    case 'typeMenu':
      await redraw(ctx, {
        ...draftScreen(speech, draft, now, typeNotice(speech, draft, step.at)),
        keyboard: typeButtons(speech, draft, step.at),
      })
      return true
    case 'previewMenu':
      await redraw(ctx, draftScreen(speech, draft, now))
      return true
    case 'discarded':
      await show(ctx, discardedScreen(speech, draft))
      await retire(ctx)
      return false
    case 'published':
      await show(ctx, publishedScreen(speech, about, step.published))
      await restate(ctx, previewedScreen(speech, draft, { now, was: step.published.was }))
      return false
    default:
      await say(ctx, step, speech, about)
      return true
  }
}
