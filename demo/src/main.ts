import { config as loadEnvFile } from 'dotenv'
import { demo } from './demo.js'

loadEnvFile({ quiet: true })
process.exit(await demo(process.env))
