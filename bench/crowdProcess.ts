import { type Happening, openSandbox, type OverallLimit, type Person, type Sandbox } from 'telegram-sandbox'

/** What the bench asks of the process that plays Telegram and the crowd. */
export type Order =
  | { readonly kind: 'open'; readonly people: number; readonly payers: number; readonly delayMs: number }
  /** Whoever is to pay says this. */
  | { readonly kind: 'payersSay'; readonly text: string }
  /** Everybody presses this at once, and over the next `overMs` those with invoices pay, one after another. */
  | { readonly kind: 'rush'; readonly label: string; readonly overMs: number }
  /** Everybody says this at once. */
  | { readonly kind: 'say'; readonly text: string }
  /** Everybody presses this at once. */
  | { readonly kind: 'press'; readonly label: string }
  /** Telegram bears so much over all from now on; undefined: anything. */
  | { readonly kind: 'limit'; readonly limit: OverallLimit | undefined }
  /** Everybody says the first, then presses the others, each as soon as the bot shows it. */
  | { readonly kind: 'walk'; readonly steps: readonly string[] }
  /** Listens until the payers, but for who says them, have heard such words, and then nothing more for a while. */
  | { readonly kind: 'listen'; readonly words: string; readonly saidBy: number | undefined }
  | { readonly kind: 'screens' }
  | { readonly kind: 'close' }

/** What it answers. `ms`: from the first act to the last answer. */
export type Report =
  | {
      readonly kind: 'opened'
      readonly url: string
      readonly token: string
      readonly chatId: number
      readonly payerIds: readonly number[]
    }
  /**
   * How long each pre-checkout took, from the press of Pay to the answer; those that got none in 10 s, or a no, are
   * counted apart.
   */
  | { readonly kind: 'rushed'; readonly ms: number; readonly checkouts: readonly number[]; readonly failed: number }
  | { readonly kind: 'done'; readonly ms: number; readonly calls: number }
  | { readonly kind: 'limited' }
  /**
   * `ms`: from the first act to the last message, `toThemMs`: to the last to those who walk; `said`: messages that
   * Telegram took, `refused`: with 429; `answered`: who has a ticket or a no, `broken`: who was told that something
   * went wrong.
   */
  | {
      readonly kind: 'walked'
      readonly ms: number
      readonly toThemMs: number
      readonly said: number
      readonly refused: number
      readonly answered: number
      readonly broken: number
    }
  /**
   * `ms`: from the first to the last message with these words; `heard` of them, by so many `people`; `said`: what
   * anybody was told meanwhile, edits as well, `byTens` in each ten seconds; `refused`: calls with 429 meanwhile.
   */
  | {
      readonly kind: 'heard'
      readonly ms: number
      readonly heard: number
      readonly people: number
      readonly said: number
      readonly refused: number
      readonly byTens: readonly number[]
    }
  | { readonly kind: 'screens'; readonly texts: readonly string[] }
  | { readonly kind: 'closed' }

let sandbox: Sandbox | undefined
let people: readonly Person[] = []
let payers: readonly Person[] = []

const open = async (count: number, payerCount: number, delayMs: number): Promise<Report> => {
  sandbox = await openSandbox({ delayMs })
  const world = sandbox
  const group = world.group('Bench', { supergroup: true })
  const owner = world.person({ firstName: 'Owner' })
  group.addBot(owner, { admin: true })
  people = Array.from({ length: count }, (_, i) => world.person({ firstName: `Buyer ${i}`, languageCode: 'en' }))
  payers = Array.from({ length: payerCount }, (_, i) => world.person({ firstName: `Payer ${i}`, languageCode: 'en' }))
  return { kind: 'opened', url: world.url, token: world.token, chatId: group.id, payerIds: payers.map(({ id }) => id) }
}

/** Runs what everybody does at once, and waits for as many answers as there are people. */
const together = async (
  act: (person: Person) => void,
  isAnswer: (happening: Happening) => boolean,
  crowd = people,
): Promise<Extract<Report, { kind: 'done' }>> => {
  if (!sandbox) throw new Error('not open')
  const before = sandbox.callsOf('getUpdates').length
  let missing = crowd.length
  const startedAt = performance.now()
  const ms = await new Promise<number>((resolve) => {
    const stop = sandbox?.subscribe((happening) => {
      if (!isAnswer(happening)) return
      missing -= 1
      if (missing > 0) return
      stop?.()
      resolve(performance.now() - startedAt)
    })
    crowd.forEach(act)
  })
  return { kind: 'done', ms, calls: sandbox.callsOf('getUpdates').length - before }
}

const isSaid = (happening: Happening): boolean =>
  happening.kind === 'messageSent' && happening.message.fromBot && happening.chatId > 0

/** Pays the newest invoice; gives how long the bot took to agree, or nothing. */
const checkOut = async (person: Person): Promise<readonly number[]> => {
  const invoice = person
    .messages()
    .filter(({ message }) => message.invoice !== undefined)
    .at(-1)
  const startedAt = performance.now()
  const { ok } = await person.pays(invoice?.message_id ?? 0)
  return ok ? [performance.now() - startedAt] : []
}

