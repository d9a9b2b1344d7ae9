import { InlineKeyboard } from 'grammy'
import { cut } from '../../../../domain/text.js'
import { wordsOf } from '../../../../domain/styledText.js'
import { mostAnswered, type Thread } from '../../../../domain/thread.js'
import type { Event } from '../../../../domain/event.js'
import type { Page } from '../../../../domain/page.js'
import type { OpenQuestion, Questions } from '../../../../services/threads/questions.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { carriedIn } from '../../../telegram/reading/carried.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { lines, paragraphs, ticked, timeIn } from '../../../ui/format.js'
import { addPaging, pageAt } from '../../../ui/paging.js'
import { press, type Press, type PressHandler } from '../../../ui/press.js'
import { type Answerer, type Prompting, saidIn } from '../../../ui/prompts.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import { answeredTogetherScreen, guestIn } from '../../../views/threads/answering.js'

type Needs = Pick<FeatureNeeds, 'services'> & { readonly prompting: Prompting }

const kind = 'threadTogether'
const onlyTicked = 'ticked '
const pageSize = 6
const longestOpening = 160

/** The open questions of an event: one answer for several of them, or for all; and who may not ask. */
export const createQuestionList = (needs: Needs): Feature => ({
  name: 'questions',
  presses: [...listPresses(needs), ...togetherPresses(needs), ...blockedPresses(needs)],
  answers: { [kind]: createAnswer(needs) },
})

const listPresses = ({ services: { threads }, prompting }: Needs): readonly PressHandler[] => {
  const draw = async (ctx: Press, eventId: number, after: number): Promise<void> => {
    const page = await threads.questions.open({ personId: ctx.person.id, eventId, ...pageAt(after, pageSize) })
    await prompting.leave(ctx, listScreen(ctx.speech, page, after))
  }
  return [
    press(routes.questionsOf, (ctx, { eventId, after }) => draw(ctx, eventId, after)),
    press(routes.tickQuestion, async (ctx, { threadId, after, to }) => {
      const act = { personId: ctx.person.id, threadId, isTicked: to === 'on' }
      const { event } = await threads.questions.tick(act)
      await draw(ctx, event.id, after)
    }),
    press(routes.tickSimilar, async (ctx, { eventId }) => {
      await threads.questions.tickSimilar({ personId: ctx.person.id, eventId })
      await draw(ctx, eventId, 0)
    }),
  ]
}

const togetherPresses = ({ services: { threads }, prompting }: Needs): readonly PressHandler[] => {
  const ask = async (ctx: Press, eventId: number, shown: number | undefined): Promise<void> => {
    const { event, counts, newest } = await threads.questions.open({ personId: ctx.person.id, eventId, size: 1 })
    const count = Math.min(mostAnswered, shown === undefined ? counts.ticked : counts.open)
    await prompting.askInPlace(
      ctx,
      { kind, subject: eventId, detail: shown === undefined ? `${onlyTicked}${newest}` : String(shown) },
      {
        html: ctx.speech.say('thread-ask-together', { title: event.title, count }),
        keyboard: new InlineKeyboard().text(
          ctx.speech.label('button-back'),
          routes.questionsOf.data({ eventId, after: 0 }),
        ),
      },
    )
  }
  return [
    press(routes.answerTicked, (ctx, { eventId }) => ask(ctx, eventId, undefined)),
    press(routes.answerAll, (ctx, { eventId, upTo }) => ask(ctx, eventId, upTo)),
  ]
}

const createAnswer =
  ({ services: { threads } }: Needs): Answerer =>
  async (ctx, { subject: eventId, detail = '' }) => {
    const message = saidIn(ctx)
    if (!message) return
    const { answered, left } = await threads.answering.answerTogether({
      ...{ personId: ctx.person.id, eventId, updateId: ctx.update.update_id, carried: carriedIn(message) },
      which: { upTo: Number(detail.replace(onlyTicked, '')), isTicked: detail.startsWith(onlyTicked) },
    })
    await show(ctx, answeredTogetherScreen(ctx.speech, { eventId, answered, left }))
  }

