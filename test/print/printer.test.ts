import { Worker } from 'node:worker_threads'
import { expect, it, onTestFinished } from 'vitest'
import { createPrinter } from '../../src/print/printer.js'
import { plainCard } from './cards.js'

// A thread that does as the title says.
const code = `
const { parentPort } = require('node:worker_threads')
parentPort.on('message', ({ kind, facts, bytes }) => {
  if (kind === 'code') bytes.length === 1 || parentPort.postMessage({ value: 'read' })
  else if (facts.title === 'die') process.exit(3)
  else if (facts.title === 'throw') throw new Error('a defect')
  else if (facts.title === 'fail') parentPort.postMessage({ error: 'no ink' })
  else if (facts.title !== 'hang') parentPort.postMessage({ value: new Uint8Array([facts.title.length]) })
})`

const open = (patience = 10_000) => {
  const threads: Worker[] = []
  const startThread = (): Worker => {
    const worker = new Worker(code, { eval: true })
    threads.push(worker)
    return worker
  }
  const printer = createPrinter({ startThread, patience })
  onTestFinished(() => printer.close())
  return {
    printer,
    threads,
    draw: (title: string) =>
      printer.ticket({ ...plainCard, title }).then(
        ([length]) => length,
        (error: unknown) => String(error),
      ),
  }
}

it('starts its thread with the first request only, and keeps it', async () => {
  const { threads, draw } = open()
  expect(threads).toHaveLength(0)
  expect(await Promise.all(['a', 'bb', 'ccc'].map(draw))).toEqual([1, 2, 3])
  expect(threads).toHaveLength(1)
})

it('rejects what a dying thread was drawing, and draws the rest in a new one', async () => {
  const { threads, draw } = open()
  expect(await Promise.all(['a', 'die', 'bb', 'throw', 'ccc', 'fail', 'dddd'].map(draw))).toEqual([
    1,
    expect.stringMatching(/code 3/u),
    2,
    expect.stringMatching(/a defect/u),
    3,
    expect.stringMatching(/no ink/u),
    4,
  ])
  expect(threads).toHaveLength(3)
})

it('waits for one picture no longer than its patience', async () => {
  const { threads, draw } = open(1000)
  const [hung, next] = await Promise.all([draw('hang'), draw('a')])
  expect(hung).toMatch(/longer than 1000 ms/u)
  expect(next).toBe(1)
  expect(threads).toHaveLength(2)
})

it('cannot start a thread: the requests are rejected', async () => {
  const printer = createPrinter({
    startThread: () => {
      throw new Error('no threads left')
    },
  })
  const asked = [printer.ticket(plainCard), printer.readCodes(new Uint8Array())]
  expect(await Promise.allSettled(asked)).toEqual([
    expect.objectContaining({ status: 'rejected' }),
    expect.objectContaining({ status: 'rejected' }),
  ])
})

it('draws tickets while a photo takes its time, and takes no endless queue of either', async () => {
  const { printer, threads, draw } = open()
  const slow = printer.readCodes(new Uint8Array(1)).catch(() => 'given up')
  const photos = Array.from({ length: 60 }, () =>
    printer.readCodes(new Uint8Array()).then(
      () => 'photo',
      (error: unknown) => String(error),
    ),
  )
  expect([await draw('a'), threads.length]).toEqual([1, 2])
  await printer.close()
  expect(await slow).toBe('given up')
  const answers = await Promise.all(photos)
  expect(answers.filter((answer) => answer.includes('too much to do'))).toHaveLength(10)
})

it('is closed: what waits is rejected, and what comes later', async () => {
  const { printer, draw } = open()
  const asked = ['hang', 'a'].map(draw)
  await printer.close()
  expect(await Promise.all([...asked, draw('b')])).toEqual(
    Array.from({ length: 3 }, () => 'Error: The printer is closed.'),
  )
})
