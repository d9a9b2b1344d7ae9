import type { FileSight, Sandbox } from '../../sandbox.js'
import { notFound } from './replies.js'
import type { Reply } from './replies.js'

type Picture = { readonly type: string; readonly extension: string }

/** What a picture is by its first bytes; a name or a claimed type proves nothing. */
const sniff = (bytes: Uint8Array): Picture | undefined => {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return { type: 'image/png', extension: 'png' }
  if (head.startsWith('\xff\xd8\xff')) return { type: 'image/jpeg', extension: 'jpg' }
  if (/^GIF8[79]a/.test(head)) return { type: 'image/gif', extension: 'gif' }
  return /^RIFF[^]{4}WEBP/.test(head) ? { type: 'image/webp', extension: 'webp' } : undefined
}

/** RFC 5987: the name in full for who understands it, without what is not ASCII for who does not. */
const attachment = (name: string): string => {
  const encoded = encodeURIComponent(Buffer.from(name).toString('utf8')).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${name.replace(/[^\x20-\x7e]|["\\%]/g, '_')}"; filename*=UTF-8''${encoded}`
}

const nameOf = ({ name, kind }: FileSight, picture: Picture | undefined): string => {
  if (name !== '') return name
  return picture === undefined ? 'file' : `${kind.toLowerCase()}.${picture.extension}`
}

/** A file that somebody sent: pictures to be shown, everything else only to be saved. Nothing in it may run. */
export const serveFile = (sandbox: Pick<Sandbox, 'file'>, id: string, isDownload: boolean): Reply => {
  const file = sandbox.file(id)
  if (file === undefined) return notFound
  const picture = sniff(file.bytes)
  return {
    status: 200,
    body: file.bytes,
    headers: {
      'content-type': picture?.type ?? 'application/octet-stream',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=31536000, immutable',
      ...(isDownload || picture === undefined ? { 'content-disposition': attachment(nameOf(file, picture)) } : {}),
    },
  }
}
