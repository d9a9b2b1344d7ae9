import { longestWords } from '../../../../domain/afterwards.js'
import type { RefusalCode } from '../../../../domain/refusal.js'
import type { RatedEvent } from '../../../../services/afterwards/ratings.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { backTo } from '../../../ui/keyboards.js'
import { press, type Press } from '../../../ui/press.js'
import { closeAt, type Prompting, textOf } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import { type Screen, show } from '../../../ui/screen.js'
import { howWasItScreen, ratedScreen } from '../../../views/afterwards/rating.js'

type Needs = Pick<FeatureNeeds, 'services'> & { readonly prompting: Prompting }

const kind = 'ratingWords'

// Other words would not help.
const final: ReadonlySet<RefusalCode> = new Set(['notThere', 'ratingClosed', 'ratingNeeded'])

/** How an event was: whoever was there gives it stars and, if they like, words; all of it may be changed. */
export const createRating = ({ services: { ratings, following }, prompting }: Needs): Feature => {
  const screenOf = async ({ speech, person }: Ctx, rated: RatedEvent): Promise<Screen> => {
    const isFollowing = await following.isFollowing(person.id, rated.event.organizerId)
    return ratedScreen(speech, rated, { personId: person.id, isFollowing })
  }
  const draw = async (ctx: Press, said: Promise<RatedEvent>): Promise<void> =>
    prompting.leave(ctx, await screenOf(ctx, await said))
  const by = (ctx: Press, eventId: number) => ({ personId: ctx.person.id, eventId })

  return {
    name: 'rating',
    presses: [
      press(routes.rate, (ctx, { eventId, stars }) =>
        draw(ctx, ratings.rate({ ...by(ctx, eventId), stars: Number(stars) })),
      ),
      press(routes.openRating, (ctx, { eventId }) => draw(ctx, ratings.view(by(ctx, eventId)))),
      press(routes.withdrawRating, (ctx, { eventId }) => draw(ctx, ratings.withdraw(by(ctx, eventId)))),
      press(routes.dropRatingWords, (ctx, { eventId }) => draw(ctx, ratings.dropWords(by(ctx, eventId)))),
      press(routes.changeRating, async (ctx, { eventId }) => {
        const { event, rating } = await ratings.view(by(ctx, eventId))
        await prompting.leave(ctx, howWasItScreen(ctx.speech, event, rating !== undefined))
      }),
      press(routes.askRatingWords, async (ctx, { eventId }) => {
        const { event } = await ratings.view(by(ctx, eventId))
        await prompting.askInPlace(
          ctx,
          { kind, subject: eventId },
          {
            html: ctx.speech.say('rating-ask-words', { title: event.title, max: longestWords }),
            keyboard: backTo(ctx.speech, routes.openRating.data({ eventId })),
          },
        )
      }),
    ],
    answers: {
      [kind]: async (ctx, { subject: eventId }, said) => {
        const rated = await ratings
          .setWords({ personId: ctx.person.id, eventId, text: textOf(said, 'words') })
          .catch(closeAt((code) => final.has(code)))
        await show(ctx, await screenOf(ctx, rated))
      },
    },
  }
}
