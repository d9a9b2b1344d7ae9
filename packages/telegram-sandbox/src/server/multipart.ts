import type { RawParams, Upload } from './params.js'
import { badRequest } from './refusals.js'

// Node's own `Response.formData()` refuses what grammY sends (no blank after "form-data;", a file name without quotes),
// which Telegram takes. Hence these few lines of our own.

type Part = { readonly headers: string; readonly body: Buffer }

const malformed = () => badRequest("can't parse multipart/form-data request body")

/** Cuts a body at its boundaries; the bytes are not copied. */
const cut = (body: Buffer, boundary: string): readonly Part[] => {
  // With a line break in front the first boundary looks like all others.
  const whole = Buffer.concat([Buffer.from('\r\n'), body])
  const mark = Buffer.from(`\r\n--${boundary}`)
  const parts: Part[] = []
  let at = whole.indexOf(mark)
  while (at >= 0) {
    const begin = at + mark.length
    if (whole.toString('latin1', begin, begin + 2) === '--') return parts
    const end = whole.indexOf(mark, begin)
    const headersEnd = whole.indexOf('\r\n\r\n', begin)
    if (end < 0 || headersEnd < 0 || headersEnd > end) throw malformed()
    parts.push({ headers: whole.toString('utf8', begin, headersEnd), body: whole.subarray(headersEnd + 4, end) })
    at = end
  }
  throw malformed()
}

const parameterOf = (headers: string, name: string): string | undefined => {
  const [, quoted, bare] = new RegExp(`[;\\s]${name}=(?:"([^"\\r\\n]*)"|([^;\\r\\n]*))`, 'i').exec(headers) ?? []
  return quoted ?? bare?.trim()
}

// Only what may stand in a header again: the file goes down with the type it came up with.
const typeOf = (headers: string): string => /^content-type:[ \t]*([\w.+-]+\/[\w.+-]+)/im.exec(headers)?.[1] ?? ''

/** Reads a multipart/form-data body: plain fields and uploaded files. 400 when it is malformed. */
export const parseMultipart = (body: Buffer, contentType: string): RawParams => {
  const boundary = parameterOf(contentType, 'boundary')
  if (boundary === undefined) throw malformed()
  const values: Record<string, unknown> = {}
  const uploads = new Map<string, Upload>()
  for (const part of cut(body, boundary)) {
    const name = parameterOf(part.headers, 'name')
    const fileName = parameterOf(part.headers, 'filename')
    if (name === undefined) throw malformed()
    if (fileName === undefined) values[name] = part.body.toString('utf8')
    else uploads.set(name, { name: fileName, mime: typeOf(part.headers), bytes: part.body })
  }
  return { values, uploads }
}
