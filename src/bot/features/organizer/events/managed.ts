import type { Html } from '../../../../texts/html.js'
import type { FeatureNeeds } from '../../../ui/feature.js'
import type { Press } from '../../../ui/press.js'
import type { Prompting } from '../../../ui/prompts.js'
import { manageScreen } from './manageScreen.js'

/** What an event's screen needs. */
export type ManagedNeeds = Pick<FeatureNeeds, 'services' | 'clock' | 'links'> & { readonly prompting: Prompting }

/** Makes the function that draws an event for its organizer, in place of what was pressed. */
export const createDrawManaged =
  ({ services, clock, links, prompting }: ManagedNeeds) =>
  async (ctx: Press, eventId: number, notice?: Html): Promise<void> => {
    const act = { personId: ctx.person.id, eventId }
    const found = {
      ...(await services.saleSettings.view(act)),
      ...(await services.events.forOrganizer(act.personId, eventId)),
      threads: await services.threads.questions.counts(act),
      waiting: await services.waiting.count(eventId),
    }
    await prompting.leave(ctx, manageScreen(ctx.speech, links, found, { now: clock.now(), notice }))
  }
