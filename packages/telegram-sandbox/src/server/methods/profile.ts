import type { BotCommand, MenuButton } from 'grammy/types'
import { findChat } from '../../state/chats.js'
import { asObject, requireField, stringOf } from '../fields.js'
import type { Params } from '../params.js'
import { badRequest } from '../refusals.js'
import type { World } from '../../state/world.js'
import type { Method } from './context.js'

const readLanguage = (params: Params): string => {
  const language = params.text('language_code')
  if (language !== '' && !/^[a-z]{2}$/.test(language)) throw badRequest('invalid language code specified')
  return language
}

const plainScopes = new Set(['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators'])

const idText = (value: unknown): string => (typeof value === 'number' || typeof value === 'string' ? String(value) : '')

const readScope = (world: World, params: Params): string => {
  const scope = asObject(params.json('scope')) ?? { type: 'default' }
  requireField(scope, 'type', 'string', "can't parse BotCommandScope: ")
  const type = stringOf(scope, 'type')
  if (plainScopes.has(type)) return type
  if (!['chat', 'chat_administrators', 'chat_member'].includes(type))
    throw badRequest("can't parse BotCommandScope: Unsupported type specified")
  const { chat } = findChat(world, idText(scope['chat_id']))
  if (type !== 'chat' && chat.type === 'private')
    throw badRequest(`can't use BotCommandScope "${type}" in private chats`)
  return `${type}:${chat.id}:${type === 'chat_member' ? idText(scope['user_id']) : ''}`
}

const readCommand = (value: unknown): BotCommand => {
  const object = asObject(value)
  if (object === undefined) throw badRequest("can't parse BotCommand: expected an Object")
  for (const name of ['command', 'description']) requireField(object, name, 'string', "can't parse BotCommand: ")
  const command = stringOf(object, 'command').trim().replace(/^\//, '')
  const description = stringOf(object, 'description').trim()
  if (command === '') throw badRequest('command must be non-empty')
  if (command.length > 32 || !/^[a-z0-9_]+$/.test(command)) throw badRequest('BOT_COMMAND_INVALID')
  if (description === '') throw badRequest('command description must be non-empty')
  if (description.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID')
  return { command, description }
}

const readCommands = (params: Params): readonly BotCommand[] => {
  const commands = params.json('commands')
  if (!Array.isArray(commands)) throw badRequest('expected an Array of BotCommand')
  if (commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH')
  return commands.map(readCommand)
}

const commandsKey = (world: World, params: Params): string => `${readScope(world, params)}|${readLanguage(params)}`

const setMyCommands: Method = ({ world }, params) => {
  world.profile.commands.set(commandsKey(world, params), readCommands(params))
  world.emit({ kind: 'profileChanged', what: 'commands' })
  return true
}
const getMyCommands: Method = ({ world }, params) => world.profile.commands.get(commandsKey(world, params)) ?? []
const deleteMyCommands: Method = ({ world }, params) => {
  world.profile.commands.delete(commandsKey(world, params))
  world.emit({ kind: 'profileChanged', what: 'commands' })
  return true
}

type Text = {
  readonly parameter: 'name' | 'description' | 'short_description'
  readonly max: number
  readonly words: string
  readonly of: (world: World) => Map<string, string>
  readonly what: 'name' | 'description' | 'shortDescription'
}

const texts: Readonly<Record<'name' | 'description' | 'short', Text>> = {
  name: { parameter: 'name', max: 64, words: 'BOT_TITLE_INVALID', of: ({ profile }) => profile.names, what: 'name' },
  description: {
    parameter: 'description',
    max: 512,
    words: 'DESCRIPTION_TOO_LONG',
    of: ({ profile }) => profile.descriptions,
    what: 'description',
  },
  short: {
    parameter: 'short_description',
    max: 120,
    words: 'ABOUT_TOO_LONG',
    of: ({ profile }) => profile.shortDescriptions,
    what: 'shortDescription',
  },
}

const setText =
  ({ parameter, max, words, of, what }: Text): Method =>
  ({ world }, params) => {
    const language = readLanguage(params)
    const text = params.text(parameter).trim()
    if (text.length > max) throw badRequest(words)
    // An empty text takes the language's own away; the default name stays.
    if (text !== '') of(world).set(language, text)
    else if (!(parameter === 'name' && language === '')) of(world).delete(language)
    world.emit({ kind: 'profileChanged', what })
    return true
  }

const getText =
  ({ parameter, of }: Text): Method =>
  ({ world }, params) => ({
    [parameter]: of(world).get(readLanguage(params)) ?? of(world).get('') ?? '',
  })

const readMenuButton = (params: Params): MenuButton => {
  const object = asObject(params.json('menu_button')) ?? { type: 'default' }
  requireField(object, 'type', 'string', "can't parse menu button: ")
  const type = stringOf(object, 'type')
  if (type === 'default' || type === 'commands') return { type }
  if (type !== 'web_app') throw badRequest("can't parse menu button: Unsupported type specified")
  const url = stringOf(asObject(object['web_app']) ?? {}, 'url')
  if (!url.startsWith('https://'))
    throw badRequest(`menu button Web App URL '${url}' is invalid: Only HTTPS links are allowed`)
  return { type, text: stringOf(object, 'text'), web_app: { url } }
}

const setChatMenuButton: Method = ({ world }, params) => {
  const button = readMenuButton(params)
  const chatId = params.has('chat_id') ? findChat(world, params.text('chat_id')).chat.id : 0
  world.profile.menuButtons.set(chatId, button)
  world.emit({ kind: 'profileChanged', what: 'menuButton' })
  return true
}
const getChatMenuButton: Method = ({ world: { profile } }, params) =>
  profile.menuButtons.get(params.integer('chat_id', 0)) ?? profile.menuButtons.get(0) ?? { type: 'commands' }

/** What the bot tells Telegram about itself. */
export const profileMethods = {
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  setMyName: setText(texts.name),
  getMyName: getText(texts.name),
  setMyDescription: setText(texts.description),
  getMyDescription: getText(texts.description),
  setMyShortDescription: setText(texts.short),
  getMyShortDescription: getText(texts.short),
  setChatMenuButton,
  getChatMenuButton,
} satisfies Record<string, Method>
