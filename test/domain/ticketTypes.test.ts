import { describe, expect, it, test } from 'vitest'
import {
  capacityOf,
  checkCount,
  checkEnd,
  checkSpan,
  checkStart,
  checkTypeName,
  currencyOf,
  dearestOf,
  leftOf,
  leftOfAll,
  mustBeOnSale,
  priceSpan,
  statesBefore,
  takenOf,
  withType,
} from '../../src/domain/event.js'
import { checkSaleFrom, mustBeInSale, saleOf } from '../../src/domain/sale.js'
import { anEvent, aType, now } from '../support/domain.js'
import { refusalOf } from '../support/fixtures.js'

const year = 366 * 86_400_000

describe('the name of a ticket type', () => {
  it('is cleaned, and one of its own', () => {
    expect([checkTypeName('  Front \n row ', []), checkTypeName('Front', ['Back', ''])]).toEqual(['Front row', 'Front'])
    expect(refusalOf(() => checkTypeName('FRONT', ['Back', 'Front']))).toMatchObject({
      code: 'typeNameTaken',
      facts: { name: 'FRONT' },
    })
  })

  test.each([
    ['ＦＲＯＮＴ', 'front'],
    ['Балкон', 'БАЛКОН'],
    ['№1', 'No1'],
  ])('"%s" is the same as "%s"', (one, other) => {
    expect(refusalOf(() => checkTypeName(one, [other]))?.code).toBe('typeNameTaken')
  })

  it('is not empty and not longer than 40 characters', () => {
    expect([
      checkTypeName('x'.repeat(40), []).length,
      refusalOf(() => checkTypeName('x'.repeat(41), [])),
      refusalOf(() => checkTypeName(' ', []))?.code,
    ]).toMatchObject([40, { code: 'nameTooLong', facts: { max: 40, length: 41 } }, 'textNeeded'])
  })
})

describe('the sale of a ticket type', () => {
  const [from, until] = [now + 10, now + 20]

  test.each([
    ['without limits', {}, 0, 'open'],
    ['before it begins', { saleFrom: from }, 9, 'before'],
    ['when it begins', { saleFrom: from }, 10, 'open'],
    ['long after it began', { saleFrom: from }, 99, 'open'],
    ['long before it ends', { saleUntil: until }, 0, 'open'],
    ['a moment before it ends', { saleUntil: until }, 19, 'open'],
    ['when it ends', { saleUntil: until }, 20, 'after'],
    ['between', { saleFrom: from, saleUntil: until }, 15, 'open'],
  ] as const)('%s', (_, limits, later, sale) => {
    const type = aType(limits)
    expect(saleOf(anEvent(), type, now + later)).toBe(sale)
    expect(refusalOf(() => mustBeInSale(anEvent(), type, now + later))?.code).toBe(
      { before: 'typeNotYetOnSale', open: undefined, after: 'typeNoLongerOnSale' }[sale],
    )
  })

  it('begins while the event still sells', () => {
    const event = anEvent({ endsAt: now + 5 })
    const code = (saleFrom: number | undefined) => refusalOf(() => checkSaleFrom(saleFrom, event))?.code
    expect([code(undefined), code(now + 4), code(now + 5), code(now + 6)]).toEqual([
      undefined,
      undefined,
      'saleAfterEnd',
      'saleAfterEnd',
    ])
  })

  it('ends after it begins', () => {
    const code = (start?: number, end?: number) => refusalOf(() => checkSpan(start, end))?.code
    expect([code(), code(1), code(undefined, 1), code(1, 2), code(1, 1), code(2, 1)]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      'endBeforeStart',
      'endBeforeStart',
    ])
  })
})

describe('seats', () => {
  const [first, second] = [aType({ capacity: 10, taken: 4 }), aType({ id: 2, capacity: 20, taken: 1 })]
  const both = { event: anEvent(), types: [first, second] } as const
  const few = { ...both, event: anEvent({ capacity: 12 }) }

  it('are those of all types, or as many as the event has', () => {
    expect([capacityOf(both), capacityOf(few), capacityOf({ ...both, event: anEvent({ capacity: 99 }) })]).toEqual([
      30, 12, 30,
    ])
  })

  it('that are left are never less than none', () => {
    const over = aType({ capacity: 3, taken: 5 })
    expect([
      leftOf({ ...both, types: [over] }, over),
      leftOfAll({ ...both, types: [over, second] }),
      leftOfAll({ ...few, event: anEvent({ capacity: 1 }) }),
      leftOf({ ...few, event: anEvent({ capacity: 1 }) }, first),
    ]).toEqual([0, 19, 0, 0])
    expect(takenOf([first, second])).toBe(5)
  })

  it('of a type that is another by now are seen in all', () => {
    expect(withType(both, { ...second, taken: 9 })).toEqual({ ...both, types: [first, { ...second, taken: 9 }] })
    expect(withType(both, { ...first, taken: 9 })).toEqual({ ...both, types: [{ ...first, taken: 9 }, second] })
  })

  it('may be a million', () => {
    expect([checkCount(1_000_000), refusalOf(() => checkCount(1_000_001))?.facts]).toEqual([
      1_000_000,
      { max: 1_000_000 },
    ])
  })
})

describe('an event', () => {
  it('has prices of one currency, and of types that cost the same the first', () => {
    const euros = (id: number, minor: number) => aType({ id, price: { minor, currency: 'EUR' } })
    const types = [euros(1, 5), euros(2, 5)] as const
    expect([
      currencyOf({ types }),
      priceSpan({ types }).price === types[0].price,
      dearestOf({ types }) === types[0].price,
    ]).toEqual(['EUR', true, true])
  })

  it('says which it is, and how far ahead it may be', () => {
    const refusals = [
      refusalOf(() => mustBeOnSale(anEvent({ state: 'cancelled' }), now)),
      refusalOf(() => mustBeOnSale(anEvent({ state: 'draft' }), now)),
      refusalOf(() => mustBeOnSale(anEvent({ startsAt: now }), now)),
      refusalOf(() => checkStart(now + 6 * year, now)),
      refusalOf(() => checkEnd(now + 2 * year, now)),
    ]
    expect(refusals.map((refusal) => refusal?.facts)).toEqual([
      { title: 'Jazz' },
      { title: 'Jazz' },
      { title: 'Jazz' },
      { years: 5 },
      { years: 1 },
    ])
  })

  it('that is cancelled goes nowhere', () => {
    expect(statesBefore('draft')).toEqual(['published'])
    expect(statesBefore('published')).not.toContain('cancelled')
  })
})
