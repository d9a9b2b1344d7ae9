import { InlineKeyboard } from 'grammy'
import type { Money } from '../../../../domain/money.js'
import type { Takings } from '../../../../services/door/sales.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { lines, moneyIn, paragraphs, sumIn } from '../../../ui/format.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'
import { linkTo } from '../../../views/people/person.js'

type Row = Takings['rows'][number]

// A message holds so many people with all their ways.
const mostPeople = 20

/** The closing statement: what each person took at the door, by how it was paid, and all of them together. */
export const takingsScreen = (speech: Speech, { event, rows }: Takings): Screen => {
  const people = [...new Set(rows.map(({ personId }) => personId))]
  const parts = people.slice(0, mostPeople).map((id) =>
    personIn(
      speech,
      rows.filter((row) => row.personId === id),
    ),
  )
  const total = people.length > 1 ? speech.say('takings-total', factsOf(speech, rows)) : undefined
  const more =
    people.length > mostPeople ? speech.say('takings-more', { count: people.length - mostPeople }) : undefined
  return {
    html: paragraphs(
      speech.say(rows.length > 0 ? 'takings' : 'takings-none', { title: event.title }),
      ...parts,
      more,
      total,
    ),
    keyboard: new InlineKeyboard().text(speech.label('button-door'), routes.openDoor.data({ eventId: event.id })),
  }
}

const personIn = (speech: Speech, rows: readonly Row[]): Html | undefined => {
  const [first] = rows
  if (!first) return undefined
  return lines(
    speech.say('takings-person', {
      name: linkTo({ id: first.personId, name: first.name }),
      ...factsOf(speech, rows),
    }),
    ...rows.map((row) => lineOf(speech, row)),
  )
}

const lineOf = (speech: Speech, { method, currency, tickets, minor, undone, undoneMinor }: Row): Html =>
  speech.say('takings-line', {
    method,
    tickets: tickets - undone,
    sum: moneyIn(speech, { minor: minor - undoneMinor, currency }),
    undone,
    back: moneyIn(speech, { minor: undoneMinor, currency }),
  })

const factsOf = (speech: Speech, rows: readonly Row[]) => ({
  tickets: rows.reduce((sum, { tickets, undone }) => sum + tickets - undone, 0),
  sum: sumIn(speech, rows.map(leftOf)),
})

const leftOf = ({ currency, minor, undoneMinor }: Row): Money => ({ currency, minor: minor - undoneMinor })
