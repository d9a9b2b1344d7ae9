/** open: who waits is offered what comes free; paused: nobody is; closed: nobody may wait. */
export type LineState = 'open' | 'paused' | 'closed'
