import type { Api } from 'grammy'
import { BodyTooLong, type CallResponse, createCaller } from './http.js'
import { reasonOf } from './errors.js'

/** The largest file a bot may download, in bytes (https://core.telegram.org/bots/api#getfile). */
export const sizeLimit = 20 * 1024 * 1024

const patienceMs = 20_000

type Needs = { readonly api: Pick<Api, 'getFile'>; readonly token: string; readonly apiRoot: string }

/** Loads pictures that people sent. The file's address holds the bot's token: no error of these tells it. */
export const createTelegramFiles = ({ api, token, apiRoot }: Needs) => {
  const call = createCaller()

  const download = (address: string): Promise<CallResponse> =>
    call(address, { method: 'GET', mostBytes: sizeLimit, signal: AbortSignal.timeout(patienceMs) }).catch(
      (error: unknown) => {
        if (error instanceof BodyTooLong) throw new Error('A file is larger than a bot may load.')
        throw new Error(`A file could not be loaded: ${reasonOf(error)}`)
      },
    )

  return {
    /** The bytes of a file. Rejects when it cannot be had, or is larger than a bot may load. */
    load: async (fileId: string): Promise<Uint8Array> => {
      const { file_path: path } = await api.getFile(fileId)
      if (path === undefined) throw new Error('Telegram tells no path for this file.')
      const { status, body } = await download(`${apiRoot}/file/bot${token}/${path}`)
      if (status !== 200) throw new Error(`A file could not be loaded: status ${status}.`)
      return body
    },
  }
}

/** Loads pictures that people sent: see `createTelegramFiles`. */
export type TelegramFiles = ReturnType<typeof createTelegramFiles>
