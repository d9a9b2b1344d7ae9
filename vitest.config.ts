import { configDefaults, defineConfig } from 'vitest/config'
import { plainReporter } from './test/support/plainReporter.js'

type Suite = {
  readonly include: readonly string[]
  readonly exclude?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly globalSetup?: readonly string[]
}

// Browsers, and whole programs that are started, killed and waited for: minutes in real time. A few of them are in
// every run, all of them in the long one.
const inRealTime = [
  'test/slow/process/!(config|stop).test.ts',
  'test/slow/process/{network,terminal}/*.test.ts',
  'test/slow/process/copies/*.test.ts',
  'test/slow/process/kills/!(killSqlite).test.ts',
  'packages/*/test/browser/!(labels|answers).test.ts',
  'demo/test/{clock,process,story}.test.ts',
]

// What takes samples in every run takes many more in the long one.
const ofManyKinds = ['test/texts/times/whenRoundTrip.test.ts', 'test/print/ticketPicture.test.ts']

const whole: Suite = {
  include: ['test/**/*.test.ts', 'packages/*/test/**/*.test.ts', 'demo/test/**/*.test.ts'],
  exclude: inRealTime,
  // One Chromium for all that is tested in a browser.
  globalSetup: ['packages/telegram-sandbox/test/support/browserServer.ts'],
}

/** What `vitest run --mode …` runs; without a mode, the whole. */
const suites: Readonly<Record<string, Suite>> = {
  // What an editor waits for: no bot that is talked to, no browser, no process of its own, no tickets drawn and read.
  quick: {
    include: [
      'test/{app,architecture,commands,docs,domain,print,runtime,services,store,texts}/**/*.test.ts',
      'test/bot/{telegram,ui,updates}/**/*.test.ts',
      'packages/*/test/**/*.test.ts',
    ],
    exclude: ['packages/*/test/{browser,page}/**', 'test/print/ticketPicture.test.ts'],
  },
  // Deaths, crowds and chance, each as often as it takes to be sure; texts and pictures in all their odd kinds.
  long: {
    include: ['test/slow/{process,property,race}/**/*.test.ts', ...inRealTime, ...ofManyKinds],
    globalSetup: whole.globalSetup ?? [],
    env: { TEST_LENGTH: 'long' },
  },
}

export default defineConfig(({ mode }) => {
  const { include, exclude = [], env, globalSetup = [] } = suites[mode] ?? whole
  return {
    test: {
      include: [...include],
      exclude: [...configDefaults.exclude, ...exclude],
      globalSetup: ['test/support/database/sweep.ts', ...globalSetup],
      // As where tickets are drawn: no fonts but the project's.
      env: { DISABLE_SYSTEM_FONTS_LOAD: '1', ...env },
      testTimeout: 60_000,
      hookTimeout: 60_000,
      // Each worker imports the program once, not once a file: none may leave anything behind in the modules.
      isolate: false,
      // One a processor: a third takes from the other two what it gives.
      maxWorkers: 2,
      reporters: ['default', plainReporter],
      // What did not change need not be translated anew: one file alone starts in half the time.
      experimental: { fsModuleCache: true },
    },
  }
})
