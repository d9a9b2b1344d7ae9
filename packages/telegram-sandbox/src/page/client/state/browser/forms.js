/**
 * What was written in a field of a form, without blanks around it.
 * @param {FormData} form
 * @param {string} name
 * @returns {string} '' when there is none, or a file.
 */
export const textIn = (form, name) => {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/**
 * Handles a form by itself instead of the browser.
 * @param {(form: FormData) => Promise<boolean>} work True when it is done.
 * @param {() => void} close Called then.
 */
export const onSubmit = (work, close) => (/** @type {SubmitEvent} */ event) => {
  event.preventDefault()
  if (event.currentTarget instanceof HTMLFormElement)
    void work(new FormData(event.currentTarget)).then((done) => done && close())
}
