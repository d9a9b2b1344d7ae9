import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { SwitchName } from '../../src/page/wire.js'
import type { Sandbox } from '../../src/sandbox.js'
import { describeInBrowser } from '../support/describeInBrowser.js'
import { callIn, eventually, openStage } from '../support/stage.js'

const cast = callIn('Anna', 'Ben')

const openDrawer = async (page: Page, tab: 'Calls' | 'Faults'): Promise<void> => {
  await page.getByRole('button', { name: 'For developers' }).click()
  await page.getByRole('tab', { name: tab }).click()
}

/** Calls the Bot API; the status and the answer, or 'cut' when there was none. */
const call = async (box: Sandbox, method: string, params: object = {}, signal?: AbortSignal): Promise<string> => {
  try {
    const response = await fetch(`${box.url}/bot${box.token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
      ...(signal === undefined ? {} : { signal }),
    })
    return `${response.status} ${await response.text()}`
  } catch {
    return 'cut'
  }
}

type Trial = { readonly label: string; readonly isBroken: (box: Sandbox, page: Page) => Promise<void> }

const says = (box: Sandbox): Promise<string> =>
  call(box, 'sendMessage', { chat_id: box.people()[0]?.id, text: 'Hello' })
const heardBy = (box: Sandbox): number =>
  box
    .people()[0]
    ?.messages()
    .filter(({ fromBot }) => fromBot).length ?? 0

const trials: Readonly<Record<SwitchName, Trial>> = {
  down: { label: 'Telegram is down', isBroken: async (box) => expect(await says(box)).toBe('cut') },
  gateway: { label: 'Bad gateway', isBroken: async (box) => expect(await says(box)).toMatch(/^502 <html>/u) },
  tooManyRequests: {
    label: 'Too many requests',
    isBroken: async (box) => expect(await says(box)).toMatch(/^429 .*"retry_after":3\b/u),
  },
  dropBefore: {
    label: 'Cut before it is done',
    isBroken: async (box) => {
      const before = heardBy(box)
      expect([await says(box), heardBy(box) - before]).toEqual(['cut', 0])
    },
  },
  deliverThenDrop: {
    label: 'Done, then cut',
    isBroken: async (box) => {
      const before = heardBy(box)
      expect([await says(box), heardBy(box) - before]).toEqual(['cut', 1])
    },
  },
  hang: {
    label: 'No answer',
    isBroken: async (box, page) => {
      const patience = new AbortController()
      const answer = call(box, 'getMe', {}, patience.signal)
      const met = page
        .getByRole('listitem')
        .filter({ has: page.getByRole('switch', { name: 'No answer' }) })
        .getByText('met 1 call')
        .waitFor()
        .then(() => 'nothing came')
      expect(await Promise.race([answer, met])).toBe('nothing came')
      patience.abort()
    },
  },
  slow: {
    label: 'Slow',
    isBroken: async (box) => {
      expect(await says(box)).toMatch(/^200 /u)
      await box.until(() => box.calls.at(-1)?.fault !== undefined)
      const { startedAt, finishedAt } = box.calls.at(-1) ?? { startedAt: 0, finishedAt: 0 }
      expect(finishedAt - startedAt).toBeGreaterThan(1900)
    },
  },
  overallLimit: {
    label: 'One message a second',
    isBroken: async (box) => {
      expect(await says(box)).toMatch(/^200 /u)
      expect(await says(box)).toMatch(/^429 /u)
    },
  },
  repeatUpdates: {
    label: 'Updates come twice',
    isBroken: async (box) => {
      box.people()[0]?.says('Twice')
      expect((await call(box, 'getUpdates')).match(/"text":"Twice"/gu)).toHaveLength(2)
    },
  },
}

describeInBrowser("the developer's drawer", (browser) => {
  it('shows each call as it happens: what was asked and answered, how long it took, and what went wrong', async () => {
    const { visit, box, api } = await openStage(browser(), cast)
    const { page } = await visit()
    await openDrawer(page, 'Calls')
    const drawer = page.getByRole('complementary')
    const lines = drawer.getByRole('listitem')
    await drawer.getByText('No calls yet.').waitFor()
    await api.sendMessage(box.people()[1]?.id ?? 0, 'Good <evening>')
    const line = lines.filter({ hasText: 'sendMessage' })
    expect(await line.innerText()).toMatch(/Ben\s+200\s+\d+ ms/u)
    await line.getByRole('button').click()
    const [params, answer] = await line.locator('pre').allInnerTexts()
    expect(JSON.parse(params ?? '')).toEqual({ chat_id: box.people()[1]?.id, text: 'Good <evening>' })
    expect(JSON.parse(answer ?? '')).toMatchObject({ ok: true, result: { text: 'Good <evening>' } })

    box.faults.add({ kind: 'deliverThenDrop', times: 1 })
    expect(await call(box, 'getMe')).toBe('cut')
    const broken = lines.filter({ hasText: 'getMe' })
    expect(await broken.innerText()).toMatch(/deliverThenDrop\s+cut/u)
    expect(await call(box, 'sendMessage', { chat_id: 1, text: 'Nobody' })).toMatch(/^400 /u)
    await lines.filter({ hasText: '400' }).waitFor()
    expect(await lines.count()).toBe(3)

    const filter = drawer.getByRole('searchbox', { name: 'Filter' })
    for (const [words, count] of [
      ['BEN', 1],
      ['evening', 1],
      ['sendmess', 2],
      ['400', 1],
      ['no such thing', 0],
      ['', 3],
    ] as const) {
      await filter.fill(words)
      await eventually(() => lines.count()).toBe(count)
    }
    await drawer.getByRole('button', { name: 'Failed only' }).click()
    await eventually(() => lines.count()).toBe(2)
    await drawer.getByRole('button', { name: 'Failed only' }).click()
    await drawer.getByRole('button', { name: 'Clear' }).click()
    await eventually(() => lines.count()).toBe(0)
    // The latest stands first.
    for (const text of ['One', 'Two']) await api.sendMessage(box.people()[0]?.id ?? 0, text)
    await eventually(() => lines.count()).toBe(2)
    await lines.first().getByRole('button').click()
    expect(await lines.first().locator('pre').first().innerText()).toContain('Two')
  })

  it('breaks with each switch what the switch says, and only while it is on', async () => {
    const { visit, box } = await openStage(browser(), cast)
    const { page } = await visit()
    await openDrawer(page, 'Faults')
    for (const { label, isBroken } of Object.values(trials)) {
      const toggle = page.getByRole('switch', { name: label, exact: true })
      await toggle.click()
      await page.getByText(`Switched on: ${label}`).waitFor()
      await isBroken(box, page)
      await toggle.click()
      await page.getByText('Switched on').waitFor({ state: 'detached' })
      expect(await call(box, 'getMe'), label).toMatch(/^200 /u)
      expect(await toggle.getAttribute('aria-checked')).toBe('false')
    }
    box.people()[0]?.says('Once')
    expect((await call(box, 'getUpdates')).match(/"text":"Once"/gu)).toHaveLength(1)
    expect(await page.getByRole('switch', { checked: true }).count()).toBe(0)
  })

  it('meets as many calls as one chose, in the chat one chose', async () => {
    const { visit, box } = await openStage(browser(), cast)
    const { page } = await visit()
    const [anna, ben] = box.people()
    const write = (person: typeof anna) =>
      call(box, 'sendMessage', { chat_id: person?.id, text: 'Hello' }).then((answer) => answer.slice(0, 3))
    await openDrawer(page, 'Faults')
    await page.getByRole('group', { name: 'For how many calls' }).getByRole('button', { name: '3' }).click()
    await page.getByRole('combobox', { name: 'Calls about' }).selectOption({ label: 'Ben' })
    await page
      .getByRole('group', { name: 'For how many calls' })
      .getByRole('button', { name: '3', pressed: true })
      .waitFor()
    await page.getByRole('switch', { name: 'Bad gateway' }).click()
    await page.getByText('3 left · Ben').waitFor()
    expect([await write(anna), await write(ben), await write(ben)]).toEqual(['200', '502', '502'])
    await page.getByText('met 2 calls · 1 left · Ben').waitFor()
    expect([await write(ben), await write(ben)]).toEqual(['502', '200'])
    await page.getByRole('switch', { name: 'Bad gateway', checked: false }).waitFor()
    await page.getByText('met 3 calls').waitFor()
  })

  it('lets a person block the bot and unblock it, from the drawer and from the chat', async () => {
    const { visit, box } = await openStage(browser(), cast)
    const { page, client } = await visit()
    const anna = client('Anna')
    await anna.chooses('Block the bot')
    await anna.pane.getByText('the bot is blocked').waitFor()
    expect([await says(box), await anna.field.count()]).toEqual([expect.stringContaining('403'), 0])
    await anna.pane.getByRole('button', { name: 'Unblock', exact: true }).click()
    await anna.field.waitFor()
    expect(await says(box)).toMatch(/^200 /u)
    await openDrawer(page, 'Faults')
    const toggle = page
      .getByRole('listitem')
      .filter({ hasText: 'Anna' })
      .getByRole('switch', { name: 'The bot is blocked' })
    await toggle.click()
    await anna.pane.getByRole('button', { name: 'Unblock', exact: true }).waitFor()
    expect(await says(box)).toContain('bot was blocked by the user')
    await toggle.click()
    await anna.field.waitFor()
    expect(await says(box)).toMatch(/^200 /u)
  })

  it('lets a group forbid the bot to write, remove it and take it in again', async () => {
    const { visit, box } = await openStage(browser(), (given) => {
      cast(given)
      const [anna] = given.people()
      if (anna !== undefined) given.group('Sales').addBot(anna)
    })
    const { page } = await visit()
    const tell = () =>
      call(box, 'sendMessage', {
        chat_id: box.chats().find(({ chat }) => chat.type === 'group')?.chat.id,
        text: 'Sold',
      })
    await openDrawer(page, 'Faults')
    const sales = page.getByRole('complementary').getByRole('listitem').filter({ hasText: 'Sales' })
    const pane = page.getByRole('region', { name: 'Sales', exact: true })
    await sales.getByRole('switch', { name: 'Forbid the bot to write' }).click()
    await pane.getByText('the bot may not write here').waitFor()
    expect(await tell()).toMatch(/^40[03] .*not enough rights/u)
    await sales.getByRole('switch', { name: 'Forbid the bot to write' }).click()
    await sales.getByRole('button', { name: 'Remove the bot' }).click()
    await pane.getByText('the bot is not here').waitFor()
    expect(await tell()).toMatch(/^403 .*bot was kicked/u)
    await sales.getByRole('button', { name: 'Add the bot' }).click()
    await pane.getByText(/^group, \d members?$/u).waitFor()
    expect(await tell()).toMatch(/^200 /u)
  })
})
