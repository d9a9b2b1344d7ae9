import type { IncomingMessage } from 'node:http'
import { parseMultipart } from './multipart.js'
import type { RawParams, Upload } from './params.js'
import { ApiRefusal, badRequest } from './refusals.js'

/** Telegram takes uploads of 50 MB; the rest of a request may need a little more. */
const maxBodyBytes = 50 * 1024 * 1024

const noUploads: ReadonlyMap<string, Upload> = new Map()

/**
 * The whole request body; refuses with 413 what is over `maxBytes` (50 MB), after reading it so that the client hears
 * the answer.
 */
export const readBody = (request: IncomingMessage, maxBytes = maxBodyBytes): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= maxBytes) chunks.push(chunk)
    })
    request.on('end', () => {
      if (size > maxBytes) reject(new ApiRefusal(413, 'Request Entity Too Large'))
      else resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks))
    })
    request.on('error', reject)
    request.on('close', () => reject(new Error('the client went away')))
  })

const readJsonBody = (body: Buffer): Record<string, unknown> => {
  let value: unknown
  try {
    value = JSON.parse(body.toString('utf8'))
  } catch {
    throw badRequest("can't parse request body as JSON object")
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badRequest("can't parse request body as JSON object")
  return { ...value }
}

/** A request's parameters from its query string and its body: JSON, urlencoded or multipart. */
export const parseParams = (query: URLSearchParams | undefined, body: Buffer, contentType: string): RawParams => {
  const fromQuery = query === undefined ? {} : Object.fromEntries(query)
  if (body.length === 0) return { values: fromQuery, uploads: noUploads }
  if (contentType.startsWith('multipart/form-data')) {
    const { values, uploads } = parseMultipart(body, contentType)
    return { values: { ...fromQuery, ...values }, uploads }
  }
  const values = contentType.startsWith('application/json')
    ? readJsonBody(body)
    : Object.fromEntries(new URLSearchParams(body.toString('utf8')))
  return { values: query === undefined ? values : { ...fromQuery, ...values }, uploads: noUploads }
}
