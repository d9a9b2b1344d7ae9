import type { Person, Sandbox } from 'telegram-sandbox'
import type { PageOptions, Words } from 'telegram-sandbox/page'
import type { Language } from '../../src/domain/person.js'
import type { LabelArgs, Texts } from '../../src/texts/texts.js'
import type { DemoPerson } from './seed.js'

/** Whom the demo begins with, and what its page tells of them. */
export type DemoCast = {
  readonly organizer: DemoPerson
  readonly door: DemoPerson
  readonly page: Pick<PageOptions, 'roles' | 'tour'> & { readonly announcements: number }
}

/**
 * Everybody the page begins with: an organizer who has opened the bot, two buyers of whom one speaks the other
 * language, the door, and a group that may still become a supergroup.
 */
export const callIn = (sandbox: Sandbox, texts: Texts, language: Language): DemoCast => {
  const [own, other] = [language, language === 'ru' ? 'en' : 'ru'] as const
  const call = (name: string, languageCode: Language) =>
    sandbox.person({ firstName: texts.in(languageCode).label(name), languageCode })
  const words = (key: string, args?: LabelArgs): Words => ({
    ru: texts.in('ru').label(key, args),
    en: texts.in('en').label(key, args),
  })
  const anna = call('demo-organizer', own)
  const [buyer, guest] = [call('demo-buyer', own), call('demo-guest', other)]
  const vera = call('demo-door', own)
  const title = texts.in(own).label('demo-chat')
  const chat = sandbox.group(title)
  chat.addBot(anna)
  anna.says('/start')
  const named = ({ id, user }: Person): DemoPerson => ({ id, name: user.first_name })
  const [organizer, door] = [named(anna), named(vera)]
  const scan = { label: words('demo-scan'), title: words('demo-scan-as', { name: door.name }) }
  return {
    organizer,
    door,
    page: {
      announcements: chat.id,
      roles: [
        { key: 'organizer', name: words('demo-role-organizer'), people: [anna.id] },
        { key: 'buyer', name: words('demo-role-buyer'), people: [buyer.id, guest.id], usual: true },
        { key: 'door', name: words('demo-role-door'), people: [door.id], scan },
      ],
      tour: [
        { words: words('demo-tour-event', { name: organizer.name }), chatId: anna.id },
        { words: words('demo-tour-tickets', { name: named(buyer).name }), chatId: buyer.id },
        { words: words('demo-tour-chat', { chat: title }), chatId: chat.id },
        { words: words('demo-tour-door'), chatId: buyer.id },
      ],
    },
  }
}
