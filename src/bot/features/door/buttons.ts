import { button, matching, rowId, whole } from '../../ui/buttons.js'

const ofEvent = { eventId: rowId }
const ofTicket = { ticketId: rowId }
const ofHelper = { eventId: rowId, staffId: whole }

/** Opens an event's door with a new live screen. */
export const openDoor = button('do', ofEvent)
/** Lists the doors a person may open. */
export const chooseDoor = button('dc', {})
/** Says how to search. */
export const howToSearch = button('ds', ofEvent)
/** Who is in, as a new message … */
export const whoIsIn = button('dw', ofEvent)
/** … and its further pages: after this check-in and ticket; both 0 for the first. */
export const whoIsInPage = button('dW', { eventId: rowId, at: whole, ticketId: rowId })
/** Closes the door for this person. */
export const leaveDoor = button('dl', ofEvent)

/** Lets a ticket in that was found by its holder's name or typed. */
export const letIn = button('di', ofTicket)
/** Marks a ticket as paid at the door and lets it in. */
export const letInPaid = button('dp', ofTicket)
/** Takes a check-in back. */
export const undoLetIn = button('du', ofTicket)

/** Who helps at the door, for the organizer. */
export const staffOf = button('so', ofEvent)
/** Makes a link that invites one person. */
export const inviteStaff = button('si', ofEvent)
/** Asks whether somebody should no longer help. */
export const askRemoveStaff = button('sr', ofHelper)
/** Does it. */
export const removeStaff = button('sR', ofHelper)
/** The invited person's yes. The token is theirs already: it came with the link they opened. */
export const acceptInvitation = button('sa', { token: matching(/^[\w-]{1,40}$/u) })
/** The invited person's no. */
export const declineInvitation = button('sn', {})
