import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Outcome, PersonView, ProgramView, SwitchName } from '../../src/page/wire.js'
import type { Checkout } from '../../src/payments/payments.js'
import type { MemberStatus } from '../../src/state/world.js'
import { entriesOf, faultsBetween } from '../support/ftl.js'
import { clientScripts, usesIn } from '../support/textUses.js'

const folder = join(import.meta.dirname, '../../src/page/client/texts')
const sources = { ru: readFileSync(join(folder, 'ru.ftl'), 'utf8'), en: readFileSync(join(folder, 'en.ftl'), 'utf8') }

const faults = (given: typeof sources, text: string) => faultsBetween(given, usesIn([{ name: 'app.js', text }]))

type FailureCode = Extract<Outcome, { readonly ok: false }>['code']
type PayReason = Extract<Checkout, { readonly ok: false }>['reason']

/** Every value of a closed set; the compiler minds that none is left out. */
const all = <T extends string>(values: Readonly<Record<T, true>>): readonly string[] => Object.keys(values)

// Keys are made from these, so that no call in the client names them.
const families: Readonly<Record<string, readonly string[]>> = {
  'status-': all<MemberStatus>({ creator: true, administrator: true, member: true, left: true, kicked: true }),
  'program-': all<ProgramView['state']>({ starting: true, running: true, stopping: true, stopped: true }),
  'fault-': all<SwitchName>({
    down: true,
    gateway: true,
    tooManyRequests: true,
    dropBefore: true,
    deliverThenDrop: true,
    hang: true,
    slow: true,
    overallLimit: true,
    repeatUpdates: true,
  }).flatMap((name) => [name, `${name}-text`]),
  'failed-': all<FailureCode>({ invalid: true, gone: true, failed: true }),
  'content-pay-': all<PayReason>({ refused: true, unanswered: true, declined: true }),
  'person-': all<PersonView['contact']>({ never: true, open: true, blocked: true, deactivated: true }).filter(
    (contact) => contact === 'blocked',
  ),
}

const missing = (source: string): readonly string[] => {
  const entries = entriesOf(source)
  return Object.entries(families)
    .flatMap(([prefix, names]) => names.map((name) => prefix + name))
    .filter((key) => !entries.has(key))
}

const good = { ru: 'hi = Привет, { $name }\nfault-down = Нет связи', en: 'hi = Hi, { $name }\nfault-down = Down' }
const using = "texts.t('hi', { name }); shell.texts.t(`fault-${name}`)"

describe("the page's sentences", () => {
  test('agree with each other and with the client: none is missing, none is left over, none is HTML', () => {
    expect(faultsBetween(sources, usesIn(clientScripts()))).toEqual([])
  })

  test('tell of everything that the server may name', () => {
    expect([missing(sources.ru), missing(sources.en)]).toEqual([[], []])
    // The control.
    expect(missing(sources.en.replace(/^fault-hang = .*$/mu, ''))).toEqual(['fault-hang'])
  })

  test('are found in the client: its calls were understood', () => {
    const { calls } = usesIn(clientScripts())
    expect(calls.length).toBeGreaterThan(150)
    expect(calls).toContainEqual({
      key: 'composer-send',
      args: new Set(),
      where: 'frame/composer/composer.js',
    })
    expect(calls).toContainEqual({
      key: 'content-left',
      args: new Set(['name']),
      where: 'content/service.js',
    })
  })
})

describe("the comparison of the page's sentences", () => {
  test('is content with what agrees', () => {
    expect(faults(good, using)).toEqual([])
  })

  test.each([
    ['a key of one language only', { ...good, en: 'hi = Hi, { $name }' }, using, 'en.ftl: lacks "fault-down"'],
    [
      'an argument of one language only',
      { ...good, en: 'hi = Hi\nfault-down = Down' },
      using,
      'en.ftl: "hi" lacks the argument "name"',
    ],
    [
      'a key that is used and not there',
      good,
      `${using}; texts().t(ok ? 'hi' : 'bye', { name })`,
      'ru.ftl: lacks "bye", said in app.js',
    ],
    [
      'a key under another name of the function',
      good,
      `${using}; const say = texts.t; say('bye')`,
      'en.ftl: lacks "bye", said in app.js',
    ],
    [
      'an argument that is not given',
      good,
      'texts.t("hi", { neme }); texts.t(`fault-${name}`)',
      '"hi" wants "name", which app.js does not give',
    ],
    ['a key that nobody uses', good, "texts.t('hi', { name })", '"fault-down" is never said'],
    ['a family of keys that is not there', good, `${using}; t(\`role-\${role}\`)`, 'has no key like /^role-.+$/u'],
    ['mark-up', { ...good, en: 'hi = <b>Hi</b>, { $name }\nfault-down = Down' }, using, 'en.ftl: "hi" has mark-up'],
    ['an entity', { ...good, ru: 'hi = Привет,&nbsp;{ $name }\nfault-down = Нет' }, using, 'ru.ftl: "hi" has mark-up'],
    [
      'a Russian plural without its few',
      { ...good, ru: 'hi = { $name ->\n  [one] x\n *[many] y\n }\nfault-down = Нет' },
      using,
      'ru.ftl: "hi" lacks the plural\'s form "few"',
    ],
    [
      'an English plural without its one',
      { ...good, en: 'hi = { $name ->\n  [two] x\n *[other] y\n }\nfault-down = Down' },
      using,
      'en.ftl: "hi" lacks the plural\'s form "one"',
    ],
  ])('notices %s', (_, given, script, fault) => {
    expect(faults(given, script)).toContainEqual(expect.stringContaining(fault))
  })

  test('lets a plural end with a form for all others, choose an exact number, and choose by something else', () => {
    const ru =
      'hi = { $name ->\n  [0] ноль\n  [one] x\n  [few] y\n *[other] z\n }\nfault-down = { $name ->\n  [Anna] x\n *[nobody] y\n }'
    expect(faults({ ru, en: ru.replace('[few] y', '') }, "t('hi', { name }); t('fault-down', { name })")).toEqual([])
  })
})
