import { readFile } from 'node:fs/promises'
import { anyTimeBefore } from '../../src/domain/door.js'
import type { Answer } from '../../src/domain/draft.js'
import { stars } from '../../src/domain/money.js'
import { onlineVenue, pinAt } from '../../src/domain/place.js'
import { systemClock } from '../../src/runtime/clock.js'
import { randomCodes } from '../../src/services/codes.js'
import { createServices, type Services } from '../../src/services/services.js'
import { openStore, parseDatabaseUrl } from '../../src/store/store.js'
import { localTime } from '../../src/texts/format.js'
import type { Speech } from '../../src/texts/texts.js'

/** The currencies the demo has prices in. */
export type DemoCurrency = 'RUB' | 'EUR'

/** Somebody in the demo, by Telegram id. */
export type DemoPerson = { readonly id: number; readonly name: string }

/** Where the events go, whose they are, and how they are told. */
export type Seed = {
  readonly databaseUrl: string
  readonly organizer: DemoPerson
  /** Staff of every event. */
  readonly door: DemoPerson
  readonly speech: Speech
  readonly zone: string
  readonly currency: DemoCurrency
  /** Takes a picture's bytes as Telegram does when it was sent, and gives its file_id. */
  readonly addPhoto: (bytes: Uint8Array) => string
}

/** What an event has beyond one price at the door; prices in minor units, without one it is in Stars. */
type Sale = {
  /** The first type's name, and a dearer type. */
  readonly types: {
    readonly first: string
    readonly second: string
    readonly price: Readonly<Record<DemoCurrency, number>>
    readonly capacity: number
  }
  /** Also by transfer and at the door, and with this promo code. */
  readonly promo: { readonly code: string; readonly percent: number }
}

/**
 * `weekday` (1 is Monday) is the first one at least `ahead` days from today; hours are local; prices in minor units, or
 * in Stars.
 */
type Occasion = {
  readonly name: string
  readonly weekday: number
  readonly ahead: number
  readonly from: { readonly hour: number; readonly minute: number }
  readonly hours: number
  readonly price: Readonly<Record<DemoCurrency, number>> | { readonly stars: number }
  readonly pays: 'atDoor' | 'provider' | 'stars'
  readonly sale?: Sale
  readonly capacity: number
  /** Tickets can be given back until so many hours before the start. */
  readonly giveBackHours: number
  /** Where its venue is on the map, in degrees. */
  readonly pin?: Readonly<Record<DemoCurrency, readonly [latitude: number, longitude: number]>>
  /** It has no venue: its holders are told how to get in, so many minutes before the start. */
  readonly accessMinutes?: number
}

// Nobody has bought anything yet, since everything in the demo is true. The table for four is sold out by two
// purchases.
const occasions: readonly Occasion[] = [
  {
    name: 'sketch',
    weekday: 6,
    ahead: 2,
    from: { hour: 11, minute: 0 },
    hours: 2,
    price: { RUB: 0, EUR: 0 },
    pays: 'atDoor',
    capacity: 40,
    giveBackHours: 0,
  },
  {
    name: 'supper',
    weekday: 4,
    ahead: 3,
    from: { hour: 19, minute: 30 },
    hours: 3,
    price: { RUB: 350_000, EUR: 4500 },
    pays: 'atDoor',
    capacity: 4,
    giveBackHours: 24,
  },
  {
    name: 'jazz',
    weekday: 5,
    ahead: 8,
    from: { hour: 20, minute: 0 },
    hours: 3,
    price: { RUB: 150_000, EUR: 2500 },
    pays: 'provider',
    capacity: 220,
    giveBackHours: 3,
    pin: { RUB: [55.7792, 37.5935], EUR: [51.5246, -0.0784] },
    sale: {
      types: { first: 'demo-jazz-floor', second: 'demo-jazz-front', price: { RUB: 300_000, EUR: 4000 }, capacity: 30 },
      promo: { code: 'ROOF20', percent: 20 },
    },
  },
  {
    name: 'lecture',
    weekday: 2,
    ahead: 4,
    from: { hour: 19, minute: 0 },
    hours: 1,
    price: { stars: 150 },
    pays: 'stars',
    capacity: 100,
    giveBackHours: 0,
    accessMinutes: 30,
  },
]

/**
 * Makes the database and lets the organizer publish three events in it, with somebody at the door, through the same
 * services as the bot. The bot announces them when it starts.
 */
