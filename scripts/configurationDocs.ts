// Writes docs/configuration.md, docs/ru/configuration.md and .env.example from the schema that reads the environment.
// Run: npm run docs:configuration
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describeVariables, secretVariables, type VariableDescription } from '../src/app/config.js'

/** What each variable is for, in Russian Markdown; the English is in the schema. */
const inRussian: Readonly<Record<string, string>> = {
  TELEGRAM_BOT_TOKEN: 'Токен от @BotFather (`/newbot`). Обязателен. Никому не показывайте: у кого токен, тот и бот.',
  TELEGRAM_CHAT_ID:
    'Чат объявлений, который узнаёт о новых событиях и продажах: ID (у групп и каналов отрицательный), `@имя_канала` или `id:тема`. `npm run chat-id` покажет чаты, которые ждут, `/chatid` назовёт ID в любом чате. Пока не задан, объявления ждут.',
  DATABASE_URL:
    '`sqlite:///файл.db` (в папке, где запущен бот), `sqlite:////полный/путь.db` или `postgres://user:password@host:5432/name`.',
  TELEGRAM_API_ROOT: 'Сервер Bot API: официальный или свой.',
  HTTPS_PROXY:
    'Прокси по дороге к Bot API, если без него никак: `http://`, `https://` или `socks5://`, затем `user:password@`, если он их спрашивает, хост и порт. Только для адресов `https`; `https_proxy` тоже годится.',
  NO_PROXY:
    'Хосты, до которых прокси не нужен, через запятую: `example.org` (и всё, что под ним), адрес, сеть вроде `10.0.0.0/8` или `*`; `no_proxy` тоже годится.',
  DEFAULT_LANGUAGE: 'Язык чата объявлений и тех, чей язык Telegram не сообщил: `ru` или `en`.',
  DEFAULT_TIME_ZONE: 'Часовой пояс новых событий: имя IANA.',
  CURRENCY: 'Валюта новых событий: код ISO 4217 или `XTR` для звёзд Telegram.',
  ORGANIZER_IDS:
    'Кто может создавать события и принимать карты и звёзды: ID в Telegram через запятую (свой назовёт `/chatid` в личном чате). Пусто — создавать события может любой, но только бесплатные, с оплатой на входе или переводом: деньги с карт и звёзды приходят вам.',
  LOG_LEVEL: 'Подробность журнала: `trace`, `debug`, `info`, `warn`, `error`, `fatal` или `silent`.',
  LOG_FORMAT: 'Вид журнала: `json` — строки для машин, `text` — для человека. Пусто — текст в терминале, иначе JSON.',
  PAYMENT_PROVIDER_TOKEN:
    'Оплата картой: токен провайдера от @BotFather (`/mybots`, Payments). Только для событий тех, кто назван в `ORGANIZER_IDS`. Пусто — без карт. Звёздам Telegram токен не нужен.',
  PAYMENT_RECEIPT_VAT_CODE:
    'Чеки по 54-ФЗ, если их делает провайдер (ЮKassa): код ставки НДС для каждого счёта, от 1 до 12. Пусто — не отправляется.',
  HOLD_MINUTES: 'Сколько минут места держатся за тем, кто ещё не оплатил: от 1 до 1440.',
  BULK_PER_SECOND:
    'Сколько сообщений в секунду уходит из тех, которых никто не ждёт, — например, что событие перенесено: 30 разрешает Telegram; больше только с платными рассылками.',
  ANNOUNCE_UNLISTED:
    'Узнаёт ли чат объявлений и о событиях «только по ссылке» и их продажах: `yes` или `no`. `yes` — лишь если этот чат читаете только вы и ваши организаторы.',
  PROOF_TIME:
    'Когда чат объявлений раз в день узнаёт, сколько продаж было накануне и о скольких из них в нём сказано: время в `DEFAULT_TIME_ZONE` или `never`. Разница — тревога с номерами заказов. О дне без продаж ничего не говорится.',
  WEBHOOK_URL: 'Вебхук вместо опроса: публичный https-адрес бота. Пусто — опрос.',
  WEBHOOK_SECRET:
    'Обязателен вместе с `WEBHOOK_URL`: доказывает, что запрос пришёл от Telegram. Создать: `openssl rand -hex 32`. Можно несколько через запятую: первый сообщается Telegram, остальные принимаются, пока вы его меняете.',
  PORT: 'Порт, который слушает сервер вебхука; впереди стоит прокси с TLS. `GET /healthz` отвечает 200.',
  HEALTH_PORT:
    'Порт, на котором машины узнают, как дела у программы: `/livez`, `/readyz` и `/metrics` (Prometheus). Пусто — нигде.',
  HEALTH_HOST:
    'Адрес, на котором открыт `HEALTH_PORT`. На 127.0.0.1 спросить может только эта машина; имён в ответах нет, но посторонним они ни к чему.',
  BACKUP_DIR:
    'Куда `npm run backup` кладёт копии. Пусто — в папку `backups` рядом с файлом SQLite или в рабочей папке.',
  BACKUP_PASSPHRASE:
    'Чем `npm run backup -- --to-owner` запечатывает копии, не короче 12 знаков; тот же пароль нужен `npm run restore`. Пусто — спросит. Храните пароль ещё где-то: без него запечатанную копию не открыть.',
}

