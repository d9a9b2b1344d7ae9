import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { style } from '../../../../../src/domain/styledText.js'
import type { World } from '../../../../support/world.js'
import { buy, expectNoDefect, forge, meet, openCalmWorld, publish, screenOf } from '../../../../support/talker.js'
import { ticketOf } from '../../../../support/tickets.js'
import { en, ru } from '../../../../support/texts/words.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const hour = 3_600_000

describe('/mytickets', () => {
  it('of nobody who bought leads to what is on', async () => {
    const bob = await meet(world, 'Bob')
    expect(await bob.says('/mytickets')).toBe(en('tickets-none'))
    expect(bob.buttons()).toEqual(["🎪 What's on"])
  })

  it('of one ticket is that ticket, with its code and all that can be done', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const { order } = await buy(world, bob.id, await publish(world, ann.id))
    await world.settle()
    const { shortCode } = await ticketOf(world, order.id)
    expect(await bob.says('/mytickets')).toBe(
      [
        '🎟 Jazz night',
        '📅 Mon, 23 November, 12:00 (GMT+3)',
        '📍 Blue Note',
        '💰 at the door: ₽1,500',
        `🧾 Order no. ${order.id} · ticket no. 1`,
        '👤 Bob',
        '',
        `Code for the door: ${shortCode.slice(0, 4)}-${shortCode.slice(4)}`,
      ].join('\n'),
    )
    expect(screenOf(bob).buttons).toEqual([
      '🖼 Show picture',
      '📅 Add to calendar',
      '🎁 Give to somebody',
      en('button-follow'),
    ])
  })

  it('of many lists what is ahead, soonest first, ten at a time, each order once, and leads to each ticket', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    for (let i = 12; i >= 1; i -= 1)
      await buy(world, bob.id, await publish(world, ann.id, { title: `Event ${i}`, hours: 100 + i }), (i % 2) + 1)
    await world.settle()
    expect(await bob.says('/mytickets')).toMatch(/^🎟 My tickets\n\n🎟 No\. 1–2 · Event 1, /u)
    const shown = [...screenOf(bob).buttons]
    expect(shown.at(-1)).toBe(en('button-next-page'))
    await bob.presses('More »')
    expect(screenOf(bob).buttons.at(-1)).toBe(en('button-first-page'))
    shown.push(...screenOf(bob).buttons)
    const lines = shown.flatMap((label) => /No\. ([\d–]+) · 2[67] Nov · Event (\d+)/u.exec(label)?.slice(1) ?? [])
    expect(lines).toEqual(
      Array.from({ length: 12 }, (_, i) => i + 1).flatMap((i) => [i % 2 === 1 ? '1–2' : '1', String(i)]),
    )
    await bob.presses('« First page')
    expect(await bob.presses(/Event 9/u)).toMatch(/^🎟 Event 9\n[^]*🧾 Order no\. \d+: 2 tickets\n/u)
    expect(screenOf(bob).buttons).toEqual(['🎟 Ticket no. 1', '🎟 Ticket no. 2', '🎟 My tickets'])
    expect(await bob.presses('🎟 Ticket no. 2')).toMatch(/^🎟 Event 9\n[^]*ticket no\. 2/u)
    expect(screenOf(bob).buttons).toContain(en('button-pictures'))
    expect(await bob.presses('🎟 My tickets')).toMatch(/^🎟 My tickets\n/u)
  })

  it('keeps past and cancelled ones behind a button, and says when one was let in', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Борис', { languageCode: 'ru' })]
    const used = await publish(world, ann.id, { title: 'Used', hours: 2 })
    const { order } = await buy(world, bob.id, used)
    const off = await publish(world, ann.id, { title: 'Off', hours: 3 })
    await buy(world, bob.id, off)
    await world.levem().services.publishing.cancel(ann.id, off.event.id)
    await world.levem().services.checkIn.letInPaid({ personId: ann.id, ticketId: (await ticketOf(world, order.id)).id })
    await world.settle()
    expect(await bob.says('/mytickets')).toMatch(/💰 оплачено[^]*✔️ Вход отмечен: \d\d:\d\d\.$/u)
    expect(screenOf(bob).buttons).toEqual(['🖼 Показать картинку', '📅 В календарь', ru('button-follow'), '🗂 Прошедшие'])
    expect(await bob.presses('🗂 Прошедшие')).toMatch(/^🗂 Прошедшие\n\n🚫 № 1 · Off, /u)
    expect(screenOf(bob).buttons).toEqual([expect.stringMatching(/^🚫 № 1 · 22 нояб\. · Off$/u), '‹ Предстоящие'])
    expect(await bob.presses(/Off/u)).toMatch(/🚫 Событие отменено, билет больше не действует\.$/u)
    expect(screenOf(bob).buttons).toEqual(['🎟 Мои билеты'])
    expect(bob.sees()).not.toMatch(/\w{4}-\w{4}/u)
    await world.advance(4 * hour)
    expect(await bob.says('/mytickets')).toBe('🎟 Мои билеты\n\nВпереди пока ничего нет.')
    await bob.presses('🗂 Прошедшие')
    expect(screenOf(bob).buttons).toHaveLength(3)
  })

  it("shows nobody else's tickets", async () => {
    const [ann, bob, kim] = [await meet(world, 'Ann'), await meet(world, 'Bob'), await meet(world, 'Kim')]
    const found = await publish(world, ann.id, { hours: 50 })
    await buy(world, bob.id, found)
    await buy(world, kim.id, found)
    await world.settle()
    expect(await bob.says('/mytickets')).toMatch(/ticket no\. 1\n👤 Bob/u)
    expect(await kim.says('/mytickets')).toMatch(/ticket no\. 2\n👤 Kim/u)
  })

  it('buttons of older messages, with a number in them, still lead to the list', async () => {
    const bob = await meet(world, 'Bob')
    await forge(world, bob, 't:17')
    expect(bob.sees()).toBe(en('tickets-none'))
  })
})

