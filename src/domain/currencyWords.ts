const dollars =
  'AUD BBD BMD BND BSD BZD CAD CLP COP DOP FJD HKD JMD MXN NZD SGD TTD TWD USD UYU ARS GYD LRD NAD SBD SRD XCD'

// What Intl does not know: how people shorten, and what they call a thing in its own country. Of several words each
// stands for each of the currencies.
const alsoCalled: readonly (readonly [currencies: string, words: string])[] = [
  ['RUB BYN', 'р руб рубл рублики rub rubl rubls ruble rubles rouble roubles rubley rublei rublya p pуб'],
  ['BYN', 'br бр бел.руб б.р'],
  [dollars, '$ дол долл доллар доллара долларов доллары dollar dollars bucks buck бакс бакса баксов баксы'],
  ['USD', 'us$ u$s usd$ долларов.сша американских.долларов'],
  ['AUD', 'au$ aud$'],
  ['CAD', 'c$ ca$ cad$'],
  ['SGD', 's$ sg$'],
  ['JMD', 'j$'],
  ['TTD', 'tt$'],
  ['DOP', 'rd$'],
  ['UYU', '$u u$'],
  ['ARS', 'ar$'],
  ['MOP', 'mop$'],
  ['HKD TWD CNY', '元 圓 圆 块'],
  ['EUR', 'еуро eu ευρώ'],
  ['GBP', 'quid sterling стерлингов фунт.стерлингов фунта.стерлингов фунтов.стерлингов gb£ uk£'],
  ['GBP EGP LBP SYP', '£ фунт фунта фунтов pound pounds'],
  ['JPY CNY', '¥'],
  ['JPY', '円 йена йены йен йену'],
  ['CNY', 'rmb cn¥ 人民币'],
  ['KRW', '원'],
  ['KZT', 'тг тнг тенге tg теңге теньге'],
  ['UAH', 'грн гривня гривень гривні hrn hryven griven'],
  ['TRY', 'tl лир'],
  ['INR LKR NPR PKR MUR', 'rs re ₨'],
  ['GEL', '₾ ლ ლარი'],
  ['AMD', 'драмов др դրամ'],
  ['PLN', 'zł zl злотый злотых злотого злоты zloty zlotych'],
  ['CHF', 'fr sfr fr.'],
  ['CZK', 'kč korun koruny'],
  ['DKK NOK SEK ISK', 'kr krone krona kroner kronor'],
  ['HUF', 'ft'],
  ['RON MDL', 'lei leu леи лей лея леев'],
  ['BGN', 'лв lv'],
  ['RSD', 'дин din дин.'],
  ['BAM', 'km км'],
  ['HRK', 'kn'],
  ['UZS', 'сум сўм сом сома сомов soum sum sums sumov'],
  ['KGS', 'с сом soms'],
  ['TJS', 'смн сом somoni с'],
  ['AZN', '₼ ман man'],
  ['MNT', 'төгрөг төг tug'],
  ['ETB', 'br birr birrs бырр ብር'],
  ['ILS', 'nis шек шекелей shekels shekel ש"ח'],
  ['THB', 'บาท b baht'],
  ['VND', 'đ d vnđ dong đồng'],
  ['IDR', 'rp rupiah'],
  ['MYR', 'rm'],
  ['PHP', 'p piso pisos php'],
  ['KES', 'ksh kshs sh'],
  ['TZS', 'tsh tshs sh'],
  ['UGX', 'ush ushs sh shs'],
  ['ZAR', 'r rands ранд ранда рандов'],
  ['BRL', 'reais'],
  ['AED MAD', 'dh dhs درهم'],
  ['SAR QAR IRR YER OMR', 'риал риала риалов риял рияла риялов rial rials riyal riyals ریال ريال'],
  ['SAR', 'sr ر.س'],
  ['QAR', 'qr ر.ق'],
  ['AED', 'د.إ'],
  ['IQD JOD BHD KWD DZD TND LYD', 'دينار'],
  ['DZD', 'da دج'],
  ['BDT', 'tk টাকা'],
  ['MMK', 'ks'],
  ['ALL', 'l leke'],
  ['PEN', 's/ sol'],
  ['CRC', 'colones colon колонов'],
  ['PYG', 'gs'],
  ['PAB', 'b/'],
  ['MVR', 'rf mrf'],
  ['MUR', 'mur₨'],
  ['XTR', '⭐ 🌟 звезда звезды звёзд звезд star stars telegram.stars tg.stars'],
]

/** A word or a sign as they are compared: without case, accents, points, apostrophes and spaces. */
const plain = (word: string): string =>
  word
    .normalize('NFKD')
    .replace(/[\p{M}.'\u2018\u2019\u02bb\u02bc\s]/gu, '')
    .toLowerCase()
    .replaceAll('ł', 'l')

type Words = { readonly exact: ReadonlySet<string>; readonly stems: readonly string[] }

const known = new Map<string, Words>()

/** Whether people call the currency so: its code, a sign, or its name in English or Russian. */
export const isCalled = (currency: string, word: string): boolean => {
  const { exact, stems } = wordsOf(currency)
  const compared = plain(word)
  return (
    exact.has(compared) ||
    stems.some((stem) => compared.startsWith(stem) && caseEnding.test(compared.slice(stem.length)))
  )
}

// What a Russian noun may end in, in any case and number.
const caseEnding = /^(?:[аяуюеыиоьй]|о[вмйю]|е[йвмю]|[аяи]м|[ая]х|[ая]ми)?$/u

const wordsOf = (currency: string): Words => {
  const remembered = known.get(currency)
  if (remembered) return remembered
  const made = makeWords(currency)
  known.set(currency, made)
  return made
}

const makeWords = (currency: string): Words => {
  const english = [1, 2].map((count) => nameIn('en', currency, count))
  const russian = [1, 2, 5].map((count) => nameIn('ru', currency, count))
  const nouns = russian.map(nounOf)
  const stem = commonStart(nouns)
  const also = alsoCalled
    .filter(([codes]) => codes.split(' ').includes(currency))
    .flatMap(([, words]) => words.split(' '))
  const all = [currency, ...signsOf(currency), ...english, ...english.map(lastOf), ...russian, ...nouns, ...also]
  return { exact: new Set(all.map(plain).filter(Boolean)), stems: stem.length > 2 ? [stem] : [] }
}

const partOf = (language: string, currency: string, display: string, count: number): string =>
  new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: display as 'name',
    maximumFractionDigits: 0,
  })
    .formatToParts(count)
    .find(({ type }) => type === 'currency')?.value ?? ''

// Some names have their years behind them.
const nameIn = (language: string, currency: string, count: number): string =>
  partOf(language, currency, 'name', count).replace(/\s*\(.*/u, '')

const signsOf = (currency: string): readonly string[] =>
  ['en', 'ru'].flatMap((language) =>
    ['symbol', 'narrowSymbol'].map((display) => partOf(language, currency, display, 1)),
  )

const lastOf = (name: string): string => name.split(' ').at(-1) ?? name

// "новый тайваньский доллар", "доллар США", "индийских рупий".
const nounOf = (name: string): string => {
  const words = name.split(' ').filter((word) => /^[а-яё]/u.test(word))
  return plain(words.find((word) => !/(?:[иыо]й|[ая]я|[оыи]е|[иы]х|[ое]го)$/u.test(word)) ?? words.at(-1) ?? name)
}

const commonStart = (words: readonly string[]): string => {
  const [first = '', ...others] = words
  let length = first.length
  while (!others.every((word) => word.startsWith(first.slice(0, length)))) length -= 1
  return first.slice(0, length)
}
