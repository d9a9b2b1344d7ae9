// As "npm run demo" does it, wherever the working folder is.
import { register } from 'tsx/esm/api'

register()
// Not before: tsx keeps what it translated in the usual folder, and the demo's should hold only what the demo leaves.
if (process.env.DEMO_TMPDIR) process.env.TMPDIR = process.env.DEMO_TMPDIR
await import('../../src/main.ts')
