import type { Money } from './money.js'

/**
 * The valid tickets of one order that one person holds, and how many of them are in; `due` is what is to be paid at the
 * door for each of the others. What was given to somebody is not among them: they come by themselves.
 */
export type Party = { readonly size: number; readonly in: number; readonly due: Money | undefined }

/** How the rest of a party is let in: as each would be by itself, paid now, or though the door is not open yet. */
export const togetherWays = ['asIs', 'paid', 'early'] as const
/** One of these ways. */
export type TogetherWay = (typeof togetherWays)[number]

/** How many of a party are not in yet. */
export const waitingOf = ({ size, in: isIn }: Pick<Party, 'size' | 'in'>): number => Math.max(0, size - isIn)
