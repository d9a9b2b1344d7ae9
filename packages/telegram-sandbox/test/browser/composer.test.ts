import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Sandbox } from '../../src/sandbox.js'
import { describeInBrowser } from '../support/describeInBrowser.js'
import { callIn, eventually, goneComplaint, openStage } from '../support/stage.js'

const cast = callIn('Anna')

/** All that a person said, oldest first. */
const saidBy = (box: Sandbox, name: string): readonly string[] =>
  box
    .people()
    .find(({ user }) => user.first_name === name)
    ?.messages()
    .filter(({ fromBot }) => !fromBot)
    .map(({ text }) => text) ?? []

/**
 * Does these keys and choices in the page at once: nothing is drawn between them, as when one types fast on a slow
 * machine.
 */
const atOnce = (page: Page, steps: readonly string[]): Promise<unknown> =>
  page.evaluate(`(() => {
  const key = (name) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }))
  const type = (text) => document.execCommand('insertText', false, text)
  const choose = (select, label) => {
    select.value = [...select.options].find((option) => option.label === label).value
    select.dispatchEvent(new Event('change', { bubbles: true }))
  }
  ${steps.join('\n')}
})()`)

/** Chooses to reply in the menu of a message, which was opened. */
const replies = async (page: Page): Promise<void> => {
  await page.getByRole('menuitem', { name: 'Reply' }).click()
  await page.getByRole('textbox').and(page.locator(':focus')).waitFor()
}

