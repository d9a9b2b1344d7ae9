/** Every lawful "no" Levem can say. A new one needs a sentence `refusal-<code>` in both languages; a test checks it. */
export const refusalCodes = [
  'accessNone',
  'busy',
  'buttonNeeded',
  'datesTaken',
  'descriptionTooLong',
  'draftGone',
  'endBeforeStart',
  'eventCancelled',
  'eventEnded',
  'eventHasSales',
  'eventNotFound',
  'eventNotOnSale',
  'mayNotOrganize',
  'notANumber',
  'notYours',
  'otherKind',
  'pastDate',
  'photoNeeded',
  'placeOutOfRange',
  'priceChanged',
  'priceDonation',
  'priceNegative',
  'priceNotMoney',
  'priceTooFine',
  'priceTooHigh',
  'quantityOutOfRange',
  'soldOut',
  'textNeeded',
  'titleTooLong',
  'tooFewLeft',
  'tooFarAhead',
  'capacityOutOfRange',
  'capacityBelowTaken',
  'venueIsTime',
  'venueTooLong',
  'whenAmbiguous',
  'whenNotUnderstood',
  // tickets and the door
  'giveBackClosed',
  'linkExpired',
  'linkForeign',
  'linkUnknown',
  'linkUsed',
  'notCheckedIn',
  'notHolder',
  'ownTicket',
  'staffOnly',
  'ticketNotFound',
  'ticketReturned',
  'ticketUsed',
  'tooManyGuesses',
  'undoTooLate',
  'undoRefunded',
  'lineFirst',
  'mayNotSell',
  'saleNotFound',
  'saleTooEarly',
  'saleUndoTooLate',
  // money
  'amountChanged',
  'amountNotTaken',
  'beingPaid',
  'holdOver',
  'nameTooLong',
  'noWayToPay',
  'orderForeign',
  'orderNotFound',
  'orderNotOpen',
  'orderPaid',
  'perPersonLimit',
  'promoCodeForm',
  'promoCodeForOthers',
  'promoCodeNotYet',
  'promoCodeOver',
  'promoCodeTaken',
  'promoCodeTooMuch',
  'promoCodeUnknown',
  'promoCodeUsedUp',
  'promoCodeUsedByYou',
  'proofKind',
  'proofLookedAt',
  'proofNeeded',
  'proofNewer',
  'proofTooLarge',
  'proofsEnough',
  'rejectionOld',
  'refundDone',
  'refundNotFound',
  'totalTooLarge',
  'totalTooSmall',
  'starsAreWhole',
  'starsNotYours',
  'tooManyTypes',
  'typeHasOrders',
  'typeNameTaken',
  'saleAfterEnd',
  'typeNoLongerOnSale',
  'typesHidden',
  'typeNotYetOnSale',
  'wayClosed',
  // what is sold
  'discountForm',
  'discountTooHigh',
  'lastWayStays',
  'percentOutOfRange',
  'priceOtherCurrency',
  'typeGone',
  // messages to guests
  'guestMessageGone',
  'guestMessageReplaced',
  'guestMessageKind',
  'guestMessageProtected',
  'guestMessagesEnough',
  'guestsNone',
  'guestBlocked',
  'guestNotFound',
  // the guest list
  'giftBlocked',
  'guestEntryGone',
  'guestLinesNone',
  'guestLinesTooMany',
  'guestListOnly',
  'guestNumberNeeded',
  'guestReasonNeeded',
  'sentLately',
  'tooManyFiles',
  // afterwards
  'followSelf',
  'notThere',
  'ratingClosed',
  'ratingNeeded',
  'wordsTooLong',
  // guests and organizers talk
  'contactForm',
  'contactLong',
  'notCarried',
  'threadBlocked',
  'threadClosed',
  'threadNotFound',
  'threadRests',
  'threadSelf',
  'threadWaits',
  // the waiting list
  'holdsOrder',
  'lineClosed',
  'lineEmpty',
  'lineMoved',
  'noSeatsFree',
  'notWaiting',
  'offerMinutes',
  'promoCodeForLine',
  'sellBackClosed',
  'sellBackNotNeeded',
  'ticketOnOffer',
  'ticketsLeft',
  'typeAwaited',
] as const

/** The code of a refusal. */
export type RefusalCode = (typeof refusalCodes)[number]

/** What a refusal's sentence needs to know. Plain data, so that it survives a form's replay. */
export type RefusalFacts = Readonly<Record<string, string | number>>

/** A lawful "no": thrown so that the transaction undoes itself, spoken once at the edge in the reader's language. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly facts: RefusalFacts

  constructor(code: RefusalCode, facts: RefusalFacts = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.facts = facts
  }
}

/** Whether somebody only was in the way just now, for longer than is waited: asking again may bring another answer. */
export const isBusy = (error: unknown): error is Refusal => error instanceof Refusal && error.code === 'busy'

/** Whether it is a "no" to what was asked. */
export const isFinal = (error: unknown): error is Refusal => error instanceof Refusal && !isBusy(error)
