import { readFile, stat } from 'node:fs/promises'
import { isAbsolute, win32 } from 'node:path'
import type { Api } from 'grammy'
import { createSemaphore } from '../../runtime/semaphore.js'
import type { BotAccess } from './api.js'
import { BodyTooLong, createCaller } from './http.js'
import { reasonOf } from './errors.js'

/** The largest file a bot may download, in bytes (https://core.telegram.org/bots/api#getfile). */
export const sizeLimit = 20 * 1024 * 1024

/** The largest picture that may be sent as a photo, in bytes (https://core.telegram.org/bots/api#sending-files). */
export const photoLimit = 10 * 1024 * 1024

const patienceMs = 20_000
// Each may have 20 MB, and whoever sends so much waits for others who do.
const filesAtOnce = 3
const mostWaiting = 50

const telegramsOwn = 'https://api.telegram.org'

type Needs = { readonly api: Pick<Api, 'getFile'>; readonly access: BotAccess }

/**
 * Loads pictures that people sent, a few at a time. The file's address holds the bot's token: no error of these tells
 * it.
 */
export const createTelegramFiles = ({ api, access: { token, apiRoot, proxy } }: Needs) => {
  const call = createCaller(proxy)
  const inTurn = createSemaphore(filesAtOnce)
  let waiting = 0

  const download = async (path: string, mostBytes: number): Promise<Uint8Array> => {
    const signal = AbortSignal.timeout(patienceMs)
    const { status, body } = await call(`${apiRoot}/file/bot${token}/${path}`, { method: 'GET', mostBytes, signal })
    if (status !== 200) throw new Error(`status ${status}`)
    return body
  }

  const load = async (fileId: string, mostBytes: number): Promise<Uint8Array> => {
    const { file_path: path } = await api.getFile(fileId)
    if (path === undefined) throw new Error('Telegram tells no path for this file.')
    // A server of one's own that runs with --local tells where on this machine the file is
    // (https://core.telegram.org/bots/api#using-a-local-bot-api-server).
    const isLocal = apiRoot !== telegramsOwn && (isAbsolute(path) || win32.isAbsolute(path))
    return (isLocal ? readLocal(path, mostBytes) : download(path, mostBytes)).catch((error: unknown) => {
      throw failureOf(error)
    })
  }

  return {
    /**
     * Does something with the bytes of a file, `mostBytes` at most (as much as a bot may load, if not told). Rejects
     * when it cannot be had, is larger, or too many wait already.
     */
    use: async <T>(
      fileId: string,
      work: (bytes: Uint8Array) => Promise<T>,
      { mostBytes = sizeLimit }: { readonly mostBytes?: number } = {},
    ): Promise<T> => {
      if (waiting >= mostWaiting) throw new Error('Too many files are waiting to be loaded.')
      waiting += 1
      return inTurn(async () => {
        waiting -= 1
        return work(await load(fileId, mostBytes))
      })
    },
  }
}

/** Loads pictures that people sent: see `createTelegramFiles`. */
export type TelegramFiles = ReturnType<typeof createTelegramFiles>

// Without the error itself, which may tell the address.
const failureOf = (error: unknown): Error =>
  error instanceof BodyTooLong
    ? new Error('A file is larger than a bot may load.')
    : new Error(`A file could not be loaded: ${reasonOf(error)}`)

const readLocal = async (path: string, mostBytes: number): Promise<Uint8Array> => {
  const { size } = await stat(path)
  if (size > mostBytes) throw new BodyTooLong('a file that is too large')
  return readFile(path)
}
