import type { IncomingMessage, ServerResponse } from 'node:http'
import { serveClient, serveIndex, serveVendor } from './assets.js'
import { serveFile } from './downloads.js'
import { findForeign } from './guards.js'
import { takeAct, takeUpload } from '../acts/intake.js'
import type { Intake } from '../acts/intake.js'
import { notFound, plain, sendReply } from './replies.js'
import type { Reply } from './replies.js'
import type { Stage } from '../acts/stage.js'
import type { PageLanguage } from '../wire.js'

export type RouterOptions = {
  readonly port: number
  readonly language: PageLanguage
  readonly title: string
  readonly stage: Stage
  /** Takes out of an answer what may not leave. */
  readonly scrub: (text: string) => string
  readonly openStream: (response: ServerResponse) => void
}

type Target = { readonly path: string; readonly query: string; readonly known: string | undefined }

const intakes: Readonly<Record<string, Intake>> = { '/acts': takeAct, '/uploads': takeUpload }

const get = (
  { language, title, stage: { sandbox } }: RouterOptions,
  { path, query, known }: Target,
): Reply | Promise<Reply> => {
  if (path === '/') return serveIndex(language, title)
  const [, folder, rest = ''] = /^\/(client|vendor|files)\/(.+)$/.exec(path) ?? []
  if (folder === 'client') return serveClient(rest, known)
  if (folder === 'vendor') return serveVendor(rest, known)
  return folder === 'files' ? serveFile(sandbox, rest, new URLSearchParams(query).has('download')) : notFound
}

const answer = async (options: RouterOptions, request: IncomingMessage, target: Target): Promise<Reply> => {
  const intake = intakes[target.path]
  const isPost = request.method === 'POST'
  if (isPost && intake !== undefined) {
    const reply = await intake(options.stage, request, target.query)
    return { ...reply, body: typeof reply.body === 'string' ? options.scrub(reply.body) : reply.body }
  }
  if (isPost || intake !== undefined || !['GET', 'HEAD'].includes(request.method ?? ''))
    return plain(405, 'Method not allowed', { allow: intake === undefined ? 'GET, HEAD' : 'POST' })
  return get(options, target)
}

const targetOf = ({ url = '/', headers }: IncomingMessage): Target => {
  const [path = '/', ...query] = url.split('?')
  return { path, query: query.join('?'), known: headers['if-none-match'] }
}

const route = async (options: RouterOptions, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const foreign = findForeign(request, options.port)
  const target = targetOf(request)
  if (foreign !== undefined) sendReply(response, plain(403, foreign))
  else if (request.method === 'GET' && target.path === '/events') options.openStream(response)
  else sendReply(response, await answer(options, request, target))
}

/** Answers every request of a page. */
export const createRouter =
  (options: RouterOptions) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    route(options, request, response).catch((error: unknown) => {
      // Who went away while sending hears nothing; a defect is told here only. (A request is "destroyed" as soon as it
      // was read.)
      if (!response.destroyed) console.error('page defect', error)
      sendReply(response, plain(500, 'Internal error'))
    })
  }
