import type { Channel, ChatSight, Group, Person, Place, Sandbox, SandboxMessage } from '../../sandbox.js'
import type { ClockControl } from '../clock.js'
import type { ProgramControl } from '../program.js'
import type { Switches } from './switches.js'
import type { Act, Outcome, Role } from '../wire.js'

/** The act of one kind; some acts go by several. */
export type ActOf<Kind extends Act['kind'], Any = Act> = Any extends { readonly kind: infer Kinds }
  ? Kind extends Kinds
    ? Any
    : never
  : never

/** What acts are played on. */
export type Stage = {
  readonly sandbox: Sandbox
  readonly roles: readonly Role[]
  /** The keys of people's roles, by id. */
  readonly cast: Map<number, string>
  readonly switches: Switches
  readonly program: ProgramControl | undefined
  readonly clock: ClockControl | undefined
  /** Tells pages of a person again. */
  readonly tellPerson: (id: number) => void
}

type Failure = Extract<Outcome, { readonly ok: false }>

/** An act that cannot be done; `message` is for developers. */
export class ActRefusal extends Error {
  constructor(
    readonly code: Failure['code'],
    words: string,
  ) {
    super(words)
    this.name = 'ActRefusal'
  }
}

export const gone = (words: string): ActRefusal => new ActRefusal('gone', words)
export const failed = (words: string): ActRefusal => new ActRefusal('failed', words)
export const done = (facts: Omit<Extract<Outcome, { readonly ok: true }>, 'ok'> = {}): Outcome => ({
  ok: true,
  ...facts,
})

/** Refuses with `gone` when there is no such person. */
export const findPerson = ({ sandbox }: Pick<Stage, 'sandbox'>, id: number): Person => {
  const person = sandbox.people().find((candidate) => candidate.id === id)
  if (person === undefined) throw gone(`There is no person ${id}`)
  return person
}

/** Refuses with `gone` when there is no such chat, or not any more. */
export const findSight = ({ sandbox }: Pick<Stage, 'sandbox'>, id: number): ChatSight => {
  const sight = sandbox.chats().find(({ chat }) => chat.id === id)
  if (sight === undefined) throw gone(`There is no chat ${id}`)
  if (sight.upgradedTo !== undefined) throw gone(`Group ${id} became the supergroup ${sight.upgradedTo}`)
  return sight
}

/** A group or channel that still lives, by its hands and by what it looks like. */
export const findChat = (
  stage: Pick<Stage, 'sandbox'>,
  id: number,
): { readonly chat: Group | Channel; readonly sight: ChatSight } => {
  const sight = findSight(stage, id)
  const chat = stage.sandbox.chat(id)
  if (chat === undefined || chat.kind === 'private') throw failed(`Chat ${id} is a private chat`)
  return { chat, sight }
}

/** As `findChat`, without channels. */
export const findGroup = (stage: Pick<Stage, 'sandbox'>, id: number): Group => {
  const { chat } = findChat(stage, id)
  if (chat.kind === 'channel') throw failed(`Chat ${id} is a channel`)
  return chat
}

type Where = { readonly personId: number; readonly chatId: number; readonly threadId?: number }

/** Who acts, and where; refuses when they are not there. */
export const findPlace = (
  stage: Pick<Stage, 'sandbox'>,
  { personId, chatId, threadId }: Where,
): { readonly person: Person; readonly place: Place & { readonly in: { readonly id: number } } } => {
  const person = findPerson(stage, personId)
  const { chat, topics } = findSight(stage, chatId)
  if (chat.type === 'private' && chatId !== personId) throw failed(`Chat ${chatId} is somebody else's private chat`)
  if (threadId !== undefined && !topics.has(threadId)) throw gone(`There is no topic ${threadId}`)
  return { person, place: { in: { id: chatId }, ...(threadId === undefined ? {} : { threadId }) } }
}

/** As `findPlace`, and refuses when the person may not write there: in channels only administrators do. */
export const findDesk = (stage: Pick<Stage, 'sandbox'>, where: Where): ReturnType<typeof findPlace> => {
  const desk = findPlace(stage, where)
  const { chat, members } = findSight(stage, where.chatId)
  const mayPost = members.some(
    ({ user, status }) => user.id === where.personId && (status === 'creator' || status === 'administrator'),
  )
  if (chat.type === 'channel' && !mayPost) throw failed('Only administrators post in a channel')
  return desk
}

/** Refuses with `gone` when the chat shows no such message. */
export const findMessage = ({ sandbox }: Pick<Stage, 'sandbox'>, chatId: number, messageId: number): SandboxMessage => {
  const message = sandbox.messageIn(chatId, messageId)
  if (message === undefined) throw gone(`There is no message ${messageId} in chat ${chatId}`)
  return message
}

/** As `findMessage`, where a message may be meant. */
export const checkReply = (stage: Pick<Stage, 'sandbox'>, chatId: number, replyTo: number | undefined): void => {
  if (replyTo !== undefined) findMessage(stage, chatId, replyTo)
}