describeInBrowser('the composer', (browser) => {
  it('sends what was typed quickly: all lines, in order, whole', async () => {
    const { visit, box } = await openStage(browser(), cast)
    const { client, page } = await visit()
    const { field } = client('Anna')
    await field.focus()
    const lines = Array.from({ length: 8 }, (_, index) => `Line ${index} to its last letter`)
    for (const line of lines) await page.keyboard.type(`${line}\n`)
    await box.until(() => saidBy(box, 'Anna').length === lines.length + 1)
    expect(saidBy(box, 'Anna')).toEqual(['/start', ...lines])
    await eventually(() => field.inputValue()).toBe('')
  })

  it('sends the last letter when Enter comes before it was drawn', async () => {
    const { visit, box } = await openStage(browser(), cast)
    const { client, page } = await visit()
    await client('Anna').field.focus()
    await atOnce(page, ["type('Two tickets, pleas')", "type('e')", "key('Enter')"])
    await box.until(() => saidBy(box, 'Anna').length === 2)
    expect(saidBy(box, 'Anna')).toEqual(['/start', 'Two tickets, please'])
  })

  it('begins anew after Enter, even when nothing was drawn since', async () => {
    const { visit, box } = await openStage(browser(), cast)
    const { client, page } = await visit()
    await client('Anna').field.focus()
    await atOnce(page, ["type('One')", "key('Enter')", "type('Two')", "key('Enter')"])
    await box.until(() => saidBy(box, 'Anna').length === 3)
    expect(saidBy(box, 'Anna')).toEqual(['/start', 'One', 'Two'])
  })

  it('sends one thing after the other, however long the first takes', async () => {
    const { visit, box } = await openStage(browser(), cast)
    const { client, page } = await visit()
    let letGo: () => void = () => undefined
    const held = new Promise<void>((resolve) => (letGo = resolve))
    await page.route('**/acts', async (route) => {
      if (route.request().postData()?.includes('One') === true) await held
      await route.continue()
    })
    await client('Anna').types('One')
    await client('Anna').types('Two')
    // Whoever does not wait for the first one sends the second before this is answered.
    await page.evaluate("fetch('/')")
    letGo()
    await box.until(() => saidBy(box, 'Anna').length === 3)
    expect(saidBy(box, 'Anna')).toEqual(['/start', 'One', 'Two'])
  })

  it('writes as the one who was just chosen', async () => {
    const { visit, box } = await openStage(browser(), (given) => {
      const people = ['Anna', 'Ben'].map((firstName) => given.person({ firstName, languageCode: 'en' }))
      const group = given.group('Guild')
      people.forEach((person) => {
        person.says('/start')
        person.says('Here', { in: group })
      })
    })
    const { client, page } = await visit()
    const { pane, field } = client('Guild')
    const before = await pane.getByRole('combobox').inputValue()
    await field.fill('Who am I?')
    await field.focus()
    await atOnce(page, ["choose(document.activeElement.form.querySelector('select'), 'Ben')", "key('Enter')"])
    await client('Guild').sees('Who am I?')
    const last = box.messagesIn(box.chats().find(({ chat }) => chat.type === 'group')?.chat.id ?? 0).at(-1)
    expect([last?.from?.first_name, (await pane.getByRole('combobox').inputValue()) === before]).toEqual(['Ben', false])
  })

  it('keeps the draft through a reload, each chat its own', async () => {
    const { visit, box } = await openStage(browser(), (given) => {
      cast(given)
      given.person({ firstName: 'Ben', languageCode: 'en' }).says('/start')
    })
    const { client, page } = await visit()
    await client('Anna').field.fill('Not yet sent\nwith a second line')
    await client('Ben').field.fill('Neither is this')
    await page.reload()
    await client('Anna').sees('/start')
    expect([await client('Anna').field.inputValue(), await client('Ben').field.inputValue()]).toEqual([
      'Not yet sent\nwith a second line',
      'Neither is this',
    ])
    const answered = page.waitForResponse('**/acts')
    await client('Ben').field.press('Enter')
    await answered
    await client('Ben').sees('Neither is this')
    await eventually(() => page.evaluate('Object.values(sessionStorage).join()')).not.toContain('Neither')
    await page.reload()
    await client('Ben').sees('Neither is this')
    expect([await client('Ben').field.inputValue(), saidBy(box, 'Anna')]).toEqual(['', ['/start']])
  })

  it('gives a text back that could not be sent, because it was refused or nobody was there', async () => {
    const { visit, box, api, goes, comes } = await openStage(browser(), cast)
    const { client, page } = await visit({}, [goneComplaint, /status of 400/u])
    const anna = client('Anna')
    const { message_id: id } = await api.sendMessage(box.people()[0]?.id ?? 0, 'Do you come?')
    await (await anna.sees('Do you come?')).getByText('Do you come?').click({ button: 'right' })
    await replies(page)
    await api.deleteMessage(box.people()[0]?.id ?? 0, id)
    await anna.types('Yes, I do')
    await anna.pane.getByText('That is no longer there.').waitFor()
    expect([await anna.field.inputValue(), saidBy(box, 'Anna')]).toEqual(['Yes, I do', ['/start']])
    await anna.pane.getByRole('button', { name: 'Cancel' }).click()

    await goes()
    await anna.field.press('Enter')
    await anna.pane.getByText('The sandbox does not answer.').waitFor()
    expect(await anna.field.inputValue()).toBe('Yes, I do')
    await comes()
    await anna.field.press('Enter')
    await anna.sees('Yes, I do')
    expect([await anna.field.inputValue(), saidBy(box, 'Anna')]).toEqual(['', ['/start', 'Yes, I do']])
  })

  it('gives several lines back in their order, before what was typed since', async () => {
    const { visit, goes, comes, box } = await openStage(browser(), cast)
    const { client, page } = await visit({}, [goneComplaint])
    const anna = client('Anna')
    const held = new Set<() => void>()
    await page.route('**/acts', async (route) => {
      await new Promise<void>((resolve) => held.add(resolve))
      await route.continue()
    })
    await goes()
    for (const line of ['One', 'Two']) await anna.types(line)
    await anna.field.fill('Three')
    // The second may wait for the first.
    const letGo = setInterval(() => held.forEach((resolve) => resolve()), 10)
    await eventually(() => anna.field.inputValue()).toBe('One\nTwo\nThree')
    clearInterval(letGo)
    await page.unrouteAll()
    await comes()
    await anna.field.press('Enter')
    await anna.sees('Three')
    expect(saidBy(box, 'Anna')).toEqual(['/start', 'One\nTwo\nThree'])
  })

  it('offers the commands that begin with what was typed', async () => {
    const { visit, box, api } = await openStage(browser(), cast)
    await api.setMyCommands(
      ['buy', 'events', 'mytickets', 'myevents'].map((command) => ({ command, description: `About ${command}` })),
    )
    const { client, page } = await visit()
    const { field, pane, sees } = client('Anna')
    const offered = async () => (await pane.getByRole('option').allInnerTexts()).map((text) => text.split(/\s/u)[0])
    await field.pressSequentially('/')
    await pane.getByRole('option', { name: /mytickets/u }).waitFor()
    expect(await offered()).toEqual(['/buy', '/events', '/mytickets', '/myevents'])
    await field.pressSequentially('my')
    await pane.getByRole('option', { name: /buy/u }).waitFor({ state: 'detached' })
    expect(await offered()).toEqual(['/mytickets', '/myevents'])
    await field.press('ArrowDown')
    await field.press('Enter')
    await sees('/myevents')
    // Tab completes and waits for more; Escape puts the list away.
    await field.pressSequentially('/b')
    await pane.getByRole('option', { name: /buy/u }).waitFor()
    await atOnce(page, ["key('Tab')", "type('2')"])
    await eventually(() => field.inputValue()).toBe('/buy 2')
    await field.fill('/ev')
    await pane.getByRole('option').waitFor()
    await field.press('Escape')
    await pane.getByRole('option').waitFor({ state: 'detached' })
    await field.press('Enter')
    await sees(/\/ev(?!e)/u)
    expect(saidBy(box, 'Anna')).toEqual(['/start', '/myevents', '/ev'])
  })

  it('replies to a message and edits one', async () => {
    const { visit, box, api } = await openStage(browser(), cast)
    const { client, page } = await visit()
    const anna = client('Anna')
    const { message_id: id } = await api.sendMessage(box.people()[0]?.id ?? 0, 'Aisle or window?')
    await (await anna.sees('Aisle or window?')).getByRole('button', { name: 'Actions with the message' }).press('Enter')
    await replies(page)
    await page.keyboard.type('Windwo')
    await page.keyboard.press('Enter')
    const answer = await anna.sees('Windwo')
    await answer.getByRole('button', { name: /^Reply to .*: Aisle or window\?$/u }).waitFor()
    expect((await api.getUpdates()).at(-1)?.message).toMatchObject({
      text: 'Windwo',
      reply_to_message: { message_id: id },
    })

    await anna.field.press('ArrowUp')
    await anna.pane.getByText('Edit the message').waitFor()
    await eventually(() => anna.field.inputValue()).toBe('Windwo')
    await anna.field.fill('Window')
    await anna.field.press('Enter')
    await anna.sees(/Window[\s\S]*edited/u)
    expect((await api.getUpdates()).at(-1)?.edited_message).toMatchObject({ text: 'Window' })
    // Escape leaves all as it was.
    await anna.field.press('ArrowUp')
    await anna.field.fill('Door')
    await anna.field.press('Escape')
    await eventually(() => anna.field.inputValue()).toBe('')
    expect([saidBy(box, 'Anna'), await anna.count('Windwo')]).toEqual([['/start', 'Window'], 0])
  })

  it('answers a question that wants a reply, and puts a keyboard for one use away', async () => {
    const { visit, box, api } = await openStage(browser(), cast)
    const { client } = await visit()
    const anna = client('Anna')
    const id = box.people()[0]?.id ?? 0
    const question = await api.sendMessage(id, 'Your name?', {
      reply_markup: { force_reply: true, input_field_placeholder: 'As on the ticket' },
    })
    await anna.pane.getByPlaceholder('As on the ticket').waitFor()
    await anna.types('Anna K.')
    await anna.sees('Anna K.')
    expect((await api.getUpdates()).at(-1)?.message).toMatchObject({
      text: 'Anna K.',
      reply_to_message: { message_id: question.message_id },
    })

    const reply_markup = {
      keyboard: [[{ text: 'Left' }, { text: 'Right' }]],
      resize_keyboard: true,
      one_time_keyboard: true,
    }
    const keys = anna.pane.getByRole('group', { name: "The bot's keyboard" })
    await api.sendMessage(id, 'Where would you sit?', { reply_markup })
    await keys.getByRole('button', { name: 'Left' }).click()
    await anna.sees('Left')
    await keys.waitFor({ state: 'detached' })
    await anna.pane.getByRole('button', { name: 'Show the keyboard' }).click()
    await keys.getByRole('button', { name: 'Right' }).waitFor()
    // One that is not for one use stays, until the bot takes it away.
    await api.sendMessage(id, 'Choose', { reply_markup: { ...reply_markup, one_time_keyboard: false } })
    await anna.sees('Choose')
    await keys.getByRole('button', { name: 'Right' }).click()
    await anna.sees('Right')
    expect(await keys.isVisible()).toBe(true)
    await api.sendMessage(id, 'Enough', { reply_markup: { remove_keyboard: true } })
    await keys.waitFor({ state: 'detached' })
    expect(saidBy(box, 'Anna')).toEqual(['/start', 'Anna K.', 'Left', 'Right'])
  })
})
