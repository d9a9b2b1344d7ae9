import { InlineKeyboard } from 'grammy'
import type { Follow } from '../../../../domain/following.js'
import type { Page } from '../../../../domain/page.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { lines, paragraphs } from '../../../ui/format.js'
import { eventsButton } from '../../../ui/keyboards.js'
import { labelWith } from '../../../ui/labels.js'
import { addPaging, pageAt } from '../../../ui/paging.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redraw, replacePressed, type Screen, show } from '../../../ui/screen.js'
import { followButton } from '../../../views/afterwards/following.js'

const pageSize = 8

/** Hearing of the next events of an organizer: beginning, the list of them, and the end. */
export const createFollowing = ({ services: { following } }: Pick<FeatureNeeds, 'services'>): Feature => {
  const page = async ({ speech, person }: Ctx, after: number): Promise<Screen> =>
    listScreen(speech, await following.ofPerson(person.id, pageAt(after, pageSize)), after !== 0)

  return {
    name: 'following',
    commands: { following: async (ctx) => show(ctx, await page(ctx, 0)) },
    presses: [
      press(routes.follow, async (ctx, { eventId }) => {
        const { speech, person } = ctx
        const { organizerName, isNew } = await following.follow({ personId: person.id, eventId })
        await replacePressed(ctx, followButton(speech, eventId, true))
        return {
          text: speech.label(isNew ? 'follow-done' : 'follow-already', { organizer: organizerName }),
          alert: true,
        }
      }),
      press(routes.stopFollowingHere, async (ctx, { eventId }) => {
        await following.leave({ personId: ctx.person.id, eventId })
        await replacePressed(ctx, followButton(ctx.speech, eventId, false))
        return { text: ctx.speech.label('follow-stopped') }
      }),
      press(routes.stopFollowing, async (ctx, { followId, eventId }) => {
        await following.stop({ personId: ctx.person.id, followId })
        const keyboard = new InlineKeyboard()
          .text(ctx.speech.label('button-open-event'), routes.openEvent.data({ eventId }))
          .row()
          .text(ctx.speech.label('button-follow-again'), routes.follow.data({ eventId }))
        await redraw(ctx, { html: ctx.speech.say('follow-stopped'), keyboard })
      }),
      press(routes.stopFollowingInList, async (ctx, { followId }) => {
        await following.stop({ personId: ctx.person.id, followId })
        await redraw(ctx, await page(ctx, 0))
      }),
      press(routes.followingPage, async (ctx, { after }) => redraw(ctx, await page(ctx, after))),
    ],
  }
}

const listScreen = (speech: Speech, found: Page<Follow>, isLater: boolean): Screen => {
  if (found.rows.length === 0 && !isLater)
    return { html: speech.say('following-none'), keyboard: new InlineKeyboard().add(eventsButton(speech)) }
  const keyboard = new InlineKeyboard()
  for (const { id, organizerName } of found.rows)
    keyboard
      .text(
        labelWith(speech, 'button-stop-following-one', { name: organizerName }),
        routes.stopFollowingInList.data({ followId: id }),
      )
      .row()
  const names = found.rows.map(({ organizerName }) => speech.say('following-line', { name: organizerName }))
  const dataAfter = (last?: Follow): string => routes.followingPage.data({ after: last?.id ?? 0 })
  addPaging(keyboard, speech, { ...found, isLater, dataAfter })
  return { html: paragraphs(speech.say('following-list'), lines(...names)), keyboard }
}
