/**
 * @typedef {import('./store.js').Store} Store
 * @typedef {import('./view.js').Act} Act
 * @typedef {import('./view.js').Outcome} Outcome
 * @typedef {import('./view.js').SandboxMessage} SandboxMessage
 * @typedef {Extract<import('../../wire.js').PageEvent, { kind: 'toast' }>} ToastEvent
 *
 * A pressed button until the bot has answered.
 * @typedef {{ readonly key: string, readonly personId: number, readonly paneId: number }} Press
 */

// A client's patience: then the spinner goes, whether the bot has answered or not.
const patienceMs = 30_000

/**
 * Minds the spinners of pressed buttons and brings answers to where they were asked for.
 * @param {object} options
 * @param {Store} options.store
 * @param {(act: Act) => Promise<Outcome>} options.act
 * @param {(paneId: number, toast: ToastEvent['toast'], personId: number) => void} options.show
 */
export const createPresses = ({ store, act, show }) => {
  /** @type {Set<Press>} */
  const asked = new Set()
  /** @type {Map<string, Press>} */
  const waiting = new Map()
  // The bot may answer before the press itself is answered.
  /** @type {Set<string>} */
  const early = new Set()

  /** @param {Press} press */
  const light = ({ key }) => store.change((ui) => ({ ...ui, pressed: new Set([...ui.pressed, key]) }))
  /** @param {Press} press */
  const release = (press) => {
    asked.delete(press)
    store.change((ui) => ({ ...ui, pressed: new Set([...ui.pressed].filter((key) => key !== press.key)) }))
  }
  /** @param {string} queryId @param {Press} press */
  const waitFor = (queryId, press) => {
    waiting.set(queryId, press)
    setTimeout(() => {
      if (waiting.delete(queryId)) release(press)
    }, patienceMs)
  }
  /** @param {Press} press @param {Act} wish */
  const ask = async (press, wish) => {
    asked.add(press)
    const outcome = await act(wish)
    asked.delete(press)
    const queryId = outcome.ok ? outcome.queryId : undefined
    if (queryId === undefined || early.delete(queryId)) release(press)
    else waitFor(queryId, press)
  }
  return {
    /**
     * Presses a button of a message as a person, once at a time.
     * @param {{ readonly message: SandboxMessage, readonly row: number, readonly column: number, readonly personId:
     * number, readonly paneId: number }} what
     */
    press: ({ message, row, column, personId, paneId }) => {
      const key = `${message.chatId}:${message.message_id}:${row}:${column}`
      if (store.ui().pressed.has(key)) return
      const press = { key, personId, paneId }
      light(press)
      const button = message.keyboard[row]?.[column]
      const label = typeof button === 'string' ? button : button?.text
      void ask(press, {
        kind: 'presses',
        personId,
        chatId: message.chatId,
        messageId: message.message_id,
        row,
        column,
        ...(label === undefined ? {} : { label }),
      })
    },
    /** @param {ToastEvent} event */
    answered: ({ queryId, personId, toast }) => {
      const press = waiting.get(queryId) ?? [...asked].find((one) => one.personId === personId)
      if (waiting.delete(queryId) && press !== undefined) release(press)
      else if (press !== undefined) early.add(queryId)
      show(press?.paneId ?? personId, toast, personId)
    },
  }
}

/** @typedef {ReturnType<typeof createPresses>} Presses */
