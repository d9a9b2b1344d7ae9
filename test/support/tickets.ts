import type { SandboxMessage } from 'telegram-sandbox'
import { createTexts } from '../../src/texts/texts.js'
import type { Ticket } from '../../src/domain/ticket.js'
import { openPrinter } from './printer.js'
import type { World } from './world.js'
import { type Talker, buy, meet, publish, type EventWithType } from './talker.js'
import { readFileSync } from 'node:fs'
import type { Order } from '../../src/domain/order.js'
import { spellShortCode } from '../../src/domain/shortCode.js'

/** What is shown in a person's chat as pictures, oldest first: one message a picture. */
export const picturesOf = ({ person }: Talker): readonly SandboxMessage[] =>
  person.messages().filter(({ fromBot, photo }) => fromBot && photo !== undefined)

/** The bytes of a message's picture as it was uploaded. */
export const bytesOf = (world: World, message: SandboxMessage | undefined): Uint8Array =>
  world.sandbox.file(message?.photo?.at(-1)?.file_id ?? '')?.bytes ?? new Uint8Array()

/** Reads what the QR code in each of these pictures says. */
export const readCodes = async (pictures: readonly Uint8Array[]): Promise<readonly (string | undefined)[]> => {
  const printer = openPrinter()
  const texts: (string | undefined)[] = []
  for (const picture of pictures) texts.push((await printer.readCodes(picture))?.[0])
  await printer.close()
  return texts
}

/** The tickets of an order as they are now. */
export const ticketsOf = (world: World, orderId: number): Promise<readonly Ticket[]> =>
  world.levem().store.transact((tx) => tx.tickets.ofOrder(orderId))

/** The only ticket of an order. */
export const ticketOf = async (world: World, orderId: number): Promise<Ticket> => {
  const [ticket] = await ticketsOf(world, orderId)
  if (!ticket) throw new Error(`order ${orderId} has no ticket`)
  return ticket
}

/** The link that a ticket's QR code says. */
export const linkOf = ({ code }: Ticket): string => `https://t.me/levem_sandbox_bot?start=t_${code}`

/** The link to give a ticket away that a text shows: what "/start " takes. */
export const giftIn = (text: string): string => /start=(g_[\w-]{22})/u.exec(text)?.[1] ?? ''

/** A sentence in a language, to look for. */
export const sentence = (language: 'ru' | 'en', key: string, args: Record<string, string | number> = {}): string =>
  createTexts().in(language).label(key, args)

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
export const openDoor = async (world: World, facts: Parameters<typeof publish>[2] = {}) => {
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
