import type { Message } from 'grammy/types'
import { describe, expect, test } from 'vitest'
import { carriedIn } from '../../../../src/bot/telegram/reading/carried.js'
import { wordsOf } from '../../../../src/domain/styledText.js'
import { refusalOf } from '../../../support/fixtures.js'

const me = {
  id: 700_700_700,
  is_bot: false,
  first_name: 'Zanzibara',
  last_name: 'Quetzalia',
  username: 'zanzi_quetzal',
}
const secrets = ['Zanzibara', 'Quetzalia', 'zanzi_quetzal', '700700700', '+79001112233']
const mention = { type: 'text_mention', offset: 0, length: 4, user: me }
const file = { file_id: 'FILE', file_unique_id: 'f' }
const captioned = { caption: 'Look here', caption_entities: [mention] }
const forwarded = (origin: object) => ({ text: 'Look here', entities: [mention], forward_origin: origin })

/** A message as Telegram gives it, from somebody whom nobody is to know. */
const read = (content: object) =>
  carriedIn({ message_id: 7, date: 0, chat: { ...me, type: 'private' }, from: me, ...content } as unknown as Message)

const carried: readonly (readonly [string, object, 'photo' | 'copy' | 'bare' | undefined])[] = [
  ['a text that mentions somebody', { text: 'Look here', entities: [mention] }, undefined],
  ['passed on from a person', forwarded({ type: 'user', sender_user: me, date: 0 }), undefined],
  ['passed on from who hides', forwarded({ type: 'hidden_user', sender_user_name: 'Zanzibara', date: 0 }), undefined],
  ['passed on from a channel', forwarded({ type: 'channel', chat: me, author_signature: 'Zanzibara' }), undefined],
  ['an answer to another', { text: 'Look here', external_reply: { origin: { sender_user: me } } }, undefined],
  ['sent by way of a bot', { text: 'Look here', via_bot: { ...me, is_bot: true } }, undefined],
  ['a picture', { photo: [file], ...captioned }, 'photo'],
  ['a video', { video: file, ...captioned }, 'copy'],
  ['a file', { document: file, ...captioned }, 'copy'],
  ['a GIF', { animation: file, document: file, ...captioned }, 'copy'],
  ['a voice message', { voice: file, ...captioned }, 'copy'],
  ['a recording', { audio: file, ...captioned }, 'copy'],
  ['a round video', { video_note: file }, 'bare'],
]

const place = { latitude: 55.75, longitude: 37.61 }
const refused: readonly (readonly [string, object, string])[] = [
  ['their own contact', { contact: { phone_number: '+79001112233', first_name: 'Zanzibara' } }, 'contact'],
  ['a place', { location: place }, 'location'],
  ['a place that moves', { location: { ...place, live_period: 60 } }, 'location'],
  ['a venue', { location: place, venue: { location: place, title: 'Loft', address: 'Main St' } }, 'location'],
  ['a sticker', { sticker: file }, 'sticker'],
  ['dice', { dice: { emoji: '🎲', value: 6 } }, 'dice'],
  ['a poll', { poll: { question: 'Encore?' } }, 'poll'],
  ['a story', { story: { chat: me, id: 1 } }, 'other'],
  ['media that cost Stars', { paid_media: { star_count: 1, paid_media: [] } }, 'other'],
  ['a check list', { checklist: { title: 'To do', tasks: [] } }, 'other'],
  ['a game', { game: { title: 'Chess' } }, 'other'],
  ['a gift', { gift: { gift: { id: 'x' } } }, 'other'],
  ['that they share somebody', { users_shared: { request_id: 1, users: [{ user_id: me.id }] } }, 'other'],
  ['that the chat deletes by itself from now on', { message_auto_delete_timer_changed: {} }, 'other'],
]

describe('what of a message is carried to somebody who is not to know who wrote it', () => {
  test.each(carried)('%s: its words and its file, and nobody’s name', (_, content, media) => {
    const found = read(content)
    expect(found).toMatchObject({ sourceId: 7, words: expect.any(String) as unknown })
    expect([found.media, wordsOf(found.words)]).toEqual([media, media === 'bare' ? '' : 'Look here'])
    for (const secret of secrets) expect(JSON.stringify(found)).not.toContain(secret)
  })

  test.each(refused)('%s is refused in words that say what to do', (_, content, kind) => {
    expect(refusalOf(() => read(content))).toMatchObject({ code: 'notCarried', facts: { kind } })
  })
})
