import type { Reporter, TestModule } from 'vitest/node'

/** Ends the run with "N passed, N failed, N skipped" alone on a line, for whoever reads only that. */
export const plainReporter: Reporter = {
  onTestRunEnd: (modules: readonly TestModule[]): void => {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state))
    const count = (state: string): number => states.filter((one) => one === state).length
    process.stdout.write(`\n${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped\n`)
  },
}
