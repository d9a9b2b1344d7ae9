import { showNotUnderstood } from '../features/shared/fallback.js'
import type { Ctx } from '../ui/context.js'
import type { CommandHandler, Feature } from '../ui/feature.js'
import type { Features } from './features.js'
import type { BotNeeds } from './needs.js'
import type { Phase } from './phase.js'

/**
 * Commands. Each ends the question that was open; an unknown one is no answer to a form's question: the form waits on.
 */
export const commandsPhase = (all: Features, { services, me }: Pick<BotNeeds, 'services' | 'me'>): Phase => {
  const features: readonly Feature[] = [
    all.home,
    all.browse,
    all.orders,
    all.myTickets,
    all.doorMode,
    all.newEvent,
    all.myEvents,
  ]
  const handlers = handlersIn(features)
  const addressee = me.username.toLowerCase()
  const run = async (ctx: Ctx, { command, text }: Command): Promise<true> => {
    ctx.hasEndedQuestion = await services.prompts.clear(ctx.person.id)
    const [name = '', to = addressee] = command.split('@')
    const handler = to.toLowerCase() === addressee ? handlers.get(name) : undefined
    await (handler ? handler(ctx, text) : showNotUnderstood(ctx))
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
