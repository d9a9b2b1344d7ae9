import { showNotUnderstood } from '../features/shared/fallback.js'
import { commandMeant } from '../ui/commands.js'
import type { Ctx } from '../ui/context.js'
import type { CommandHandler, Feature } from '../ui/feature.js'
import { byOf } from '../ui/prompts.js'
import { show } from '../ui/screen.js'
import type { Features } from './features.js'
import type { BotNeeds } from './needs.js'
import type { Phase } from './phase.js'

// Nobody was asked these in words: a number may be typed at its buttons, a picture sent to an order.
const unasked: ReadonlySet<string> = new Set(['quantity', 'proof', 'guestSearch'])

/**
 * Commands. Each ends the question that was open, and standing at a door, and says so; an unknown one is no answer, and
 * ends neither: whoever meant it as an answer is told how.
 */
export const commandsPhase = (all: Features, { services, me }: Pick<BotNeeds, 'services' | 'me'>): Phase => {
  const features: readonly Feature[] = [
    all.home,
    all.browse,
    all.orders,
    all.myTickets,
    all.following,
    all.doorMode,
    all.newEvent,
    all.myEvents,
  ]
  const handlers = handlersIn(features)
  const addressee = me.username.toLowerCase()
  const sayUnknown = async (ctx: Ctx, command: string, isAsked: boolean): Promise<true> => {
    const isOpen = isAsked || (await services.drafts.find(ctx.person.id)) !== undefined
    if (isOpen) await show(ctx, { html: ctx.speech.say('command-unknown', { command: `/${command}` }) })
    else await showNotUnderstood(ctx)
    return true
  }
  const run = async (ctx: Ctx, { command, text }: Command): Promise<true> => {
    const [said = '', to = addressee] = command.split('@')
    const name = commandMeant(said)
    const handler = to.toLowerCase() === addressee ? handlers.get(name) : undefined
    const open = await services.prompts.current(byOf(ctx))
    if (!handler) return sayUnknown(ctx, command, open !== undefined)
    ctx.hasEndedQuestion = await services.prompts.clear(byOf(ctx))
    if (open && ctx.hasEndedQuestion && name !== 'cancel' && !unasked.has(open.kind))
      await show(ctx, { html: ctx.speech.say('question-closed') })
    if (!isOfDoor(name, text)) await all.doorMode.leaveByCommand(ctx)
    await handler(ctx, text)
    return true
  }
  return {
    name: 'commands',
    features: features.map(({ name }) => name),
    take: (ctx) => {
      const command = commandIn(ctx)
      return command !== undefined && run(ctx, command)
    },
  }
}

// A phone's camera opens a ticket's link: that is what a door is for.
const isOfDoor = (command: string, text: string): boolean =>
  command === 'door' || (command === 'start' && text.startsWith('t_'))

const handlersIn = (features: readonly Feature[]): ReadonlyMap<string, CommandHandler> => {
  const handlers = new Map<string, CommandHandler>()
  for (const { commands = {} } of features)
    for (const [name, handler] of Object.entries(commands)) {
      if (handlers.has(name)) throw new Error(`Two features take /${name}.`)
      handlers.set(name, handler)
    }
  return handlers
}

type Command = { readonly command: string; readonly text: string }

/** The command that a message begins with, as Telegram marks it, and what is typed behind it. */
const commandIn = ({ message }: Ctx): Command | undefined => {
  const { text, entities } = message ?? {}
  const length = entities?.find(({ type, offset }) => type === 'bot_command' && offset === 0)?.length
  if (text === undefined || length === undefined) return undefined
  return { command: text.slice(1, length), text: text.slice(length).trim() }
}
