import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { notFound } from './replies.js'
import type { Reply } from './replies.js'
import type { PageLanguage } from '../wire.js'

const client = fileURLToPath(new URL('../client', import.meta.url))
const { resolve } = createRequire(import.meta.url)

const vendored = ['lit-html', '@fluent/bundle', 'qr'] as const
const importMap = {
  imports: {
    'lit-html': '/vendor/lit-html/lit-html.js',
    'lit-html/': '/vendor/lit-html/',
    '@fluent/bundle': '/vendor/@fluent/bundle/esm/index.js',
    'qr/decode.js': '/vendor/qr/decode.js',
  },
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ftl': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

// Names only: no dot at the beginning of a part, no percent sign, no backslash. What is no such path is no file.
const isTame = (path: string): boolean => /^(?:\w[\w.-]*\/)*\w[\w.-]*$/.test(path) && !path.includes('..')

const read = async (path: string): Promise<Buffer | undefined> => {
  try {
    return await readFile(path)
  } catch {
    return undefined
  }
}

const serve = async (root: string | undefined, path: string, known: string | undefined): Promise<Reply> => {
  const type = types[extname(path)]
  const body = root === undefined || type === undefined || !isTame(path) ? undefined : await read(join(root, path))
  if (body === undefined || type === undefined) return notFound
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const headers = { 'content-type': type, 'cache-control': 'no-cache', etag }
  return known === etag ? { status: 304, headers, body: '' } : { status: 200, headers, body }
}

/** A file of the page's client; `known` is the etag that the browser has. */
export const serveClient = (path: string, known: string | undefined): Promise<Reply> => serve(client, path, known)

/** Where a package lies, wherever it was installed; its exports need not name its files. */
const findPackage = (name: string): string | undefined =>
  (resolve.paths(name) ?? [])
    .map((folder) => join(folder, name))
    .find((folder) => existsSync(join(folder, 'package.json')))

/** A script of one of the few packages that the client uses. */
export const serveVendor = (path: string, known: string | undefined): Promise<Reply> => {
  const name = vendored.find((candidate) => path.startsWith(`${candidate}/`))
  return name === undefined ? Promise.resolve(notFound) : serve(findPackage(name), path.slice(name.length + 1), known)
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** The page itself: only its own scripts may run, and the one import map with this answer's nonce. */
export const serveIndex = async (language: PageLanguage, title: string): Promise<Reply> => {
  const nonce = randomBytes(18).toString('base64')
  const values: Readonly<Record<string, string>> = {
    nonce,
    language,
    title: escapeHtml(title),
    importmap: JSON.stringify(importMap),
  }
  const page = await read(join(client, 'index.html'))
  if (page === undefined) return notFound
  return {
    status: 200,
    body: page.toString('utf8').replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole),
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy(nonce),
      'x-frame-options': 'DENY',
    },
  }
}