const blockedPresses = ({ services: { threads } }: Needs): readonly PressHandler[] => {
  const draw = async (ctx: Press, eventId: number, after: number, notice?: Html): Promise<void> => {
    const page = await threads.questions.blocked({ personId: ctx.person.id, eventId, ...pageAt(after, pageSize) })
    await redraw(ctx, blockedScreen(ctx.speech, page, after, notice))
  }
  return [
    press(routes.blockedGuests, (ctx, { eventId, after }) => draw(ctx, eventId, after)),
    press(routes.unblockGuest, async (ctx, { threadId }) => {
      const { event, thread } = await threads.questions.unblock({ personId: ctx.person.id, threadId })
      await draw(ctx, event.id, 0, ctx.speech.say('thread-unblocked', { guest: guestIn(ctx.speech, thread) }))
    }),
  ]
}

const listScreen = (speech: Speech, page: Questions, after: number): Screen => {
  const { event, rows, counts, newest, similar } = page
  const eventId = event.id
  const keyboard = new InlineKeyboard()
  for (const question of rows) addQuestion(keyboard, speech, question, after)
  const dataAfter = (last?: OpenQuestion): string =>
    routes.questionsOf.data({ eventId, after: last?.thread.openMessage ?? 0 })
  addPaging(keyboard, speech, { ...page, isLater: after !== 0, dataAfter }).row()
  if (similar > 0)
    keyboard.text(speech.label('button-tick-similar', { count: similar }), routes.tickSimilar.data({ eventId })).row()
  if (counts.ticked > 0)
    keyboard
      .text(speech.label('button-answer-ticked', { count: counts.ticked }), routes.answerTicked.data({ eventId }))
      .row()
  if (counts.open > 1)
    keyboard
      .text(
        speech.label('button-answer-all', { count: Math.min(mostAnswered, counts.open) }),
        routes.answerAll.data({ eventId, upTo: newest }),
      )
      .row()
  if (counts.blocked > 0)
    keyboard
      .text(
        speech.label('button-blocked-guests', { count: counts.blocked }),
        routes.blockedGuests.data({ eventId, after: 0 }),
      )
      .row()
  return {
    html: paragraphs(
      speech.say('questions-head', { title: event.title, count: counts.open }),
      ...rows.map((question) => questionText(speech, event, question)),
    ),
    keyboard: keyboard.text(speech.label('button-back'), routes.manageEvent.data({ eventId })),
  }
}

const addQuestion = (keyboard: InlineKeyboard, speech: Speech, { thread }: OpenQuestion, after: number): void => {
  const { id: threadId, isTicked } = thread
  keyboard
    .text(
      ticked(isTicked, speech.label('thread-guest-number', { number: String(thread.number) })),
      routes.tickQuestion.data({ threadId, after, to: isTicked ? 'off' : 'on' }),
    )
    .text(speech.label('button-answer'), routes.answerGuest.data({ threadId }))
    .row()
}

const questionText = (speech: Speech, event: Event, { thread, opening }: OpenQuestion): Html =>
  speech.say('questions-line', {
    guest: guestIn(speech, thread),
    at: opening ? timeIn(speech, opening.at, event) : '',
    hasTime: opening ? 'yes' : 'no',
    hasWords: opening && opening.words !== '' ? 'yes' : 'no',
    words: cut(wordsOf(opening?.words ?? '').replaceAll('\n', ' '), longestOpening),
  })

const blockedScreen = (
  speech: Speech,
  { event, ...page }: Page<Thread> & { readonly event: Event },
  after: number,
  notice: Html | undefined,
): Screen => {
  const keyboard = new InlineKeyboard()
  for (const thread of page.rows)
    keyboard
      .text(speech.label('button-unblock', { count: thread.number }), routes.unblockGuest.data({ threadId: thread.id }))
      .row()
  const dataAfter = (last?: Thread): string =>
    routes.blockedGuests.data({ eventId: event.id, after: last?.number ?? 0 })
  addPaging(keyboard, speech, { ...page, isLater: after !== 0, dataAfter }).row()
  return {
    html: lines(notice, speech.say(page.rows.length > 0 ? 'blocked-head' : 'blocked-none', { title: event.title })),
    keyboard: keyboard.text(speech.label('button-back'), routes.questionsOf.data({ eventId: event.id, after: 0 })),
  }
}
