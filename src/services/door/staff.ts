import { eventFactsOf } from '../../domain/eventFacts.js'
import { invitationMs, isDoorOpen, mustHaveDoor } from '../../domain/door.js'
import type { Event } from '../../domain/event.js'
import { oneMoreThan, type Page, pageOf, type PageRequest } from '../../domain/page.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import type { Invitation } from '../../store/tables/invitations.js'
import type { StaffMember } from '../../store/tables/staff.js'
import type { Codes } from '../codes.js'
import { findEvent, findOwnEvent } from '../finders.js'
import { createLinkGuessing } from '../people/guessing.js'

type Needs = { readonly store: Store; readonly clock: Clock; readonly codes: Codes }
type AtEvent = { readonly personId: number; readonly eventId: number }
type Link = { readonly personId: number; readonly token: string }
/** An invitation as it stands for whoever opened it. */
type Opened = { readonly invitation: Invitation; readonly event: Event; readonly isStaff: boolean }
/** An invitation as it was just made. */
type Invited = { readonly token: string; readonly expiresAt: number; readonly event: Event }

/** Who may work at an event's door, besides its organizer. */
export const createStaff = (needs: Needs) => {
  const { store, clock } = needs
  const open = createLinkGuessing({ store, clock })
  return {
    /**
     * Makes a link by which one person becomes staff within a day. Refuses with eventNotFound, notYours,
     * eventCancelled, eventEnded.
     */
    invite: (act: AtEvent): Promise<Invited> => store.transact((tx) => invite(tx, act, needs)),

    /** What an invitation is for. Refuses with linkUnknown, linkUsed, linkExpired, linkForeign, tooManyGuesses. */
    view: ({
      personId,
      token,
    }: Link): Promise<{ readonly event: Event; readonly expiresAt: number; readonly isStaff: boolean }> =>
      open({ personId, text: token }, async (tx) => {
        const opened = await openInvitation(tx, { personId, token }, clock)
        return opened && { event: opened.event, expiresAt: opened.invitation.expiresAt, isStaff: opened.isStaff }
      }),

    /** Makes the person staff, once a link; the organizer is told. A repeat changes nothing. Refuses like `view`. */
    accept: ({ personId, token }: Link): Promise<Event> =>
      open({ personId, text: token }, async (tx) => {
        const opened = await openInvitation(tx, { personId, token }, clock)
        if (opened && !opened.isStaff) await join(tx, personId, opened, clock)
        return opened?.event
      }),

    /** The event's staff, by name. Refuses with eventNotFound, notYours. */
    ofEvent: ({ personId, eventId }: AtEvent): Promise<readonly StaffMember[]> =>
      store.transact(async (tx) => {
        await findOwnEvent(tx, personId, eventId)
        return tx.staff.ofEvent(eventId)
      }),

    /** A page of them: after the person `after`. Refuses with eventNotFound, notYours. */
    page: ({ personId, eventId, ...page }: AtEvent & PageRequest): Promise<Page<StaffMember>> =>
      store.transact(async (tx) => {
        await findOwnEvent(tx, personId, eventId)
        return pageOf(await tx.staff.pageOf(eventId, oneMoreThan(page)), page.size)
      }),

    /**
     * Takes somebody off the staff: their open door closes, and they are told. A repeat changes nothing. Refuses with
     * eventNotFound, notYours.
     */
    remove: (act: AtEvent & { readonly staffId: number }): Promise<void> =>
      store.transact((tx) => remove(tx, act, clock)),
  }
}

const invite = async (tx: Tx, { personId, eventId }: AtEvent, { clock, codes }: Needs): Promise<Invited> => {
  const { event } = await findOwnEvent(tx, personId, eventId)
  mustHaveDoor(event, clock.now())
  const [token, expiresAt] = [codes.ticket(), clock.now() + invitationMs]
  await tx.invitations.add({ token, eventId, expiresAt }, clock.now())
  await tx.audit.add({ at: clock.now(), actorId: personId, action: 'staff.invited', subject: `event:${eventId}` })
  return { token, expiresAt, event }
}

// undefined: no such link. Whoever is staff already keeps the link unused; who was removed cannot come back by the link
// they used.
const openInvitation = async (tx: Tx, { personId, token }: Link, clock: Clock): Promise<Opened | undefined> => {
  const invitation = await tx.invitations.find(token)
  if (!invitation) return undefined
  const { event } = await findEvent(tx, invitation.eventId)
  if (event.organizerId === personId) throw new Refusal('linkForeign')
  const isStaff = await tx.staff.isAt(personId, event.id)
  if (isStaff && (invitation.usedBy ?? personId) === personId) return { invitation, event, isStaff }
  if (invitation.usedBy !== undefined) throw new Refusal('linkUsed')
  if (invitation.expiresAt <= clock.now() || !isDoorOpen(event, clock.now())) throw new Refusal('linkExpired')
  return { invitation, event, isStaff }
}

const join = async (tx: Tx, personId: number, { invitation, event }: Opened, clock: Clock): Promise<void> => {
  const now = clock.now()
  if (!(await tx.invitations.use(invitation.id, personId, now))) throw new Refusal('linkUsed')
  await tx.staff.add(personId, event.id, now)
  await tx.audit.add({
    at: now,
    actorId: personId,
    action: 'staff.joined',
    subject: `event:${event.id}`,
    details: { staff: personId },
  })
  const name = (await tx.people.names([personId])).get(personId) ?? ''
  await tx.announcements.add(
    [
      {
        to: event.organizerId,
        key: `staffJoined:${invitation.id}`,
        eventId: event.id,
        message: { kind: 'staffJoined', name, staffId: personId, ...eventFactsOf(event) },
      },
    ],
    now,
  )
}

const remove = async (
  tx: Tx,
  { personId, eventId, staffId }: AtEvent & { readonly staffId: number },
  clock: Clock,
): Promise<void> => {
  const { event } = await findOwnEvent(tx, personId, eventId)
  const row = await tx.staff.remove(staffId, eventId)
  if (row === undefined) return
  await tx.doors.leave(staffId, eventId)
  await tx.audit.add({
    at: clock.now(),
    actorId: personId,
    action: 'staff.removed',
    subject: `event:${eventId}`,
    details: { staff: staffId },
  })
  await tx.announcements.add(
    [
      {
        to: staffId,
        key: `staffRemoved:${row}`,
        eventId,
        message: { kind: 'staffRemoved', ...eventFactsOf(event) },
      },
    ],
    clock.now(),
  )
}
