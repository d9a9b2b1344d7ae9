import { html, nothing } from 'lit-html'
import { ref } from 'lit-html/directives/ref.js'
import { glyph } from '../glyphs.js'
import { closeDialog, showModal } from '../modal.js'
import { formatPrice } from './money.js'

/**
 * @typedef {import('../../state/view.js').View} View
 * @typedef {import('../../state/view.js').SandboxMessage} SandboxMessage
 * @typedef {import('../../../wire.js').Checkout} Checkout
 * @typedef {import('grammy/types').Invoice} Invoice
 * @typedef {'works' | 'declined'} Card
 *
 * How far a payment is. `reason` is 'failed' when the page itself could not ask.
 * @typedef {{ readonly step: 'order' | 'asking' | 'paid', readonly card: Card }
 * | { readonly step: 'refused', readonly card: Card, readonly reason: 'refused' | 'unanswered' | 'declined' | 'failed',
 * readonly words: string }} Progress
 */

/**
 * What an invoice says in its bubble; its buttons stand below it.
 * @param {Invoice} invoice
 * @param {View} view
 */
export const invoiceView = (invoice, view) =>
  html`<div class="invoice"
    ><div class="invoice-title" dir="auto">${invoice.title}</div
    ><div class="invoice-description" dir="auto">${invoice.description}</div
    ><div class="invoice-price"
      ><b>${priceOf(invoice, view)}</b> <span>${view.texts.t('content-invoice')}</span></div
    ></div
  >`

/**
 * @param {Invoice} invoice
 * @param {View} view
 */
const priceOf = ({ total_amount: total, currency }, view) => formatPrice(total, currency, view.language)

/** Payments whose sheet is open, or that are not answered yet, by payer and message. @type {Map<string, Progress>} */
const open = new Map()

/** Which of them are on the screen. @type {Set<string>} */
const shown = new Set()

/** @type {Progress} */
const beginning = { step: 'order', card: 'works' }

/**
 * @param {string} key
 * @param {Progress} progress
 */
const go = (key, progress) => {
  // Of a sheet that was closed meanwhile nothing is kept: its chat tells.
  if (shown.has(key)) open.set(key, progress)
  else open.delete(key)
  document.dispatchEvent(new Event('page:change'))
}

/**
 * The dialog in which the viewer pays the invoice in `message`. Render it for as long as it is open; it opens itself as
 * a modal and keeps how far it is.
 * @param {SandboxMessage} message
 * @param {View} view
 * @param {() => void} close Called when the dialog was closed, by whatever way.
 * @returns {import('lit-html').TemplateResult}
 */
export const paymentSheet = (message, view, close) => {
  const { invoice } = message.message
  const key = `${view.viewer?.id ?? ''}:${message.chatId}:${message.message_id}`
  const progress = open.get(key) ?? beginning
  open.set(key, progress)
  shown.add(key)
  const closed = () => {
    shown.delete(key)
    // Whoever opens it again while the bot is asked must not pay a second time.
    if (open.get(key)?.step !== 'asking') open.delete(key)
    close()
  }
  return html`<dialog class="sheet" aria-label=${view.texts.t('content-checkout')} ${ref(showModal)} @close=${closed}
    ><header class="sheet-head"
      ><h2>${view.texts.t('content-checkout')}</h2
      ><button type="button" class="sheet-close" aria-label=${view.texts.t('content-close')} @click=${closeDialog}
        >${glyph('close')}</button
      ></header
    >${invoice === undefined ? nothing : stepView({ message, invoice, progress, key }, view)}</dialog
  >`
}

/**
 * @param {{ readonly message: SandboxMessage, readonly invoice: Invoice, readonly progress: Progress,
 *   readonly key: string }} payment
 * @param {View} view
 */
const stepView = ({ message, invoice, progress, key }, view) => {
  if (progress.step === 'paid') return paidView(invoice, view)
  if (progress.step === 'refused') return refusedView(progress, invoice, key, view)
  const isAsking = progress.step === 'asking'
  const pay = () => void payNow(message, progress, key, view)
  return html`<div class="sheet-body"
    >${orderView(invoice, view)}${cardsView(invoice, progress, key, view)}<p class="sheet-note"
      >${view.texts.t(invoice.currency === 'XTR' ? 'content-pay-note-stars' : 'content-pay-note')}</p
    ><button type="button" class="sheet-pay" autofocus aria-disabled=${isAsking} aria-busy=${isAsking} @click=${pay}
      >${
        isAsking
          ? html`<span class="spinner"></span><span role="status">${view.texts.t('content-pay-asking')}</span>`
          : view.texts.t('content-pay', { price: priceOf(invoice, view) })
      }</button
    ></div
  >`
}

