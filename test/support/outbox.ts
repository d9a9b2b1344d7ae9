import type { Places } from '../../src/domain/announcement.js'
import type { Lease } from '../../src/store/tables/announcementClaims.js'

/** So many of each urgency. */
export const places = (most: number): Places => ({ personal: most, chat: most, pictures: most, bulk: most })

/** A lease of a minute, unless told otherwise, of somebody who claims. */
export const leaseAt = (now: number, { owner = 'me', leaseMs = 60_000 }: Partial<Lease> = {}): Lease => ({
  owner,
  now,
  leaseMs,
})
