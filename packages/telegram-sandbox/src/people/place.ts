/** Where a person says something: in the private chat with the bot when `in` is missing. */
export type Place = { readonly in?: { readonly id: number }; readonly threadId?: number; readonly replyTo?: number }
