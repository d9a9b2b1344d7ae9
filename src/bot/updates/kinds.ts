/** The kinds of updates the bot handles; Telegram sends no others. */
export const receivedKinds = [
  'message',
  'edited_message',
  'callback_query',
  'channel_post',
  'my_chat_member',
  'pre_checkout_query',
] as const
