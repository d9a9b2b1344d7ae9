/**
 * How a parameter is sent: `file` is an upload, a file_id or an address, `id` a chat's number or @username, `json` an
 * object or array (or its JSON text).
 */
type ParameterKind = 'int' | 'float' | 'str' | 'bool' | 'id' | 'file' | 'json'

export type Parameter = { readonly name: string; readonly kind: ParameterKind; readonly required: boolean }

// Generated from the machine-readable Bot API 10.1: name, `!` required or `?` optional, kind.
const table = {
  getMe: '',
  getUpdates: 'offset?int limit?int timeout?int allowed_updates?json',
  setWebhook:
    'url!str certificate?file ip_address?str max_connections?int allowed_updates?json drop_pending_updates?bool ' +
    'secret_token?str',
  deleteWebhook: 'drop_pending_updates?bool',
  getWebhookInfo: '',
  logOut: '',
  close: '',
  sendMessage:
    'business_connection_id?str chat_id!id message_thread_id?int direct_messages_topic_id?int text!str ' +
    'parse_mode?str entities?json link_preview_options?json disable_notification?bool protect_content?bool ' +
    'allow_paid_broadcast?bool message_effect_id?str suggested_post_parameters?json reply_parameters?json ' +
    'reply_markup?json',
  sendPhoto:
    'business_connection_id?str chat_id!id message_thread_id?int direct_messages_topic_id?int photo!file caption?str ' +
    'parse_mode?str caption_entities?json show_caption_above_media?bool has_spoiler?bool disable_notification?bool ' +
    'protect_content?bool allow_paid_broadcast?bool message_effect_id?str suggested_post_parameters?json ' +
    'reply_parameters?json reply_markup?json',
  sendDocument:
    'business_connection_id?str chat_id!id message_thread_id?int direct_messages_topic_id?int document!file ' +
    'thumbnail?file caption?str parse_mode?str caption_entities?json disable_content_type_detection?bool ' +
    'disable_notification?bool protect_content?bool allow_paid_broadcast?bool message_effect_id?str ' +
    'suggested_post_parameters?json reply_parameters?json reply_markup?json',
  sendMediaGroup:
    'business_connection_id?str chat_id!id message_thread_id?int direct_messages_topic_id?int media!json ' +
    'disable_notification?bool protect_content?bool allow_paid_broadcast?bool message_effect_id?str ' +
    'reply_parameters?json',
  sendVenue:
    'business_connection_id?str chat_id!id message_thread_id?int direct_messages_topic_id?int latitude!float ' +
    'longitude!float title!str address!str foursquare_id?str foursquare_type?str google_place_id?str ' +
    'google_place_type?str disable_notification?bool protect_content?bool allow_paid_broadcast?bool ' +
    'message_effect_id?str suggested_post_parameters?json reply_parameters?json reply_markup?json',
  copyMessage:
    'chat_id!id message_thread_id?int direct_messages_topic_id?int from_chat_id!id message_id!int ' +
    'video_start_timestamp?int caption?str parse_mode?str caption_entities?json show_caption_above_media?bool ' +
    'disable_notification?bool protect_content?bool allow_paid_broadcast?bool message_effect_id?str ' +
    'suggested_post_parameters?json reply_parameters?json reply_markup?json',
  copyMessages:
    'chat_id!id message_thread_id?int direct_messages_topic_id?int from_chat_id!id message_ids!json ' +
    'disable_notification?bool protect_content?bool remove_caption?bool',
  forwardMessage:
    'chat_id!id message_thread_id?int direct_messages_topic_id?int from_chat_id!id video_start_timestamp?int ' +
    'disable_notification?bool protect_content?bool message_effect_id?str suggested_post_parameters?json ' +
    'message_id!int',
  editMessageText:
    'business_connection_id?str chat_id?id message_id?int inline_message_id?str text?str parse_mode?str ' +
    'entities?json link_preview_options?json rich_message?json reply_markup?json',
  editMessageCaption:
    'business_connection_id?str chat_id?id message_id?int inline_message_id?str caption?str parse_mode?str ' +
    'caption_entities?json show_caption_above_media?bool reply_markup?json',
  editMessageMedia:
    'business_connection_id?str chat_id?id message_id?int inline_message_id?str media!json reply_markup?json',
  editMessageReplyMarkup:
    'business_connection_id?str chat_id?id message_id?int inline_message_id?str reply_markup?json',
  deleteMessage: 'chat_id!id message_id!int',
  deleteMessages: 'chat_id!id message_ids!json',
  pinChatMessage: 'business_connection_id?str chat_id!id message_id!int disable_notification?bool',
  sendChatAction: 'business_connection_id?str chat_id!id message_thread_id?int action!str',
  answerCallbackQuery: 'callback_query_id!str text?str show_alert?bool url?str cache_time?int',
  getChat: 'chat_id!id',
  getChatMember: 'chat_id!id user_id!int',
  getChatMemberCount: 'chat_id!id',
  getChatAdministrators: 'chat_id!id return_bots?bool',
  leaveChat: 'chat_id!id',
  setMyCommands: 'commands!json scope?json language_code?str',
  getMyCommands: 'scope?json language_code?str',
  deleteMyCommands: 'scope?json language_code?str',
  setMyName: 'name?str language_code?str',
  getMyName: 'language_code?str',
  setMyDescription: 'description?str language_code?str',
  getMyDescription: 'language_code?str',
  setMyShortDescription: 'short_description?str language_code?str',
  getMyShortDescription: 'language_code?str',
  setChatMenuButton: 'chat_id?int menu_button?json',
  getChatMenuButton: 'chat_id?int',
  getFile: 'file_id!str',
  sendInvoice:
    'chat_id!id message_thread_id?int direct_messages_topic_id?int title!str description!str payload!str ' +
    'provider_token?str currency!str prices!json max_tip_amount?int suggested_tip_amounts?json start_parameter?str ' +
    'provider_data?str photo_url?str photo_size?int photo_width?int photo_height?int need_name?bool ' +
    'need_phone_number?bool need_email?bool need_shipping_address?bool send_phone_number_to_provider?bool ' +
    'send_email_to_provider?bool is_flexible?bool disable_notification?bool protect_content?bool ' +
    'allow_paid_broadcast?bool message_effect_id?str suggested_post_parameters?json reply_parameters?json ' +
    'reply_markup?json',
  answerPreCheckoutQuery: 'pre_checkout_query_id!str ok!bool error_message?str',
  refundStarPayment: 'user_id!int telegram_payment_charge_id!str',
  getStarTransactions: 'offset?int limit?int',
  getMyStarBalance: '',
} as const

/** A method the sandbox speaks. */
export type MethodName = keyof typeof table

const parse = (entry: string): Parameter => {
  const [, name = '', mark, kind = 'str'] = /^(\w+)([!?])(\w+)$/.exec(entry) ?? []
  return { name, required: mark === '!', kind: kind as ParameterKind }
}

const parameters: ReadonlyMap<string, readonly Parameter[]> = new Map(
  Object.entries(table).map(([method, row]) => [method, row.split(' ').filter(Boolean).map(parse)]),
)

// Telegram reads method names without regard to case.
const canonical: ReadonlyMap<string, MethodName> = new Map(
  (Object.keys(table) as MethodName[]).map((name) => [name.toLowerCase(), name]),
)

/** The method's proper spelling, or undefined for one the sandbox does not speak. */
export const findMethod = (name: string): MethodName | undefined => canonical.get(name.toLowerCase())

/** The parameters a method takes, as the Bot API documents them. */
export const parametersOf = (method: MethodName): readonly Parameter[] => parameters.get(method) ?? []
