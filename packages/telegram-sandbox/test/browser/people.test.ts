import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeInBrowser } from '../support/describeInBrowser.js'
import { beBot, openStage, type Stage } from '../support/stage.js'

const hostile = '<img src=x onerror=document.title="run">'

const addPerson = async (page: Page, name: string, choices: readonly string[] = [], tag?: string): Promise<Locator> => {
  await page.getByRole('button', { name: 'Add a person' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a person' })
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  for (const choice of choices) await dialog.getByRole('radio', { name: choice, exact: true }).check()
  if (tag !== undefined) await dialog.getByLabel('Language tag').fill(tag)
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  const pane = page.getByRole('region', { name, exact: true })
  await pane.waitFor()
  await dialog.waitFor({ state: 'hidden' })
  return pane
}

const addChat = async (page: Page, title: string, kind: string): Promise<Locator> => {
  await page.getByRole('button', { name: 'Add a group' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a group' })
  await dialog.getByLabel('Title', { exact: true }).fill(title)
  await dialog.getByRole('radio', { name: kind, exact: true }).check()
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  const pane = page.getByRole('region', { name: title, exact: true })
  await pane.waitFor()
  return pane
}

const called = ({ box }: Stage, title: string) => {
  const sight = box.chats().find(({ chat }) => 'title' in chat && chat.title === title)
  if (sight === undefined) throw new Error(`There is no chat ${title}`)
  return sight
}

describeInBrowser('people and chats of the page', (browser) => {
  it('takes a name that looks like HTML for a name, wherever it stands', async () => {
    const stage = await openStage(
      browser(),
      (box) => void box.person({ firstName: 'Anna', languageCode: 'en' }).says('/start'),
    )
    const { api, box } = stage
    const { page, client } = await stage.visit()
    const pane = await addPerson(page, hostile)
    await pane.getByRole('button', { name: 'Start' }).click()
    const person = box.people().find(({ user }) => user.first_name === '<img')
    await box.until(() => person?.sees() === '/start')
    const id = person?.id ?? 0

    await api.sendMessage(id, `Hello, ${hostile}!`)
    await client(hostile).sees(`Hello, ${hostile}!`)
    beBot(
      api,
      ({ callback_query: query }) => query && api.answerCallbackQuery(query.id, { text: `Well done, ${hostile}` }),
    )
    await api.sendMessage(id, 'Press it', {
      reply_markup: { inline_keyboard: [[{ text: hostile, callback_data: 'x' }]] },
    })
    await client(hostile).presses(hostile)
    await page.getByText(`Well done, ${hostile}`).waitFor()

    // In a chat with others: as the one who writes, in what happened, and in what the bot says of them.
    await addChat(page, `About ${hostile}`, 'Group')
    const group = client(`About ${hostile}`)
    await group.writesAs(hostile)
    await group.types('Is anybody here?')
    expect(await (await group.sees('Is anybody here?')).getAttribute('aria-label')).toContain(hostile)
    await api.sendMessage(
      called(stage, `About ${hostile}`).chat.id,
      `<b>${hostile.replace('<', '&lt;').replace('>', '&gt;')}</b> took 2 tickets`,
      { parse_mode: 'HTML' },
    )
    await group.sees(`${hostile} took 2 tickets`)
    await page.getByRole('button', { name: 'For developers' }).click()
    await page.getByRole('listitem').filter({ hasText: 'sendMessage' }).filter({ hasText: hostile }).first().waitFor()
    await page.getByRole('button', { name: 'For developers' }).click()

    // Put away, and on a phone.
    await page.getByRole('button', { name: `Hide ${hostile}`, exact: true }).click()
    await page.getByRole('navigation', { name: 'Hidden panes' }).getByText(hostile, { exact: true }).waitFor()
    await page.setViewportSize({ width: 390, height: 800 })
    await page.getByRole('navigation', { name: 'Chats' }).getByText('<img', { exact: true }).waitFor()

    expect(await page.locator('img[src="x"], [onerror]').count()).toBe(0)
    expect(await page.title()).not.toBe('run')
  })

  it('takes people in any language: the bot hears it, and its menu is in it', async () => {
    const stage = await openStage(browser(), (box) => {
      box.person({ firstName: 'Anna', languageCode: 'en' })
      return {
        roles: [
          { key: 'organizer', name: { ru: 'Организатор', en: 'Organizer' } },
          { key: 'guest', name: { ru: 'Гость', en: 'Guest' }, usual: true },
        ],
      }
    })
    const { api, box } = stage
    await api.setMyCommands([{ command: 'buy', description: 'Buy tickets' }])
    await api.setMyCommands([{ command: 'buy', description: 'Karten kaufen' }], { language_code: 'de' })
    await api.setMyDescription('Karten gibt es hier.', { language_code: 'de' })
    const { page, client } = await stage.visit()
    const pane = await addPerson(page, 'Klaus Weiß', ['Another one', 'Organizer'], 'de')
    await pane.getByText('Karten gibt es hier.').waitFor()
    await pane.getByText('Organizer').waitFor()
    await pane.getByRole('button', { name: 'Start' }).click()
    const klaus = client('Klaus Weiß')
    await klaus.sees('/start')
    await pane.getByRole('button', { name: "The bot's commands" }).click()
    await pane.getByRole('option', { name: /Karten kaufen/u }).click()
    await klaus.sees('/buy')
    const [from] = (await api.getUpdates()).map(({ message }) => message?.from)
    expect(from).toMatchObject({ first_name: 'Klaus', last_name: 'Weiß', language_code: 'de' })
    // The control: others have the menu in theirs.
    await addPerson(page, 'Olga', ['Russian'])
    expect(box.people().map(({ user }) => [user.first_name, user.language_code])).toEqual([
      ['Anna', 'en'],
      ['Klaus', 'de'],
      ['Olga', 'ru'],
    ])
  })

  it('adds a group, a forum and a channel, and lets one write there as somebody', async () => {
    const stage = await openStage(browser(), (box) => {
      for (const firstName of ['Anna', 'Ben']) box.person({ firstName, languageCode: 'en' }).says('/start')
      return {}
    })
    const { api, box } = stage
    const { page, client } = await stage.visit()
    const heard = async () => (await api.getUpdates()).map(({ message, channel_post: post }) => message ?? post)

    await addChat(page, 'Friends of jazz', 'Group')
    await client('Friends of jazz').writesAs('Ben')
    await client('Friends of jazz').types('Hello, all')
    await client('Friends of jazz').sees('Hello, all')
    expect((await heard()).at(-1)).toMatchObject({
      text: 'Hello, all',
      from: { first_name: 'Ben' },
      chat: { type: 'group', title: 'Friends of jazz' },
    })

    const forum = await addChat(page, 'Guild', 'Forum with topics')
    await client('Guild').chooses('Add a topic…')
    await page.getByRole('dialog').getByLabel('Name').fill('Tickets')
    await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click()
    await forum.getByRole('group', { name: 'Topics' }).getByRole('button', { name: 'Tickets' }).click()
    await client('Guild').types('How many are left?')
    await client('Guild').sees('How many are left?')
    const [topic] = called(stage, 'Guild').topics.keys()
    expect((await heard()).at(-1)).toMatchObject({
      text: 'How many are left?',
      message_thread_id: topic,
      chat: { type: 'supergroup', is_forum: true },
    })
    // What is said in another topic does not stand in this one.
    await api.sendMessage(called(stage, 'Guild').chat.id, 'To everybody')
    await forum.getByRole('group', { name: 'Topics' }).getByRole('button', { name: 'All' }).click()
    await client('Guild').sees('To everybody')
    await forum.getByRole('group', { name: 'Topics' }).getByRole('button', { name: 'Tickets' }).click()
    await forum.getByText('To everybody').waitFor({ state: 'detached' })

    const channel = await addChat(page, 'Evenings', 'Channel')
    expect(await channel.getByRole('combobox', { name: 'Write as' }).getByRole('option').allInnerTexts()).toEqual([
      'Anna',
    ])
    await client('Evenings').types('Tonight at seven')
    await client('Evenings').sees('Tonight at seven')
    expect((await heard()).at(-1)).toMatchObject({ text: 'Tonight at seven', sender_chat: { title: 'Evenings' } })
    expect(box.pendingUpdates()).toBeGreaterThan(0)
  })
})
