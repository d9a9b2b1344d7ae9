// tsc copies only what it compiles: dist needs the sentences beside texts.js.
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'

mkdirSync('dist/texts', { recursive: true })
for (const file of readdirSync('src/texts'))
  if (file.endsWith('.ftl')) copyFileSync(`src/texts/${file}`, `dist/texts/${file}`)
