/**
 * The beginning of a text, whole characters only, with an ellipsis when something is left out.
 * @param {string} text
 * @param {number} length In characters as people count them.
 */
export const shorten = (text, length) => {
  if (text.length <= length) return text
  const characters = Array.from(new Intl.Segmenter().segment(text.slice(0, length * 8)), ({ segment }) => segment)
  return characters.length <= length ? text : `${characters.slice(0, length).join('')}…`
}
