import { expect, it } from 'vitest'
import { describeInBrowser } from '../support/describeInBrowser.js'
import { beBot, callIn, goneComplaint, openStage } from '../support/stage.js'

const cast = callIn('Anna', 'Ben')

describeInBrowser('the page, live', (browser) => {
  it('shows the same in two tabs, and asks both the same', async () => {
    const { visit, box, api } = await openStage(browser(), cast)
    const heard = beBot(
      api,
      ({ callback_query: query }) => query && api.answerCallbackQuery(query.id, { text: 'Taken' }),
    )
    const [one, two] = [await visit(), await visit({ viewport: { width: 390, height: 844 }, locale: 'ru-RU' })]
    await one.client('Anna').types('Is it on?')
    await two.client('Anna').sees('Is it on?')
    const question = await api.sendMessage(box.people()[0]?.id ?? 0, 'Yes. A seat?', {
      reply_markup: { inline_keyboard: [[{ text: 'Take it', callback_data: 'x' }]] },
    })
    await one.client('Anna').sees('A seat?')
    await two.client('Anna').presses('Take it')
    await two.page.getByText('Taken').waitFor()
    await api.editMessageText(box.people()[0]?.id ?? 0, question.message_id, 'It is yours')
    for (const { client } of [one, two]) {
      await client('Anna').sees('It is yours')
      expect(await client('Anna').count('A seat?')).toBe(0)
    }
    const logs = await Promise.all(
      [one, two].map(({ page }) =>
        page.getByRole('region', { name: 'Anna' }).getByRole('article').locator('.text').allInnerTexts(),
      ),
    )
    const [ofOne, ofTwo] = logs.map((texts) => texts.map((text) => text.split('\n')[0]))
    expect([ofOne, ofTwo]).toEqual([
      ['/start', 'Is it on?', 'It is yours'],
      ['/start', 'Is it on?', 'It is yours'],
    ])
    // What is arranged and typed belongs to each alone.
    await one.page.getByRole('button', { name: 'Hide Ben' }).click()
    await one.client('Anna').field.fill('A draft')
    expect(await two.client('Anna').field.inputValue()).toBe('')
    expect(heard.filter((update) => update.callback_query !== undefined)).toHaveLength(1)
  })

  it('finds the server again when it was gone, and is right again without a reload', async () => {
    const { visit, box, api, goes, comes } = await openStage(browser(), cast)
    const { page, client } = await visit({}, [goneComplaint])
    const id = box.people()[0]?.id ?? 0
    const seats = await api.sendMessage(id, 'Two seats left')
    const gone = await api.sendMessage(id, 'A mistake')
    const anna = client('Anna')
    await anna.sees('A mistake')
    await anna.field.fill('Not yet sent')
    await page.evaluate('globalThis.isStillTheSame = true')
    await goes()
    await page.getByText('The connection is lost. Reconnecting…').waitFor()

    // What happens meanwhile is not told to anybody.
    await api.editMessageText(id, seats.message_id, 'One seat left')
    await api.deleteMessage(id, gone.message_id)
    await api.sendMessage(id, 'Hurry up')
    const vera = box.person({ firstName: 'Vera', languageCode: 'en' })
    vera.says('Hello')
    box.people()[1]?.blocks()
    await comes()
    await anna.sees('Hurry up')
    await page.getByText('The connection is lost.').waitFor({ state: 'detached' })
    await anna.sees('One seat left')
    expect([await anna.count('Two seats left'), await anna.count('A mistake'), await anna.count('Hurry up')]).toEqual([
      0, 0, 1,
    ])
    await client('Vera').sees('Hello')
    await client('Ben').pane.getByText('the bot is blocked').waitFor()
    expect(await anna.field.inputValue()).toBe('Not yet sent')
    await anna.field.press('Enter')
    await anna.sees('Not yet sent')
    expect(await page.evaluate('globalThis.isStillTheSame')).toBe(true)
  })

  it('runs no script but its own, and asks no other host', async () => {
    const { visit, url } = await openStage(browser(), cast)
    const { page, complaints } = await visit({}, [
      /^console: .*Content Security Policy/u,
      /^request to https:\/\/elsewhere\.example\//u,
    ])
    const refused = page.evaluate(
      'new Promise((resolve) => document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => resolve(effectiveDirective), { once: true }))',
    )
    await page.evaluate(`(() => {
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'globalThis.ran = true' }))
      document.body.insertAdjacentHTML('beforeend', '<img src="data:,x" onerror="globalThis.ran = true"><form action="/x"></form>')
    })()`)
    expect(await refused).toMatch(/^script-src/u)
    expect(await page.evaluate(`fetch('https://elsewhere.example/').then(() => 'asked', () => 'refused')`)).toBe(
      'refused',
    )
    expect(await page.evaluate('globalThis.ran')).toBeUndefined()
    // The controls: a complaint is noticed, and the page's own modules do run.
    expect(complaints.join('\n')).toContain('Content Security Policy')
    expect(
      await page.evaluate(`import('/client/content/text/words.js').then(({ shorten }) => shorten('abc', 1))`),
    ).toBe('a…')
    expect((await fetch(url)).headers.get('content-security-policy')).not.toContain('unsafe')
  })
})
