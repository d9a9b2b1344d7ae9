import { createPrinter, type Printer, startDrawing } from '../src/print/printer.js'

/** A printer as the program has it. Its thread runs what was built: a thread loads no TypeScript. */
export const openPrinter = (): Printer =>
  createPrinter({
    startThread: () => startDrawing(new URL('../dist/print/drawing.js', import.meta.url)),
    startFiles: () => startDrawing(new URL('../dist/print/files/making.js', import.meta.url)),
  })
