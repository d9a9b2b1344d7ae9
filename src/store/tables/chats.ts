import { bigint, primary, table } from './columns.js'
import { num, type Db } from '../engine/statements.js'

/** Table `chats`: where groups went when they were upgraded to supergroups. */
export const chatsSchema = table({
  name: 'chats',
  columns: { from_id: primary(bigint), to_id: bigint, moved_at: bigint },
})

// A group is upgraded once; more steps than this can only be a circle.
const longestChain = 10

/** Where chats are now. */
export const createChatsTable = (db: Db) => ({
  /** The id this chat has now: its own unless it moved. */
  follow: async (chatId: number): Promise<number> => {
    let here = chatId
    for (let step = 0; step < longestChain; step += 1) {
      const row = await db.row('SELECT to_id FROM chats WHERE from_id = $1', [here])
      if (!row) return here
      here = num(row, 'to_id')
    }
    return here
  },

  moved: async (from: number, to: number, now: number): Promise<void> => {
    await db.change(
      'INSERT INTO chats (from_id, to_id, moved_at) VALUES ($1, $2, $3) ON CONFLICT (from_id) DO UPDATE SET to_id = excluded.to_id, moved_at = excluded.moved_at',
      [from, to, now],
    )
  },
})
