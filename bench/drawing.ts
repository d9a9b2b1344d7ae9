import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { openPrinter } from './printer.js'
import { createTicketPicture, type TicketPictureFacts } from '../src/print/ticketPicture.js'
import { createTexts } from '../src/texts/texts.js'

const pictures = 200

const ticketNo = (i: number): TicketPictureFacts => ({
  language: i % 2 === 0 ? 'en' : 'ru',
  title: i % 4 === 0 ? 'Jazz at the Old Mill' : 'Большой новогодний концерт симфонического оркестра',
  when: 'пт, 25 декабря 2026, 19:00–22:00 (GMT+3)',
  venue: 'Клуб «Крыша», Лесная, 5',
  type: '',
  holder: `Анна ${i}`,
  order: `№ ${i}`,
  number: String(i),
  price: '1\u00a0500\u00a0₽',
  link: `https://t.me/levem_bot?start=t_${String(i).padStart(22, 'A')}`,
  shortCode: 'K7QF-2M9X',
})

/**
 * How many tickets are drawn in a second, and how long the event loop is kept waiting meanwhile: by the printer's
 * thread, and by drawing on the loop's own.
 */
export const drawingBench = async (print: (line: string) => void): Promise<void> => {
  print(`Drawing: ${pictures} tickets; event-loop lag while they are drawn`)
  const printer = openPrinter()
  await printer.ticket(ticketNo(0))
  print(
    `  in the printer's thread: ${await measure(() => Promise.all(Array.from({ length: pictures }, (_, i) => printer.ticket(ticketNo(i)))))}`,
  )
  await printer.close()
  const draw = createTicketPicture(createTexts())
  draw(ticketNo(0))
  const drawOnLoop = async (): Promise<void> => {
    for (let i = 0; i < pictures; i += 1) {
      draw(ticketNo(i))
      await pause()
    }
  }
  print(`  on the event loop, for comparison: ${await measure(drawOnLoop)}`)
}

const measure = async (work: () => Promise<unknown>): Promise<string> => {
  const lag = monitorEventLoopDelay({ resolution: 1 })
  await pause(100)
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  lag.enable()
  await work()
  lag.disable()
  const ms = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpu)
  return `${((pictures / ms) * 1000).toFixed(0)} pictures/s, ${((user + system) / 1000 / pictures).toFixed(0)} ms CPU each; lag p99 ${(lag.percentile(99) / 1e6).toFixed(1)} ms, worst ${(lag.max / 1e6).toFixed(1)} ms`
}
