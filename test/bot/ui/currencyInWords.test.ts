import { describe, expect, test } from 'vitest'
import { currencyIn } from '../../../src/bot/ui/format.js'
import { createTexts } from '../../../src/texts/texts.js'

const texts = createTexts()

describe('a currency in words', () => {
  test.each([
    ['RUB', 'roubles', 'рублях'],
    ['USD', 'US dollars', 'долларах'],
    ['EUR', 'euros', 'евро'],
    ['GBP', 'pounds', 'фунтах'],
    ['UAH', 'hryvnias', 'гривнах'],
    ['BYN', 'Belarusian roubles', 'белорусских рублях'],
    ['KZT', 'tenge', 'тенге'],
    ['UZS', 'Uzbek soums', 'узбекских сумах'],
    ['KGS', 'Kyrgyz soms', 'киргизских сомах'],
    ['GEL', 'lari', 'лари'],
    ['AMD', 'drams', 'драмах'],
    ['AZN', 'manats', 'манатах'],
    ['MDL', 'lei', 'леях'],
    ['TJS', 'somonis', 'сомони'],
    ['TRY', 'Turkish liras', 'турецких лирах'],
    ['PLN', 'zlotys', 'злотых'],
    ['NOK', 'NOK', 'NOK'],
  ])('%s', (currency, en, ru) => {
    expect([currencyIn(texts.in('en'), currency), currencyIn(texts.in('ru'), currency)]).toEqual([en, ru])
  })
})
