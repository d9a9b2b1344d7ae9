import type { Context } from 'grammy'
import type { Result } from '../../../../domain/catchRefusal.js'
import type { EventDraft } from '../../../../domain/draft.js'
import type { Language } from '../../../../domain/person.js'
import { createPictureReader } from '../../../telegram/pictureReader.js'
import type { TelegramFiles } from '../../../telegram/files.js'
import type { Ctx } from '../../../ui/context.js'
import type { FeatureNeeds } from '../../../ui/feature.js'
import { replyIn, saidIn } from '../../../ui/prompts.js'
import { styledWords } from '../../../telegram/reading/words.js'
import type { Input, PlaceSent, Step } from './step.js'
import { createSteps } from './steps.js'

type Needs = Pick<FeatureNeeds, 'services' | 'clock' | 'language' | 'log'> & { readonly pictures: TelegramFiles }
type Reader = { readonly language: Language; readonly now: number }

/** A draft as it stands, and for whom and when it is shown. Plain data: it is kept in the form's replay. */
export type OpenDraft = Reader & { readonly draft: EventDraft }

type Taken = Reader & { readonly outcome: Result<Step> }

/** A person's draft: as it stands, and with what they did at its open question. */
export const createDrafting = (needs: Needs) => {
  const {
    services: { drafts, people, prompts },
    clock,
    language: usual,
  } = needs
  const steps = createSteps(needs)
  const pictureOf = createPictureReader(needs)
  return {
    /** The verbs of the form's buttons. */
    verbs: steps.verbs,

    /** null: there is none. */
    load: async (personId: number): Promise<OpenDraft | null> => {
      const draft = await drafts.find(personId)
      return draft ? { draft, language: await people.languageOf(personId, usual), now: clock.now() } : null
    },

    // The language may have been changed, and days may have passed, since the question was asked. Whoever presses a
    // button here does not answer elsewhere.
    take: async (ctx: Ctx, draft: EventDraft, input: Input): Promise<Taken> => {
      const language = await people.languageOf(draft.personId, usual)
      if (input.data !== undefined) await prompts.clear({ personId: draft.personId, updateId: ctx.update.update_id })
      const isPoster = draft.asked === 'poster' && input.imageFile !== undefined
      const photo = isPoster ? await pictureOf(ctx, input) : input.photo
      const outcome = await steps.take(draft, { ...input, photo }, language)
      if (!outcome.ok) ctx.refused = outcome.refusal.code
      return { outcome, language, now: clock.now() }
    },
  }
}

/** How the form reads drafts and takes what a person did. */
export type Drafting = ReturnType<typeof createDrafting>

/** What a person did, by an update. */
export const inputOf = (ctx: Context): Input => ({
  ...replyIn(ctx),
  styled: styledWords(saidIn(ctx)),
  place: placeIn(saidIn(ctx)),
  data: ctx.callbackQuery?.data,
})

const placeIn = (message: Context['message']): PlaceSent | undefined => {
  const { venue, location = venue?.location } = message ?? {}
  if (!location) return undefined
  const name = venue && [venue.title, venue.address].filter((part) => part.trim() !== '').join(', ')
  return { latitude: location.latitude, longitude: location.longitude, name: name === '' ? undefined : name }
}
