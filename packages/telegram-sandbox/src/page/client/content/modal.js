/**
 * Opens a dialog as a modal as soon as it is on the page; for lit's `ref`.
 * @param {Element | undefined} element
 */
export const showModal = (element) => {
  // lit calls before the element is in the document, where a modal cannot be shown yet.
  queueMicrotask(() => {
    if (element instanceof HTMLDialogElement && element.isConnected && !element.open) element.showModal()
  })
}

/** Closes the dialog that a button stands in. @param {Event} event */
export const closeDialog = ({ currentTarget }) => {
  if (currentTarget instanceof Element) currentTarget.closest('dialog')?.close()
}
