import { InputFile, InputMediaBuilder } from 'grammy'
import type { Message } from 'grammy/types'
import { describe, expect, it } from 'vitest'
import { plainPicture } from '../../src/sandbox.js'
import { measureImage } from '../../src/formatting/images.js'
import { acquaintance, call, openBox, request } from '../support/box.js'

const setUp = async () => {
  const { box, api } = await openBox()
  const anna = await acquaintance(box)
  const download = async (fileId: string) => {
    const { file_path: path } = await api.getFile(fileId)
    const response = await fetch(`${box.url}/file/bot${box.token}/${path ?? ''}`)
    return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) }
  }
  const refusalOf = async (work: Promise<unknown>) => {
    try {
      await work
    } catch (error) {
      return String(error instanceof Error ? error.message : error)
    }
    return 'was taken'
  }
  return { box, api, anna, download, refusalOf }
}

describe('a picture', () => {
  it('is uploaded, shown in sizes, sent again by its id and downloaded as it was', async () => {
    const { api, anna, download } = await setUp()
    const picture = plainPicture(1600, 900)
    const sent = await api.sendPhoto(anna.id, new InputFile(picture, 'poster.png'), {
      caption: '<b>Poster</b>',
      parse_mode: 'HTML',
    })
    expect(sent.photo.map(({ width, height }) => [width, height])).toEqual([
      [90, 51],
      [320, 180],
      [800, 450],
      [1280, 720],
    ])
    expect(sent).toMatchObject({ caption: 'Poster', caption_entities: [{ type: 'bold' }] })
    expect(anna.sees()).toBe('Poster')
    const again = await api.sendPhoto(anna.id, sent.photo.at(-1)?.file_id ?? '')
    expect(again.photo).toEqual(sent.photo)
    const { status, bytes } = await download(sent.photo[0]?.file_id ?? '')
    expect(status).toBe(200)
    expect(bytes.equals(picture)).toBe(true)
  })

  it('of a person can be fetched and sent on by the bot', async () => {
    const { api, anna, download } = await setUp()
    const bytes = plainPicture(100, 50)
    const photo = anna.sendsPhoto({ bytes, caption: 'mine' }).message?.photo
    expect((await download(photo?.at(-1)?.file_id ?? '')).bytes.equals(bytes)).toBe(true)
    await api.sendPhoto(anna.id, photo?.[0]?.file_id ?? '')
    expect(anna.messages().at(-1)?.photo).toEqual(photo)
  })

  it('must be one, within 10 MB and the bounds of sides', async () => {
    const { api, anna, refusalOf } = await setUp()
    const send = (bytes: Uint8Array) => refusalOf(api.sendPhoto(anna.id, new InputFile(bytes)))
    expect(await send(Buffer.from('<svg/>'))).toMatch(/IMAGE_PROCESS_FAILED/)
    // What an iPhone makes: HEIC, whatever it is called.
    for (const brand of ['heic', 'mif1'])
      expect(await send(Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\0\0${brand}heix`, 'latin1'))).toMatch(
        /IMAGE_PROCESS_FAILED/,
      )
    expect(await send(new Uint8Array())).toMatch(/file must be non-empty/)
    expect(await send(plainPicture(2100, 100))).toMatch(/PHOTO_INVALID_DIMENSIONS/)
    expect(await send(Buffer.concat([plainPicture(), Buffer.alloc(10 * 1024 * 1024)]))).toMatch(
      /too big for a photo; the maximum size is 10485760 bytes/,
    )
    expect(await send(plainPicture(2000, 100))).toBe('was taken')
  })

  it.each([
    ['sendPhoto', { photo: 'AgACAgIAAxkB_unknown' }, 'wrong file identifier/HTTP URL specified'],
    ['sendPhoto', {}, 'there is no photo in the request'],
    ['sendPhoto', { photo: 'attach://nothing' }, 'file "nothing" not found in the request'],
    ['sendDocument', { document: 'nonsense' }, 'wrong file identifier/HTTP URL specified'],
    ['sendDocument', {}, 'there is no document in the request'],
    ['getFile', { file_id: 'nonsense' }, 'wrong file_id or the file is temporarily unavailable'],
    ['sendMediaGroup', {}, 'parameter "media" is required'],
    ['sendMediaGroup', { media: [{ type: 'photo', media: 'x' }] }, 'MEDIA_GROUP_TOO_SMALL'],
    [
      'editMessageMedia',
      { message_id: 1, media: { type: 'rocket', media: 'x' } },
      `can't parse InputMedia: type "rocket" is unsupported`,
    ],
  ])('%s %j is refused', async (method, params, words) => {
    const { box, anna } = await setUp()
    expect(await call(box, method, { chat_id: anna.id, ...params })).toMatchObject({
      status: 400,
      description: `Bad Request: ${words}`,
    })
  })

  it('has a caption of at most 1,024 units', async () => {
    const { api, anna, refusalOf, box } = await setUp()
    const picture = new InputFile(plainPicture())
    expect(await refusalOf(api.sendPhoto(anna.id, picture, { caption: 'x'.repeat(1025) }))).toMatch(
      /message caption is too long/,
    )
    const { message_id } = await api.sendPhoto(anna.id, new InputFile(plainPicture()), {
      caption: `<i>${'x'.repeat(1024)}</i>`,
      parse_mode: 'HTML',
    })
    expect(await call(box, 'editMessageText', { chat_id: anna.id, message_id, text: 'x' })).toMatchObject({
      description: 'Bad Request: there is no text in the message to edit',
    })
    await api.editMessageCaption(anna.id, message_id, { caption: 'short' })
    expect(anna.sees()).toBe('short')
    await api.editMessageMedia(
      anna.id,
      message_id,
      InputMediaBuilder.photo(new InputFile(plainPicture(50, 50)), { caption: 'other' }),
    )
    expect(anna.messages().at(-1)).toMatchObject({ caption: 'other', photo: [{ width: 50 }] })
  })
})

describe('a file', () => {
  it('keeps its name and bytes', async () => {
    const { api, anna, download, refusalOf } = await setUp()
    const bytes = Buffer.from('имя;цена\n"\r\n--x', 'utf8')
    const { document } = await api.sendDocument(anna.id, new InputFile(bytes, 'buyers.csv'))
    expect(document).toMatchObject({ file_name: 'buyers.csv', file_size: bytes.length })
    expect((await download(document.file_id)).bytes.equals(bytes)).toBe(true)
    expect(await refusalOf(api.sendPhoto(anna.id, document.file_id))).toMatch(
      /can't use file of type Document as Photo/,
    )
    expect((await download(anna.sendsDocument().message?.document?.file_id ?? '')).status).toBe(200)
  })

  it('is read from any client’s multipart body', async () => {
    const { box, anna } = await setUp()
    const form = new FormData()
    form.set('chat_id', String(anna.id))
    form.set('document', new Blob(['a,b'], { type: 'text/csv' }), 'list.csv')
    const { result } = await request(box, `/bot${box.token}/sendDocument`, { method: 'POST', body: form })
    expect(result).toMatchObject({ document: { file_name: 'list.csv', mime_type: 'text/csv', file_size: 3 } })
  })

  it('comes down whatever type it was sent with', async () => {
    const { box, anna, download } = await setUp()
    const body = [
      '--x',
      'Content-Disposition: form-data; name="chat_id"',
      '',
      String(anna.id),
      '--x',
      'Content-Disposition: form-data; name="document"; filename="a.csv"',
      'Content-Type: таблица',
      '',
      'a,b',
      '--x--',
      '',
    ].join('\r\n')
    const { result } = await request(box, `/bot${box.token}/sendDocument`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body,
    })
    expect((await download((result as Message.DocumentMessage).document.file_id)).bytes.toString()).toBe('a,b')
  })

  it('over 50 MB is refused with 413', async () => {
    const { box } = await setUp()
    const answer = await request(box, `/bot${box.token}/sendDocument`, {
      method: 'POST',
      body: Buffer.alloc(50 * 1024 * 1024 + 1),
    })
    expect(answer).toMatchObject({ status: 413, description: 'Request Entity Too Large' })
  })

  it('is not there under another address or token', async () => {
    const { box } = await setUp()
    expect((await request(box, `/file/bot${box.token}/photos/none.jpg`)).status).toBe(404)
    expect((await request(box, '/file/bot1:x/photos/none.jpg')).status).toBe(401)
  })

  it('comes in albums of one kind', async () => {
    const { api, anna, refusalOf } = await setUp()
    const photo = () => InputMediaBuilder.photo(new InputFile(plainPicture()), { caption: 'one' })
    const sent = await api.sendMediaGroup(anna.id, [photo(), photo()])
    expect(new Set(sent.map((message: Message) => message.media_group_id)).size).toBe(1)
    expect(
      anna
        .messages()
        .slice(-2)
        .map(({ caption }) => caption),
    ).toEqual(['one', 'one'])
    expect(
      await refusalOf(
        api.sendMediaGroup(anna.id, [
          photo(),
          InputMediaBuilder.document(new InputFile(Buffer.from('x'), 'x')),
        ] as never),
      ),
    ).toMatch(/can't be mixed/)
  })
})

describe('measuring', () => {
  it('knows PNG, GIF, WebP and JPEG, and gives up on the rest', () => {
    const jpeg = Buffer.from('ffd8ffe00004aabbffc0000b080032006401011100', 'hex')
    const gif = Buffer.concat([Buffer.from('GIF89a'), Buffer.from([100, 0, 50, 0])])
    const webp = Buffer.concat([Buffer.from('RIFF0000WEBPVP8X'), Buffer.alloc(8), Buffer.from([99, 0, 0, 49, 0, 0])])
    for (const bytes of [jpeg, gif, webp, plainPicture(100, 50)])
      expect(measureImage(bytes)).toEqual({ width: 100, height: 50 })
    for (const bytes of [
      jpeg.subarray(0, 9),
      plainPicture().subarray(0, 12),
      Buffer.from(''),
      Buffer.from('hello there'),
    ])
      expect(measureImage(bytes)).toBeUndefined()
  })
})
