import { InputFile } from 'grammy'
import type { Api } from 'grammy'
import type { PageOptions } from '../../src/page/page.js'
import type { Channel, Group, Person } from '../../src/sandbox.js'
import { galleryFormats, galleryTexts } from './galleryTexts.js'
import { poster, ticketPicture } from './pictures.js'

/**
 * Where the gallery hangs. The person has written to the bot; it is a member of the group and an administrator of the
 * channel.
 */
export type Places = {
  readonly api: Api
  readonly botUsername: string
  readonly person: Person
  readonly group: Group
  readonly channel: Channel
}

/** Ids of messages that tests ask for again. */
export type Gallery = {
  readonly ticket: number
  readonly invoice: number
  readonly stars: number
  readonly edited: number
  readonly deleted: number
  readonly keyboard: number
  readonly hostile: number
}

/** What the people of the gallery are there for: one owns the chats, the other scans what the first was sent. */
export const galleryRoles = (
  owner: Pick<Person, 'id'>,
  door: Pick<Person, 'id'>,
): NonNullable<PageOptions['roles']> => [
  { key: 'owner', name: { ru: 'Хозяйка', en: 'Owner' }, people: [owner.id] },
  {
    key: 'door',
    name: { ru: 'На входе', en: 'Door' },
    people: [door.id],
    scan: {
      label: { ru: 'Сканировать на входе', en: 'Scan at the door' },
      title: { ru: 'На входе сканируют этот код', en: 'This code is scanned at the door' },
    },
  },
]

/** What the ticket's QR code in the gallery says after `?start=`. */
export const galleryPayload = 'c_Gallery-ticket-0001'

const sendTexts = async ({ api, person }: Places): Promise<void> => {
  for (const html of galleryTexts) await api.sendMessage(person.id, html, { parse_mode: 'HTML' })
  const soon = Math.floor(Date.now() / 1000) + 3 * 86_400
  const dates = galleryFormats.map(
    (format) => `${format || '(empty)'}: <tg-time unix="${soon}" format="${format}">the 22nd at seven</tg-time>`,
  )
  await api.sendMessage(person.id, `Every date format\n${dates.join('\n')}`, { parse_mode: 'HTML' })
}

const sendButtons = async ({ api, person, botUsername }: Places): Promise<number> => {
  const inline_keyboard = [
    [
      { text: 'Plain', callback_data: 'plain' },
      { text: 'Primary', callback_data: 'primary', style: 'primary' as const },
    ],
    [
      { text: 'Success', callback_data: 'success', style: 'success' as const },
      { text: 'Danger', callback_data: 'danger', style: 'danger' as const },
    ],
    [
      { text: 'Copy the code', copy_text: { text: 'JAZZ-2026' } },
      { text: 'Elsewhere', url: 'https://example.org/page?a=1&b=2' },
    ],
    [
      { text: 'Open in the bot', url: `https://t.me/${botUsername}?start=event_1` },
      { text: 'Web app', web_app: { url: 'https://example.org/app' } },
    ],
    [
      { text: 'Inline', switch_inline_query: 'jazz' },
      { text: '1', callback_data: '1' },
      { text: '2', callback_data: '2' },
      { text: '3', callback_data: '3' },
    ],
    [
      {
        text: 'A label so long that it does not fit into one line of a narrow pane however one turns it',
        callback_data: 'long',
      },
    ],
    [
      { text: '🎟 Two tickets for the first row', callback_data: 'first' },
      { text: '🎟 Two tickets for the second row', url: 'https://example.org/second' },
    ],
  ]
  await api.sendMessage(person.id, 'Every kind of button', { reply_markup: { inline_keyboard } })
  const reply = await api.sendMessage(person.id, 'A keyboard below the composer', {
    reply_markup: {
      keyboard: [
        [{ text: 'Events' }, { text: 'My tickets', style: 'primary' }],
        [
          { text: 'Share my number', request_contact: true },
          { text: 'Share my place', request_location: true },
        ],
      ],
      resize_keyboard: true,
      input_field_placeholder: 'Choose below',
    },
  })
  return reply.message_id
}