const rush = async (label: string, overMs: number): Promise<Report> => {
  const pressing = together(
    (person) => person.presses(label),
    ({ kind }) => kind === 'callbackAnswered',
  )
  const paying = payers.map(async (person, i) => {
    await new Promise((resolve) => setTimeout(resolve, (overMs * i) / payers.length))
    return checkOut(person)
  })
  const [{ ms }, checkouts] = [await pressing, (await Promise.all(paying)).flat()]
  return { kind: 'rushed', ms, checkouts, failed: payers.length - checkouts.length }
}

// Nothing was said for so long: whoever has no answer gets none any more.
const patienceMs = 75_000

const walk = async (steps: readonly string[]): Promise<Report> => {
  if (!sandbox) throw new Error('not open')
  const [first = '', ...labels] = steps
  const walkers = new Map(people.map((person) => [person.id, { person, at: 0 }]))
  const answered = new Set<number>()
  const broken = new Set<number>()
  let [said, refused] = [0, 0]
  const startedAt = performance.now()
  let [lastAt, lastToThemAt] = [startedAt, startedAt]
  const goOn = (chatId: number, text: string, buttons: readonly string[]): void => {
    const walker = walkers.get(chatId)
    if (!walker) return
    if (/went wrong/u.test(text)) broken.add(chatId)
    if (/sold out|Done!/iu.test(text)) answered.add(chatId)
    const label = labels[walker.at]
    if (label === undefined || !buttons.includes(label)) return
    walker.at += 1
    void walker.person.presses(label)
  }
  const stop = sandbox.subscribe((happening) => {
    if (happening.kind === 'callFinished' && happening.call.status === 429) refused += 1
    if (happening.kind !== 'messageSent' && happening.kind !== 'messageEdited') return
    const { message, chatId } = happening
    if (!message.fromBot) return
    said += 1
    lastAt = performance.now()
    if (walkers.has(chatId)) lastToThemAt = lastAt
    goOn(
      chatId,
      message.text,
      message.keyboard.flat().map((button) => (typeof button === 'string' ? button : button.text)),
    )
  })
  for (const person of people) person.says(first)
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const quietMs = performance.now() - lastAt
      if (quietMs < (answered.size === people.length ? 5000 : patienceMs)) return
      clearInterval(timer)
      resolve()
    }, 500)
  })
  stop()
  return {
    kind: 'walked',
    ms: lastAt - startedAt,
    toThemMs: lastToThemAt - startedAt,
    said,
    refused,
    answered: answered.size,
    broken: broken.size,
  }
}

// The reminders of the slowest run come closer to each other than that.
const silenceMs = 15_000

const listen = async (words: string, saidBy: number | undefined): Promise<Report> => {
  if (!sandbox) throw new Error('not open')
  const listening = new Set(payers.map(({ id }) => id).filter((id) => id !== saidBy))
  const times: number[] = []
  const all: number[] = []
  const heardBy = new Set<number>()
  let refused = 0
  const stop = sandbox.subscribe((happening) => {
    if (happening.kind === 'callFinished' && happening.call.status === 429) refused += 1
    if (happening.kind !== 'messageSent' && happening.kind !== 'messageEdited') return
    if (!happening.message.fromBot) return
    // An edit counts in the limit as a message does.
    all.push(performance.now())
    if (
      happening.kind === 'messageEdited' ||
      !listening.has(happening.chatId) ||
      !happening.message.text.includes(words)
    )
      return
    times.push(performance.now())
    heardBy.add(happening.chatId)
  })
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const last = times.at(-1)
      if (last === undefined || performance.now() - last < silenceMs) return
      clearInterval(timer)
      resolve()
    }, 500)
  })
  stop()
  const [first = 0, last = 0] = [times[0], times.at(-1)]
  const meanwhile = all.filter((at) => at >= first && at <= last)
  const byTens = Array.from({ length: Math.ceil((last - first) / 10_000) }, () => 0)
  for (const at of meanwhile)
    byTens[Math.floor((at - first) / 10_000)] = (byTens[Math.floor((at - first) / 10_000)] ?? 0) + 1
  const counts = { heard: times.length, people: heardBy.size, said: meanwhile.length }
  return { kind: 'heard', ms: last - first, ...counts, refused, byTens }
}

const carryOut = async (order: Order): Promise<Report> => {
  switch (order.kind) {
    case 'open':
      return open(order.people, order.payers, order.delayMs)
    case 'say':
      return together((person) => person.says(order.text), isSaid)
    case 'payersSay':
      return together((person) => person.says(order.text), isSaid, payers)
    case 'rush':
      return rush(order.label, order.overMs)
    case 'press':
      return together(
        (person) => person.presses(order.label),
        ({ kind }) => kind === 'callbackAnswered',
      )
    case 'limit':
      sandbox?.limitOverall(order.limit)
      return { kind: 'limited' }
    case 'walk':
      return walk(order.steps)
    case 'listen':
      return listen(order.words, order.saidBy)
    case 'screens':
      return {
        kind: 'screens',
        texts: people.map((person) =>
          person
            .messages()
            .map(({ text }) => text)
            .join('\n'),
        ),
      }
    case 'close':
      await sandbox?.close()
      return { kind: 'closed' }
  }
}

process.on('disconnect', () => process.exit())
process.on('message', (order: Order) => {
  void carryOut(order).then((report) => {
    process.send?.(report)
    if (report.kind === 'closed') process.disconnect()
  })
})