/**
 * @param {Invoice} invoice
 * @param {View} view
 */
const orderView = (invoice, view) =>
  html`<section class="sheet-order"
    ><h3 dir="auto">${invoice.title}</h3><p dir="auto">${invoice.description}</p
    ><p class="sheet-from">${view.state.bot.name} · @${view.state.bot.username}</p
    ><p class="sheet-total"><span>${view.texts.t('content-total')}</span><b>${priceOf(invoice, view)}</b></p></section
  >`

/**
 * @param {Invoice} invoice
 * @param {Progress} progress
 * @param {string} key
 * @param {View} view
 */
const cardsView = ({ currency }, progress, key, view) => {
  const kind = currency === 'XTR' ? 'stars' : 'card'
  const cards = /** @type {const} */ ([
    ['works', '•••• 4242'],
    ['declined', '•••• 0002'],
  ])
  return html`<fieldset class="sheet-cards" ?disabled=${progress.step === 'asking'}
    ><legend>${view.texts.t(`content-pay-with-${kind}`)}</legend>${cards.map(
      ([card, digits]) =>
        html`<label class="sheet-card"
          ><input
            type="radio"
            name="card"
            .checked=${progress.card === card}
            @change=${() => go(key, { step: 'order', card })}
          /><span class="sheet-card-face ${card}">${kind === 'stars' ? '⭐' : glyph('card')}</span
          ><span class="sheet-card-words"
            ><b>${view.texts.t(`content-${kind}-${card}`)}</b
            >${kind === 'stars' ? nothing : html`<span>${digits}</span>`}</span
          ></label
        >`,
    )}</fieldset
  >`
}

/**
 * Asks once, however often the button is pressed.
 * @param {SandboxMessage} message
 * @param {Progress} progress
 * @param {string} key
 * @param {View} view
 */
const payNow = async (message, { card }, key, view) => {
  if (view.viewer === undefined || open.get(key)?.step !== 'order') return
  go(key, { step: 'asking', card })
  const outcome = await view.act({
    kind: 'pays',
    personId: view.viewer.id,
    chatId: message.chatId,
    messageId: message.message_id,
    card,
  })
  /** @type {Checkout | { readonly ok: false, readonly reason: 'failed', readonly words?: string }} */
  const checkout = (outcome.ok ? outcome.paid : undefined) ?? { ok: false, reason: 'failed' }
  go(
    key,
    checkout.ok
      ? { step: 'paid', card }
      : { step: 'refused', card, reason: checkout.reason, words: checkout.words ?? '' },
  )
}

/**
 * @param {Invoice} invoice
 * @param {View} view
 */
const paidView = (invoice, view) =>
  html`<div class="sheet-body sheet-end"
    ><span class="sheet-mark good">${glyph('check')}</span
    ><p class="sheet-result" role="status">${view.texts.t('content-pay-done', { price: priceOf(invoice, view) })}</p
    ><p class="sheet-note">${view.texts.t('content-pay-done-note')}</p
    ><button type="button" class="sheet-pay" @click=${closeDialog}>${view.texts.t('content-done')}</button></div
  >`

/**
 * @param {Extract<Progress, { step: 'refused' }>} progress
 * @param {Invoice} invoice
 * @param {string} key
 * @param {View} view
 */
const refusedView = ({ card, reason, words }, { currency }, key, view) =>
  html`<div class="sheet-body sheet-end"
    ><span class="sheet-mark bad">${glyph('close')}</span
    ><p class="sheet-result" role="alert"
      >${view.texts.t(`content-pay-${reason}${reason === 'declined' && currency === 'XTR' ? '-stars' : ''}`)}</p
    >${
      words === '' ? nothing : html`<blockquote class="sheet-words" dir="auto">${words}</blockquote>`
    }${reason === 'failed' ? nothing : html`<p class="sheet-note">${view.texts.t('content-pay-nothing')}</p>`}<button
      type="button"
      class="sheet-pay"
      @click=${() => go(key, { step: 'order', card })}
      >${view.texts.t('content-pay-again')}</button
    ></div
  >`