const sendPictures = async ({ api, person, botUsername }: Places): Promise<number> => {
  const photo = (bytes: Uint8Array) => new InputFile(bytes, 'picture.png')
  await api.sendPhoto(person.id, photo(poster()))
  await api.sendPhoto(
    person.id,
    photo(
      poster(800, 800, [
        [10, 66, 92],
        [80, 200, 190],
      ]),
    ),
    {
      caption:
        '<b>Evening of songs</b>\nA caption with a <a href="https://example.org">link</a> and <tg-spoiler>a secret</tg-spoiler>.',
      parse_mode: 'HTML',
      reply_markup: { inline_keyboard: [[{ text: 'Get tickets', callback_data: 'get', style: 'success' }]] },
    },
  )
  for (const [width, height] of [
    [420, 900],
    [60, 40],
  ] as const)
    await api.sendPhoto(person.id, photo(poster(width, height)))
  await api.sendPhoto(
    person.id,
    photo(
      poster(640, 400, [
        [140, 20, 60],
        [255, 200, 80],
      ]),
    ),
    { has_spoiler: true, caption: 'A hidden photo' },
  )
  await api.sendMediaGroup(person.id, [
    { type: 'photo', media: photo(poster(900, 500)), caption: 'An album of three' },
    {
      type: 'photo',
      media: photo(
        poster(600, 600, [
          [20, 90, 50],
          [220, 240, 150],
        ]),
      ),
    },
    {
      type: 'photo',
      media: photo(
        poster(500, 800, [
          [40, 60, 120],
          [240, 180, 220],
        ]),
      ),
    },
  ])
  const ticket = await api.sendPhoto(
    person.id,
    photo(ticketPicture(`https://t.me/${botUsername}?start=${galleryPayload}`)),
    { caption: 'Your ticket. Show the code at the door.' },
  )
  return ticket.message_id
}

const sendFiles = async ({ api, person }: Places): Promise<void> => {
  const names = [
    'buyers.csv',
    'evening.ics',
    'Программа вечера и список участников, окончательная версия (исправленная).pdf',
    'notes.txt',
    'photos.zip',
    'README',
  ]
  for (const [index, name] of names.entries())
    await api.sendDocument(
      person.id,
      new InputFile(Buffer.alloc(10 ** (index + 1), 'x'), name),
      index === 0 ? { caption: 'Everybody who comes' } : {},
    )
}

const sendInvoices = async ({ api, person }: Places): Promise<{ readonly invoice: number; readonly stars: number }> => {
  const invoice = await api.sendInvoice(
    person.id,
    'Evening of songs',
    'Two seats in the front row, 22 November, 19:00',
    'order-1',
    'RUB',
    [{ label: '2 × Front row', amount: 300_000 }],
    { provider_token: '123456789:TEST:gallery' },
  )
  await api.sendInvoice(
    person.id,
    'Tokyo evening',
    'A currency without cents',
    'order-2',
    'JPY',
    [{ label: 'Seat', amount: 4500 }],
    { provider_token: '123456789:TEST:gallery' },
  )
  await api.sendInvoice(
    person.id,
    'Amman evening',
    'A currency with thousandths',
    'order-3',
    'JOD',
    [{ label: 'Seat', amount: 12_345 }],
    { provider_token: '123456789:TEST:gallery' },
  )
  const stars = await api.sendInvoice(person.id, 'Concert recording', 'Paid with Stars', 'order-4', 'XTR', [
    { label: 'Recording', amount: 250 },
  ])
  return { invoice: invoice.message_id, stars: stars.message_id }
}