describe('the calendar', () => {
  it('gets the event as a file with its zone, place, link and an alarm', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, {
      title: 'Jazz; "late", night',
      description: style('Two sets', [{ offset: 4, length: 4, style: 'bold' }]),
      venue: 'Blue Note, 5 Main St',
      hours: 60,
    })
    await buy(world, bob.id, found)
    await world.settle()
    await bob.presses('📅 Add to calendar')
    const { document, text } = bob.heard().at(-1) ?? {}
    expect([document?.file_name, text]).toEqual([
      `levem-${found.event.slug}.ics`,
      '📅 Open the file, and the event is in your calendar.',
    ])
    const file = Buffer.from(world.sandbox.file(document?.file_id ?? '')?.bytes ?? []).toString('utf8')
    for (const part of [
      'BEGIN:VTIMEZONE',
      'TZID:Europe/Moscow',
      `UID:${found.event.slug}@levem_sandbox_bot`,
      'SUMMARY:Jazz\\; "late"\\, night',
      'LOCATION:Blue Note\\, 5 Main St',
      'DESCRIPTION:Two sets',
      'BEGIN:VALARM',
    ])
      expect(file).toContain(part)
    expect(file).toMatch(/DTSTART;TZID=Europe\/Moscow:20261125T\d{6}/u)
    expect(file.replace(/\r\n /gu, '')).toContain(`https://t.me/levem_sandbox_bot?start=e_${found.event.slug}`)
  })

  it('gets it over a bad line as well: an upload is sent again', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    await buy(world, bob.id, await publish(world, ann.id, { hours: 70 }))
    await world.settle()
    const fault = world.sandbox.faults.add({ method: 'sendDocument', kind: 'dropBefore', times: 1 })
    await bob.presses('📅 Add to calendar')
    expect([fault.hits(), bob.heard().filter(({ document }) => document).length]).toEqual([1, 1])
  })
})
