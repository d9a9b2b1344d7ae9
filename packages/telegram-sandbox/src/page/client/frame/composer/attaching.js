import { html, nothing } from 'lit-html'
import { maxUploadBytes, postUpload } from '../../state/server/api.js'
import { icon } from '../icons.js'
import { textIn } from '../../state/browser/forms.js'
import { menuItem, toggleMenu } from '../panes/paneMenu.js'
import { viewerOf } from '../../state/places.js'
import { paneOf } from '../../state/ui.js'

/**
 * @typedef {import('../../state/eyes.js').Shell} Shell
 * @typedef {import('../../state/places.js').Place} Place
 * @typedef {Extract<import('../../state/ui.js').Dialog, { kind: 'attach' }>} AttachDialog
 */

/**
 * The files that were pasted or dropped.
 * @param {DataTransfer | null} transfer
 * @returns {readonly File[]}
 */
export const filesIn = (transfer) => [...(transfer?.files ?? [])]

// What Telegram takes as a photo; other pictures go as files.
const pictureTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp']

/**
 * Shows a file with room for a caption before it is sent.
 * @param {Shell} shell
 * @param {Place} place
 * @param {File} file
 * @param {boolean} [asFile] Send even a picture as a file.
 */
export const offerFile = ({ store, deeds, texts }, { id, person }, file, asFile = false) => {
  if (person !== undefined && person.contact !== 'open') return
  if (file.size === 0 || file.size > maxUploadBytes) {
    deeds.notify(texts.t('failed-file'), { chatId: id })
    return
  }
  const picture = !asFile && pictureTypes.includes(file.type)
  store.change((now) => ({
    ...now,
    dialog: { kind: 'attach', chatId: id, file, picture, url: picture ? URL.createObjectURL(file) : '', busy: false },
  }))
}

/**
 * The paper clip and its menu.
 * @param {Shell} shell
 * @param {Place} place
 * @param {{ readonly personId: number, readonly chatId: number, readonly threadId?: number }} where
 */
export const attachView = (shell, place, where) => {
  const { ui, texts, deeds } = shell
  const name = `attach ${place.id}`
  const sends = (/** @type {import('../../../wire.js').ThingKind} */ kind) => () => void deeds.act({ ...where, kind })
  return html`<div class="attach">
    <button
      type="button"
      class="tool"
      aria-expanded=${ui.menu === name}
      aria-label=${texts.t('composer-attach')}
      title=${texts.t('composer-attach')}
      @click=${(/** @type {Event} */ event) => toggleMenu(shell, name, event)}
      >${icon('attach')}</button
    >
    <input
      type="file"
      class="attach-photo"
      accept=${pictureTypes.join(',')}
      tabindex="-1"
      hidden
      aria-label=${texts.t('attach-photo')}
      @change=${(/** @type {Event} */ event) => picked(shell, place, event)}
    />
    <input
      type="file"
      class="attach-file"
      tabindex="-1"
      hidden
      aria-label=${texts.t('attach-file')}
      @change=${(/** @type {Event} */ event) => picked(shell, place, event, true)}
    />
    ${
      ui.menu === name
        ? html`<ul class="menu attach-menu">
            ${menuItem('photo', texts.t('attach-photo'), () => pick(place, 'photo'))}
            ${menuItem('file', texts.t('attach-file'), () => pick(place, 'file'))}
            ${menuItem('photo', texts.t('attach-album'), sends('sendsAlbum'))}
            ${menuItem('video', texts.t('attach-video'), sends('sendsVideo'))}
            ${menuItem('video', texts.t('attach-animation'), sends('sendsAnimation'))}
            ${menuItem('video', texts.t('attach-video-note'), sends('sendsVideoNote'))}
            ${menuItem('audio', texts.t('attach-audio'), sends('sendsAudio'))}
            ${menuItem('location', texts.t('attach-location'), sends('sendsLocation'))}
            ${menuItem('location', texts.t('attach-venue'), sends('sendsVenue'))}
            ${menuItem('contact', texts.t('attach-contact'), sends('sendsContact'))}
            ${menuItem('voice', texts.t('attach-voice'), sends('sendsVoice'))}
            ${menuItem('poll', texts.t('attach-poll'), sends('sendsPoll'))}
            ${menuItem('sticker', texts.t('attach-sticker'), sends('sendsSticker'))}
          </ul>`
        : nothing
    }
  </div>`
}

