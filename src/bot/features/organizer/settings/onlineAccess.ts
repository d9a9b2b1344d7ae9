import { styledWords } from '../../../telegram/reading/words.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { press, type PressHandler } from '../../../ui/press.js'
import { type Answerer, type Prompting, saidIn, textOf } from '../../../ui/prompts.js'
import { accessChoices, routes } from '../../../ui/routes.js'
import { show } from '../../../ui/screen.js'
import type { AccessSettings } from '../../../../services/access/onlineAccess.js'
import { accessesScreen, askAccessScreen, askRemoveScreen, minutesOf, oneScreen } from './onlineAccessScreens.js'

type Needs = Pick<FeatureNeeds, 'services'> & { readonly prompting: Prompting }
type Which = { readonly eventId: number; readonly ticketTypeId: number }

const kind = 'onlineAccess'

/** How holders get in online: its organizer writes it, for the whole event or for a ticket type, and says when. */
export const createOnlineAccessSettings = (needs: Needs): Feature => ({
  name: 'onlineAccess',
  presses: [...lookPresses(needs), ...changePresses(needs)],
  answers: { [kind]: createAnswer(needs) },
})

// Of a button 0 is the whole event.
const actOf = ({ person }: Pick<Ctx, 'person'>, { eventId, ticketTypeId }: Which) => ({
  personId: person.id,
  eventId,
  ticketTypeId: ticketTypeId || undefined,
})

const load = ({ services }: Needs, ctx: Ctx, eventId: number): Promise<AccessSettings> =>
  services.onlineAccess.settings({ personId: ctx.person.id, eventId })

const lookPresses = (needs: Needs): readonly PressHandler[] => {
  const { prompting } = needs
  return [
    press(routes.accessesOf, async (ctx, { eventId }) =>
      prompting.leave(ctx, accessesScreen(ctx.speech, await load(needs, ctx, eventId))),
    ),
    press(routes.openAccess, async (ctx, which) =>
      prompting.leave(ctx, oneScreen(ctx.speech, await load(needs, ctx, which.eventId), which.ticketTypeId)),
    ),
    press(routes.askAccess, async (ctx, { eventId, ticketTypeId, before }) => {
      const settings = await load(needs, ctx, eventId)
      const question = { kind, subject: eventId, detail: `${ticketTypeId}:${before}` }
      await prompting.askInPlace(ctx, question, askAccessScreen(ctx.speech, settings, ticketTypeId))
    }),
    press(routes.askRemoveAccess, async (ctx, which) =>
      prompting.leave(ctx, askRemoveScreen(ctx.speech, await load(needs, ctx, which.eventId), which.ticketTypeId)),
    ),
  ]
}

const changePresses = ({ services: { onlineAccess }, prompting }: Needs): readonly PressHandler[] => [
  press(routes.setAccessTime, async (ctx, { before, ...which }) => {
    const settings = await onlineAccess.setTime({ ...actOf(ctx, which), minutes: minutesOf[before] })
    await prompting.leave(ctx, oneScreen(ctx.speech, settings, which.ticketTypeId))
    return { text: ctx.speech.label('access-saved') }
  }),
  press(routes.removeAccess, async (ctx, which) => {
    const settings = await onlineAccess.remove(actOf(ctx, which))
    await prompting.leave(ctx, oneScreen(ctx.speech, settings, which.ticketTypeId))
    return { text: ctx.speech.label('access-removed') }
  }),
]

const createAnswer =
  ({ services: { onlineAccess } }: Needs): Answerer =>
  async (ctx, { subject: eventId, detail = '' }, said) => {
    const [type = '0', chosen] = detail.split(':')
    const before = accessChoices.find((choice) => choice === chosen) ?? 'ticket'
    const which = { eventId, ticketTypeId: Number(type) }
    const text = styledWords(saidIn(ctx)) ?? textOf(said, kind)
    const settings = await onlineAccess.set({ ...actOf(ctx, which), text, minutes: minutesOf[before] })
    await show(ctx, oneScreen(ctx.speech, settings, which.ticketTypeId, ctx.speech.say('access-set')))
  }