// What stands in .env.example for "not filled in yet".
const placeholders: Readonly<Record<string, string>> = {
  TELEGRAM_BOT_TOKEN: 'your_bot_token_here',
  TELEGRAM_CHAT_ID: 'your_chat_id_here',
}

const russianOf = (name: string): string => {
  const about = inRussian[name]
  if (about === undefined) throw new Error(`${name} has no Russian description in scripts/configurationDocs.ts`)
  return about
}

const listOf = (names: readonly string[], and: string): string =>
  names
    .map((name) => `\`${name}\``)
    .join(', ')
    .replace(/, (?=[^,]*$)/u, ` ${and} `)

type Words = {
  readonly intro: string
  readonly head: string
  readonly required: string
  readonly unset: string
  readonly more: string
  readonly about: (variable: VariableDescription) => string
}

const english: Words = {
  intro: `# Configuration

[По-русски](ru/configuration.md)

The bot reads its environment, and the file \`.env\` in the folder where it is started: \`cp .env.example .env\` and fill it
in. What stands in the environment goes before what stands in the file. An empty value counts as not set. All faults are
told at once, each with what to do, and the program ends with exit code 78. Changes need a restart.

**Secrets in files.** A secret may be in a file instead: the same name with \`_FILE\` behind it names the file, as in
\`TELEGRAM_BOT_TOKEN_FILE=/run/secrets/token\`. This goes for
${listOf(secretVariables, 'and')}.`,
  head: '| variable | default | what for |',
  required: 'required',
  unset: 'not set',
  more: 'How to find a chat id, webhooks, several processes: [operations.md](operations.md).',
  about: ({ about }) => about,
}

const russian: Words = {
  intro: `# Настройка

[In English](../configuration.md)

Бот читает окружение и файл \`.env\` в папке, где его запустили: \`cp .env.example .env\` и заполните. Заданное в окружении
важнее записанного в файле. Пустое значение — всё равно что не задано. Обо всех ошибках сообщается сразу, с советом к
каждой, и программа завершается с кодом 78. После изменений перезапустите бота.

**Секреты в файлах.** Секрет может лежать в файле: его называет то же имя с \`_FILE\` на конце, например
\`TELEGRAM_BOT_TOKEN_FILE=/run/secrets/token\`. Так можно задать
${listOf(secretVariables, 'и')}.`,
  head: '| переменная | по умолчанию | зачем |',
  required: 'обязательна',
  unset: 'не задана',
  more: 'Как узнать ID чата, вебхуки, несколько процессов: [operations.md](operations.md).',
  about: ({ name }) => russianOf(name),
}

const note = '<!-- Made by "npm run docs:configuration" from src/app/settings.ts: change it there. -->'

const markdown = (variables: readonly VariableDescription[], words: Words): string => {
  const fallbackOf = ({ isRequired, fallback }: VariableDescription): string => {
    if (isRequired) return words.required
    return fallback ? `\`${fallback}\`` : words.unset
  }
  const rows = variables.map((one) => `| \`${one.name}\` | ${fallbackOf(one)} | ${words.about(one)} |`)
  return [words.intro, '', words.head, '|---|---|---|', ...rows, '', words.more, '', note, ''].join('\n')
}

const widest = 118

const asComment = (text: string): readonly string[] =>
  text
    .replaceAll('`', '')
    .split(' ')
    .reduce<readonly string[]>((lines, word) => {
      const last = lines.at(-1)
      return last !== undefined && `${last} ${word}`.length <= widest
        ? [...lines.slice(0, -1), `${last} ${word}`]
        : [...lines, word]
    }, [])
    .map((line) => `# ${line}`)

const example = (variables: readonly VariableDescription[]): string =>
  [
    [
      '# Copy this file to .env and fill it in. Never publish .env: whoever has the token is the bot.',
      '# Скопируйте этот файл в .env и заполните. Никому не показывайте .env: у кого токен, тот и бот.',
      '# Made by "npm run docs:configuration".',
    ],
    ...variables.map(({ name, fallback, about }) => [
      ...asComment(about),
      ...asComment(russianOf(name)),
      `${name}=${placeholders[name] ?? fallback ?? ''}`,
    ]),
  ]
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n')

/** The files that tell of the configuration, by their path in the repository, as they should be. */
export const configurationFiles = (
  variables: readonly VariableDescription[] = describeVariables(),
): Readonly<Record<string, string>> => ({
  'docs/configuration.md': markdown(variables, english),
  'docs/ru/configuration.md': markdown(variables, russian),
  '.env.example': example(variables),
})

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  for (const [path, text] of Object.entries(configurationFiles()))
    writeFileSync(join(import.meta.dirname, '..', path), text)
