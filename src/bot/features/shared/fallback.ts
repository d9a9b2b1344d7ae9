import { Composer } from 'grammy'
import { answer } from '../../ui/buttons.js'
import type { Ctx } from '../../ui/context.js'
import { show } from '../../ui/screen.js'
import { mainButtons } from './home.js'

/** What nothing else took: an old button, an unknown command, or words the bot cannot make sense of. */
export const createFallback = () => {
  const feature = new Composer<Ctx>()
  feature.on('callback_query', (ctx) => answer(ctx, { text: ctx.speech.label('button-old') }))
  feature.on('message', async (ctx) => {
    if (isService(ctx)) return
    await show(ctx, { html: ctx.speech.say('not-understood'), keyboard: mainButtons(ctx.speech) })
  })
  return feature
}

/** A command that nothing took is no answer to a form's question: the form waits on. */
export const createUnknownCommands = () => {
  const feature = new Composer<Ctx>()
  feature.on('message:entities:bot_command').filter(
    (ctx) => isCommand(ctx) && !ctx.hasCommand('newevent'),
    (ctx) => show(ctx, { html: ctx.speech.say('not-understood'), keyboard: mainButtons(ctx.speech) }),
  )
  return feature
}

const isCommand = (ctx: Ctx): boolean =>
  ctx.message?.entities?.some(({ type, offset }) => type === 'bot_command' && offset === 0) ?? false

// Pins, timers, boosts and the like come as messages, too; nobody said anything.
const isService = (ctx: Ctx): boolean =>
  !ctx.has([
    ':text',
    ':media',
    ':file',
    ':sticker',
    ':contact',
    ':location',
    ':venue',
    ':poll',
    ':dice',
    ':story',
    ':game',
  ])
