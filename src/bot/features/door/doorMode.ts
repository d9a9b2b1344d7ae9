import { InlineKeyboard } from 'grammy'
import type { DoorView } from '../../../domain/door.js'
import type { Event } from '../../../domain/event.js'
import type { Page } from '../../../domain/page.js'
import type { LeftDoor } from '../../../services/door/doorView.js'
import { cut } from '../../../domain/text.js'
import type { Speech } from '../../../texts/texts.js'
import type { DoorScreens } from '../../live/doorScreens.js'
import type { Ctx } from '../../ui/context.js'
import type { FeatureNeeds } from '../../ui/feature.js'
import { paragraphs, shortStartIn } from '../../ui/format.js'
import { addPaging } from '../../ui/paging.js'
import { press } from '../../ui/press.js'
import type { Prompting } from '../../ui/prompts.js'
import { routes } from '../../ui/routes.js'
import { editScreen, redraw, type Screen, sendScreen, show } from '../../ui/screen.js'
import { doorsButtons, doorScreen, leftScreen } from '../../views/door.js'
import { mainButtons } from '../../views/mainButtons.js'
import { askButtons } from '../../views/threads/asking.js'

type Needs = Pick<FeatureNeeds, 'services' | 'clock'> & {
  readonly prompting: Prompting
  readonly liveDoors: Pick<DoorScreens, 'wake'>
}

const titleLength = 40
const pageSize = 20

/** /door: standing at an event's door, with a screen that draws itself again. */
export const createDoorMode = ({ services: { doorView, drafts }, clock, prompting, liveDoors }: Needs) => {
  // A new message, so that the live screen is the lowest in the chat; the one before stays as it was.
  const showLive = async (ctx: Ctx, view: DoorView): Promise<void> => {
    const personId = ctx.person.id
    // A question that is open elsewhere would take what is typed here.
    await prompting.forget(ctx)
    // An open form takes what is typed: whoever wants to search should know.
    if (await drafts.find(personId)) await show(ctx, { html: ctx.speech.say('door-form-open') })
    const screen = doorScreen(ctx.speech, view, personId, clock.now())
    const [{ message_id: messageId }] = await sendScreen(ctx.api, { chatId: personId }, screen)
    await doorView.remember({ personId, messageId })
    await doorView.drawn({ personId, messageId }, view.version, 0)
    liveDoors.wake()
  }

  // What it shows goes on no more. Only looks.
  const takeDown = async (ctx: Ctx, { messageId, ...left }: LeftDoor): Promise<void> => {
    if (messageId === undefined) return
    const screen = leftScreen(ctx.speech, { ...left, how: 'left' })
    await editScreen(ctx.api, { chatId: ctx.person.id, messageId }, screen).catch(() => undefined)
  }

  const open = async (ctx: Ctx, eventId: number): Promise<void> =>
    showLive(ctx, await doorView.open({ personId: ctx.person.id, eventId }))

  const choose = async (ctx: Ctx): Promise<void> => {
    const page = await doorView.choices(ctx.person.id, { size: pageSize })
    const [only, ...others] = page.rows
    await (only && others.length === 0 ? open(ctx, only.id) : show(ctx, choicesScreen(ctx.speech, page, false)))
  }

  return {
    name: 'doorMode',
    commands: {
      door: async (ctx: Ctx) => {
        const current = await doorView.current(ctx.person.id)
        await (current ? showLive(ctx, current) : choose(ctx))
      },
    },
    presses: [
      press(routes.openDoor, (ctx, { eventId }) => open(ctx, eventId)),
      press(routes.chooseDoor, (ctx) => choose(ctx)),
      press(routes.doorsPage, async (ctx, { startsAt, eventId: id }) => {
        const after = id === 0 ? undefined : { startsAt, id }
        const page = await doorView.choices(ctx.person.id, { after, size: pageSize })
        await redraw(ctx, choicesScreen(ctx.speech, page, after !== undefined))
      }),
      press(routes.leaveDoor, async (ctx, { eventId }) => {
        // An old screen of a door that was left for another one says nothing about that one.
        await doorView.leave(ctx.person.id, eventId)
        await redraw(ctx, { html: ctx.speech.say('door-left'), keyboard: doorsButtons(ctx.speech, eventId) })
      }),
      press(routes.askElsewhere, async (ctx, { eventId }) => {
        const left = await doorView.leave(ctx.person.id, eventId)
        if (left) await takeDown(ctx, left)
        await redraw(ctx, {
          html: paragraphs(ctx.speech.say('door-left'), ctx.speech.say('help')),
          keyboard: questionButtons(ctx, left?.event, clock.now()),
        })
      }),
    ],

    /** Another command came: door mode is over, and says so; the command goes on. */
    leaveByCommand: async (ctx: Ctx): Promise<void> => {
      const left = await doorView.leave(ctx.person.id)
      if (!left) return
      await takeDown(ctx, left)
      await show(ctx, {
        html: ctx.speech.say('door-off', { title: left.event.title }),
        keyboard: doorsButtons(ctx.speech, left.event.id),
      })
    },
  }
}

// Who helps at the door may ask whose event it is; that one has the help.
const questionButtons = ({ speech, person }: Ctx, event: Event | undefined, now: number): InlineKeyboard => {
  const asking = event ? askButtons(speech, event, person.id, now) : []
  return asking.length === 0 ? mainButtons(speech) : new InlineKeyboard([[...asking]]).append(mainButtons(speech))
}

/** The doors a person may open. */
const choicesScreen = (speech: Speech, page: Page<Event>, isLater: boolean): Screen => {
  const { rows: events } = page
  if (events.length === 0 && !isLater) return { html: speech.say('door-none') }
  const keyboard = new InlineKeyboard()
  for (const event of events) {
    keyboard
      .text(
        speech.label('door-choice', {
          title: cut(event.title, titleLength),
          when: shortStartIn(speech, event),
        }),
        routes.openDoor.data({ eventId: event.id }),
      )
      .row()
  }
  const dataAfter = (last?: Event): string =>
    routes.doorsPage.data({ startsAt: last?.startsAt ?? 0, eventId: last?.id ?? 0 })
  addPaging(keyboard, speech, { ...page, isLater, dataAfter })
  return { html: speech.say('door-choose'), keyboard }
}
