import { ApiRefusal } from '../../server/refusals.js'
import type { SandboxMessage } from '../../sandbox.js'
import type { UploadOrder } from './actSchema.js'
import {
  ActRefusal,
  checkReply,
  done,
  failed,
  findDesk,
  findMessage,
  findPerson,
  findPlace,
  findSight,
  gone,
} from './stage.js'
import type { ActOf, Stage } from './stage.js'
import { addBot, addChat, addPerson, addTopic, changeGroup, removeBot } from './staging.js'
import type { Act, Outcome } from '../wire.js'

const say = (stage: Stage, act: ActOf<'says'>): Outcome => {
  const { person, place } = findDesk(stage, act)
  checkReply(stage, act.chatId, act.replyTo)
  person.says(act.text, { ...place, ...(act.replyTo === undefined ? {} : { replyTo: act.replyTo }) })
  return done()
}

const edit = (stage: Stage, act: ActOf<'edits'>): Outcome => {
  const { person, place } = findDesk(stage, act)
  const { from, text } = findMessage(stage, act.chatId, act.messageId)
  // Who leaves the editor with the same words has edited nothing.
  const isSame = from?.id === person.id && text === act.text.trim()
  if (!isSame) person.edits(act.messageId, act.text, place)
  return done()
}

const sendThing = (stage: Stage, act: ActOf<'sendsSticker'>): Outcome => {
  const { person, place } = findDesk(stage, act)
  if (act.kind === 'sendsAlbum') person.sendsAlbum(['photo', 'video', 'photo'], place)
  else person[act.kind](place)
  return done()
}

// Between drawing and click the bot may have put another button there.
const checkLabel = ({ keyboard }: SandboxMessage, { row, column, label }: ActOf<'presses'>): void => {
  const button = keyboard[row]?.[column]
  const shown = typeof button === 'string' ? button : button?.text
  if (label !== undefined && label !== shown) throw gone(`There is no button ${JSON.stringify(label)} any more`)
}

const press = (stage: Stage, act: ActOf<'presses'>): Outcome => {
  const { person, place } = findPlace(stage, act)
  checkLabel(findMessage(stage, act.chatId, act.messageId), act)
  const queryId = person.presses({ row: act.row, column: act.column }, { in: place.in, messageId: act.messageId })
    .callback_query?.id
  return done(queryId === undefined ? {} : { queryId })
}

const pay = async (stage: Stage, act: ActOf<'pays'>): Promise<Outcome> => {
  const { person, place } = findPlace(stage, act)
  findMessage(stage, act.chatId, act.messageId)
  return done({ paid: await person.pays(act.messageId, { in: place.in, card: act.card }) })
}

const changeContact = (stage: Stage, { kind, personId }: ActOf<'blocks'>): Outcome => {
  const person = findPerson(stage, personId)
  const isBlocked = stage.sandbox.accounts().some(({ user, contact }) => user.id === personId && contact === 'blocked')
  if (kind === 'blocks') person.blocks()
  else if (isBlocked) person.unblocks()
  return done()
}

const turnSwitch = async (stage: Stage, { name, on, times, chatId }: ActOf<'switches'>): Promise<Outcome> => {
  if (chatId !== undefined && on) findSight(stage, chatId)
  await stage.switches.set(name, on, {
    ...(times === undefined ? {} : { times }),
    ...(chatId === undefined ? {} : { chatId }),
  })
  return done()
}

const runProgram = async ({ program }: Stage, { command }: ActOf<'program'>): Promise<Outcome> => {
  if (program === undefined) throw failed("This page has no hand on the bot's process")
  await program.run(command)
  return done()
}

const turnClock = async ({ clock }: Stage, { ms }: ActOf<'turnsClock'>): Promise<Outcome> => {
  if (clock === undefined) throw failed('This page has no hand on the clock')
  await clock.turn(ms)
  return done()
}

type Player<Acted> = (stage: Stage, act: Acted) => Outcome | Promise<Outcome>

const open = (stage: Stage, { personId, payload }: ActOf<'opens'>): Outcome => {
  findPerson(stage, personId).opens(payload)
  return done()
}

const players: { readonly [Kind in Act['kind']]: Player<ActOf<Kind>> } = {
  says: say,
  edits: edit,
  sendsAlbum: sendThing,
  sendsAnimation: sendThing,
  sendsAudio: sendThing,
  sendsPoll: sendThing,
  sendsVideo: sendThing,
  sendsVideoNote: sendThing,
  sendsSticker: sendThing,
  sendsVoice: sendThing,
  sendsLocation: sendThing,
  sendsVenue: sendThing,
  sendsContact: sendThing,
  presses: press,
  opens: open,
  pays: pay,
  blocks: changeContact,
  unblocks: changeContact,
  addPerson,
  addChat,
  addTopic,
  addBot,
  removeBot,
  mutesBot: changeGroup,
  unmutesBot: changeGroup,
  upgrades: changeGroup,
  switches: turnSwitch,
  program: runProgram,
  turnsClock: turnClock,
}

const toFailure = (error: unknown): Outcome => {
  if (error instanceof ActRefusal) return { ok: false, code: error.code, words: error.message }
  // The sandbox's people refuse with a plain Error; anything else is a defect and must be seen.
  const isRefusal = error instanceof ApiRefusal || (error instanceof Error && error.constructor === Error)
  if (!isRefusal) console.error('sandbox defect', error)
  return { ok: false, code: 'failed', words: error instanceof Error ? error.message : String(error) }
}

const attempt = async (work: () => Outcome | Promise<Outcome>): Promise<Outcome> => {
  try {
    return await work()
  } catch (error) {
    return toFailure(error)
  }
}

/** Does what a page asks for; never rejects. */
export const perform = (stage: Stage, act: Act): Promise<Outcome> =>
  attempt(() => (players[act.kind] as Player<Act>)(stage, act))

const send = (
  stage: Stage,
  { kind, name, caption, replyTo, ...where }: UploadOrder,
  bytes: Uint8Array,
  mime: string,
): Outcome => {
  const { person, place } = findDesk(stage, where)
  checkReply(stage, where.chatId, replyTo)
  if (bytes.length === 0) throw new ActRefusal('invalid', 'The file is empty')
  const options = {
    ...place,
    bytes,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(caption === undefined ? {} : { caption }),
  }
  if (kind === 'photo') person.sendsPhoto(options)
  else person.sendsDocument({ ...options, name: name === '' ? 'file' : name, mime })
  return done()
}

/** Sends a file as a person; never rejects. */
export const performUpload = (stage: Stage, order: UploadOrder, bytes: Uint8Array, mime: string): Promise<Outcome> =>
  attempt(() => send(stage, order, bytes, mime))
