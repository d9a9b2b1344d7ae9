// tsc copies no sentences: dist/texts needs them beside texts.js.
import { cpSync, readdirSync } from 'node:fs'

for (const file of readdirSync('src/texts').filter((name) => name.endsWith('.ftl'))) cpSync(`src/texts/${file}`, `dist/texts/${file}`)
