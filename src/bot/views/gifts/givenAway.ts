import { InlineKeyboard } from 'grammy'
import { catchFinal, valueOf } from '../../../domain/catchRefusal.js'
import type { Services } from '../../../services/services.js'
import type { GivenAway } from '../../../services/tickets/gifts.js'
import type { Speech } from '../../../texts/texts.js'
import { ticketsButton } from '../../ui/keyboards.js'
import type { Press } from '../../ui/press.js'
import { redraw, type Screen } from '../../ui/screen.js'

/** A ticket that is not the person's any more: who has accepted it. */
export const givenAwayScreen = (speech: Speech, given: GivenAway): Screen => ({
  html: speech.say('news-ticketGiven', { ...given, number: String(given.number) }),
  keyboard: new InlineKeyboard().add(ticketsButton(speech)),
})

/** Does what a button of a ticket's screen says; whoever has given that ticket away sees to whom instead. */
export const unlessGivenAway = async (
  ctx: Press,
  { gifts }: Pick<Services, 'gifts'>,
  ticketId: number,
  work: () => Promise<void>,
): Promise<void> => {
  const outcome = await catchFinal(work)
  if (outcome.ok) return
  const isOthers = outcome.refusal.code === 'notHolder'
  const given = isOthers ? await gifts.givenAway({ personId: ctx.person.id, ticketId }) : undefined
  if (!given) return valueOf(outcome)
  await redraw(ctx, givenAwayScreen(ctx.speech, given))
}
