import { describe, expect, it } from 'vitest'
import { acquaintance, call, openBox } from '../support/box.js'

describe("the bot's profile", () => {
  it('says who it is', async () => {
    const { box, api } = await openBox({ botUsername: 'my_bot' })
    expect(await api.getMe()).toMatchObject({ id: box.bot.id, is_bot: true, username: 'my_bot', can_join_groups: true })
  })

  it('has commands by scope and language', async () => {
    const { box, api } = await openBox()
    const anna = await acquaintance(box)
    const en = [{ command: 'buy', description: 'Buy a ticket' }]
    const ru = [{ command: 'buy', description: 'Купить билет' }]
    await api.setMyCommands(en)
    await api.setMyCommands(ru, { language_code: 'ru', scope: { type: 'all_private_chats' } })
    await api.setMyCommands([], { scope: { type: 'chat', chat_id: anna.id } })
    expect(await api.getMyCommands()).toEqual(en)
    expect(await api.getMyCommands({ language_code: 'ru' })).toEqual([])
    expect(await api.getMyCommands({ language_code: 'ru', scope: { type: 'all_private_chats' } })).toEqual(ru)
    await api.deleteMyCommands()
    expect(await api.getMyCommands()).toEqual([])
  })

  const command = (change: object) => [{ command: 'buy', description: 'Buy', ...change }]
  it.each([
    [{}, 'parameter "commands" is required'],
    [{ commands: command({ command: 'Buy' }) }, 'BOT_COMMAND_INVALID'],
    [{ commands: command({ command: 'x'.repeat(33) }) }, 'BOT_COMMAND_INVALID'],
    [{ commands: command({ command: '' }) }, 'command must be non-empty'],
    [{ commands: command({ description: ' ' }) }, 'command description must be non-empty'],
    [{ commands: command({ description: 'x'.repeat(257) }) }, 'BOT_COMMAND_DESCRIPTION_INVALID'],
    [{ commands: Array.from({ length: 101 }, () => command({})).flat() }, 'BOT_COMMANDS_TOO_MUCH'],
    [{ commands: [{ command: 'buy' }] }, `can't parse BotCommand: Can't find field "description"`],
    [{ commands: command({}), language_code: 'russian' }, 'invalid language code specified'],
    [{ commands: command({}), scope: { type: 'galaxy' } }, `can't parse BotCommandScope: Unsupported type specified`],
    [{ commands: command({}), scope: { type: 'chat', chat_id: 7 } }, 'chat not found'],
  ])('setMyCommands %j is refused', async (params, words) => {
    const { box } = await openBox()
    expect(await call(box, 'setMyCommands', params)).toMatchObject({
      status: 400,
      description: `Bad Request: ${words}`,
    })
  })

  it('has a name and descriptions by language, within their limits', async () => {
    const { box, api } = await openBox()
    await api.setMyName('Jazz bot', {})
    await api.setMyName('Левем', { language_code: 'ru' })
    await api.setMyDescription('Tickets')
    await api.setMyShortDescription('Tickets in Telegram')
    expect(await api.getMyName({ language_code: 'ru' })).toEqual({ name: 'Левем' })
    expect(await api.getMyName({ language_code: 'de' })).toEqual({ name: 'Jazz bot' })
    expect(await api.getMyDescription()).toEqual({ description: 'Tickets' })
    expect(await api.getMyShortDescription({ language_code: 'ru' })).toEqual({
      short_description: 'Tickets in Telegram',
    })
    for (const [method, params] of [
      ['setMyName', { name: 'x'.repeat(65) }],
      ['setMyDescription', { description: 'x'.repeat(513) }],
      ['setMyShortDescription', { short_description: 'x'.repeat(121) }],
    ] as const) {
      expect((await call(box, method, params)).status).toBe(400)
    }
  })

  it('has a menu button', async () => {
    const { box, api } = await openBox()
    const anna = await acquaintance(box)
    await api.setChatMenuButton({ menu_button: { type: 'commands' } })
    await api.setChatMenuButton({
      chat_id: anna.id,
      menu_button: { type: 'web_app', text: 'Open', web_app: { url: 'https://tickets.example' } },
    })
    expect(await api.getChatMenuButton({ chat_id: anna.id })).toMatchObject({ type: 'web_app' })
    expect(await api.getChatMenuButton()).toEqual({ type: 'commands' })
    expect(
      (
        await call(box, 'setChatMenuButton', {
          menu_button: { type: 'web_app', text: 'x', web_app: { url: 'http://x.org' } },
        })
      ).status,
    ).toBe(400)
  })

  it('is gone after logOut', async () => {
    const { box, api } = await openBox()
    expect(await api.close()).toBe(true)
    expect(await api.logOut()).toBe(true)
    expect(await call(box, 'getMe')).toMatchObject({ status: 401 })
  })
})
