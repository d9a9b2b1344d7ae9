import { html } from 'lit-html'
import { formatPrice } from './money/money.js'
import { fullName, senderName } from './people.js'
import { shorten } from './text/words.js'

/**
 * @typedef {import('../state/view.js').View} View
 * @typedef {import('../state/view.js').SandboxMessage} SandboxMessage
 * @typedef {import('grammy/types').Message} Message
 */

const serviceFields = /** @type {const} */ ([
  'new_chat_members',
  'left_chat_member',
  'pinned_message',
  'migrate_to_chat_id',
  'migrate_from_chat_id',
  'forum_topic_created',
  'forum_topic_edited',
  'forum_topic_closed',
  'forum_topic_reopened',
  'new_chat_title',
  'group_chat_created',
  'supergroup_chat_created',
  'channel_chat_created',
  'successful_payment',
  'refunded_payment',
])

/**
 * Whether a message tells of something that happened in the chat, rather than being said by somebody.
 * @param {SandboxMessage} kept
 */
export const isService = ({ message }) => serviceFields.some((name) => message[name] !== undefined)

/**
 * A message and who looks at it, as the sayings take them.
 * @typedef {{ readonly kept: SandboxMessage, readonly message: Message, readonly name: string, readonly view: View,
 *   readonly say: View['texts']['t'] }} Told
 */

/**
 * What each kind of service message says; undefined from what is not asked.
 * @type {readonly ((told: Told) => string | undefined)[]}
 */
const sayings = [
  ({ kept, name, view }) => kept.message.new_chat_members && joinedText(kept, name, view),
  ({ message: { left_chat_member: left }, kept, name, say }) =>
    left &&
    (left.id === kept.from?.id
      ? say('content-left', { name })
      : say('content-removed', { name, other: fullName(left) })),
  ({ message: { pinned_message: pinned }, name, view }) => pinned && pinnedText(pinned, name, view),
  ({ message: { migrate_to_chat_id: id }, say }) => (id === undefined ? id : say('content-upgraded')),
  ({ message: { migrate_from_chat_id: id }, say }) => (id === undefined ? id : say('content-upgraded-from')),
  ({ message: { forum_topic_created: made }, say }) => made && say('content-topic-created', { topic: made.name }),
  ({ message: { forum_topic_edited: edited }, say }) =>
    edited && say('content-topic-edited', { topic: edited.name ?? '' }),
  ({ message: { forum_topic_closed: closed }, say }) => closed && say('content-topic-closed'),
  ({ message: { forum_topic_reopened: reopened }, say }) => reopened && say('content-topic-reopened'),
  ({ message: { new_chat_title: title }, say }) => title && say('content-renamed', { title }),
  ({ message: { group_chat_created, supergroup_chat_created }, name, say }) =>
    (group_chat_created ?? supergroup_chat_created) && say('content-group-created', { name }),
  ({ message: { channel_chat_created: created }, say }) => created && say('content-channel-created'),
  ({ message, kept, name, view }) => message.successful_payment && paidText(kept, name, view),
  ({ message: { refunded_payment: refunded }, view }) =>
    refunded && paymentText('content-refunded', refunded, { bot: view.state.bot.name }, view),
]

/**
 * A service message in the page's words; undefined for what is none.
 * @param {SandboxMessage} kept
 * @param {View} view
 * @returns {string | undefined}
 */
export const serviceText = (kept, view) => {
  if (!isService(kept)) return undefined
  const told = { kept, message: kept.message, name: senderName(kept, view), view, say: view.texts.t }
  for (const saying of sayings) {
    const words = saying(told)
    if (words !== undefined) return words
  }
  return undefined
}

/**
 * @param {SandboxMessage} kept
 * @param {string} name
 * @param {View} view
 */
const joinedText = ({ message, from }, name, view) => {
  const members = message.new_chat_members ?? []
  const isAlone = members.length === 1 && members[0]?.id === from?.id
  return isAlone
    ? view.texts.t('content-joined', { name })
    : view.texts.t('content-added', { name, others: members.map(fullName).join(', ') })
}

/**
 * @param {Message | import('grammy/types').InaccessibleMessage} pinned
 * @param {string} name
 * @param {View} view
 */
const pinnedText = (pinned, name, view) => {
  const whole = ('text' in pinned ? pinned.text : 'caption' in pinned ? pinned.caption : undefined) ?? ''
  const text = shorten(whole, 40)
  return view.texts.t(text === '' ? 'content-pinned-message' : 'content-pinned', { name, text })
}

/**
 * @param {SandboxMessage} kept
 * @param {string} name
 * @param {View} view
 */
const paidText = ({ message, from }, name, view) => {
  const { successful_payment: payment, reply_to_message: answered } = message
  const isViewer = from !== undefined && from.id === view.viewer?.id
  const key = isViewer ? 'content-you-paid' : 'content-paid'
  return payment && paymentText(key, payment, { name, title: answered?.invoice?.title ?? '' }, view)
}

/**
 * @param {string} key
 * @param {{ readonly currency: string, readonly total_amount: number }} payment
 * @param {Readonly<Record<string, string>>} args
 * @param {View} view
 */
const paymentText = (key, { currency, total_amount: total }, args, view) => {
  const wanted = args['title'] === undefined || args['title'] === '' ? key : `${key}-for`
  return view.texts.t(wanted, { ...args, price: formatPrice(total, currency, view.language) })
}

/**
 * A service message as Telegram shows it: a small centred line.
 * @param {SandboxMessage} message
 * @param {string} text
 */
export const serviceView = (message, text) =>
  html`<article class="service" data-message=${message.message_id}
    ><span class="service-text" dir="auto">${text}</span></article
  >`
