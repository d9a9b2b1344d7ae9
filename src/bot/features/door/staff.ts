import { InlineKeyboard } from 'grammy'
import type { Event } from '../../../domain/event.js'
import type { Page } from '../../../domain/page.js'
import { cut } from '../../../domain/text.js'
import type { Services } from '../../../services/services.js'
import { date } from '../../../texts/format.js'
import { type Html, joinHtml } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import type { Links } from '../../telegram/links.js'
import type { Ctx } from '../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../ui/feature.js'
import { lines, paragraphs, startIn, ticked, timeIn, venueIn, yesNo } from '../../ui/format.js'
import { yesOrBack } from '../../ui/keyboards.js'
import { addPaging, pageAt } from '../../ui/paging.js'
import { press, type Press } from '../../ui/press.js'
import { routes } from '../../ui/routes.js'
import { redraw, type Screen, show } from '../../ui/screen.js'
import { linkTo } from '../../views/people/person.js'

type Staff = Awaited<ReturnType<Services['staff']['ofEvent']>>[number]
type StaffPage = Page<Staff> & { readonly isLater: boolean }
type Invitation = Awaited<ReturnType<Services['staff']['invite']>>

const nameLength = 40
const pageSize = 10

/** Where the list begins, after which person, and what stands above it. */
type Listing = { readonly after?: number; readonly notice?: Html }

/** Who helps at the door: the organizer's list and invitations, and the invited person's yes or no. */
export const createStaff = ({ services, links }: Pick<FeatureNeeds, 'services' | 'links'>) => {
  const list = async (ctx: Ctx, eventId: number, { after = 0, notice }: Listing = {}): Promise<Screen> => {
    const personId = ctx.person.id
    const { event } = await services.events.forOrganizer(personId, eventId)
    const page = await services.staff.page({ personId, eventId, ...pageAt(after, pageSize) })
    return staffScreen(ctx.speech, event, { ...page, isLater: after !== 0 }, notice)
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
      press(routes.staffPage, async (ctx, { eventId, after }) => redraw(ctx, await list(ctx, eventId, { after }))),
      press(routes.inviteStaff, async (ctx, { eventId }) => {
        const invitation = await services.staff.invite({ personId: ctx.person.id, eventId })
        await show(ctx, linkScreen(ctx.speech, links, invitation))
      }),
      press(routes.askRemoveStaff, async (ctx, { eventId, staffId }) =>
        redraw(ctx, await askRemove(ctx, eventId, staffId)),
      ),
      press(routes.removeStaff, async (ctx, { eventId, staffId }) => {
        await services.staff.remove({ personId: ctx.person.id, eventId, staffId })
        await redraw(ctx, await list(ctx, eventId, { notice: ctx.speech.say('staff-removed') }))
      }),
      press(routes.staffGivesTickets, async (ctx, { eventId, staffId, to }) => {
        const isLet = to === 'on'
        await services.guestList.letStaff({ personId: ctx.person.id, eventId, staffId, isLet })
        const notice = ctx.speech.say(isLet ? 'staff-list-let' : 'staff-list-unlet')
        await redraw(ctx, await list(ctx, eventId, { notice }))
      }),
      press(routes.setStaffSells, async (ctx, { eventId, to }) => {
        await services.doorSales.setStaffSells({ personId: ctx.person.id, eventId, isOn: to === 'on' })
        await redraw(ctx, await list(ctx, eventId))
        return { text: ctx.speech.label('staff-sells-saved', { isOn: yesNo(to === 'on') }) }
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

const staffScreen = (speech: Speech, event: Event, page: StaffPage, notice: Html | undefined): Screen => {
  const { id: eventId, zone } = event
  const keyboard = new InlineKeyboard()
    .text(speech.label('button-invite-staff'), routes.inviteStaff.data({ eventId }))
    .row()
  const { rows } = page
  for (const { personId: staffId, name } of rows) {
    const label = speech.label('button-remove-staff', { name: cut(name, nameLength) })
    keyboard.text(label, routes.askRemoveStaff.data({ eventId, staffId })).row()
  }
  const dataAfter = (last?: Staff): string => routes.staffPage.data({ eventId, after: last?.personId ?? 0 })
  addPaging(keyboard, speech, { ...page, dataAfter })
  if (event.state !== 'cancelled') keyboard.row().add(sellsButton(speech, event))
  keyboard.row().text(speech.label('button-back'), routes.manageEvent.data({ eventId }))
  const names = rows.map(({ personId: id, since, givesTickets, ...named }) =>
    joinHtml(
      [
        speech.say('staff-line', {
          name: linkTo({ id, ...named }),
          since: date(since, zone, speech.language, speech.now()),
        }),
        ...(givesTickets ? [speech.say('staff-list-mark')] : []),
      ],
      ' · ',
    ),
  )
  const head = speech.say(rows.length > 0 || page.isLater ? 'staff-list' : 'staff-none', { title: event.title })
  return { html: paragraphs(notice, lines(head, ...names)), keyboard }
}

/** Staff sells at the door only if the organizer lets them. */
const sellsButton = (speech: Speech, { id: eventId, staffSells = false }: Event) =>
  InlineKeyboard.text(
    ticked(staffSells, speech.label('button-staff-sells')),
    routes.setStaffSells.data({ eventId, to: staffSells ? 'off' : 'on' }),
  )

const linkScreen = (speech: Speech, links: Links, { token, expiresAt, event }: Invitation): Screen => {
  const link = links.staff(token)
  return {
    html: speech.say('staff-link', { title: event.title, until: timeIn(speech, expiresAt, event), link }),
    keyboard: new InlineKeyboard()
      .url(speech.label('button-share'), links.share(link, speech.label('staff-share', { title: event.title })))
      .copyText(speech.label('button-copy-link'), link),
  }
}

const questionScreen = (
  speech: Speech,
  eventId: number,
  { personId: staffId, givesTickets, ...named }: Staff,
): Screen => {
  const back = routes.staffOf.data({ eventId })
  const to = givesTickets ? 'off' : 'on'
  return {
    html: speech.say('staff-remove-ask', { name: linkTo({ id: staffId, ...named }) }),
    keyboard: new InlineKeyboard()
      .text(speech.label(`button-staff-list-${to}`), routes.staffGivesTickets.data({ eventId, staffId, to }))
      .row()
      .append(yesOrBack(speech, routes.removeStaff.data({ eventId, staffId }), back)),
  }
}

const invitedScreen = (speech: Speech, event: Event, token: string): Screen => ({
  html: speech.say('staff-invited', {
    organizer: event.organizerName,
    title: event.title,
    when: startIn(speech, event),
    venue: venueIn(speech, event),
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
