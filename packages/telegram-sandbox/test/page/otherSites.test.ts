import { describe, expect, it } from 'vitest'
import { openBoxPage, rawRequest } from './support.js'

const portOf = (url: string): string => new URL(url).port

describe('other sites', () => {
  const act = JSON.stringify({ kind: 'addPerson', firstName: 'Mallory', language: 'en' })
  const setUp = async () => {
    const { box, page } = await openBoxPage()
    const port = portOf(page.url)
    const post = async (headers: Readonly<Record<string, string>>, host = `127.0.0.1:${port}`): Promise<number> =>
      (await rawRequest(page.url, '/acts', { method: 'POST', headers: { host, ...headers }, body: act })).status
    return { box, page, port, post }
  }

  it('cannot act by forms or by fetch', async () => {
    const { box, port, post } = await setUp()
    const type = { 'content-type': 'application/json' }
    expect(await post({ 'content-type': 'text/plain' })).toBe(403)
    expect(await post({})).toBe(403)
    expect(await post({ 'content-type': 'application/x-www-form-urlencoded' })).toBe(403)
    expect(await post({ ...type, origin: 'https://evil.example' })).toBe(403)
    expect(await post({ ...type, origin: 'null' })).toBe(403)
    expect(await post({ ...type, origin: `http://127.0.0.1:${Number(port) + 1}` })).toBe(403)
    expect(await post({ ...type, origin: `https://127.0.0.1:${port}` })).toBe(403)
    expect(box.people()).toEqual([])
  })

  it('cannot reach it by a name of theirs that points here', async () => {
    const { box, page, port, post } = await setUp()
    const type = { 'content-type': 'application/json' }
    expect(await post({ ...type, origin: `http://evil.example:${port}` }, `evil.example:${port}`)).toBe(403)
    for (const host of [
      `evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:${Number(port) + 1}`,
      `127.0.0.1.evil.example:${port}`,
    ]) {
      for (const path of ['/', '/events', '/client/state/view.js'])
        expect([host, path, (await rawRequest(page.url, path, { headers: { host } })).status]).toEqual([
          host,
          path,
          403,
        ])
    }
    expect(box.people()).toEqual([])
  })

  it('leave its own people alone: control', async () => {
    const { box, page, port, post } = await setUp()
    const type = { 'content-type': 'application/json; charset=utf-8' }
    expect(await post(type)).toBe(200)
    expect(await post({ 'x-sandbox-page': '1' })).toBe(200)
    expect(await post({ ...type, origin: `http://127.0.0.1:${port}` })).toBe(200)
    expect(await post({ ...type, origin: `http://localhost:${port}` }, `localhost:${port}`)).toBe(200)
    expect(box.people()).toHaveLength(4)
    expect((await rawRequest(page.url, '/client/state/view.js', { headers: { host: `[::1]:${port}` } })).status).toBe(
      200,
    )
  })

  it('cannot embed or fetch anything of it, and may link to it', async () => {
    const { page, port } = await setUp()
    const get = async (path: string, headers: Readonly<Record<string, string>>): Promise<number> =>
      (await rawRequest(page.url, path, { headers: { host: `127.0.0.1:${port}`, ...headers } })).status
    for (const path of ['/', '/events', '/client/state/view.js', '/files/x']) {
      for (const site of ['cross-site', 'same-site'])
        expect([path, site, await get(path, { 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' })]).toEqual([
          path,
          site,
          403,
        ])
    }
    expect(await get('/', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(200)
    expect(await get('/', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' })).toBe(200)
    expect(await get('/client/state/view.js', { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' })).toBe(200)
  })

  it('cannot ask beforehand whether they may', async () => {
    const { page, port } = await setUp()
    const { status, headers } = await rawRequest(page.url, '/acts', {
      method: 'OPTIONS',
      headers: { host: `127.0.0.1:${port}` },
    })
    expect([status, headers['access-control-allow-origin']]).toEqual([405, undefined])
  })
})
