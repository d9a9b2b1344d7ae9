import { fileURLToPath } from 'node:url'
import { config as loadEnvFile } from 'dotenv'
import { demo } from './demo.js'

loadEnvFile({ quiet: true })
// The tests build their own program.
const [program = fileURLToPath(new URL('../../dist/main.js', import.meta.url))] = process.argv.slice(2)
process.exit(await demo(process.env, program))
