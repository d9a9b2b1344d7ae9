import { rm } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tempFolder } from '../../../support/database/files.js'
import { setStage, type Stage } from '../../../support/stage.js'
import { openTerminal, type Terminal } from '../../../support/terminal/terminal.js'

let stage: Stage
let folder: string
let terminal: Terminal
beforeEach(async () => {
  stage = await setStage()
  folder = await tempFolder('terminal')
})
afterEach(async () => {
  await terminal.kill()
  await stage.close()
  await rm(folder, { recursive: true, force: true })
})

const open = (isTerminal: boolean, changes: Readonly<Record<string, string | undefined>> = {}): void => {
  terminal = openTerminal({ env: stage.env(changes), folder, isTerminal })
}
const jsonLines = (): readonly string[] =>
  terminal
    .screen()
    .split('\n')
    .filter((line) => line.startsWith('{'))

describe('npm start', () => {
  it('speaks to a person at a terminal: the link, what is missing, how to stop; Ctrl-C stops it', async () => {
    open(true, { TELEGRAM_CHAT_ID: undefined })
    await terminal.shows('@levem_sandbox_bot is running: https://t.me/levem_sandbox_bot?start=hello')
    await terminal.shows('• TELEGRAM_CHAT_ID: announcements wait')
    await terminal.shows('• ORGANIZER_IDS: anyone may create events')
    await terminal.shows('• PAYMENT_PROVIDER_TOKEN: no payments by card.')
    await terminal.shows('press Ctrl-C')
    terminal.interrupts()
    await terminal.shows('Ending what was begun…')
    expect((await terminal.ended).code).toBe(0)
    expect(jsonLines()).toEqual([])
    expect(terminal.screen()).toMatch(/^\d\d:\d\d:\d\d {2}Levem is closed$/mu)
  })

  it('says nothing of what is there, and speaks the language of the bot', async () => {
    open(true, { ORGANIZER_IDS: '1', PAYMENT_PROVIDER_TOKEN: '1:TEST:2', DEFAULT_LANGUAGE: 'ru' })
    await terminal.shows('@levem_sandbox_bot работает')
    await terminal.shows('нажмите Ctrl-C')
    expect(terminal.screen()).not.toContain('•')
  })

  it('writes JSON lines for machines: in a pipe, and wherever LOG_FORMAT says so', async () => {
    open(false)
    await terminal.shows('"msg":"Levem is open"')
    expect(jsonLines()).toHaveLength(terminal.screen().trim().split('\n').length)
    await terminal.kill()
    open(true, { LOG_FORMAT: 'json' })
    await terminal.shows('"msg":"Levem is open"')
    expect(jsonLines()).toHaveLength(terminal.screen().trim().split('\n').length)
  })

  it('writes text into a pipe if LOG_FORMAT says so', async () => {
    open(false, { LOG_FORMAT: 'text' })
    await terminal.shows('Ctrl-C')
    expect(jsonLines()).toEqual([])
  })
})