/** @param {Place} place @param {'photo' | 'file'} what */
const pick = ({ id }, what) => {
  const input = document.querySelector(`[data-pane="${id}"] .attach-${what}`)
  if (input instanceof HTMLInputElement) input.click()
}

/** @param {Shell} shell @param {Place} place @param {Event} event @param {boolean} [asFile] */
const picked = (shell, place, event, asFile = false) => {
  const input = event.currentTarget
  if (!(input instanceof HTMLInputElement)) return
  const file = input.files?.[0]
  if (file !== undefined) offerFile(shell, place, file, asFile)
  // The same file may be chosen again.
  input.value = ''
}

/**
 * Sends what the dialog shows; it stays open, with the caption, when that failed.
 * @param {Shell} shell
 * @param {AttachDialog} dialog
 * @param {FormData} form
 * @param {() => void} close
 */
const send = async ({ store, deeds, page, places }, dialog, form, close) => {
  const place = places.find(({ id }) => id === dialog.chatId)
  const pane = paneOf(store.ui(), dialog.chatId)
  const person = place && viewerOf(page, place, pane.writer)
  if (person === undefined) return
  store.change((now) => ({ ...now, dialog: { ...dialog, busy: true } }))
  const kind = dialog.picture && form.get('asFile') === null ? 'photo' : 'document'
  const upload = {
    personId: person.id,
    chatId: dialog.chatId,
    kind: /** @type {'photo' | 'document'} */ (kind),
    name: dialog.file.name,
    caption: textIn(form, 'caption'),
  }
  const more = {
    ...(pane.topic === undefined ? {} : { threadId: pane.topic }),
    ...(pane.reply === undefined ? {} : { replyTo: pane.reply.message_id }),
  }
  const outcome = await postUpload({ ...upload, ...more }, dialog.file)
  deeds.tellFailure(outcome, dialog.chatId)
  if (!outcome.ok) {
    store.change((now) => ({ ...now, dialog }))
    return
  }
  store.changePane(dialog.chatId, { reply: undefined, stuck: true })
  close()
}

/**
 * The inside of the dialog in which a file waits for its caption.
 * @param {Shell} shell
 * @param {AttachDialog} dialog
 * @param {() => void} close
 */
export const attachForm = (shell, dialog, close) => {
  const { texts } = shell
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault()
    if (event.currentTarget instanceof HTMLFormElement && !dialog.busy)
      void send(shell, dialog, new FormData(event.currentTarget), close)
  }
  return html`<form class="dialog-form" @submit=${submit}>
    ${dialog.picture ? html`<img class="attach-preview" src=${dialog.url} alt=${dialog.file.name} />` : html`<p class="attach-name">${icon('file')}<span dir="auto">${dialog.file.name}</span></p>`}
    <label class="field"
      ><span>${texts.t('dialog-attach-caption')}</span
      ><input name="caption" autocomplete="off" maxlength="1024" autofocus
    /></label>
    ${dialog.picture ? html`<label class="check"><input type="checkbox" name="asFile" /><span>${texts.t('dialog-attach-as-file')}</span></label>` : nothing}
    <div class="dialog-buttons"
      ><button type="button" class="button ghost" @click=${close}>${texts.t('dialog-cancel')}</button
      ><button class="button primary" ?disabled=${dialog.busy}>${texts.t('dialog-send')}</button></div
    >
  </form>`
}
