import { type Language, languageOf, type Person } from '../../domain/person.js'
import type { Acquaintance } from '../../store/tables/people.js'
import type { Store, Tx } from '../../store/store.js'
import type { Clock } from '../../runtime/clock.js'
import { createBatcher } from '../../runtime/batcher.js'

/** Who speaks to the bot. */
export const createPeople = ({ store, clock }: { readonly store: Store; readonly clock: Clock }) => {
  // Whoever is spoken to in a crowd is looked up with all others.
  const find = createBatcher((ids: readonly number[]): Promise<readonly (Person | undefined)[]> =>
    store.transact(async (tx) => {
      const found = new Map((await tx.people.ofIds([...new Set(ids)])).map((person) => [person.id, person]))
      return ids.map((id) => found.get(id))
    }),
  )
  return {
    /** Remembers whoever sent an update. A sign of life: what could not be delivered to them is due again. */
    meet: createBatcher((seen: readonly Acquaintance[]): Promise<readonly Person[]> =>
      store.transact(async (tx) => {
        const people: Person[] = []
        for (const person of await tx.people.meetAll(seen, clock.now())) people.push(await welcome(tx, person, clock))
        return people
      }),
    ),

    /** A person by Telegram id, if they ever spoke to the bot. */
    find,

    /** The language a person reads; `fallback` for who never spoke to the bot or whose language is unknown. */
    languageOf: async (id: number, fallback: Language): Promise<Language> => {
      const person = await find(id)
      return person ? languageOf(person, fallback) : fallback
    },

    /**
     * The language of somebody who waits at the checkout, before anybody else is looked up. `languageCode`: what
     * Telegram says, if they never spoke to the bot.
     */
    languageAtCheckout: async (
      { id, languageCode }: Pick<Person, 'id' | 'languageCode'>,
      fallback: Language,
    ): Promise<Language> =>
      languageOf(
        (await store.transact((tx) => tx.people.find(id), { urgent: true })) ?? {
          languageCode,
          chosenLanguage: undefined,
        },
        fallback,
      ),

    /** The language the person wants to read from now on. */
    chooseLanguage: (id: number, language: Language): Promise<void> =>
      store.transact(async (tx) => {
        await tx.people.chooseLanguage(id, language)
        await tx.audit.add({
          at: clock.now(),
          actorId: id,
          action: 'language.chosen',
          subject: `person:${id}`,
          details: { language },
        })
      }),

    /** Telegram refuses to deliver to this person until they come back. */
    lose: (id: number): Promise<void> => store.transact((tx) => tx.people.markUnreachable(id, clock.now())),
  }
}

const welcome = async (tx: Tx, person: Person, clock: Clock): Promise<Person> => {
  if (person.unreachableSince === undefined) return person
  await tx.people.markReachable(person.id)
  await tx.announcements.wakePerson(person.id, clock.now())
  return { ...person, unreachableSince: undefined }
}
