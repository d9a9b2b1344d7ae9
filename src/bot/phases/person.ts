import type { User } from 'grammy/types'
import { displayNameOf, languageOf } from '../../domain/person.js'
import type { FeatureNeeds } from '../ui/feature.js'
import { answerOld } from '../ui/press.js'
import type { Phase } from './phase.js'

/**
 * Who it is, and how to speak with them. Goes on with a person in a private chat only: nobody else's forms and screens
 * are anybody's business.
 */
export const personPhase = ({ services, texts, language }: FeatureNeeds): Phase => ({
  name: 'person',
  features: [],
  take: async (ctx) => {
    const { from, chat } = ctx
    if (!from || from.is_bot) return true
    if (chat?.type !== 'private') {
      if (ctx.callbackQuery) await answerOld(ctx)
      return true
    }
    ctx.person = await services.people.meet(profileOf(from))
    ctx.speech = texts.in(languageOf(ctx.person, language))
    return false
  },
})

const profileOf = ({ id, first_name: first, last_name: last, username = '', language_code: languageCode }: User) => ({
  id,
  displayName: displayNameOf({ first, last, id }),
  username,
  languageCode,
})
