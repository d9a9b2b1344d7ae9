import { expect, it } from 'vitest'
import { describeInBrowser } from '../support/describeInBrowser.js'
import { beBot, callIn, openStage } from '../support/stage.js'

const cast = callIn('Anna')

const buttons = (...labels: readonly string[]) => ({
  reply_markup: { inline_keyboard: labels.map((text) => [{ text, callback_data: text }]) },
})

describeInBrowser("the bot's answers", (browser) => {
  it('stand as a note, as an alert to be confirmed, or lead somewhere', async () => {
    const { visit, box, api } = await openStage(browser(), cast)
    const link = `https://t.me/${box.botUsername}?start=from_toast`
    const answers: Readonly<Record<string, Parameters<typeof api.answerCallbackQuery>[1]>> = {
      note: { text: 'One <b>seat</b> left' },
      alert: { text: 'Are you & Ben sure?', show_alert: true },
      silent: {},
      start: { url: link },
    }
    beBot(api, ({ callback_query: query }) => query && api.answerCallbackQuery(query.id, answers[query.data ?? '']))
    const id = box.people()[0]?.id ?? 0
    await api.sendMessage(id, 'Press', buttons('note', 'alert', 'silent', 'start'))
    const { page, client } = await visit()
    const anna = client('Anna')
    await anna.presses('note')
    await anna.pane.getByRole('status').getByText('One <b>seat</b> left').waitFor()
    await anna.presses('alert')
    const alert = page.getByRole('alertdialog')
    await alert.getByText('Are you & Ben sure?').waitFor()
    await page.keyboard.press('Enter')
    await alert.waitFor({ state: 'detached' })
    await anna.presses('silent')
    await box.until(() => box.people()[0]?.toasts().length === 3)
    await anna.presses('start')
    await anna.sees('/start from_toast')
    expect(await page.getByRole('alertdialog').count()).toBe(0)
  })

  it('let a button wait until they come, and be pressed once meanwhile', async () => {
    const { visit, box, api } = await openStage(browser(), cast)
    const id = box.people()[0]?.id ?? 0
    await api.sendMessage(id, 'Press', buttons('Two tickets', 'Three tickets'))
    const { client, page } = await visit()
    const button = client('Anna').pane.getByRole('button', { name: 'Two tickets' })
    // Twice before anything is drawn, and once more while it waits.
    await button.focus()
    await page.evaluate('document.activeElement.click(); document.activeElement.click()')
    await page.locator('[aria-busy=true]').waitFor()
    await button.click()
    await box.until(() => box.pendingUpdates() === 2)
    const queries = (await api.getUpdates()).flatMap(({ callback_query: query }) => query ?? [])
    expect([queries.length, await page.locator('[aria-busy=true]').count()]).toEqual([1, 1])
    await api.answerCallbackQuery(queries[0]?.id ?? '')
    await page.locator('[aria-busy=true]').waitFor({ state: 'detached' })
    await button.click()
    await page.locator('[aria-busy=true]').waitFor()
    await box.until(() => box.pendingUpdates() === 3)
  })

  it('are announced: the bot is typing, or sending a photo, until it has', async () => {
    const { visit, box, api } = await openStage(browser(), cast)
    const { client } = await visit()
    const { pane, sees } = client('Anna')
    const id = box.people()[0]?.id ?? 0
    await api.sendChatAction(id, 'typing')
    await pane.getByText('Sandbox bot is typing…').waitFor()
    await api.sendChatAction(id, 'upload_photo')
    await pane.getByText('Sandbox bot is sending a photo…').waitFor()
    await api.sendMessage(id, 'No photo after all')
    await sees('No photo after all')
    await pane.getByText(/Sandbox bot is/u).waitFor({ state: 'detached' })
  })

  it('may hold links into the bot, which open for whoever was chosen to write there', async () => {
    const { visit, box, api } = await openStage(browser(), (given) => {
      const [anna, ben] = ['Anna', 'Ben'].map((firstName) => given.person({ firstName, languageCode: 'en' }))
      const group = given.group('Sales')
      if (anna !== undefined) group.addBot(anna)
      ben?.says('Hello', { in: group })
    })
    const group = box.chats().find(({ chat }) => chat.type === 'group')?.chat.id ?? 0
    await api.sendMessage(group, `A new event: https://t.me/${box.botUsername}?start=event_5`)
    const { client } = await visit()
    const sales = client('Sales')
    await sales.writesAs('Ben')
    await sales.pane.getByText('?start=event_5').click()
    await client('Ben').sees('/start event_5')
    const says = (name: string) =>
      box
        .people()
        .find(({ user }) => user.first_name === name)
        ?.messages()
        .map(({ text }) => text)
    expect([says('Ben'), says('Anna')]).toEqual([['/start event_5'], []])
    await sales.writesAs('Anna')
    await sales.pane.getByText('?start=event_5').click()
    await client('Anna').sees('/start event_5')
    expect(says('Ben')).toEqual(['/start event_5'])
  })

  it('change in place and go away in place, with the buttons they had', async () => {
    const { visit, box, api } = await openStage(browser(), cast)
    const id = box.people()[0]?.id ?? 0
    const { message_id: message } = await api.sendMessage(id, 'How many?', buttons('1', '2'))
    const { client } = await visit()
    const anna = client('Anna')
    await anna.sees('How many?')
    await api.editMessageText(id, message, 'Two tickets. Right?', buttons('Confirm'))
    await anna.sees('Two tickets. Right?')
    expect([
      await anna.count('How many?'),
      await anna.pane.getByRole('group', { name: 'Buttons of the message' }).getByRole('button').allInnerTexts(),
    ]).toEqual([0, ['Confirm']])
    await api.deleteMessage(id, message)
    await anna.pane.getByText('Two tickets. Right?').waitFor({ state: 'detached' })
    expect(await anna.pane.getByRole('button', { name: 'Confirm' }).count()).toBe(0)
  })
})
