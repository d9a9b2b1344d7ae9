import { Refusal } from './refusal.js'

/** A point on the map in millionths of a degree, whole numbers: every database gives them back as they were. */
export type Pin = { readonly latitude: number; readonly longitude: number }

const perDegree = 1_000_000

/** The point at these degrees. Refuses with placeOutOfRange what is no place on earth. */
export const pinAt = (latitude: number, longitude: number): Pin => {
  const pin = { latitude: Math.round(latitude * perDegree), longitude: Math.round(longitude * perDegree) }
  if (!(Math.abs(pin.latitude) <= 90 * perDegree && Math.abs(pin.longitude) <= 180 * perDegree))
    throw new Refusal('placeOutOfRange')
  return pin
}

/** A point in degrees, as maps and Telegram want it. */
export const degreesOf = ({ latitude, longitude }: Pin): Pin => ({
  latitude: latitude / perDegree,
  longitude: longitude / perDegree,
})

/** The venue of an event that takes place online: none. Each reader sees a word of their language for it. */
export const onlineVenue = ''

/** Whether an event has no place that anybody could come to. */
export const isOnline = ({ venue }: { readonly venue: string }): boolean => venue === onlineVenue

/** Whether an answer says that there is no place: the word alone. */
export const saysOnline = (text: string): boolean => /^\s*(?:on-?line|онлайн)\s*[.!]?\s*$/iu.test(text)
