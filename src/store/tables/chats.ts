import type { Db } from '../engine/statements.js'
import { bigint, primary } from './columns.js'
import { only } from './reading.js'
import { table } from './table.js'
import { replacement } from './writing.js'

/** Table `chats`: where groups went when they were upgraded to supergroups. */
export const chatsTable = table({
  name: 'chats',
  columns: { fromId: primary(bigint), toId: bigint, movedAt: bigint },
})

// A group is upgraded once; more steps than this can only be a circle.
const longestChain = 10

const chatId = only(bigint)
const write = replacement(chatsTable, ['fromId', 'toId', 'movedAt'], ['fromId'])

/** Where chats are now. */
export const createChatsTable = (db: Db) => ({
  /** The id this chat has now: its own unless it moved. */
  follow: async (from: number): Promise<number> => {
    let here = from
    for (let step = 0; step < longestChain; step += 1) {
      const next = await db.row(chatId, 'SELECT to_id FROM chats WHERE from_id = $1', [here])
      if (next === undefined) return here
      here = next
    }
    return here
  },

  moved: async (fromId: number, toId: number, movedAt: number): Promise<void> => {
    await db.change(...write({ fromId, toId, movedAt }))
  },
})
