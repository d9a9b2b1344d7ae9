import { InlineKeyboard } from 'grammy'
import { parseCapacity, type TicketType } from '../../../../domain/event.js'
import { Refusal } from '../../../../domain/refusal.js'
import type { SaleSettings } from '../../../../services/events/saleSettings.js'
import type { LettingIn } from '../../../../services/waiting/organizing.js'
import type { WaitingCount } from '../../../../services/waiting/wait.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { yesNo } from '../../../ui/format.js'
import { labelWith } from '../../../ui/labels.js'
import { press, type Press } from '../../../ui/press.js'
import { type Prompting, textOf } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import { type Screen, show } from '../../../ui/screen.js'
import { markedName } from '../../../views/typeNames.js'

type Needs = Pick<FeatureNeeds, 'services' | 'clock'> & { readonly prompting: Prompting }

type Wanted = Omit<LettingIn, 'personId'>

const kind = 'letIn'
const choices = [1, 2, 5, 10, 20]

/** More seats than there were, for the first in line: of which type, where there are several, and how many. */
export const createLettingIn = ({ services: { saleSettings, waiting }, prompting }: Needs): Feature => {
  const ask = async (ctx: Press, settings: SaleSettings, type: TicketType): Promise<void> => {
    const question = { kind, subject: settings.event.id, detail: `${type.id}:${type.taken}` }
    await prompting.askInPlace(ctx, question, howManyScreen(ctx.speech, settings, type))
  }

  const letIn = async (ctx: Ctx, wanted: Wanted): Promise<Screen> => {
    const offered = await waiting.letIn({ personId: ctx.person.id, ...wanted })
    return doneScreen(ctx.speech, wanted.eventId, offered)
  }

  return {
    name: 'lettingIn',
    presses: [
      press(routes.askLetIn, async (ctx, { eventId, ticketTypeId }) => {
        const settings = await saleSettings.view({ personId: ctx.person.id, eventId })
        const [only, ...others] = settings.types
        if (others.length === 0) return ask(ctx, settings, only)
        if (ticketTypeId === 0) return prompting.leave(ctx, whichScreen(ctx.speech, settings))
        return ask(ctx, settings, typeOf(settings, ticketTypeId))
      }),
      press(routes.letInFromLine, async (ctx, wanted) => prompting.leave(ctx, await letIn(ctx, wanted))),
    ],
    answers: {
      [kind]: async (ctx, { subject: eventId, detail = '' }, said) => {
        const [ticketTypeId = 0, taken = 0] = detail.split(':').map(Number)
        const seats = parseCapacity(textOf(said, 'capacity'))
        await show(ctx, await letIn(ctx, { eventId, ticketTypeId, seats, taken }))
      },
    },
  }
}

const typeOf = ({ types }: SaleSettings, ticketTypeId: number): TicketType => {
  const type = types.find(({ id }) => id === ticketTypeId)
  if (!type) throw new Refusal('typeGone')
  return type
}

const toLine = (eventId: number): string => routes.lineOf.data({ eventId, after: 0, before: 0 })

// Those for which somebody waits come first.
const whichScreen = (speech: Speech, { event: { id: eventId, title }, types }: SaleSettings): Screen => {
  const keyboard = new InlineKeyboard()
  for (const type of types.toSorted((a, b) => (b.waiting ?? 0) - (a.waiting ?? 0)))
    keyboard
      .text(
        labelWith(speech, 'button-let-in-type', { name: markedName(speech, type) }, { count: type.waiting ?? 0 }),
        routes.askLetIn.data({ eventId, ticketTypeId: type.id }),
      )
      .row()
  return {
    html: speech.say('line-let-in-type', { title }),
    keyboard: keyboard.text(speech.label('button-back'), toLine(eventId)),
  }
}

const howManyScreen = (speech: Speech, { event: { id: eventId, title } }: SaleSettings, type: TicketType): Screen => {
  const keyboard = new InlineKeyboard()
  for (const seats of choices)
    keyboard.text(
      speech.label('button-let-in-seats', { count: seats }),
      routes.letInFromLine.data({ eventId, ticketTypeId: type.id, seats, taken: type.taken }),
    )
  return {
    html: speech.say('line-let-in', { title, hasType: yesNo(type.name !== ''), type: type.name }),
    keyboard: keyboard.row().text(speech.label('button-back'), toLine(eventId)),
  }
}

const doneScreen = (speech: Speech, eventId: number, { people, seats }: WaitingCount): Screen => ({
  html: speech.say('line-let-in-done', { people, seats }),
  keyboard: new InlineKeyboard()
    .text(speech.label('button-line', { count: 0 }), toLine(eventId))
    .row()
    .text(speech.label('button-manage'), routes.manageEvent.data({ eventId })),
})
