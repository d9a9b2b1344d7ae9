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

/** @param {Message} message */
const paidTitle = (message) => message.reply_to_message?.invoice?.title ?? ''

/**
 * Each kind of service message in the page's words; undefined for what is none of these.
 * @param {SandboxMessage} kept
 * @param {View} view
 * @returns {string | undefined}
 */
export const serviceText = (kept, view) => {
  const { message } = kept
  const say = view.texts.t
  const name = senderName(kept, view)
  const isViewer = kept.from !== undefined && kept.from.id === view.viewer?.id
  if (message.new_chat_members !== undefined) return joinedText(kept, name, view)
  if (message.left_chat_member !== undefined)
    return message.left_chat_member.id === kept.from?.id
      ? say('content-left', { name })
      : say('content-removed', { name, other: fullName(message.left_chat_member) })
  if (message.pinned_message !== undefined) return pinnedText(message.pinned_message, name, view)
  if (message.migrate_to_chat_id !== undefined) return say('content-upgraded')
  if (message.migrate_from_chat_id !== undefined) return say('content-upgraded-from')
  if (message.forum_topic_created !== undefined)
    return say('content-topic-created', { topic: message.forum_topic_created.name })
  if (message.forum_topic_edited !== undefined)
    return say('content-topic-edited', { topic: message.forum_topic_edited.name ?? '' })
  if (message.forum_topic_closed !== undefined) return say('content-topic-closed')
  if (message.forum_topic_reopened !== undefined) return say('content-topic-reopened')
  if (message.new_chat_title !== undefined) return say('content-renamed', { title: message.new_chat_title })
  if (message.group_chat_created === true || message.supergroup_chat_created === true)
    return say('content-group-created', { name })
  if (message.channel_chat_created === true) return say('content-channel-created')
  if (message.successful_payment !== undefined)
    return paymentText(
      isViewer ? 'content-you-paid' : 'content-paid',
      message.successful_payment,
      { name, title: paidTitle(message) },
      view,
    )
  if (message.refunded_payment !== undefined)
    return paymentText('content-refunded', message.refunded_payment, { bot: view.state.bot.name }, view)
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
