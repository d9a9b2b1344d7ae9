import type { BotCommand, MenuButton } from 'grammy/types'

/** What BotFather and the bot itself told Telegram about the bot, by language ('' is the default). */
export type Profile = {
  readonly names: Map<string, string>
  readonly descriptions: Map<string, string>
  readonly shortDescriptions: Map<string, string>
  /** Keys are the scope's JSON and the language. */
  readonly commands: Map<string, readonly BotCommand[]>
  readonly menuButtons: Map<number, MenuButton>
}

/** A bot that has only its name. */
export const createProfile = (name: string): Profile => ({
  names: new Map([['', name]]),
  descriptions: new Map(),
  shortDescriptions: new Map(),
  commands: new Map(),
  menuButtons: new Map(),
})
