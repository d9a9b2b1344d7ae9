import { createCounter } from './counter.js'
import { createChannel, createGroup } from './groups.js'
import type { Channel, Group } from './groups.js'
import { createPerson } from '../people/person.js'
import type { Person, PrivateChat, Profile } from '../people/person.js'
import type { World } from './world.js'

export type GroupOptions = { readonly supergroup?: boolean; readonly forum?: boolean }
export type ChannelOptions = {
  /** Makes it public: the bot may speak of it as @username. */ readonly username?: string
}

/** Everybody and every place in the pretend Telegram. */
export type Cast = {
  readonly person: (profile: Profile) => Person
  /** A basic group; a supergroup or forum when asked for. The bot is not in it yet. */
  readonly group: (title: string, options?: GroupOptions) => Group
  /** A channel without the bot. */
  readonly channel: (title: string, options?: ChannelOptions) => Channel
  readonly chat: (id: number) => PrivateChat | Group | Channel | undefined
  readonly people: () => readonly Person[]
}

// Ids cross 2^31 early: who keeps them in 32 bits is found out.
const firstPersonId = 2_147_483_600

/** Makes people and chats, and finds them again. */
export const createCast = (world: World): Cast => {
  const people = new Map<number, Person>()
  const chats = new Map<number, Group | Channel>()
  const countPeople = createCounter(firstPersonId)
  // An id that somebody was given by hand is not given twice.
  const nextPersonId = (): number => {
    const id = countPeople()
    return world.people.has(id) ? nextPersonId() : id
  }
  const nextGroupNumber = createCounter(4_100_000_001)
  const nextChannelNumber = createCounter(1_002_100_000_001)
  const remember = <T extends Group | Channel>(chat: T): T => {
    chats.set(chat.id, chat)
    return chat
  }
  const chatOf = (title: string, { supergroup = false, forum = false }: GroupOptions) =>
    supergroup || forum
      ? { id: -nextChannelNumber(), type: 'supergroup' as const, title, ...(forum ? { is_forum: true as const } : {}) }
      : { id: -nextGroupNumber(), type: 'group' as const, title }
  return {
    person: (profile) => {
      const person = createPerson(world, profile.id ?? nextPersonId(), profile)
      people.set(person.id, person)
      return person
    },
    group: (title, options = {}) => {
      const group = createGroup(world, chatOf(title, options), () => -nextChannelNumber())
      return remember({ ...group, upgrade: () => remember(group.upgrade()) })
    },
    channel: (title, { username } = {}) =>
      remember(
        createChannel(world, {
          id: -nextChannelNumber(),
          type: 'channel',
          title,
          ...(username === undefined ? {} : { username }),
        }),
      ),
    chat: (id) => people.get(id)?.chat ?? chats.get(id),
    people: () => [...people.values()],
  }
}
