import { readFileSync } from 'node:fs'
import type { Order } from '../../src/domain/order.js'
import { spellShortCode } from '../../src/domain/shortCode.js'
import type { Ticket } from '../../src/domain/ticket.js'
import type { World } from './world.js'
import { buy, meet, publish, type Talker, type EventWithType } from './talker.js'

/** A ticket as a guest carries it. */
export type Carried = Pick<Ticket, 'id' | 'number' | 'code' | 'shortCode'> & {
  /** What the camera opens. */
  readonly payload: string
  /** What is printed below the code. */
  readonly spelled: string
  readonly order: Order
}

/** Buys tickets without the talking. */
export const carry = async (
  world: World,
  buyerId: number,
  event: EventWithType,
  quantity = 1,
): Promise<readonly [Carried, ...Carried[]]> => {
  const { order } = await buy(world, buyerId, event, quantity)
  await world.settle()
  const found = await world.levem().services.tickets.ofOrder(order.id)
  const [first, ...others] = (found?.tickets ?? []).map((ticket) => ({
    ...ticket,
    payload: `t_${ticket.code}`,
    spelled: spellShortCode(ticket.shortCode),
    order,
  }))
  if (!first) throw new Error('No tickets were issued.')
  return [first, ...others]
}

/** Makes somebody staff without the talking. */
export const hire = async (world: World, event: EventWithType, staffId: number): Promise<void> => {
  const { staff } = world.levem().services
  const { token } = await staff.invite({ personId: event.event.organizerId, eventId: event.event.id })
  await staff.accept({ personId: staffId, token })
  await world.settle()
}

/** Points a phone's camera at a code. */
export const scans = (talker: Talker, { payload }: Pick<Carried, 'payload'>): Promise<string> =>
  talker.does((person) => person.opens(payload))

export const free = { minor: 0, currency: 'RUB' } as const

/** An organizer, her event, and Vera at its door. */
export const openHouse = async (world: World, facts: Parameters<typeof publish>[2] = {}) => {
  const ann = await meet(world, 'Ann')
  const vera = await meet(world, 'Vera')
  const event = await publish(world, ann.id, { price: free, ...facts })
  await hire(world, event, vera.id)
  return { ann, vera, event }
}

/** The first line a person sees. */
export const firstLine = (text: string): string => text.split('\n')[0] ?? ''

/** A picture without any code in it. */
export const poster = (): Uint8Array => readFileSync(new URL('../../demo/posters/jazz.jpg', import.meta.url))
