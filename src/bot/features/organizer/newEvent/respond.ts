import type { Context } from 'grammy'
import type { EventDraft } from '../../../../domain/draft.js'
import { dateTimeWithZone } from '../../../../texts/format.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { FeatureNeeds } from '../../../ui/feature.js'
import { timeIn } from '../../../ui/format.js'
import { answer } from '../../../ui/press.js'
import { redraw, retire, show } from '../../../ui/screen.js'
import { editButtons, typeButtons, typeNotice } from './editMenu.js'
import { monthScreen } from './questionScreen.js'
import { discardedScreen, draftScreen, publishedScreen } from './screens.js'
import type { Converted, Step } from './step.js'
import { whichScreen } from './whichScreen.js'

type About = Pick<FeatureNeeds, 'links' | 'notificationChat'> & { readonly draft: EventDraft; readonly now: number }

// What stands between an answer and the next question.
const say = async (ctx: Context, step: Step, speech: Speech, draft: EventDraft): Promise<void> => {
  if (step.kind === 'which') await show(ctx, whichScreen(speech, draft, step))
  if (step.kind === 'next' && step.converted) await show(ctx, { html: convertedText(speech, draft, step.converted) })
}

const convertedText = (speech: Speech, draft: EventDraft, { at, from }: Converted): Html =>
  speech.say('understood-elsewhere', {
    said: dateTimeWithZone(at, from, speech.language),
    here: timeIn(speech, at, draft),
  })

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
      await retire(ctx)
      return false
    default:
      await say(ctx, step, speech, draft)
      return true
  }
}
