import { Server } from 'node:http'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { listenFrom, stopListening } from '../../src/page/http/listening.js'
import { openPage } from '../../src/page/page.js'
import { createRouter } from '../../src/page/http/router.js'
import type { Stage } from '../../src/page/acts/stage.js'
import { plainPicture } from '../../src/sandbox.js'
import { listen, openBoxPage, postAct, rawRequest } from './support.js'

const portOf = (url: string): string => new URL(url).port

describe('the page', () => {
  it('is served with a policy under which only its own scripts run', async () => {
    const { page } = await openBoxPage(() => ({ language: 'ru' }))
    const response = await fetch(`${page.url}/`)
    const [text, policy] = [await response.text(), response.headers.get('content-security-policy') ?? '']
    const nonce = /'nonce-([^']+)'/u.exec(policy)?.[1] ?? 'none'
    expect(text).toContain(
      `<script type="importmap" nonce="${nonce}">{"imports":{"lit-html":"/vendor/lit-html/lit-html.js"`,
    )
    expect(text).toContain('data-language="ru"')
    expect(text).not.toContain('{{')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect([response.headers.get('x-content-type-options'), response.headers.get('referrer-policy')]).toEqual([
      'nosniff',
      'no-referrer',
    ])
    expect((await fetch(`${page.url}/`)).headers.get('content-security-policy')).not.toBe(policy)
  })

  it('gives the files of its client and of three packages, and again only when they changed', async () => {
    const { page } = await openBoxPage()
    const paths = [
      '/client/state/view.js',
      '/vendor/lit-html/lit-html.js',
      '/vendor/lit-html/directives/repeat.js',
      '/vendor/@fluent/bundle/esm/index.js',
      '/vendor/qr/decode.js',
      '/vendor/qr/index.js',
    ]
    for (const path of paths) {
      const response = await fetch(page.url + path)
      expect([path, response.status, response.headers.get('content-type')]).toEqual([
        path,
        200,
        'text/javascript; charset=utf-8',
      ])
      const again = await fetch(page.url + path, { headers: { 'if-none-match': response.headers.get('etag') ?? '' } })
      expect(again.status).toBe(304)
    }
  })

  it('gives no other file, however the path is written', async () => {
    const { page } = await openBoxPage()
    const paths = [
      '/client/../page.ts',
      '/client/..%2fpage.js',
      '/client/%2e%2e/wire.js',
      '/client/..\\page.js',
      '/client/state/%00view.js',
      '/client/state/view.js%00',
      '/client//etc/passwd',
      '/client/tsconfig.json',
      '/client/',
      '/client',
      '/vendor/lit-html/../grammy/out/mod.js',
      '/vendor/lit-html/%2e%2e/grammy/out/mod.js',
      '/vendor/grammy/out/mod.js',
      '/vendor/qr/../../package.json',
      '/vendor/qr/package.json',
      '/vendor//etc/passwd',
      '/vendor/qr/nothing.js',
      '//etc/passwd',
      '/../package.json',
      '/files/../page.ts',
      '/nothing',
      'http://example.com/',
    ]
    for (const path of paths) expect([path, (await rawRequest(page.url, path)).status]).toEqual([path, 404])
  })

  it('takes the port it is given, and the next free one when that is taken', async () => {
    const { box, page } = await openBoxPage()
    const taken = Number(portOf(page.url))
    const second = await openPage({ sandbox: box, port: taken })
    onTestFinished(() => second.close())
    expect(Number(portOf(second.url))).toBeGreaterThan(taken)
    await page.close()
    const third = await openPage({ sandbox: box, port: taken })
    onTestFinished(() => third.close())
    expect(Number(portOf(third.url))).toBe(taken)
  })

  it('takes another port when the wanted one is forbidden', async () => {
    class Guarded extends Server {
      override listen(...given: unknown[]): this {
        const [port] = given
        if (port === 80)
          setImmediate(() => this.emit('error', Object.assign(new Error('listen EACCES'), { code: 'EACCES' })))
        else super.listen(...(given as [number, string]))
        return this
      }
    }
    const server = new Guarded()
    onTestFinished(() => stopListening(server))
    expect(await listenFrom(server, 80)).toBeGreaterThan(80)
  })

  it('tells on the terminal of a defect of its own, and answers 500', async () => {
    const server = new Server()
    onTestFinished(() => stopListening(server))
    const port = await listenFrom(server, 0)
    const scrub = (): string => {
      throw new Error('a broken brush')
    }
    server.on(
      'request',
      createRouter({ port, language: 'en', title: 'Sandbox', stage: {} as Stage, scrub, openStream: () => undefined }),
    )
    const told = vi.spyOn(console, 'error').mockReturnValue(undefined)
    onTestFinished(() => told.mockRestore())
    const { status, text } = await rawRequest(`http://127.0.0.1:${port}`, '/acts', {
      method: 'POST',
      headers: { 'x-sandbox-page': '1' },
      body: '{}',
    })
    expect([status, text]).toEqual([500, 'Internal error'])
    expect(told.mock.calls).toEqual([['page defect', expect.objectContaining({ message: 'a broken brush' })]])
  })

  it('stays when the sandbox goes dark', async () => {
    const { box, page } = await openBoxPage()
    await box.faults.goDark()
    await expect(fetch(`${box.url}/bot${box.token}/getMe`)).rejects.toThrow()
    expect((await fetch(`${page.url}/client/state/view.js`)).status).toBe(200)
  })

  it('ends open streams when it closes', async () => {
    const { page } = await openBoxPage()
    const { ended } = await listen(page.url)
    await page.close()
    await ended
    await expect(fetch(page.url)).rejects.toThrow()
  })
})

