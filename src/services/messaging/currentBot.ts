import type { Store, Tx } from '../../store/store.js'

/** Which bot runs on this database. */
export const createCurrentBot = ({ store }: { readonly store: Store }) => ({
  /**
   * From now on the updates are this bot's. Another bot may have run here before (another token was set): its update
   * ids are put aside, so that none of this one's is taken for known; and they are there again when it comes back. To
   * be called before anything is received. (Processes of two bots at once on one database are not meant.)
   */
  begin: (botId: number): Promise<void> => store.transact((tx) => begin(tx, botId)),
})

const current = 'bot'
const count = 'bots'
const spaceOf = (botId: number): string => `bot:${botId}`

const begin = async (tx: Tx, botId: number): Promise<void> => {
  const before = await tx.cursors.of(current)
  if (before === undefined) await tx.cursors.set(current, botId)
  // Of several processes that start at once one does it.
  else if (before !== botId && (await tx.cursors.move(current, before, botId))) {
    await tx.parkedUpdates.park(await spaceFor(tx, before))
    await tx.parkedUpdates.fetch(await spaceFor(tx, botId))
  }
}

/** The number of a bot's space: the same whenever it is asked for. */
const spaceFor = async (tx: Tx, botId: number): Promise<number> => {
  const known = await tx.cursors.of(spaceOf(botId))
  if (known !== undefined) return known
  const next = ((await tx.cursors.of(count)) ?? 0) + 1
  await tx.cursors.set(count, next)
  await tx.cursors.set(spaceOf(botId), next)
  return next
}
