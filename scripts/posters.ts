// Paints src/demo-posters/*.jpg from scripts/posters/*.svg, for the demo's events. Run: npx tsx scripts/posters.ts
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { chromium } from 'playwright-core'

const [width, height] = [800, 500]
const folder = new URL('../demo/posters/', import.meta.url)

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
})
const page = await browser.newPage({ viewport: { width, height } })
for (const name of await readdir(folder)) {
  await page.setContent(
    `<style>body { margin: 0 } svg { display: block; width: ${width}px }</style>${await readFile(new URL(name, folder), 'utf8')}`,
  )
  await writeFile(
    new URL(`../demo/posters/${name.replace('.svg', '.jpg')}`, import.meta.url),
    await page.screenshot({ type: 'jpeg', quality: 80 }),
  )
}
await browser.close()
