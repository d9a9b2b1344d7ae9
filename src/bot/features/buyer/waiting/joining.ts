import { catchFinal, valueOf } from '../../../../domain/catchRefusal.js'
import { Refusal } from '../../../../domain/refusal.js'
import { quantityIn } from '../../../../domain/quantity.js'
import type { EventCard } from '../../../../services/events/looking.js'
import type { Html } from '../../../../texts/html.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { press, type Press } from '../../../ui/press.js'
import type { Prompting } from '../../../ui/prompts.js'
import { noteRefusal } from '../../../ui/refusals.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import { placeScreen } from '../../../views/waiting/place.js'
import { howManyScreen, whichScreen } from './joiningScreens.js'
import { type AskedTypes, idsIn, isAsDrawn, maskOf, type WishOfButton } from './wish.js'

type Needs = Pick<FeatureNeeds, 'services'> & {
  readonly prompting: Prompting
  readonly cards: {
    see(ctx: Ctx, eventId: number): Promise<EventCard>
    screenOf(ctx: Ctx, card: EventCard, notice?: Html): Promise<Screen>
  }
}

const kind = 'waitQuantity'

/** Waiting in line for a ticket: which would do, how many, the place, and leaving. */
export const createJoining = (needs: Needs): Feature => {
  const { prompting, services } = needs
  const { cardScreen, orRefuse } = createCardDrawing(needs)
  const { ask, askHowMany, asAsked } = createWishAsking(needs)

  const join = async (ctx: Ctx, eventId: number, ticketTypeIds: readonly number[], quantity: number) =>
    placeScreen(ctx.speech, await services.waiting.join({ personId: ctx.person.id, eventId, ticketTypeIds, quantity }))

  return {
    name: 'joining',
    presses: [
      press(routes.waitInLine, (ctx, { eventId }) =>
        orRefuse(ctx, eventId, async () => {
          const wait = await services.waiting.see({ personId: ctx.person.id, eventId })
          await (wait ? prompting.leave(ctx, placeScreen(ctx.speech, wait)) : ask(ctx, eventId))
        }),
      ),
      press(routes.changeWish, (ctx, { eventId }) => orRefuse(ctx, eventId, () => ask(ctx, eventId))),
      press(routes.tickWish, (ctx, wish) =>
        orRefuse(ctx, wish.eventId, () =>
          asAsked(ctx, wish, (asked) => prompting.leave(ctx, whichScreen(ctx.speech, asked, wish.mask))),
        ),
      ),
      press(routes.askWishQuantity, (ctx, wish) =>
        orRefuse(ctx, wish.eventId, () => asAsked(ctx, wish, (asked) => askHowMany(ctx, asked, wish.mask))),
      ),
      press(routes.joinLine, (ctx, { quantity, ...wish }) =>
        orRefuse(ctx, wish.eventId, () =>
          asAsked(ctx, wish, async (asked) => {
            await prompting.leave(ctx, await join(ctx, wish.eventId, idsIn(asked, wish.mask), quantity))
          }),
        ),
      ),
      press(routes.leaveLine, async (ctx, { eventId }) => {
        await services.waiting.leave({ personId: ctx.person.id, eventId })
        await prompting.leave(ctx, await cardScreen(ctx, eventId, ctx.speech.say('wait-left')))
      }),
    ],
    answers: {
      // What is no number was not meant as one.
      [kind]: async (ctx, { subject: eventId, detail = '' }, { text = '' }) => {
        const quantity = quantityIn(text)
        if (quantity === undefined) return 'passed'
        const outcome = await catchFinal(() => join(ctx, eventId, detail.split(',').map(Number), quantity))
        if (outcome.ok) return show(ctx, outcome.value)
        if (outcome.refusal.code !== 'ticketsLeft') return valueOf(outcome)
        return show(ctx, await cardScreen(ctx, eventId, noteRefusal(ctx, outcome.refusal)))
      },
    },
  }
}

/** The card of what is waited for. */
const createCardDrawing = ({ cards }: Pick<Needs, 'cards'>) => {
  const cardScreen = async (ctx: Ctx, eventId: number, notice: Html): Promise<Screen> =>
    cards.screenOf(ctx, await cards.see(ctx, eventId), notice)

  /** Draws the card with the refusal above it: there may be tickets again, or nothing to wait for any more. */
  const orRefuse = async (ctx: Press, eventId: number, work: () => Promise<void>): Promise<void> => {
    const outcome = await catchFinal(work)
    if (!outcome.ok) await redraw(ctx, await cardScreen(ctx, eventId, noteRefusal(ctx, outcome.refusal)))
  }

  return { cardScreen, orRefuse }
}

/** What somebody wants: their types, where there are several, and how many. */
const createWishAsking = ({ services, prompting, cards }: Needs) => {
  const askedOf = async (ctx: Ctx, eventId: number): Promise<AskedTypes> => {
    const { types } = await cards.see(ctx, eventId)
    const {
      event,
      types: would,
      most,
      isClosed,
    } = await services.waiting.askableFor({ personId: ctx.person.id, eventId })
    if (isClosed) throw new Refusal('lineClosed', { title: event.title })
    return { event, types, would, most }
  }

  // A number may be typed as well.
  const askHowMany = async (ctx: Press, asked: AskedTypes, mask: number): Promise<void> => {
    await redraw(ctx, howManyScreen(ctx.speech, asked, mask))
    await prompting.expect(ctx, { kind, subject: asked.event.id, detail: idsIn(asked, mask).join(',') })
  }

  const choose = async (ctx: Press, asked: AskedTypes): Promise<void> => {
    const [only, ...others] = asked.would
    // Meanwhile there are tickets: the card has them.
    if (!only) return redraw(ctx, await cards.screenOf(ctx, await cards.see(ctx, asked.event.id)))
    if (others.length === 0) return askHowMany(ctx, asked, maskOf(asked, [only.id]))
    await prompting.leave(ctx, whichScreen(ctx.speech, asked, 0))
  }

  return {
    ask: async (ctx: Press, eventId: number): Promise<void> => choose(ctx, await askedOf(ctx, eventId)),
    askHowMany,

    /** Does this with what was chosen on a button; asks again when other types are there than when it was drawn. */
    asAsked: async (ctx: Press, wish: WishOfButton, work: (asked: AskedTypes) => Promise<void>): Promise<void> => {
      const asked = await askedOf(ctx, wish.eventId)
      await (isAsDrawn(asked, wish) ? work(asked) : choose(ctx, asked))
    },
  }
}
