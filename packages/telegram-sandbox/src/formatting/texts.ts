import { formatText } from './entities.js'
import type { FormattedText } from './html.js'
import type { Params } from '../server/params.js'
import { badRequest } from '../server/refusals.js'
import type { Content } from '../people/posting.js'

const maxText = 4096
const maxCaption = 1024

/** Reads a message's text: 1–4096 UTF-16 units after its markup is taken out and it is trimmed. */
export const readText = (params: Params): Content => {
  const { text, entities } = formatText({
    text: params.text('text'),
    parseMode: params.text('parse_mode'),
    entities: params.json('entities'),
  })
  if (text === '') throw badRequest('text must be non-empty')
  if (text.length > maxText) throw badRequest('message is too long')
  return { text, ...(entities.length === 0 ? {} : { entities: [...entities] }) }
}

/** Checks a caption's length (0–1024) and gives the message's fields for it. */
export const captionContent = ({ text, entities }: FormattedText): Content => {
  if (text.length > maxCaption) throw badRequest('message caption is too long')
  if (text === '') return {}
  return { caption: text, ...(entities.length === 0 ? {} : { caption_entities: [...entities] }) }
}

/** Reads a caption given as a call's own parameters. */
export const readCaption = (params: Params): Content =>
  captionContent(
    formatText({
      text: params.text('caption'),
      parseMode: params.text('parse_mode'),
      entities: params.json('caption_entities'),
    }),
  )
