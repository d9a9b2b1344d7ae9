import type { Call, Happening, Person, Sandbox, SandboxMessage } from 'telegram-sandbox'

/** A row of numbers from 0 to 1 that comes again with the same seed (mulberry32). */
export const createChance = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** An order somebody asked for: the key it must have in the database, and how many tickets. */
export type Wish = { readonly key: string; readonly quantity: number }

/** A message with the tickets of an order, and in which life of the program it came. */
export type Delivery = { readonly orderId: number; readonly buyerId: number; readonly life: number }

type Buyer = {
  readonly person: Person
  /** The ids of their presses. */ readonly presses: string[]
  /** What the message asks to confirm. */ readonly screens: Map<number, Wish>
}

/** People who buy without a pause: whatever the bot shows them, they press on. */
export const createCrowd = ({
  sandbox,
  slug,
  size,
  chance,
  life,
}: {
  readonly sandbox: Sandbox
  readonly slug: string
  readonly size: number
  readonly chance: () => number
  /** Which life of the program this is. */
  readonly life: () => number
}) => {
  const buyers = new Map<number, Buyer>()
  const told: Wish[] = []
  const wished: Wish[] = []
  const deliveries: Delivery[] = []
  const answered = new Set<string>()
  const tooLate = new Set<string>()
  let isOpen = true

  const press = (buyer: Buyer, messageId: number, label: string): string => {
    const { id = '', data = '' } = buyer.person.presses(label, { messageId }).callback_query ?? {}
    buyer.presses.push(id)
    return data
  }

  const confirm = (buyer: Buyer, messageId: number): void => {
    const wish = wishOf(press(buyer, messageId, '✅ Confirm'), buyer.person)
    wished.push(wish)
    buyer.screens.set(messageId, wish)
    // Some fingers are nervous.
    if (chance() < 0.2) press(buyer, messageId, '✅ Confirm')
  }

  const goOn = (buyer: Buyer, messageId: number): void => {
    // As it is now: it may have changed since it came.
    const message = buyer.person.messages().find(({ message_id }) => message_id === messageId)
    if (!message) return
    const labels = message.keyboard.flat().map(labelOf)
    const numbers = labels.filter((label) => /^\d+$/u.test(label))
    const next =
      ['🎟 Get tickets', 'More tickets'].find((label) => labels.includes(label)) ??
      numbers[Math.floor(chance() * Math.min(3, numbers.length))]
    if (labels.includes('✅ Confirm')) confirm(buyer, message.message_id)
    else if (next !== undefined) press(buyer, message.message_id, next)
  }

  const hear = (happening: Happening): void => {
    if (happening.kind === 'callbackAnswered') answered.add(happening.queryId)
    if (happening.kind === 'callFinished' && isRefusedAnswer(happening.call))
      tooLate.add(String(happening.call.params['callback_query_id']))
    if (happening.kind !== 'messageSent' && happening.kind !== 'messageEdited') return
    const { message, chatId } = happening
    const buyer = buyers.get(chatId)
    if (!buyer || !message.fromBot) return
    const wish = buyer.screens.get(message.message_id)
    if (wish && message.text.includes('Done!')) told.push(wish)
    const orderId = /Order no\. (\d+)/u.exec(message.text)?.[1]
    if (orderId !== undefined) deliveries.push({ orderId: Number(orderId), buyerId: chatId, life: life() })
    setTimeout(() => {
      if (isOpen) goOn(buyer, message.message_id)
    }, chance() * 10)
  }

  const stopHearing = sandbox.subscribe(hear)
  for (let index = 0; index < size; index += 1) {
    const person = sandbox.person({ firstName: `Buyer ${index}`, languageCode: 'en' })
    buyers.set(person.id, { person, presses: [], screens: new Map() })
    person.says(`/buy ${slug}`)
  }

  return {
    /** The orders whose buyers read that all is done. */
    told: (): readonly Wish[] => told,
    /** The orders whose "Confirm" was pressed. */
    wished: (): readonly Wish[] => wished,
    deliveries: (): readonly Delivery[] => deliveries,
    /** Whose presses were not answered, as far as Telegram takes an answer: after a while nobody gets one. */
    unanswered: (): readonly string[] =>
      [...buyers.values()].flatMap(({ person, presses }) =>
        presses.filter((id) => !answered.has(id) && !tooLate.has(id)).map(() => person.user.first_name),
      ),
    /** How many presses the program got to only when Telegram took no answer any more. */
    tooLate: (): number => [...tooLate].filter((id) => !answered.has(id)).length,
    /** They put their phones down, and only look. */
    rest: (): void => {
      isOpen = false
    },
    close: stopHearing,
  }
}

const isRefusedAnswer = ({ method, status }: Call): boolean => method === 'answerCallbackQuery' && status === 400

const labelOf = (button: SandboxMessage['keyboard'][number][number]): string =>
  typeof button === 'string' ? button : button.text

// The button says which screen it stands on, and the order is known by that.
const wishOf = (data: string, person: Person): Wish => {
  const [, , , quantity, screen] = data.split(':')
  return { key: `${person.id}:${screen ?? ''}`, quantity: Number(quantity) }
}
