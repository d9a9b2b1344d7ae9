import type { Message } from 'grammy/types'
import type { Ctx } from '../ui/context.js'
import type { Phase } from './phase.js'

/**
 * What Telegram cuts into several updates: the first piece speaks for all, but each picture may have a code, and an
 * album for guests has all its pieces.
 */
export const piecesPhase = (
  takeLaterPicture: (ctx: Ctx) => Promise<void>,
  takeAlbumPiece: (ctx: Ctx) => Promise<boolean>,
): Phase => {
  const isLaterPicture = createAlbums()
  const isLaterPart = createLongTexts()
  return {
    name: 'pieces',
    features: [],
    take: async (ctx) => {
      const { message } = ctx
      if (message === undefined) return false
      if (await takeAlbumPiece(ctx)) return true
      if (!isLaterPicture(message)) return isLaterPart(message)
      await takeLaterPicture(ctx)
      return true
    },
  }
}

const mostKept = 1000

/** An album comes as one update a picture. */
const createAlbums = () => {
  const seen = new Set<string>()
  return ({ media_group_id: album }: Message): boolean => {
    if (album === undefined) return false
    if (seen.has(album)) return true
    seen.add(album)
    if (seen.size > mostKept) seen.delete(seen.values().next().value ?? '')
    return false
  }
}

// Apps cut a text of more than 4096 characters into pieces of about that length and send them at once.
const longPiece = 3000

/** A very long text comes as one update a piece; the last is not to be taken for an answer of its own. */
const createLongTexts = () => {
  const last = new Map<number, number>()
  return ({ text = '', date, chat }: Message): boolean => {
    const isNext = text !== '' && !text.startsWith('/') && date - (last.get(chat.id) ?? -Infinity) <= 1
    // A short piece is the last one: whoever types on is heard.
    if (text.length >= longPiece) last.set(chat.id, date)
    else if (isNext) last.delete(chat.id)
    if (last.size > mostKept) last.delete(last.keys().next().value ?? 0)
    return isNext
  }
}
