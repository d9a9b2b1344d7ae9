import { setFlagsFromString } from 'node:v8'

// V8 reads it each time the space for what is new is about to grow (v8/src/heap/new-spaces.cc).
const growBy = (factor: number): void => setFlagsFromString(`--semi-space-growth-factor=${factor}`)

/**
 * Until `letItGrow`, V8's space for new objects keeps its first size (1 MB). Loading the program makes much that is
 * garbage at once; the space would grow to 32 MB for it, and an idle process would hold them.
 */
export const keepItSmall = (): void => growBy(1)

/** Lets the space for new objects grow with what the program does, as V8 does by itself. */
export const letItGrow = (): void => growBy(2)
