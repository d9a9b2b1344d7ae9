import { describe, expect, test } from 'vitest'
import { faultsBetween } from '../../test/support/texts/ftlFiles.js'
import { filesUnder, usesIn } from '../../test/support/texts/textUses.js'
import { readDemoTextSources } from '../src/texts.js'

const uses = usesIn(filesUnder('demo/src', '.ts'))

describe("the demo's sentences", () => {
  test('agree: each key that is said stands in both files with the same arguments, and none is left over', () => {
    expect(faultsBetween(readDemoTextSources(), uses)).toEqual([])
  })

  test('are looked at: one that is missing is noticed', () => {
    const { ru, en } = readDemoTextSources()
    expect(faultsBetween({ ru, en: en.replace(/^demo-about = .*$/mu, '') }, uses)).toContainEqual(
      expect.stringContaining('en.ftl: lacks "demo-about"'),
    )
  })
})
