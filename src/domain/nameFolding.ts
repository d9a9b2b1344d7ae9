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

const folded: ReadonlyMap<string, string> = new Map([
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

/**
 * A name as it is searched for: without case, accents and what cannot be seen, every apostrophe and dash alike, "ß" as
 * "ss", "ø" as "o", and letters of one shape as one letter, whatever their script. To compare only:
 * "Анна" is "ahha".
 */
export const foldName = (text: string): string => {
  const signs = text.replace(/[\u{1f150}-\u{1f169}\u{1f170}-\u{1f189}]/gu, letterInSign)
  const alike = signs
    .replace(apostrophes, "'")
    .replace(dashes, '-')
    .replace(nothing, (one) => (one === '\u2800' ? ' ' : ''))
  const bare = alike.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return Array.from(bare, (letter) => folded.get(letter) ?? letter)
    .join('')
    .normalize('NFC')
}

const between = /[\s\p{P}\p{S}\p{Extended_Pictographic}\p{Regional_Indicator}]+/u

/** The words of a text as what is searched for is cut: without spaces, punctuation, signs and emoji. */
export const lettersIn = (text: string): readonly string[] => text.split(between).filter((word) => word !== '')
