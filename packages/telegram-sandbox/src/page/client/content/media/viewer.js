import { html, nothing } from 'lit-html'
import { ref } from 'lit-html/directives/ref.js'
import { textView } from '../text/entities.js'
import { glyph } from '../glyphs.js'
import { codeChip, largestPhoto } from './media.js'
import { closeDialog, showModal } from '../modal.js'

/**
 * @typedef {import('../../state/view.js').View} View
 * @typedef {import('../../state/view.js').SandboxMessage} SandboxMessage
 */

/** @param {Event} event */
const closeIfBeside = ({ target, currentTarget }) => {
  // A click on a link, a button or the picture is no click beside it.
  if (
    currentTarget instanceof HTMLDialogElement &&
    target instanceof Element &&
    target.closest('img, a, button, figcaption') === null
  )
    currentTarget.close()
}

/**
 * The dialog that shows the picture of `message` large. It opens itself as a modal; Escape, the cross and a click
 * beside the picture close it.
 * @param {SandboxMessage} message
 * @param {View} view
 * @param {() => void} close Called when the dialog was closed, by whatever way.
 * @returns {import('lit-html').TemplateResult}
 */
export const photoViewer = (message, view, close) => {
  const photo = largestPhoto(message)
  const { texts } = view
  return html`<dialog
    class="viewer"
    aria-label=${texts.t('content-kind-photo')}
    ${ref(showModal)}
    @close=${close}
    @click=${closeIfBeside}
  >
    <div class="viewer-tools"
      >${
        photo === undefined || message.protectContent
          ? nothing
          : html`<a
              class="viewer-tool"
              href="/files/${photo.file_id}?download"
              download
              aria-label=${texts.t('content-save')}
              title=${texts.t('content-save')}
              >${glyph('download')}</a
            >`
      }<button
        type="button"
        class="viewer-tool"
        aria-label=${texts.t('content-close')}
        title=${texts.t('content-close')}
        @click=${closeDialog}
        >${glyph('close')}</button
      ></div
    >
    <figure class=${message.protectContent ? 'viewer-figure protected' : 'viewer-figure'}
      >${photo === undefined ? nothing : html`<img src="/files/${photo.file_id}" width=${photo.width} height=${photo.height} alt=${message.text} />`}${codeChip(
        message,
        {
          ...view,
          open: (payload, personId) => {
            close()
            view.open(payload, personId)
          },
        },
      )}${message.text === '' ? nothing : html`<figcaption class="text" dir="auto">${textView(message.text, message.entities, view)}</figcaption>`}</figure
    >
  </dialog>`
}
