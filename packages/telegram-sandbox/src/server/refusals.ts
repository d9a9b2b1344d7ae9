/** What Telegram adds to some refusals so that a program can act on them. */
export type RefusalParameters = { readonly retry_after?: number; readonly migrate_to_chat_id?: number }

/** A call that Telegram refuses; `message` is the description in Telegram's own words, `status` is its error code. */
export class ApiRefusal extends Error {
  constructor(
    readonly status: number,
    description: string,
    readonly parameters?: RefusalParameters,
  ) {
    super(description)
    this.name = 'ApiRefusal'
  }
}

/** 400 with Telegram's words behind "Bad Request: ". */
export const badRequest = (words: string, parameters?: RefusalParameters): ApiRefusal =>
  new ApiRefusal(400, `Bad Request: ${words}`, parameters)

/** 403 with Telegram's words behind "Forbidden: ". */
export const forbidden = (words: string): ApiRefusal => new ApiRefusal(403, `Forbidden: ${words}`)

/** 409: two receivers of updates are in each other's way. */
export const conflict = (words: string): ApiRefusal => new ApiRefusal(409, `Conflict: ${words}`)

/** 429 with the whole seconds to wait. */
export const tooManyRequests = (retryAfter: number): ApiRefusal =>
  new ApiRefusal(429, `Too Many Requests: retry after ${retryAfter}`, { retry_after: retryAfter })
