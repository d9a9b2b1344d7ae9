/**
 * @typedef {import('./view.js').PageState} PageState
 * @typedef {import('./view.js').PersonView} PersonView
 * @typedef {import('./view.js').ChatView} ChatView
 * @typedef {import('./view.js').SandboxMessage} SandboxMessage
 *
 * What a pane shows: a person's chat with the bot, or a group or channel.
 * @typedef {object} Place
 * @property {number} id The chat's; in a private chat it is the person's.
 * @property {string} name
 * @property {ChatView} chat
 * @property {PersonView | undefined} person Whose private chat it is.
 * @property {boolean} announces The bot announces here.
 * @property {readonly ChatView[]} before The groups it was before an upgrade, oldest first: their messages belong to
 * it.
 */

/**
 * A person's whole name.
 * @param {PersonView} person
 * @returns {string}
 */
export const nameOf = (person) => [person.firstName, person.lastName ?? ''].join(' ').trim()

/** @param {PageState} page @param {PersonView} person */
const rank = ({ roles }, { role }) => (role === undefined ? roles.length : roles.findIndex(({ key }) => key === role))

/**
 * The private chat of a person, also before the server has one.
 * @param {PersonView} person
 * @returns {ChatView}
 */
const privateChat = (person) => ({
  id: person.id,
  kind: 'private',
  title: nameOf(person),
  topics: [],
  members: [],
  botStatus: 'member',
  muted: false,
  commands: person.commands,
  announcements: false,
})

/**
 * @param {readonly ChatView[]} chats
 * @param {number} id
 * @returns {readonly ChatView[]}
 */
const chatsBefore = (chats, id) => {
  const older = chats.find((chat) => chat.upgradedTo === id)
  return older === undefined ? [] : [...chatsBefore(chats, older.id), older]
}

/**
 * Everything that gets a pane, in their order: people by their roles, others, then chats with the one for announcements
 * at the end.
 * @param {PageState} page
 * @returns {readonly Place[]}
 */
export const placesOf = (page) => {
  const { people, chats } = page
  const shared = chats.filter((chat) => chat.kind !== 'private' && !chats.some((other) => other.id === chat.upgradedTo))
  return [
    ...people
      .toSorted((a, b) => rank(page, a) - rank(page, b))
      .map((person) => ({
        id: person.id,
        name: nameOf(person),
        chat: chats.find((chat) => chat.id === person.id) ?? privateChat(person),
        person,
        announces: false,
        before: [],
      })),
    ...shared
      .toSorted((a, b) => Number(a.announcements) - Number(b.announcements))
      .map((chat) => ({
        id: chat.id,
        name: chat.title,
        chat,
        person: undefined,
        announces: chat.announcements,
        before: chatsBefore(chats, chat.id),
      })),
  ]
}

/**
 * All messages of a place, oldest first.
 * @param {PageState} page
 * @param {Place} place
 * @returns {readonly SandboxMessage[]}
 */
export const messagesIn = (page, place) => {
  const own = page.messages[place.id] ?? []
  return place.before.length === 0 ? own : [...place.before.flatMap((chat) => page.messages[chat.id] ?? []), ...own]
}

/**
 * Who may write in a place as it stands: the person, the members, or in a channel its administrators.
 * @param {PageState} page
 * @param {Place} place
 * @returns {readonly PersonView[]}
 */
export const writersOf = (page, { person, chat }) => {
  if (person !== undefined) return [person]
  const allowed = chat.kind === 'channel' ? ['creator', 'administrator'] : ['creator', 'administrator', 'member']
  return chat.members
    .filter((member) => allowed.includes(member.status))
    .flatMap((member) => page.people.find((one) => one.id === member.personId) ?? [])
}

/**
 * Who looks at a place: whoever writes there, else the first who is in it.
 * @param {PageState} page
 * @param {Place} place
 * @param {number | undefined} writer Who was chosen.
 * @returns {PersonView | undefined}
 */
export const viewerOf = (page, place, writer) => {
  const writers = writersOf(page, place)
  return (
    writers.find((person) => person.id === writer) ??
    writers[0] ??
    page.people.find((person) => place.chat.members.some((member) => member.personId === person.id))
  )
}
