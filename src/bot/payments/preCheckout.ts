import { type Api, GrammyError } from 'grammy'
import type { PreCheckoutQuery } from 'grammy/types'
import type { Logger } from 'pino'
import { DatabaseUnavailable } from '../../domain/databaseUnavailable.js'
import { type Language, languageOf } from '../../domain/person.js'
import { cut } from '../../domain/text.js'
import { isBusy } from '../../domain/refusal.js'
import { catchRefusal } from '../../domain/catchRefusal.js'
import { type Backoff, backoff, retry } from '../../runtime/backoff.js'
import type { Clock } from '../../runtime/clock.js'
import type { Services } from '../../services/services.js'
import type { Texts } from '../../texts/texts.js'
import { retryAfterMs } from '../telegram/errors.js'

type Needs = {
  readonly api: Pick<Api, 'answerPreCheckoutQuery'>
  readonly services: Pick<Services, 'payments' | 'people'>
  readonly texts: Texts
  readonly language: Language
  readonly clock: Clock
  readonly log: Logger
}

type Verdict = { readonly ok: true } | { readonly ok: false; readonly words: string; readonly why: string }

// Telegram waits 10 s for the answer (core.telegram.org/bots/api#precheckoutquery); deciding may take so long that the
// answer is there in time, also where the question was heard of a second or two late.
const decideMs = 7000
const answerMs = 9500
// A database that is started again is back within seconds.
const askAgainMs = 250
const mostRemembered = 1000
const pauses: Backoff = { firstMs: 100, longestMs: answerMs }
// Its limit is written down nowhere; this is that of an invoice's description.
const longestWords = 255

/** Answers pre-checkout queries: each at once, behind no queue and no form. */
export const createPreCheckout = ({ api, services, texts, language, clock, log }: Needs) => {
  const underWay = new Map<string, Promise<void>>()
  // While updates cannot be stored, Telegram tells of the same ones again and again.
  const over = new Set<string>()

  const remember = (id: string): void => {
    over.add(id)
    const [oldest] = over
    if (oldest !== undefined && over.size > mostRemembered) over.delete(oldest)
  }

  const refusal = async ({ from }: PreCheckoutQuery, key: string, facts = {}): Promise<Verdict> => {
    const theirs = { id: from.id, languageCode: from.language_code }
    const speech = texts.in(await services.people.languageAtCheckout(theirs, language))
    return { ok: false, words: cut(speech.label(key, facts), longestWords), why: key }
  }

  const decide = async (query: PreCheckoutQuery, until: number): Promise<Verdict> => {
    const { from, invoice_payload: payload, currency, total_amount: minor } = query
    const ask = () => services.payments.checkOut({ payload, payerId: from.id, amount: { minor, currency } })
    const pauseAfter = (error: unknown): number | undefined =>
      (error instanceof DatabaseUnavailable || isBusy(error)) && clock.elapsed() + askAgainMs < until
        ? askAgainMs
        : undefined
    const result = await catchRefusal(() => retry(ask, { clock, pauseAfter }))
    return result.ok ? { ok: true } : refusal(query, `refusal-${result.refusal.code}`, result.refusal.facts)
  }

  /** Nobody knows whether it may be paid: it may not, but soon perhaps. Asks no database, which may be the trouble. */
  const later = ({ from }: PreCheckoutQuery, why: string): Verdict => {
    const speech = texts.in(languageOfQuery(from.language_code))
    return { ok: false, words: speech.label('checkout-later'), why }
  }

  const languageOfQuery = (code: string | undefined): Language =>
    languageOf({ languageCode: code, chosenLanguage: undefined }, language)

  const decideInTime = async (query: PreCheckoutQuery): Promise<Verdict> => {
    const decided = new AbortController()
    const late = clock.sleep(decideMs, decided.signal).then(() => later(query, 'database too slow'))
    const verdict = decide(query, clock.elapsed() + decideMs).catch((error: unknown) => {
      log.error({ err: error }, 'a checkout could not be decided')
      return later(query, 'defect')
    })
    return Promise.race([verdict, late]).finally(() => decided.abort())
  }

  const say = (id: string, verdict: Verdict) =>
    verdict.ok
      ? api.answerPreCheckoutQuery(id, true)
      : api.answerPreCheckoutQuery(id, false, { error_message: verdict.words })

  /** Says it, again while there is time where it may not have arrived. True if Telegram took it. */
  const sayInTime = (id: string, verdict: Verdict, until: number): Promise<boolean> =>
    retry(() => say(id, verdict), {
      clock,
      pauseAfter: (error, failures) => {
        const pauseMs = pauseAfter(error, failures)
        return pauseMs === undefined || clock.elapsed() + pauseMs > until ? undefined : pauseMs
      },
    }).then(
      () => true,
      (error: unknown) => {
        // Too old: it is over, or an earlier try did arrive.
        log[isTooOld(error) ? 'info' : 'error']({ err: error }, 'the answer to a checkout was not taken')
        return false
      },
    )

  const handle = async (query: PreCheckoutQuery): Promise<void> => {
    const startedAt = clock.elapsed()
    const verdict = await decideInTime(query)
    const isTaken = await sayInTime(query.id, verdict, startedAt + answerMs)
    log.info(
      {
        person: String(query.from.id),
        ...(!verdict.ok && { refused: verdict.why }),
        taken: isTaken,
        ms: clock.elapsed() - startedAt,
      },
      'checkout answered',
    )
  }

  return {
    /** Begins to answer. A repeat of one that is being answered, or was, is nothing new. */
    answer: (query: PreCheckoutQuery): void => {
      if (underWay.has(query.id) || over.has(query.id)) return
      const task = handle(query)
        .catch((error: unknown) => log.error({ err: error }, 'a checkout was not answered'))
        .finally(() => {
          underWay.delete(query.id)
          remember(query.id)
        })
      underWay.set(query.id, task)
    },

    /** Resolves when none is being answered. */
    idle: async (): Promise<void> => {
      while (underWay.size > 0) await Promise.all(underWay.values())
    },
  }
}

const isTooOld = (error: unknown): boolean =>
  error instanceof GrammyError && error.description.includes('query is too old')

/**
 * Milliseconds until another try; undefined where none would help. The answer may have arrived: then Telegram says that
 * the query is too old.
 */
const pauseAfter = (error: unknown, failures: number): number | undefined => {
  if (!(error instanceof GrammyError) || error.error_code >= 500) return backoff(failures, pauses)
  return retryAfterMs(error)
}
