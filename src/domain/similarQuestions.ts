import { searchKey, stemOf, wordsIn } from './searchKeys.js'

// Said in every question, whatever it is about.
const common: ReadonlySet<string> = new Set(
  [
    'а бы быть будет будут в во вы вас где день для до добрый ещё еще есть здравствуйте и или из к как',
    'какая какие какой когда ли мне можно мы на нам не нет но о от по подскажите пожалуйста привет с',
    'сколько со спасибо там то у что это я a an and any are at be can could do does for from have hello',
    'hi how i if in is it me much my no of on or please thank thanks that the there this to we what when',
    'where which will with you your',
  ].flatMap((line) => line.split(' ')),
)

// A shorter one is the beginning of too many others.
const leastBeginning = 4

const tellingWords = (question: string): readonly string[] => {
  const words = wordsIn(question.toLowerCase()).filter((word) => !common.has(word))
  return [...new Set(words.map((word) => searchKey(stemOf(word))).filter((key) => key !== ''))]
}

const isSameWord = (one: string, other: string): boolean =>
  one === other ||
  (Math.min(one.length, other.length) >= leastBeginning && (one.startsWith(other) || other.startsWith(one)))

/**
 * Whether two questions ask much the same: half of the words that tell anything of the shorter one are in the other,
 * too, in whatever form ("park", "parking") and alphabet.
 */
export const areSimilar = (one: string, other: string): boolean => {
  const [fewer = [], more = []] = [tellingWords(one), tellingWords(other)].toSorted((a, b) => a.length - b.length)
  const shared = fewer.filter((word) => more.some((each) => isSameWord(word, each))).length
  return shared > 0 && shared * 2 >= fewer.length
}
