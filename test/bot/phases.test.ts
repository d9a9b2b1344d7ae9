import { Api } from 'grammy'
import { describe, expect, it } from 'vitest'
import { createPhases } from '../../src/bot/bot.js'
import { createLinks } from '../../src/bot/telegram/links.js'
import { createFormStorage } from '../../src/bot/updates/forms.js'
import { createTexts } from '../../src/texts/texts.js'

type Needs = Parameters<typeof createPhases>[0]

// Nothing is called while the phases are put together.
const nobody = new Proxy({}, { get: () => ({}) }) as Needs['services']

const phases = () => {
  const api = new Api('1:token')
  return createPhases({
    api,
    access: {},
    services: nobody,
    texts: createTexts(),
    language: 'en',
    links: createLinks('levem_bot'),
    notificationChat: undefined,
    payments: { providerToken: undefined, receiptVatCode: undefined, holdMinutes: 15 },
    forms: createFormStorage({ readForm: () => Promise.resolve(undefined) }),
    me: { username: 'levem_bot' },
  } as unknown as Needs)
}

describe('an update', () => {
  it('goes through these phases, in which these features stand', () => {
    expect(phases().map(({ name, features }) => `${name}: ${features.join(', ')}`.trim())).toEqual([
      'chats: chats',
      'person:',
      'carried:',
      'edits:',
      'pieces:',
      'payments: successfulPayment, refundedPayment',
      'buttons: home, browse, finding, opening, map, otherDates, waysOn, joining, buy, order, promo, answers, orders, myTickets, pictures, access, gifts, guestLinks, calendar, giveBack, sellBack, rating, following, asking, reminders, organizers, checkIn, doorMode, doorSelling, search, staff, newEvent, myEvents, manage, cancelling, buyers, guestList, guest, givingToGuest, givenTickets, givingAway, files, guestMessages, report, charts, copyEvent, series, answeringGuests, questions, eventSettings, contact, giveBackPolicy, doorTime, listing, saleStart, onlineAccess, reminderSetting, hearingSetting, line, lettingIn, ticketTypes, newTicketType, paymentMethods, promoCodes, buyerQuestions, newQuestion, money, transfers, notFound, refunds, refundTasks',
      'commands: home, browse, orders, myTickets, following, doorMode, newEvent, myEvents',
      'replies:',
      'prompts: opening, buy, joining, promo, answers, transfer, doorSelling, saleStart, rating, lettingIn, ticketTypes, newTicketType, paymentMethods, promoCodes, buyerQuestions, newQuestion, onlineAccess, cancelling, notFound, copyEvent, asking, answeringGuests, questions, contact, guestMessages, guestList, guest, givingToGuest, givingAway',
      'forms: newEvent',
      'freeText: transfer, freeText, finding',
      'fallback: fallback',
    ])
  })
})
