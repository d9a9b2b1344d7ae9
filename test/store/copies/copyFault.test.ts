import { expect, test } from 'vitest'
import { languages } from '../../../src/domain/person.js'
import { copyFaultCodes } from '../../../src/store/copies/copyFault.js'
import { createTexts } from '../../../src/texts/texts.js'

test('every fault of a copy has a sentence in each language', () => {
  const texts = createTexts()
  const missing = languages.flatMap((language) =>
    copyFaultCodes.filter((code) => !texts.in(language).has(`copy-fault-${code}`)),
  )
  expect(missing).toEqual([])
})
