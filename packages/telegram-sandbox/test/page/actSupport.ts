import type { Update } from 'grammy/types'
import { expect } from 'vitest'
import type { Outcome } from '../../src/page/wire.js'
import { of, openBoxPage } from './support.js'

/** A sandbox with a page and its events, Anna and Ben, and what the bot hears. */
export const setUp = async () => {
  const opened = await openBoxPage(() => ({ roles: [{ key: 'door', name: { ru: 'На входе', en: 'Door' } }] }))
  const { box, api, listen } = opened
  await api.getUpdates({
    allowed_updates: [
      'message',
      'edited_message',
      'channel_post',
      'edited_channel_post',
      'callback_query',
      'my_chat_member',
      'chat_member',
      'pre_checkout_query',
    ],
  })
  const anna = box.person({ firstName: 'Anna', languageCode: 'ru' })
  const ben = box.person({ firstName: 'Ben' })
  const heard = await listen()
  await heard.until(of('state'))
  let offset = 0
  /** What the bot hears next, at once or within so many seconds. */
  const updates = async (timeout = 0): Promise<readonly Update[]> => {
    const batch = await api.getUpdates({ offset, timeout })
    offset = (batch.at(-1)?.update_id ?? offset - 1) + 1
    return batch
  }
  return {
    ...opened,
    anna,
    ben,
    heard,
    updates,
    at: (person: { readonly id: number }) => ({ personId: person.id, chatId: person.id }),
  }
}

/** An id of what was made. */
export const idOf = (outcome: Outcome, name: 'chatId' | 'personId'): number => (outcome.ok ? (outcome[name] ?? 0) : 0)
/** A refused act's outcome. */
export const fails = (code: string) => ({ ok: false, code, words: expect.stringMatching(/\S/u) as string })
