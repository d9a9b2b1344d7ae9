import {
  checkQuestion,
  choiceLimit,
  choicesIn,
  hasChoices,
  questionLimits,
  type QuestionKind,
  type QuestionScope,
} from '../../../../domain/buyerQuestion.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { backTo } from '../../../ui/keyboards.js'
import { press } from '../../../ui/press.js'
import { type Prompting, textOf } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import type { Speech } from '../../../../texts/texts.js'
import { kindsScreen, questionScreen, scopesScreen } from './screens.js'

type Needs = Pick<FeatureNeeds, 'services'> & { readonly prompting: Prompting }

// What is known of the new question so far: it stands in the prompt's detail, so that it outlives a restart.
type Made = { readonly kind: QuestionKind; readonly scope: QuestionScope; readonly text?: string }

const kind = 'newBuyerQuestion'

/** Another question to buyers: its kind, whether it is asked of each ticket, its words, and its choices. */
export const createNewQuestion = ({ services: { buyerQuestions }, prompting }: Needs): Feature => {
  const add = async (ctx: Ctx, eventId: number, made: Required<Made>, choices: readonly string[]): Promise<Screen> => {
    const found = await buyerQuestions.add({ personId: ctx.person.id, eventId, ...made, choices })
    return questionScreen(ctx.speech, found, ctx.speech.say('asks-added'))
  }

  return {
    name: 'newQuestion',
    presses: [
      press(routes.addBuyerQuestion, async (ctx, { eventId }) => {
        const found = await buyerQuestions.list({ personId: ctx.person.id, eventId })
        await prompting.leave(ctx, kindsScreen(ctx.speech, found))
      }),
      press(routes.askQuestionScope, async (ctx, { eventId, kind: wanted }) => {
        const { event } = await buyerQuestions.list({ personId: ctx.person.id, eventId })
        await prompting.leave(ctx, scopesScreen(ctx.speech, event, wanted))
      }),
      press(routes.askQuestionText, async (ctx, { eventId, ...made }) => {
        await buyerQuestions.list({ personId: ctx.person.id, eventId })
        // The name on a ticket needs no other words.
        if (made.kind === 'name')
          return redraw(ctx, await add(ctx, eventId, { ...made, text: ctx.speech.label('question-name-text') }, []))
        await prompting.askInPlace(ctx, promptOf(eventId, made), textScreen(ctx.speech, eventId, made))
      }),
    ],
    answers: {
      [kind]: async (ctx, { subject: eventId, detail = '{}' }, said) => {
        const made = JSON.parse(detail) as Made
        const typed = textOf(said, 'words')
        const text = made.text ?? checkQuestion(typed)
        if (hasChoices(made) && made.text === undefined)
          return prompting.ask(ctx, promptOf(eventId, { ...made, text }), choicesScreen(ctx.speech, eventId, text))
        const choices = hasChoices(made) ? choicesIn(typed) : []
        await show(ctx, await add(ctx, eventId, { ...made, text }, choices))
        return undefined
      },
    },
  }
}

const promptOf = (eventId: number, made: Made) => ({ kind, subject: eventId, detail: JSON.stringify(made) })

const textScreen = (speech: Speech, eventId: number, { kind: wanted }: Made): Screen => ({
  html: speech.say('asks-text', { kind: wanted, max: questionLimits.text }),
  keyboard: backTo(speech, routes.addBuyerQuestion.data({ eventId })),
})

const choicesScreen = (speech: Speech, eventId: number, text: string): Screen => ({
  html: speech.say('asks-choices', { text, most: choiceLimit, max: questionLimits.choice }),
  keyboard: backTo(speech, routes.addBuyerQuestion.data({ eventId })),
})
