import type { Logger } from 'pino'
import { type DayProved, isProved } from '../../domain/dayProof.js'
import { minuteMs } from '../../domain/duration.js'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Loop } from '../../runtime/loop.js'
import type { Services } from '../../services/services.js'

type Needs = Pick<Services, 'dayProofs'> & {
  readonly clock: Clock
  readonly log: Logger
  /** At how many minutes after midnight. */
  readonly proofAt: number
}

/** Once a day proves that the notification chat heard of every sale, and writes it into the log. */
export const createDayProofLoop = ({ dayProofs, clock, log, proofAt }: Needs): Loop =>
  createLoop({
    clock,
    log,
    name: 'proving the sales of a day',
    round: async () => {
      const proof = await dayProofs.work(proofAt)
      if (proof) tell(log, proof)
      return { restMs: minuteMs }
    },
  })

const tell = (log: Logger, proof: DayProved): void => {
  const { from, until, sold, said, missing, surplus } = proof
  const facts = { from: new Date(from).toISOString(), until: new Date(until).toISOString(), sold, said }
  if (isProved(proof)) return log.info(facts, 'the sales of the day are proved: all were announced')
  const strays = {
    missing: missing.count,
    missingOrders: missing.ids,
    surplus: surplus.count,
    surplusOrders: surplus.ids,
  }
  log.error({ ...facts, ...strays }, 'sales and announcements of the day differ')
}
