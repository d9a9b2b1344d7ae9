// tsc leaves what it made of files that are no longer there: dist/ is to hold the product only.
import { rmSync } from 'node:fs'

rmSync('dist', { recursive: true, force: true })
