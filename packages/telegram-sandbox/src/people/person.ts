import type { Update, User } from 'grammy/types'
import { addPerson } from '../state/chats.js'
import type { SandboxMessage } from '../watching/happenings.js'
import { changeContact } from '../state/membership.js'
import { createPaying } from '../payments/paying.js'
import type { PayOptions } from '../payments/paying.js'
import type { Checkout } from '../payments/payments.js'
import { createPressing, visibleButtons } from './pressing.js'
import type { PressOptions, Wanted } from './pressing.js'
import { showMessage } from '../formatting/rendering.js'
import { createTalking } from './talking.js'
import type { Place } from './place.js'
import type { Talking } from './talking.js'
import type { ChatState, Toast, World } from '../state/world.js'

export type Profile = {
  readonly firstName: string
  readonly lastName?: string
  readonly username?: string
  readonly languageCode?: string
  readonly id?: number
}

/** The private chat of a person with the bot. */
export type PrivateChat = {
  readonly kind: 'private'
  readonly id: number
  readonly messages: () => readonly SandboxMessage[]
}

type ChatRef = { readonly id: number }

/** Somebody with a Telegram client. */
export type Person = Talking & {
  readonly id: number
  readonly user: User
  readonly chat: PrivateChat
  /**
   * Presses a button on the newest message that shows it; see `Wanted`. Throws an error that lists the visible buttons.
   */
  readonly presses: (button: Wanted, options?: PressOptions) => Update
  /**
   * Pays the invoice in a message: resolves when the payment went through or failed, after at most 10 s. Rejects when
   * there is no pay button.
   */
  readonly pays: (messageId: number, options?: PayOptions) => Promise<Checkout>
  /** Text or caption of the newest message in the private chat; '' when the chat is empty. */
  readonly sees: () => string
  /** What the client shows, oldest first: edits applied, deleted messages gone. */
  readonly messages: (chat?: ChatRef) => readonly SandboxMessage[]
  /** Labels on the newest message with a keyboard. */
  readonly buttons: (chat?: ChatRef) => string[]
  /** Answers to this person's button presses, oldest first. */
  readonly toasts: () => readonly Toast[]
  /** Blocks the bot: it may not write any more. */
  readonly blocks: () => Update | undefined
  readonly unblocks: () => Update | undefined
  /** Deletes the account; Telegram tells nobody. */
  readonly deactivates: () => void
  /** False until the person writes to the bot for the first time. */
  readonly hasStarted: () => boolean
}

/** Creates a person and their private chat with the bot. */
export const createPerson = (
  world: World,
  id: number,
  { firstName, lastName, username, languageCode }: Profile,
): Person => {
  const user: User = {
    id,
    is_bot: false,
    first_name: firstName,
    ...(lastName === undefined ? {} : { last_name: lastName }),
    ...(username === undefined ? {} : { username }),
    ...(languageCode === undefined ? {} : { language_code: languageCode }),
  }
  const { person, chat: own } = addPerson(world, user)
  const find = (chat: ChatRef | undefined): ChatState => {
    const found = chat === undefined ? own : world.chats.get(chat.id)
    if (found === undefined) throw new Error(`There is no chat ${chat?.id ?? ''}`)
    return found
  }
  const findPlace = (place: Pick<Place, 'in'>): ChatState => find(place.in)
  const messages = (chat?: ChatRef): readonly SandboxMessage[] => find(chat).log.all().map(showMessage)
  const talking = createTalking(world, person, findPlace)
  return {
    ...talking,
    id,
    user,
    chat: { kind: 'private', id, messages: () => messages() },
    presses: createPressing(world, person, talking, findPlace),
    pays: createPaying(world, person, own, findPlace),
    messages,
    sees: () => {
      const newest = own.log.newest(() => true)?.message
      return newest?.text ?? newest?.caption ?? ''
    },
    buttons: (chat) => visibleButtons(find(chat)),
    toasts: () => person.toasts,
    blocks: () => changeContact(world, person, 'blocked'),
    unblocks: () => changeContact(world, person, 'open'),
    deactivates: () => void changeContact(world, person, 'deactivated'),
    hasStarted: () => person.contact !== 'never',
  }
}
