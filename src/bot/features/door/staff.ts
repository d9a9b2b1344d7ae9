import { InlineKeyboard } from 'grammy'
import type { Event } from '../../../domain/event.js'
import { cut } from '../../../domain/text.js'
import type { Services } from '../../../services/services.js'
import { date } from '../../../texts/format.js'
import type { Html } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import type { Links } from '../../telegram/links.js'
import type { Ctx } from '../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../ui/feature.js'
import { lines, paragraphs, startIn, timeIn } from '../../ui/format.js'
import { yesOrBack } from '../../ui/keyboards.js'
import { press, type Press } from '../../ui/press.js'
import { routes } from '../../ui/routes.js'
import { redraw, type Screen, show } from '../../ui/screen.js'

type Staff = Awaited<ReturnType<Services['staff']['ofEvent']>>[number]
type Invitation = Awaited<ReturnType<Services['staff']['invite']>>

const nameLength = 40
// Telegram takes 100 buttons; longer lists than this are nobody's door.
const mostListed = 50

/** Who helps at the door: the organizer's list and invitations, and the invited person's yes or no. */
export const createStaff = ({ services, links }: Pick<FeatureNeeds, 'services' | 'links'>) => {
  const list = async (ctx: Ctx, eventId: number, notice?: Html): Promise<Screen> => {
    const personId = ctx.person.id
    const { event } = await services.events.forOrganizer(personId, eventId)
    return staffScreen(ctx.speech, event, await services.staff.ofEvent({ personId, eventId }), notice)
  }

  /** Shows an invitation to whoever opened its link. Refuses like services.staff.view. */
  const openLink = async (ctx: Ctx, token: string): Promise<void> => {
    const { event, isStaff } = await services.staff.view({ personId: ctx.person.id, token })
    await show(ctx, isStaff ? welcomeScreen(ctx.speech, event) : invitedScreen(ctx.speech, event, token))
  }

  const askRemove = async (ctx: Press, eventId: number, staffId: number): Promise<Screen> => {
    const all = await services.staff.ofEvent({ personId: ctx.person.id, eventId })
    const found = all.find(({ personId }) => personId === staffId)
    return found ? questionScreen(ctx.speech, eventId, found) : list(ctx, eventId)
  }

  const feature: Feature = {
    name: 'staff',
    presses: [
      press(routes.staffOf, async (ctx, { eventId }) => redraw(ctx, await list(ctx, eventId))),
      press(routes.inviteStaff, async (ctx, { eventId }) => {
        const invitation = await services.staff.invite({ personId: ctx.person.id, eventId })
        await show(ctx, linkScreen(ctx.speech, links, invitation))
      }),
      press(routes.askRemoveStaff, async (ctx, { eventId, staffId }) =>
        redraw(ctx, await askRemove(ctx, eventId, staffId)),
      ),
      press(routes.removeStaff, async (ctx, { eventId, staffId }) => {
        await services.staff.remove({ personId: ctx.person.id, eventId, staffId })
        await redraw(ctx, await list(ctx, eventId, ctx.speech.say('staff-removed')))
      }),
      press(routes.acceptInvitation, async (ctx, { token }) => {
        const event = await services.staff.accept({ personId: ctx.person.id, token })
        await redraw(ctx, welcomeScreen(ctx.speech, event))
      }),
      press(routes.declineInvitation, (ctx) => redraw(ctx, { html: ctx.speech.say('staff-declined') })),
    ],
  }
  return { feature, openLink }
}

const staffScreen = (speech: Speech, event: Event, staff: readonly Staff[], notice: Html | undefined): Screen => {
  const { id: eventId, zone } = event
  const keyboard = new InlineKeyboard()
    .text(speech.label('button-invite-staff'), routes.inviteStaff.data({ eventId }))
    .row()
  const listed = staff.slice(0, mostListed)
  for (const { personId: staffId, name } of listed) {
    const label = speech.label('button-remove-staff', { name: cut(name, nameLength) })
    keyboard.text(label, routes.askRemoveStaff.data({ eventId, staffId })).row()
  }
  keyboard.text(speech.label('button-back'), routes.manageEvent.data({ eventId }))
  const names = listed.map(({ name, since }) =>
    speech.say('staff-line', { name, since: date(since, zone, speech.language) }),
  )
  const head = speech.say(staff.length > 0 ? 'staff-list' : 'staff-none', { title: event.title })
  return { html: paragraphs(notice, lines(head, ...names)), keyboard }
}

const linkScreen = (speech: Speech, links: Links, { token, expiresAt, event }: Invitation): Screen => {
  const link = links.staff(token)
  return {
    html: speech.say('staff-link', { title: event.title, until: timeIn(speech, expiresAt, event), link }),
    keyboard: new InlineKeyboard()
      .url(speech.label('button-share'), links.share(link, speech.label('staff-share', { title: event.title })))
      .copyText(speech.label('button-copy-link'), link),
  }
}

const questionScreen = (speech: Speech, eventId: number, { personId: staffId, name }: Staff): Screen => ({
  html: speech.say('staff-remove-ask', { name }),
  keyboard: yesOrBack(speech, routes.removeStaff.data({ eventId, staffId }), routes.staffOf.data({ eventId })),
})

const invitedScreen = (speech: Speech, event: Event, token: string): Screen => ({
  html: speech.say('staff-invited', {
    organizer: event.organizerName,
    title: event.title,
    when: startIn(speech, event),
    venue: event.venue,
  }),
  keyboard: new InlineKeyboard()
    .text(speech.label('button-accept'), routes.acceptInvitation.data({ token }))
    .success()
    .text(speech.label('button-decline'), routes.declineInvitation.data({})),
})

const welcomeScreen = (speech: Speech, event: Event): Screen => ({
  html: speech.say('staff-welcome', { title: event.title }),
  keyboard: new InlineKeyboard()
    .text(speech.label('button-open-door'), routes.openDoor.data({ eventId: event.id }))
    .success(),
})
