// Paints demo/posters/*.jpg from the drawings beside them, for the demo's events. Run: npx tsx scripts/posters.ts
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { startBrowser } from '../packages/telegram-sandbox/test/support/browser.js'

const [width, height] = [800, 500]
const folder = new URL('../demo/posters/', import.meta.url)

const browser = await startBrowser()
const page = await browser.newPage({ viewport: { width, height } })
for (const name of (await readdir(folder)).filter((one) => one.endsWith('.svg'))) {
  const drawing = await readFile(new URL(name, folder), 'utf8')
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${width}px }</style>${drawing}`)
  const picture = await page.screenshot({ type: 'jpeg', quality: 80 })
  await writeFile(new URL(name.replace('.svg', '.jpg'), folder), picture)
}
await browser.close()
