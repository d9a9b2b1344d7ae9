import { type Context, GrammyError, InputFile } from 'grammy'
import type { Logger } from 'pino'
import { photoLimit, type TelegramFiles } from './files.js'

/** A picture as somebody sent it: as a photo, or as a file. */
type Sent = { readonly photo?: string | undefined; readonly imageFile?: string | undefined }

/**
 * The picture that somebody sent, as an id of a photo. A file's id is good for files only, and others are to see a
 * picture: Telegram makes one of it when it is sent back.
 */
export const createPictureReader = ({ pictures, log }: { readonly pictures: TelegramFiles; readonly log: Logger }) => {
  const asPhoto = async (ctx: Pick<Context, 'replyWithPhoto'>, fileId: string): Promise<string | undefined> => {
    try {
      const send = (bytes: Uint8Array) => ctx.replyWithPhoto(new InputFile(bytes, 'picture.jpg'))
      const sent = await pictures.use(fileId, send, { mostBytes: photoLimit })
      return sent.photo.at(-1)?.file_id
    } catch (error) {
      if (error instanceof GrammyError && error.error_code !== 400) throw error
      log.warn({ err: error }, 'a file is no picture to Telegram')
      return undefined
    }
  }
  return async (ctx: Pick<Context, 'replyWithPhoto'>, { photo, imageFile }: Sent): Promise<string | undefined> =>
    photo ?? (imageFile === undefined ? undefined : asPhoto(ctx, imageFile))
}
