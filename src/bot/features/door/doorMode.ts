import type { DoorView } from '../../../domain/door.js'
import { press } from '../../ui/press.js'
import type { Ctx } from '../../ui/context.js'
import type { Feature } from '../../ui/feature.js'
import type { FeatureNeeds } from '../../ui/featureNeeds.js'
import { redraw, sendScreen, show } from '../../ui/screen.js'
import { choicesScreen, doorScreen, leftScreen } from './doorScreen.js'
import type { DoorScreens } from '../../live/doorScreens.js'
import { routes } from '../../ui/routes.js'

type Needs = FeatureNeeds & { readonly liveDoors: Pick<DoorScreens, 'wake'> }

/** /door: standing at an event's door, with a screen that draws itself again. */
export const createDoorMode = ({ services, clock, liveDoors }: Needs) => {
  // A new message, so that the live screen is the lowest in the chat; the one before stays as it was.
  const showLive = async (ctx: Ctx, view: DoorView): Promise<void> => {
    const personId = ctx.person.id
    // A question that is open elsewhere would take what is typed here.
    await services.prompts.clear(personId)
    // An open form takes what is typed: whoever wants to search should know.
    if (await services.drafts.find(personId)) await show(ctx, { html: ctx.speech.say('door-form-open') })
    const [{ message_id: messageId }] = await sendScreen(
      ctx.api,
      { chatId: personId },
      doorScreen(ctx.speech, view, personId, clock.now()),
    )
    await services.doorView.remember({ personId, messageId })
    await services.doorView.drawn({ personId, version: view.version })
    liveDoors.wake()
  }

  const open = async (ctx: Ctx, eventId: number): Promise<void> =>
    showLive(ctx, await services.doorView.open({ personId: ctx.person.id, eventId }))

  const choose = async (ctx: Ctx): Promise<void> => {
    const events = await services.doorView.choices(ctx.person.id)
    const [only, ...others] = events
    await (only && others.length === 0 ? open(ctx, only.id) : show(ctx, choicesScreen(ctx.speech, events)))
  }

  const feature: Feature = {
    name: 'doorMode',
    commands: {
      door: async (ctx) => {
        const current = await services.doorView.current(ctx.person.id)
        await (current ? showLive(ctx, current) : choose(ctx))
      },
    },
    presses: [
      press(routes.openDoor, async (ctx, { eventId }) => {
        await open(ctx, eventId)
      }),
      press(routes.chooseDoor, async (ctx) => {
        await choose(ctx)
      }),
      press(routes.leaveDoor, async (ctx, { eventId }) => {
        const current = await services.doorView.current(ctx.person.id)
        // An old screen of a door that was left for another one says nothing about that one.
        if (current?.event.id === eventId) await services.doorView.leave(ctx.person.id)
        await redraw(ctx, leftScreen(ctx.speech, eventId))
      }),
    ],
  }
  return feature
}