const sendConversation = async ({
  api,
  person,
}: Places): Promise<{ readonly edited: number; readonly deleted: number }> => {
  const own = person.says('Can I bring a friend? #question')
  const ownId = own.message?.message_id ?? 0
  const answer = await api.sendMessage(person.id, 'Of course! /buy another ticket for them.', {
    reply_parameters: { message_id: ownId },
  })
  person.says('Thank you 🙏', { replyTo: answer.message_id })
  person.edits(ownId, 'Can I bring two friends? #question')
  const edited = await api.sendMessage(person.id, 'Before the edit')
  await api.editMessageText(person.id, edited.message_id, 'After the edit: 3 seats left', {
    reply_markup: { inline_keyboard: [[{ text: 'Take one', callback_data: 'take' }]] },
  })
  const deleted = await api.sendMessage(person.id, 'Nobody may see this: it was deleted')
  await api.deleteMessage(person.id, deleted.message_id)
  for (const text of ['🎉', '👍🏽❤️', 'مرحبا! هل بقيت تذاكر ليوم السبت؟', 'שלום']) person.says(text)
  await api.sendMessage(person.id, 'أهلاً! نعم، بقيت ثلاث تذاكر فقط.')
  for (const sends of [
    person.sendsSticker,
    person.sendsVoice,
    person.sendsLocation,
    person.sendsVenue,
    person.sendsContact,
  ])
    sends()
  person.forwards('A text from somebody who hides their account')
  return { edited: edited.message_id, deleted: deleted.message_id }
}

const sendSpecial = async ({ api, person, botUsername }: Places): Promise<number> => {
  await api.sendMessage(person.id, '<b>Protected</b> text with <code>code</code>: no copying, no forwarding', {
    parse_mode: 'HTML',
    protect_content: true,
  })
  await api.sendDocument(person.id, new InputFile(Buffer.from('secret'), 'protected.pdf'), { protect_content: true })
  await api.sendPhoto(person.id, new InputFile(poster(640, 360), 'p.png'), {
    protect_content: true,
    caption: 'A protected photo',
  })
  await api.sendMessage(
    person.id,
    `A link into the bot: https://t.me/${botUsername}?start=event_7 and the same <a href="https://t.me/${botUsername}?start=event_8">hidden behind words</a>, one elsewhere: example.org/a?b=c`,
    { parse_mode: 'HTML' },
  )
  // As text and as entity: none of it may run, and the last may not even be clickable.
  const text = '<img src=x onerror=alert(1)> <script>alert(2)</script> javascript:alert(3) a tg link'
  const hostile = await api.sendMessage(person.id, text, {
    entities: [
      { type: 'bold', offset: 0, length: 28 },
      { type: 'text_link', offset: text.indexOf('a tg'), length: 9, url: 'tg://resolve?domain=someone' },
    ],
  })
  return hostile.message_id
}

const sendToGroup = async ({ api, person, group, channel }: Places): Promise<void> => {
  await api.sendMessage(group.id, '🎟️ <b>Evening of songs</b>\nAnna took 2 tickets · 48 of 50 left', {
    parse_mode: 'HTML',
  })
  await api.sendMessage(group.id, 'A second message right after it')
  const asked = person.says('Who is that? @jazz_friend', { in: group })
  await api.sendMessage(group.id, 'That is <a href="tg://user?id=2147483600">Anna</a>.', {
    parse_mode: 'HTML',
    reply_parameters: { message_id: asked.message?.message_id ?? 0 },
  })
  await api.sendPhoto(
    channel.id,
    new InputFile(
      poster(960, 540, [
        [20, 30, 90],
        [240, 120, 160],
      ]),
      'p.png',
    ),
    { caption: '🎉 <b>New event: Evening of songs</b>\nFrom 1 500 ₽', parse_mode: 'HTML' },
  )
  await api.sendMessage(channel.id, '🎟️ 2 tickets sold')
}

/**
 * Sends one message of each kind through the Bot API: nearly all to the person's chat, a few to the group and the
 * channel. The sandbox must not be strict about
 * rates (`strictRates: false`): no chat would bear so many at once.
 */
export const sendGallery = async (places: Places): Promise<Gallery> => {
  await sendTexts(places)
  const ticket = await sendPictures(places)
  await sendFiles(places)
  const invoices = await sendInvoices(places)
  const conversation = await sendConversation(places)
  const hostile = await sendSpecial(places)
  await sendToGroup(places)
  const keyboard = await sendButtons(places)
  return { ticket, keyboard, hostile, ...invoices, ...conversation }
}