export const seedEvents = async (seed: Seed): Promise<void> => {
  const { databaseUrl, organizer, door, speech, zone, currency } = seed
  const store = await openStore({ url: parseDatabaseUrl(databaseUrl) })
  try {
    const services = createServices({
      store,
      clock: systemClock,
      codes: randomCodes,
      organizerIds: [organizer.id],
      zone,
      currency,
      hasProvider: true,
      holdMs: 900_000,
    })
    const { people, drafts, publishing, staff } = services
    for (const { id, name } of [organizer, door])
      await people.meet({ id, displayName: name, languageCode: speech.language })
    for (const occasion of occasions) {
      const {
        draft: { key },
      } = await drafts.open(organizer.id)
      for (const answer of await answersOf(occasion, seed)) await drafts.answer(organizer.id, answer)
      const { event, types } = await publishing.publish({ personId: organizer.id, key })
      const act = { personId: organizer.id, eventId: event.id }
      // Whoever tries the door in the demo does not wait for days.
      await publishing.setDoorTime({ ...act, minutes: anyTimeBefore })
      await publishing.setGiveBack({ ...act, hours: occasion.giveBackHours })
      await offer(services, { ...act, ticketTypeId: types[0].id }, occasion, seed)
      await promise(services, act, occasion, seed)
      await staff.accept({
        personId: door.id,
        token: (await staff.invite({ personId: organizer.id, eventId: event.id })).token,
      })
    }
  } finally {
    await store.close()
  }
}

/** What an event online says on its card is kept: the bot sends it. */
const promise = async (
  { onlineAccess }: Services,
  act: Omit<Act, 'ticketTypeId'>,
  { name, accessMinutes: minutes }: Occasion,
  { speech }: Seed,
): Promise<void> => {
  if (minutes === undefined) return
  const text = speech.label(`demo-${name}-access`)
  await onlineAccess.set({ ...act, ticketTypeId: undefined, text, minutes })
}

type Act = { readonly personId: number; readonly eventId: number; readonly ticketTypeId: number }

/** Ways to pay, a second type, a promo code. */
const offer = async (
  { saleSettings: offers, promoCodes }: Services,
  { ticketTypeId, ...act }: Act,
  { pays, sale }: Occasion,
  { speech, currency }: Seed,
): Promise<void> => {
  if (pays === 'atDoor') {
    await offers.setPaymentMethod({ ...act, method: 'atDoor', isOpen: true })
    await offers.setPaymentMethod({ ...act, method: 'provider', isOpen: false })
  }
  if (!sale) return
  const {
    types: { first, second, price, capacity },
    promo: { code, percent },
  } = sale
  await offers.changeType({ ...act, ticketTypeId, fields: { name: speech.label(first) } })
  await offers.addType({ ...act, name: speech.label(second), price: { minor: price[currency], currency }, capacity })
  await offers.setTransfer({ ...act, details: speech.label('demo-transfer') })
  await offers.setPaymentMethod({ ...act, method: 'atDoor', isOpen: true })
  await promoCodes.create({ ...act, code, discount: { percent } })
}

const answersOf = async (
  { name, hours, price, capacity, pin, accessMinutes, ...when }: Occasion,
  { speech, zone, currency, addPhoto }: Seed,
): Promise<readonly Answer[]> => {
  const startsAt = startOf(when, zone)
  return [
    { question: 'title', value: speech.label(`demo-${name}-title`) },
    { question: 'description', value: speech.label(`demo-${name}-description`) },
    { question: 'startsAt', value: startsAt },
    { question: 'endsAt', value: startsAt + hours * 3_600_000 },
    {
      question: 'venue',
      value: accessMinutes === undefined ? speech.label(`demo-${name}-venue`) : onlineVenue,
      ...(pin && { pin: pinAt(...pin[currency]) }),
    },
    {
      question: 'price',
      value: 'stars' in price ? { minor: price.stars, currency: stars } : { minor: price[currency], currency },
    },
    { question: 'capacity', value: capacity },
    { question: 'poster', value: addPhoto(await readFile(new URL(`../posters/${name}.jpg`, import.meta.url))) },
  ]
}

const startOf = ({ weekday, ahead, from }: Pick<Occasion, 'weekday' | 'ahead' | 'from'>, zone: string): number => {
  const earliest = localTime(systemClock.now(), zone).plus({ days: ahead })
  return earliest
    .plus({ days: (weekday - earliest.weekday + 7) % 7 })
    .set({ ...from, second: 0, millisecond: 0 })
    .toMillis()
}