describe('files', () => {
  const setUp = async () => {
    const { box, page, api } = await openBoxPage()
    const anna = box.person({ firstName: 'Anna' })
    const upload = (
      query: Readonly<Record<string, string>>,
      body: Uint8Array | string,
      type = 'application/octet-stream',
    ) =>
      fetch(
        `${page.url}/uploads?${new URLSearchParams({ personId: String(anna.id), chatId: String(anna.id), ...query }).toString()}`,
        {
          method: 'POST',
          headers: { 'x-sandbox-page': '1', 'content-type': type },
          body: typeof body === 'string' ? body : Buffer.from(body),
        },
      )
    const newest = () => anna.messages().at(-1)?.message
    return { box, page, api, anna, upload, newest }
  }

  it('go up as pictures and documents, and come down as they were', async () => {
    const { page, anna, upload, newest } = await setUp()
    const picture = plainPicture(40, 30)
    expect(await (await upload({ kind: 'photo', name: 'x.png', caption: 'Our poster' }, picture)).json()).toEqual({
      ok: true,
    })
    expect(newest()).toMatchObject({ caption: 'Our poster', photo: [{ width: 40, height: 30 }], from: { id: anna.id } })
    const shown = await fetch(`${page.url}/files/${newest()?.photo?.[0]?.file_id ?? ''}`)
    expect([
      shown.headers.get('content-type'),
      shown.headers.get('content-disposition'),
      shown.headers.get('x-content-type-options'),
    ]).toEqual(['image/png', null, 'nosniff'])
    expect(new Uint8Array(await shown.arrayBuffer())).toEqual(new Uint8Array(picture))
    await upload({ kind: 'document', name: 'гости "1".csv' }, 'a;b', 'text/csv')
    expect(newest()).toMatchObject({ document: { file_name: 'гости "1".csv', mime_type: 'text/csv', file_size: 3 } })
    const saved = await fetch(`${page.url}/files/${newest()?.document?.file_id ?? ''}?download`)
    expect(saved.headers.get('content-disposition')).toBe(
      `attachment; filename="_____ _1_.csv"; filename*=UTF-8''%D0%B3%D0%BE%D1%81%D1%82%D0%B8%20%221%22.csv`,
    )
    expect(await saved.text()).toBe('a;b')
  })

  it('never run: what is no picture is only saved, whatever it is called', async () => {
    const { page, upload, newest } = await setUp()
    for (const [name, type, body] of [
      ['x.html', 'text/html', '<script>1</script>'],
      ['x.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
      ['x.png', 'image/png', 'no picture'],
    ] as const) {
      await upload({ kind: 'document', name }, body, type)
      const { headers } = await fetch(`${page.url}/files/${newest()?.document?.file_id ?? ''}`)
      expect([headers.get('content-type'), headers.get('content-disposition')?.startsWith('attachment')]).toEqual([
        'application/octet-stream',
        true,
      ])
      expect(headers.get('content-security-policy')).toContain('sandbox')
    }
  })

  it('are refused in words', async () => {
    const { upload, anna } = await setUp()
    const code = async (response: Promise<Response>) => [
      (await response).status,
      ((await (await response).json()) as { readonly code: string }).code,
    ]
    expect(await code(upload({ kind: 'photo' }, 'no picture'))).toEqual([400, 'failed'])
    expect(await code(upload({ kind: 'photo' }, ''))).toEqual([400, 'invalid'])
    expect(await code(upload({ kind: 'film' }, 'x'))).toEqual([400, 'invalid'])
    expect(await code(upload({ kind: 'document', name: 'a\r\nb' }, 'x'))).toEqual([400, 'invalid'])
    expect(await code(upload({ kind: 'document', personId: '5' }, 'x'))).toEqual([400, 'gone'])
    expect(await code(upload({ kind: 'document' }, Buffer.alloc(20 * 1024 * 1024 + 1)))).toEqual([413, 'invalid'])
    expect(anna.messages()).toEqual([])
    // As much as is allowed: control.
    expect((await upload({ kind: 'document' }, Buffer.alloc(20 * 1024 * 1024))).status).toBe(200)
  })
})

describe('an act that is not understood', () => {
  it('is answered with 400 and words, and nothing happens', async () => {
    const { box, page } = await openBoxPage()
    const anna = box.person({ firstName: 'Anna' })
    const where = { personId: anna.id, chatId: anna.id }
    const huge = 'x'.repeat(600_000)
    const wrong: readonly unknown[] = [
      '',
      'not JSON',
      '[]',
      'null',
      {},
      { kind: 'flies' },
      { kind: 'says' },
      { kind: 'says', ...where, text: '' },
      { kind: 'says', ...where, text: 'x', extra: 1 },
      { kind: 'says', ...where, personId: '1', text: 'x' },
      { kind: 'presses', ...where, messageId: 1, row: -1, column: 0 },
      { kind: 'opens', personId: anna.id, payload: 'a b' },
      { kind: 'opens', personId: anna.id, payload: 'x'.repeat(65) },
      { kind: 'switches', name: 'magic', on: true },
      { kind: 'switches', name: 'slow', on: true, times: 0 },
      { kind: 'addPerson', firstName: '  ', language: 'en' },
      { kind: 'addPerson', firstName: 'A', language: '<b>' },
      { kind: 'program', command: 'format' },
      huge,
    ]
    for (const act of wrong) {
      const { status, outcome } = await postAct(page.url, act)
      expect([act, outcome]).toEqual([
        act,
        { ok: false, code: 'invalid', words: expect.stringMatching(/\S/u) as string },
      ])
      expect(status).toBe(act === huge ? 413 : 400)
    }
    expect(anna.messages()).toEqual([])
    expect(box.people()).toHaveLength(1)
  })
})
