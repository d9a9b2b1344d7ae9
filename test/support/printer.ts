import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createPrinter, type Printer, startDrawing } from '../../src/print/printer.js'
import { builtProgram } from './program.js'

// The first one in a state of the source waits until the program is translated.
const patience = 60_000

/** A printer as the program has it. Its thread runs the translated program: a thread loads no TypeScript. */
export const openPrinter = (): Printer =>
  createPrinter({
    patience,
    startThread: () => startDrawing(pathToFileURL(join(dirname(builtProgram()), 'print', 'drawing.js'))),
    startFiles: () => startDrawing(pathToFileURL(join(dirname(builtProgram()), 'print', 'files', 'making.js'))),
  })
