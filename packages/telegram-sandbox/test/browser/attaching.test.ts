import { createHash } from 'node:crypto'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeInBrowser } from '../support/describeInBrowser.js'
import { type Client, clientOf } from '../support/client.js'
import { poster } from '../support/pictures.js'
import { callIn, goneComplaint, openStage } from '../support/stage.js'

const cast = callIn('Anna')

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const attaches = async (
  page: Page,
  { pane }: Client,
  kind: 'Photo' | 'File',
  file: { readonly name: string; readonly mimeType: string; readonly buffer: Buffer },
): Promise<void> => {
  await pane.getByRole('button', { name: 'Attach' }).click()
  const chooser = page.waitForEvent('filechooser')
  await pane.getByRole('button', { name: kind, exact: true }).click()
  await (await chooser).setFiles(file)
}

const picture = { name: 'poster.png', mimeType: 'image/png', buffer: Buffer.from(poster(400, 300)) }
const list = { name: 'Список гостей.csv', mimeType: 'text/csv', buffer: Buffer.from('name;seat\nAnna;A1\n') }

describeInBrowser('attaching', (browser) => {
  it('sends a photo with a caption, and a file as it is', async () => {
    const { visit, box, api, url } = await openStage(browser(), cast)
    const { page } = await visit()
    const anna = clientOf(page, 'Anna')
    await attaches(page, anna, 'Photo', picture)
    const dialog = page.getByRole('dialog', { name: 'Send a photo' })
    await dialog.getByRole('img', { name: 'poster.png' }).waitFor()
    await dialog.getByLabel('Caption').fill('Our <b>poster</b>')
    await page.keyboard.press('Enter')
    const sent = await anna.sees('Our <b>poster</b>')
    await dialog.waitFor({ state: 'detached' })
    const [photo] = (await api.getUpdates()).flatMap(({ message }) => message?.photo?.at(-1) ?? [])
    expect(photo).toMatchObject({ width: 400, height: 300 })
    const bytes = await fetch(`${url}/files/${photo?.file_id ?? ''}`)
    expect([digest(Buffer.from(await bytes.arrayBuffer())), bytes.headers.get('content-type')]).toEqual([
      digest(picture.buffer),
      'image/png',
    ])
    await sent.getByRole('button', { name: /^Open the photo/u }).click()
    await page.getByRole('dialog', { name: 'Photo' }).getByRole('img').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await attaches(page, anna, 'File', list)
    await page.getByRole('dialog', { name: 'Send a file' }).getByRole('button', { name: 'Send', exact: true }).click()
    const download = page.waitForEvent('download')
    await (await anna.sees('Список гостей.csv')).getByRole('link').click()
    expect((await download).suggestedFilename()).toBe('Список гостей.csv')
    expect((await api.getUpdates()).at(-1)?.message?.document).toMatchObject({
      file_name: 'Список гостей.csv',
      file_size: list.buffer.length,
    })
    expect(box.people()[0]?.messages()).toHaveLength(3)
  })

  it('takes a picture that is dropped or pasted, and sends it as a file when one likes', async () => {
    const { visit, api } = await openStage(browser(), cast)
    const { page } = await visit()
    const anna = clientOf(page, 'Anna')
    const give = (event: string, name: string): Promise<unknown> =>
      page.evaluate(`(() => {
      const bytes = Uint8Array.from(atob('${picture.buffer.toString('base64')}'), (letter) => letter.charCodeAt(0))
      const transfer = new DataTransfer()
      transfer.items.add(new File([bytes], 'poster.png', { type: 'image/png' }))
      const target = document.querySelector('textarea')
      const Kind = '${event}' === 'paste' ? ClipboardEvent : DragEvent
      for (const type of ${name}) target.dispatchEvent(new Kind(type, { bubbles: true, cancelable: true, ['${event}' === 'paste' ? 'clipboardData' : 'dataTransfer']: transfer }))
    })()`)
    await give('paste', "['paste']")
    await page.getByRole('dialog', { name: 'Send a photo' }).getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await give('drop', "['dragover', 'drop']")
    await page.getByRole('dialog', { name: 'Send a photo' }).getByRole('checkbox', { name: 'Send as a file' }).check()
    await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click()
    await anna.sees('poster.png')
    const messages = (await api.getUpdates()).flatMap(({ message }) => message ?? [])
    expect(messages.map(({ document, photo }) => [document?.file_name, photo])).toEqual([
      [undefined, undefined],
      ['poster.png', undefined],
    ])
  })

  it('keeps the file and its caption when they could not be sent', async () => {
    const { visit, goes, comes } = await openStage(browser(), cast)
    const { page } = await visit({}, [goneComplaint])
    const anna = clientOf(page, 'Anna')
    await attaches(page, anna, 'File', list)
    const dialog = page.getByRole('dialog', { name: 'Send a file' })
    await dialog.getByLabel('Caption').fill('Everybody who comes')
    await goes()
    await dialog.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText('The sandbox does not answer.').waitFor()
    expect(await dialog.getByLabel('Caption').inputValue()).toBe('Everybody who comes')
    await comes()
    await dialog.getByRole('button', { name: 'Send', exact: true }).click()
    await anna.sees('Everybody who comes')
    await dialog.waitFor({ state: 'detached' })
  })

  it('sends a place, a contact, a voice message, a sticker, clips, music, a poll and an album', async () => {
    const { visit, api } = await openStage(browser(), cast)
    const { page } = await visit()
    const { pane } = clientOf(page, 'Anna')
    const items = ['Location', 'Place with a name', 'Contact', 'Voice message', 'Sticker']
    const pretended = ['Video', 'GIF', 'Round video', 'Music', 'Poll', 'Album']
    for (const [index, kind] of [...items, ...pretended].entries()) {
      await pane.getByRole('button', { name: 'Attach' }).click()
      await pane.getByRole('button', { name: kind, exact: true }).click()
      await pane
        .getByRole('article')
        .nth(index + 1)
        .waitFor()
    }
    const messages = (await api.getUpdates()).flatMap(({ message }) => message ?? [])
    const kinds = [
      ...(['location', 'venue', 'contact', 'voice', 'sticker', 'video', 'animation', 'video_note'] as const),
      ...(['audio', 'poll', 'photo'] as const),
    ]
    expect(messages.slice(1).map((message) => kinds.filter((kind) => kind in message))).toEqual([
      ['location'],
      // A place with a name is one without, too: old clients show that much.
      ['location', 'venue'],
      ['contact'],
      ['voice'],
      ['sticker'],
      ['video'],
      ['animation'],
      ['video_note'],
      ['audio'],
      ['poll'],
      ['photo'],
      ['video'],
      ['photo'],
    ])
    expect(await pane.getByText('This kind of message cannot be shown here.').count()).toBe(0)
    await pane.locator('.album .clip').waitFor()
  })
})
