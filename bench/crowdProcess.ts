import { type Happening, openSandbox, type Person, type Sandbox } from '../src/sandbox/sandbox.js'

/** What the bench asks of the process that plays Telegram and the crowd. */
export type Order =
  | { readonly kind: 'open'; readonly people: number; readonly delayMs: number }
  /** Everybody says this at once. */
  | { readonly kind: 'say'; readonly text: string }
  /** Everybody presses this at once. */
  | { readonly kind: 'press'; readonly label: string }
  | { readonly kind: 'screens' }
  | { readonly kind: 'close' }

/** What it answers. `ms`: from the first act to the last answer. */
export type Report =
  | { readonly kind: 'opened'; readonly url: string; readonly token: string; readonly chatId: number }
  | { readonly kind: 'done'; readonly ms: number; readonly calls: number }
  | { readonly kind: 'screens'; readonly texts: readonly string[] }
  | { readonly kind: 'closed' }

let sandbox: Sandbox | undefined
let people: readonly Person[] = []

const open = async (count: number, delayMs: number): Promise<Report> => {
  sandbox = await openSandbox({ delayMs })
  const world = sandbox
  const group = world.group('Bench', { supergroup: true })
  const owner = world.person({ firstName: 'Owner' })
  group.addBot(owner, { admin: true })
  people = Array.from({ length: count }, (_, i) => world.person({ firstName: `Buyer ${i}`, languageCode: 'en' }))
  return { kind: 'opened', url: world.url, token: world.token, chatId: group.id }
}

/** Runs what everybody does at once, and waits for as many answers as there are people. */
const together = async (act: (person: Person) => void, isAnswer: (happening: Happening) => boolean): Promise<Report> => {
  if (!sandbox) throw new Error('not open')
  const before = sandbox.callsOf('getUpdates').length
  let missing = people.length
  const startedAt = performance.now()
  const ms = await new Promise<number>((resolve) => {
    const stop = sandbox?.subscribe((happening) => {
      if (!isAnswer(happening)) return
      missing -= 1
      if (missing > 0) return
      stop?.()
      resolve(performance.now() - startedAt)
    })
    people.forEach(act)
  })
  return { kind: 'done', ms, calls: sandbox.callsOf('getUpdates').length - before }
}

const carryOut = async (order: Order): Promise<Report> => {
  switch (order.kind) {
    case 'open':
      return open(order.people, order.delayMs)
    case 'say':
      return together((person) => person.says(order.text), (happening) => happening.kind === 'messageSent' && happening.message.fromBot && happening.chatId > 0)
    case 'press':
      return together((person) => person.presses(order.label), ({ kind }) => kind === 'callbackAnswered')
    case 'screens':
      return { kind: 'screens', texts: people.map((person) => person.messages().map(({ text }) => text).join('\n')) }
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
