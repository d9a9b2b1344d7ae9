/** Why a copy cannot be made or used. Each has a sentence `copy-fault-<code>` in both languages; a test checks it. */
export const copyFaultCodes = [
  'noDatabase',
  'noProgram',
  'programFailed',
  'damaged',
  'notABackup',
  'otherKind',
  'noTables',
  'tooNew',
  'living',
  'notEmpty',
  'different',
] as const

/** Something is wrong with a copy, or with where it should go. Nothing was changed. */
export class CopyFault extends Error {
  /** `facts` are what its sentence tells. */
  constructor(
    readonly code: (typeof copyFaultCodes)[number],
    readonly facts: Readonly<Record<string, string>> = {},
  ) {
    super(`${code} ${JSON.stringify(facts)}`)
    this.name = 'CopyFault'
  }
}
