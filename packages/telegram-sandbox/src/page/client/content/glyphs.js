import { html } from 'lit-html'

/** Drawings of 24 × 24, as paths. @type {Readonly<Record<string, string>>} */
const paths = {
  copy: 'M9 9V5.5A1.5 1.5 0 0 1 10.5 4h8A1.5 1.5 0 0 1 20 5.5v8a1.5 1.5 0 0 1-1.5 1.5H15M5.5 9h8A1.5 1.5 0 0 1 15 10.5v8a1.5 1.5 0 0 1-1.5 1.5h-8A1.5 1.5 0 0 1 4 18.5v-8A1.5 1.5 0 0 1 5.5 9Z',
  down: 'm6 9 6 6 6-6',
  link: 'M8 16 16.5 7.5M9.5 7H17v7.5',
  card: 'M3.5 7.5A2 2 0 0 1 5.5 5.5h13a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2Zm0 2.5h17M7 15h3',
  app: 'M5.5 4.5h13a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1h-13a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1Zm-1 4.5h15',
  inline: 'M4 12h14m-5-5 5 5-5 5',
  phone: 'M6.5 4h3l1.5 4-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 4 1.5v3a2 2 0 0 1-2 2A14.5 14.5 0 0 1 4.5 6a2 2 0 0 1 2-2Z',
  pin: 'M12 21s6.5-6 6.5-11a6.5 6.5 0 0 0-13 0c0 5 6.5 11 6.5 11Zm0-8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
  lock: 'M7.5 11V8a4.5 4.5 0 0 1 9 0v3M6 11h12v9H6Z',
  read: 'm2 12.5 4.5 4.5L16 7.5m-4.5 9.5L21.5 7.5',
  reply: 'M10 6 4 12l6 6v-4c5 0 8 1.5 10 5 0-6-3-10-10-10.5Z',
  edit: 'm5 19 1-4L16.5 4.5a2 2 0 0 1 3 3L9 18l-4 1Zm9.5-12.5 3 3',
  more: 'M6 9.5 12 15.5 18 9.5',
  download: 'M12 4v11m-5-4.5 5 5 5-5M5 20h14',
  close: 'm6 6 12 12M18 6 6 18',
  scan: 'M4 8V5.5A1.5 1.5 0 0 1 5.5 4H8m8 0h2.5A1.5 1.5 0 0 1 20 5.5V8m0 8v2.5a1.5 1.5 0 0 1-1.5 1.5H16m-8 0H5.5A1.5 1.5 0 0 1 4 18.5V16m-1-4h18',
  file: 'M7 3.5h7l4 4v13H7Zm7 0v4h4',
  forward: 'm14 6 6 6-6 6v-4c-5 0-8 1.5-10 5 0-6 3-10 10-10.5Z',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  warn: 'M12 4 2.5 20h19Zm0 6v4.5m0 2.5v.5',
  play: 'M8 5.5v13l10.5-6.5Z',
}

/**
 * A small drawing in the colour of the text around it; it says nothing to screen readers.
 * @param {string} name
 */
export const glyph = (name) =>
  html`<svg class="glyph glyph-${name}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d=${paths[name] ?? ''} />
  </svg>`
