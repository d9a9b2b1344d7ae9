import { badRequest } from '../refusals.js'
import type { Params } from '../params.js'
import type { Content } from '../../people/posting.js'
import type { Method } from './context.js'
import { sendContent } from './messages.js'

// Telegram has no other words for what is on no map, however far out it is (td/telegram/Location.cpp).
const readLocation = (params: Params): { latitude: number; longitude: number } => {
  const [latitude, longitude] = [params.number('latitude'), params.number('longitude')]
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) throw badRequest('wrong venue location specified')
  return { latitude, longitude }
}

const sendVenue: Method = ({ world }, params) => {
  const location = readLocation(params)
  const [title, address] = [params.text('title').trim(), params.text('address').trim()]
  if (title === '' || address === '') throw badRequest('venue title and address must be non-empty')
  const content: Content = { location, venue: { location, title, address } }
  return sendContent(world, params, content)
}

/** Places on the map. */
export const placeMethods = { sendVenue } satisfies Record<string, Method>
