import { readFileSync } from 'node:fs'
import { createTexts, type Texts, type TextSources } from '../../src/texts/texts.js'

const read = (name: string): string => readFileSync(new URL(`../texts/${name}`, import.meta.url), 'utf8')

/** The demo's own sentences in Fluent's syntax. */
export const readDemoTextSources = (): TextSources => ({ ru: read('ru.ftl'), en: read('en.ftl') })

/** The demo's own sentences; throws as the bot's texts do. */
export const createDemoTexts = (): Texts => createTexts(readDemoTextSources())
