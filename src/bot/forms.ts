import type { FormChanges, Inbox } from '../services/inbox.js'

// Changed whenever a form asks or remembers differently; an older state is then set aside and the form says so.
const formVersion = 1

/** Where the conversations plugin keeps its state. Writes wait here until the update is finished, and then land in the same transaction. */
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
        read: async (key: string) => {
          const text = await inbox.readForm(key)
          return text === undefined ? undefined : (JSON.parse(text) as never)
        },
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

/** What `createFormStorage` gives. */
export type FormStorage = ReturnType<typeof createFormStorage>
