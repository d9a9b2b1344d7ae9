/**
 * The database cannot be asked, or cannot write, for now: it is away, full, or read-only. It is nobody's fault here,
 * and what was asked may be asked again when it is back. Whether it was done nobody knows.
 */
export class DatabaseUnavailable extends Error {
  /** `cause` is what the driver said. */
  constructor(cause: unknown) {
    super(`the database cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.name = 'DatabaseUnavailable'
  }
}
