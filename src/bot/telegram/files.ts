import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Api } from 'grammy'

/** The largest file a bot may download, in bytes (https://core.telegram.org/bots/api#getfile). */
export const sizeLimit = 20 * 1024 * 1024

const patienceMs = 20_000

type Needs = { readonly api: Pick<Api, 'getFile'>; readonly token: string; readonly apiRoot: string }

/** Loads pictures that people sent. The file's address holds the bot's token: no error of these tells it. */
export const createTelegramFiles = ({ api, token, apiRoot }: Needs) => ({
  /** The bytes of a file. Rejects when it cannot be had, or is larger than a bot may load. */
  load: async (fileId: string): Promise<Uint8Array> => {
    const { file_path: path } = await api.getFile(fileId)
    if (path === undefined) throw new Error('Telegram tells no path for this file.')
    return download(`${apiRoot}/file/bot${token}/${path}`, AbortSignal.timeout(patienceMs))
  },
})

/** What `createPictures` gives. */
export type TelegramFiles = ReturnType<typeof createTelegramFiles>

const download = (address: string, signal: AbortSignal): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const request = (address.startsWith('https:') ? httpsRequest : httpRequest)(address, { signal }, (response) => {
      readAll(response).then(resolve, reject)
    })
    request.on('error', ({ message }) => reject(new Error(`A file could not be loaded: ${message}`)))
    request.end()
  })

const readAll = async (response: IncomingMessage): Promise<Uint8Array> => {
  if (response.statusCode !== 200) throw new Error(`A file could not be loaded: status ${String(response.statusCode)}.`)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > sizeLimit) throw new Error('A file is larger than a bot may load.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
