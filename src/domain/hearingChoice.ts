/** How often an organizer hears how an event sells: of each sale while they are few, once a day, or never. */
export const hearingChoices = ['each', 'day', 'never'] as const

/** One of these. */
export type Hearing = (typeof hearingChoices)[number]
