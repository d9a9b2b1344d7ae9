import { createPrinter } from '../../src/print/printer.js'
import type { SandboxMessage } from 'telegram-sandbox'
import { createTexts } from '../../src/texts/texts.js'
import type { Ticket } from '../../src/domain/ticket.js'
import type { World } from './world.js'
import type { Talker } from './talker.js'

/** What is shown in a person's chat as pictures, oldest first: one message a picture. */
export const picturesOf = ({ person }: Talker): readonly SandboxMessage[] =>
  person.messages().filter(({ fromBot, photo }) => fromBot && photo !== undefined)

/** The bytes of a message's picture as it was uploaded. */
export const bytesOf = (world: World, message: SandboxMessage | undefined): Uint8Array =>
  world.sandbox.file(message?.photo?.at(-1)?.file_id ?? '')?.bytes ?? new Uint8Array()

/** Reads what the QR code in each of these pictures says. */
export const readCodes = async (pictures: readonly Uint8Array[]): Promise<readonly (string | undefined)[]> => {
  const printer = createPrinter()
  const texts: (string | undefined)[] = []
  for (const picture of pictures) texts.push(await printer.readCode(picture))
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
