import { Api } from 'grammy'
import { createAlbumPieces } from './features/organizer/guestMessages/guestMessages.js'
import { buttonsPhase } from './phases/buttons.js'
import { chatsPhase } from './phases/chats.js'
import { commandsPhase } from './phases/commands.js'
import { createFeatures } from './phases/features.js'
import { createFloodAnswer, createHandling } from './phases/handling.js'
import { fallbackPhase, formsPhase, freeTextPhase, paymentsPhase } from './phases/messages.js'
import { editsPhase } from './phases/edits.js'
import type { BotNeeds } from './phases/needs.js'
import { personPhase } from './phases/person.js'
import type { Phase } from './phases/phase.js'
import { piecesPhase } from './phases/pieces.js'
import { promptsPhase } from './phases/prompts.js'
import { carriedPhase, repliesPhase } from './phases/threads.js'
import { createFormStorage, type FormStorage } from './updates/forms.js'

/** The bot: it handles one update, and tells whoever does too much at once. It never throws. */
export const createBot = (given: BotNeeds) => {
  const api = new Api(given.access.token, given.telegram.replying)
  const needs = { ...given, api, forms: createFormStorage(given.services.inbox) }
  return { handle: createHandling(needs, createPhases(needs)), tooMuch: createFloodAnswer(needs) }
}

/** What an update goes through, in this order. */
export const createPhases = (
  needs: BotNeeds & { readonly api: Api; readonly forms: FormStorage },
): readonly Phase[] => {
  const features = createFeatures(needs)
  return [
    chatsPhase(needs),
    personPhase(needs),
    carriedPhase(needs),
    editsPhase,
    piecesPhase(features.freeText.laterPicture, createAlbumPieces(needs)),
    paymentsPhase(features),
    buttonsPhase(features, needs),
    commandsPhase(features, needs),
    repliesPhase(needs),
    promptsPhase(features, needs),
    formsPhase(features),
    freeTextPhase(features),
    fallbackPhase(features),
  ]
}
