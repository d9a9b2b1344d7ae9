import type { FormChanges, Inbox } from '../../services/messaging/inbox.js'

// Changed whenever a form asks or remembers differently; an older state is then set aside and the form says so.
const formVersion = 1

/**
 * Where the conversations plugin keeps its state. Writes wait here until the update is finished, and then land in the
 * same transaction.
 */
export const createFormStorage = (inbox: Pick<Inbox, 'readForm'>) => {
  const pending = new Map<string, string | undefined>()
  const prefix = 'form:'

  return {
    /** For `conversations({ storage })`. Only private chats have forms, so the chat's id is the person's. */
    storage: {
      type: 'key',
      version: formVersion,
      prefix,
      getStorageKey: (ctx: { readonly chatId: number | undefined }) => String(ctx.chatId),
      adapter: {
        // What cannot be read counts as nothing: the draft has the answers, and the plugin would fail at every update.
        read: async (key: string) => storedIn(await inbox.readForm(key)) as never,
        write: (key: string, state: unknown) => void pending.set(key, JSON.stringify(state)),
        delete: (key: string) => void pending.set(key, undefined),
      },
    } as const,

    /** Drops the form's state of a chat, from outside the plugin. */
    forget: (chatId: number): void => void pending.set(`${prefix}${chatId}`, undefined),

    /** What changed for a chat while its update was handled; taken once. */
    takeChanges: (chatId: number | undefined): FormChanges => {
      const key = `${prefix}${String(chatId)}`
      const changes = new Map(pending.has(key) ? [[key, pending.get(key)]] : [])
      pending.delete(key)
      return changes
    },
  }
}

const storedIn = (text: string | undefined): unknown => {
  try {
    const stored: unknown = JSON.parse(text ?? 'null')
    return isStored(stored) ? stored : undefined
  } catch {
    return undefined
  }
}

// The plugin's own format: `{ version: [its own, ours], state: { formName: [{ replay, interrupts }] } }`.
const isStored = (value: unknown): boolean =>
  isObject(value) &&
  Array.isArray(value['version']) &&
  isObject(value['state']) &&
  Object.values(value['state']).every((forms) => Array.isArray(forms) && forms.every(isWaiting))

const isWaiting = (value: unknown): boolean =>
  isObject(value) &&
  Array.isArray(value['interrupts']) &&
  isObject(value['replay']) &&
  Array.isArray(value['replay']['send']) &&
  Array.isArray(value['replay']['receive'])

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Where forms keep their state: see `createFormStorage`. */
export type FormStorage = ReturnType<typeof createFormStorage>
