import { Composer } from 'grammy'
import type { Ctx } from '../../ui/context.js'
import type { FeatureNeeds } from '../../ui/featureNeeds.js'
import type { TelegramFiles } from '../../telegram/files.js'
import type { DeepLinks } from '../../ui/deepLinks.js'
import { createDoorMode } from './doorMode.js'
import type { DoorScreens } from '../../live/doorScreens.js'
import { createSaid } from './freeText.js'
import { createScan } from './checkIn.js'
import { createSearch } from './search.js'
import { createStaffDesk } from './staff.js'

type Needs = FeatureNeeds & {
  readonly liveDoors: Pick<DoorScreens, 'nudge'>
  readonly pictures: TelegramFiles
  /** Shows a ticket to its holder. */
  readonly showTicket: (ctx: Ctx, ticketId: number) => Promise<void>
}

/** The door in chat: scanning, /door, search, staff. */
export const createDoorDesk = (needs: Needs) => {
  const scan = createScan(needs)
  const search = createSearch(needs)
  const staff = createStaffDesk(needs)
  const feature = new Composer<Ctx>()
  feature.use(scan.feature, createDoorMode(needs), search.feature, staff.feature)
  return {
    feature,
    openCode: scan.openCode,
    openInvitation: staff.openInvitation,
    /** What is said without a command: has to stand behind the forms. */
    said: (starts: DeepLinks) => createSaid({ ...needs, starts, scan, search }),
  }
}
