import type { MigrationInterface, QueryRunner } from 'typeorm'

// A migration is history: it repeats what the search said on its day and imports nothing that may change.

const batch = 500

/** Names at the door are folded further, and found by usernames. */
export class Folding1764263000000 implements MigrationInterface {
  /** Writes down anew who is found at which door; usernames are known once their people speak. */
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "people" ADD COLUMN username varchar')
    await queryRunner.query('DELETE FROM holder_names')
    // The holders are read in the order of an index, which PostgreSQL might take for slower than reading them all for
    // each batch.
    if (queryRunner.connection.options.type === 'postgres')
      for (const way of ['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin', 'hashagg', 'sort'])
        await queryRunner.query(`SET LOCAL enable_${way} = off`)
    await nameHolders(queryRunner)
  }

  /** Always throws: undoing would gain nothing. */
  down(): Promise<void> {
    return Promise.reject(new Error('this migration is not undone: restore a backup instead'))
  }
}

type Row = Readonly<Record<string, unknown>>

const nameHolders = async (queryRunner: QueryRunner): Promise<void> => {
  let after = ['-1', '0']
  for (;;) {
    const rows = (await queryRunner.query(
      `SELECT held.event_id, held.holder_id, people.display_name FROM (SELECT DISTINCT event_id, holder_id FROM tickets
         WHERE state = 'valid' AND (event_id, holder_id) > (${after.join(', ')}) ORDER BY event_id, holder_id LIMIT ${batch}) held
       JOIN people ON people.id = held.holder_id ORDER BY held.event_id, held.holder_id`,
    )) as readonly Row[]
    const last = rows.at(-1)
    if (!last) return
    const values = rows.flatMap((row) =>
      turnsOf(String(row['display_name'])).map(
        (name, place) =>
          `(${String(row['event_id'])}, ${Math.min(place, 1)}, '${name.replaceAll("'", "''")}', ${String(row['holder_id'])})`,
      ),
    )
    await queryRunner.query(`INSERT INTO holder_names (event_id, turned, name, person_id) VALUES ${values.join(', ')}`)
    after = [String(last['event_id']), String(last['holder_id'])]
  }
}

// Letters that no accent tells from their plain ones, and those that only look like others.
const plain: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
}
const strokes = ['øłđðħŧıŋəǝɛɔƀɨɟɍɏƶɓɗƙƴɑɡſ', 'olddhtineeeobijryzbdkyags'] as const
const smallCapitals = ['ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢᴦᴫᴨ', 'abcdefghijklmnopqrstuvwyzглп'] as const
// One shape, whatever the script: names are typed and written with each for the other.
const cyrillic = ['авекмнорстухіјѕԛԝһ', 'abekmhopctyxijsqwh'] as const
const greek = ['αβεζηικμνορτυχ', 'abezhikmnoptyx'] as const

const letters: ReadonlyMap<string, string> = new Map([
  ...Object.entries(plain),
  ...[strokes, smallCapitals, cyrillic, greek].flatMap(([from, to]) =>
    Array.from(from, (letter, place) => [letter, to.at(place) ?? letter] as const),
  ),
])

// Letters in dark circles and squares: signs to Unicode, of which the second half of the block is emoji.
const inSigns = [0x1f150, 0x1f170]
const letterInSign = (sign: string): string => {
  const place = inSigns.map((start) => (sign.codePointAt(0) ?? 0) - start).find((one) => one >= 0 && one < 26)
  return place === undefined ? sign : String.fromCharCode('a'.charCodeAt(0) + place)
}

const apostrophes = /[’‘‛`´ʼʻʽʾʿˈʹ′＇՚ꞌ]/gu
const dashes = /[\p{Pd}−˗⁃]/gu
// What shows nothing, and what Hangul and Braille fill with.
const nothing = /[\p{Cf}\p{Cc}\u115f\u1160\u3164\uffa0\u2800]/gu

const foldName = (text: string): string => {
  const signs = text.replace(/[\u{1f150}-\u{1f169}\u{1f170}-\u{1f189}]/gu, letterInSign)
  const alike = signs
    .replace(apostrophes, "'")
    .replace(dashes, '-')
    .replace(nothing, (one) => (one === '\u2800' ? ' ' : ''))
  const bare = alike.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return Array.from(bare, (letter) => letters.get(letter) ?? letter)
    .join('')
    .normalize('NFC')
}

const longest = 64
const joints = /['-]/gu
const between = /[\s\p{P}\p{S}\p{Extended_Pictographic}\p{Regional_Indicator}]+/u
const signs = /[\p{S}\p{Extended_Pictographic}\p{Regional_Indicator}]+/gu

const lettersOf = (folded: string): readonly string[] => folded.split(between).filter((word) => word !== '')

const wordsOf = (folded: string): readonly string[] => {
  const words = [...lettersOf(folded), ...(folded.match(signs) ?? [])]
  const whole = folded.trim()
  return words.length > 0 || whole === '' ? words : [whole]
}

const searchWords = (text: string): readonly string[] => wordsOf(foldName(text).slice(0, longest))

// "O'Hara" is "o hara" to some and "ohara" to others.
const joinedWords = (text: string): readonly string[] => wordsOf(foldName(text).replace(joints, '').slice(0, longest))

// Of a name with more words the others find nobody.
const mostTurns = 6

const turned = (words: readonly string[]): readonly string[] =>
  words.slice(0, mostTurns).map((_, place) => [...words.slice(place), ...words.slice(0, place)].join(' '))

const turnsOf = (name: string): readonly string[] => {
  const turns = [...turned(searchWords(name)), ...turned(joinedWords(name))]
  return turns.length > 0 ? [...new Set(turns)] : ['']
}
