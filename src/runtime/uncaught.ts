import { createScrubber, describeError } from './log.js'

/** Ends the program when nobody caught an error, having told it in one line without these secrets. */
export const exitOnUncaught = (secrets: () => readonly string[]): void => {
  // Node would print it as it is, and a failed request has the token in its address.
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${createScrubber(secrets())(JSON.stringify(describeError(error)))}\n`)
    process.exit(1)
  })
}
