import type { SoldAtDoor } from '../../../../services/door/soldAtDoor.js'
import type { DoorScreens } from '../../../live/doorScreens.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { yesOrBack } from '../../../ui/keyboards.js'
import { press } from '../../../ui/press.js'
import { type Prompting, textOf } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import { askNameScreen, howPaidScreen, howManyScreen, soldScreen, undoQuestion, whatScreen } from './screens.js'
import { takingsScreen } from './takings.js'

type Needs = Pick<FeatureNeeds, 'services' | 'clock'> & {
  readonly prompting: Prompting
  readonly liveDoors: Pick<DoorScreens, 'wake'>
}

const kind = 'doorBuyer'

/** Selling at the door: what, how many, how it is paid; a name and a second thought come after it. */
export const createDoorSelling = ({ services: { doorSales }, clock, prompting, liveDoors }: Needs): Feature => {
  const soldTo = (ctx: Ctx, sold: SoldAtDoor): Screen =>
    soldScreen(ctx.speech, sold, { personId: ctx.person.id, now: clock.now() })

  const begin = async (ctx: Ctx, eventId: number): Promise<Screen> => {
    const found = await doorSales.choices({ personId: ctx.person.id, eventId })
    const [only, ...others] = found.choices
    return only && others.length === 0 && only.most > 0
      ? howManyScreen(ctx.speech, found, only)
      : whatScreen(ctx.speech, found)
  }

  return {
    name: 'doorSelling',
    presses: [
      press(routes.sellAtDoor, async (ctx, { eventId }) => show(ctx, await begin(ctx, eventId))),
      press(routes.sellAgain, async (ctx, { eventId }) => redraw(ctx, await begin(ctx, eventId))),
      press(routes.sellType, async (ctx, { eventId, ticketTypeId }) => {
        const found = await doorSales.choices({ personId: ctx.person.id, eventId })
        const choice = found.choices.find(({ type }) => type.id === ticketTypeId)
        await redraw(ctx, choice ? howManyScreen(ctx.speech, found, choice) : whatScreen(ctx.speech, found))
      }),
      press(routes.sellQuantity, async (ctx, { eventId, ticketTypeId, quantity }) => {
        const found = await doorSales.choices({ personId: ctx.person.id, eventId })
        const choice = found.choices.find(({ type }) => type.id === ticketTypeId)
        const screen = ctx.update.update_id
        await redraw(
          ctx,
          choice && choice.most >= quantity
            ? howPaidScreen(ctx.speech, found, { ...choice, quantity, screen })
            : whatScreen(ctx.speech, found),
        )
      }),
      press(routes.sellNow, async (ctx, { screen, total, ...wish }) => {
        const personId = ctx.person.id
        const requestKey = `door:${personId}:${screen}`
        const sold = await doorSales.sell({ ...wish, personId, requestKey, shownMinor: total })
        liveDoors.wake()
        await redraw(ctx, soldTo(ctx, sold))
      }),
      press(routes.openDoorSale, async (ctx, { saleId }) =>
        prompting.leave(ctx, soldTo(ctx, await doorSales.view({ personId: ctx.person.id, saleId }))),
      ),
      press(routes.nameDoorBuyer, async (ctx, { saleId }) => {
        const sold = await doorSales.view({ personId: ctx.person.id, saleId })
        await prompting.askInPlace(ctx, { kind, subject: saleId }, askNameScreen(ctx.speech, sold))
      }),
      press(routes.askUndoDoorSale, async (ctx, { saleId }) => {
        const sold = await doorSales.view({ personId: ctx.person.id, saleId })
        await redraw(ctx, {
          html: undoQuestion(ctx.speech, sold),
          keyboard: yesOrBack(ctx.speech, routes.undoDoorSale.data({ saleId }), routes.openDoorSale.data({ saleId })),
        })
      }),
      press(routes.undoDoorSale, async (ctx, { saleId }) => {
        const sold = await doorSales.undo({ personId: ctx.person.id, saleId })
        liveDoors.wake()
        await redraw(ctx, soldTo(ctx, sold))
      }),
      press(routes.doorTakings, async (ctx, { eventId }) =>
        show(ctx, takingsScreen(ctx.speech, await doorSales.takings({ personId: ctx.person.id, eventId }))),
      ),
    ],
    answers: {
      [kind]: async (ctx, { subject: saleId }, said) => {
        const text = textOf(said, 'personName')
        await show(ctx, soldTo(ctx, await doorSales.name({ personId: ctx.person.id, saleId, text })))
      },
    },
  }
}
