import { type DayProved, toProve } from '../../domain/dayProof.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'

type Needs = { readonly store: Store; readonly clock: Clock; readonly zone: string }

const mark = 'sales proved until'

/** Proves that the notification chat heard of all sales that it was to hear of: both are counted apart. */
export const createDayProofs = ({ store, clock, zone }: Needs) => ({
  /**
   * Proves what is due at so many minutes after midnight, and writes it for the chat in the same transaction, once
   * whoever tries it; where there was nothing to tell the chat hears nothing. Undefined: nothing is due. The first time
   * it only begins to count from now on.
   */
  work: (minutes: number): Promise<DayProved | undefined> =>
    store.transact(async (tx) => {
      const now = clock.now()
      const proved = await tx.cursors.of(mark)
      if (proved === undefined) return begin(tx, now)
      const span = toProve({ minutes, zone }, proved, now)
      // Of two at once one has it; the other one waits for this row, and finds it moved.
      if (!span || !(await tx.cursors.move(mark, proved, span.until))) return undefined
      const message = await prove(tx, span, zone)
      const isSilent = message.sold + message.said + message.missing.count === 0
      if (!isSilent) await tx.announcements.add([{ to: 'chat', key: `proof:${span.until}`, message }], now)
      return message
    }),
})

const begin = async (tx: Tx, now: number): Promise<undefined> => {
  await tx.cursors.set(mark, now)
  return undefined
}

// A sale of an event that was taken from the lists before it was told is neither.
const prove = async (tx: Tx, span: Pick<DayProved, 'from' | 'until'>, zone: string): Promise<DayProved> => {
  const sold = await tx.dayProofs.sold(span)
  const { said, withdrawn } = await tx.dayProofs.announced(span)
  const [missing, surplus] = [await tx.dayProofs.missing(span), await tx.dayProofs.surplus(span)]
  return { kind: 'dayProved', ...span, zone, sold: sold - withdrawn, said, missing, surplus }
}
