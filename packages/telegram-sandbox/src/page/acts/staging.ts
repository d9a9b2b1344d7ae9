import type { Person, Sandbox } from '../../sandbox.js'
import { done, failed, findChat, findGroup, findPerson } from './stage.js'
import type { ActOf, Stage } from './stage.js'
import type { Outcome } from '../wire.js'

const isTaken = (sandbox: Sandbox, username: string): boolean =>
  [sandbox.botUsername, ...sandbox.chats().map(({ chat }) => ('username' in chat ? chat.username : undefined))].some(
    (taken) => taken?.toLowerCase() === username.toLowerCase(),
  )

/** Somebody new with a client. */
export const addPerson = (
  { sandbox, roles, cast, tellPerson }: Stage,
  { firstName, lastName, username, language, role }: ActOf<'addPerson'>,
): Outcome => {
  if (username !== undefined && isTaken(sandbox, username)) throw failed(`The username ${username} is taken`)
  if (role !== undefined && !roles.some(({ key }) => key === role)) throw failed(`There is no role ${role}`)
  const names = {
    firstName,
    ...(lastName === undefined ? {} : { lastName }),
    ...(username === undefined ? {} : { username }),
  }
  const { id } = sandbox.person({ ...names, languageCode: language })
  if (role !== undefined) cast.set(id, role)
  tellPerson(id)
  return done({ personId: id, chatId: id })
}

const createChat = (sandbox: Sandbox, { title, type }: ActOf<'addChat'>) =>
  type === 'channel'
    ? sandbox.channel(title)
    : sandbox.group(title, { supergroup: type !== 'group', forum: type === 'forum' })

/** A group or channel with its owner, the bot and members. */
export const addChat = (stage: Stage, act: ActOf<'addChat'>): Outcome => {
  const owner = findPerson(stage, act.ownerId)
  const members: readonly Person[] = [...new Set(act.memberIds)]
    .filter((id) => id !== act.ownerId)
    .map((id) => findPerson(stage, id))
  const chat = createChat(stage.sandbox, act)
  chat.addBot(owner, { admin: act.type === 'channel' })
  for (const member of members) chat.addMember(member)
  return done({ chatId: chat.id })
}

/** A topic of a forum. */
export const addTopic = (stage: Stage, { chatId, name }: ActOf<'addTopic'>): Outcome => {
  findGroup(stage, chatId).topic(name)
  return done({ chatId })
}

const findMember = (stage: Stage, chatId: number, personId: number): Person => {
  const person = findPerson(stage, personId)
  if (!findChat(stage, chatId).sight.members.some(({ user }) => user.id === personId))
    throw failed(`${person.user.first_name} is not in chat ${chatId}`)
  return person
}

/** The bot comes in, or becomes or ceases to be an administrator; in a channel it is one in any case. */
export const addBot = (stage: Stage, { chatId, personId, admin }: ActOf<'addBot'>): Outcome => {
  const { chat } = findChat(stage, chatId)
  chat.addBot(findMember(stage, chatId, personId), { admin: admin || chat.kind === 'channel' })
  return done({ chatId })
}

/** The bot is thrown out by a member. */
export const removeBot = (stage: Stage, { chatId, personId }: ActOf<'removeBot'>): Outcome => {
  const { chat, sight } = findChat(stage, chatId)
  if (sight.botStatus === 'left' || sight.botStatus === 'kicked') throw failed(`The bot is not in chat ${chatId}`)
  chat.removeBot(findMember(stage, chatId, personId))
  return done({ chatId })
}

/**
 * Takes or gives back the bot's right to write, or makes a supergroup; gives the chat's id, which is another one then.
 */
export const changeGroup = (stage: Stage, { kind, chatId }: ActOf<'mutesBot'>): Outcome => {
  const group = findGroup(stage, chatId)
  if (kind === 'upgrades') return done({ chatId: group.upgrade().id })
  if (kind === 'mutesBot') group.muteBot()
  else group.unmuteBot()
  return done({ chatId })
}
