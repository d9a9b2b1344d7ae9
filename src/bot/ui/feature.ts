import type { Ctx } from './context.js'
import type { PressHandler } from './press.js'
import type { Answerer } from './prompts.js'

/** Takes a command; `text` is what was typed behind it. */
export type CommandHandler = (ctx: Ctx, text: string) => Promise<void>

/**
 * One thing that people can do here: the commands that begin it, the buttons that go on with it, the questions whose
 * answers it takes (by their kind), and the messages that it takes when nothing else does.
 */
export type Feature = {
  readonly name: string
  readonly commands?: Readonly<Record<string, CommandHandler>>
  readonly presses?: readonly PressHandler[]
  readonly answers?: Readonly<Record<string, Answerer>>
  /** False when the message means something else. */
  readonly messages?: (ctx: Ctx) => Promise<boolean>
}
