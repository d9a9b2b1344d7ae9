import type { Program } from '../program.js'
import type { Stage } from '../stage.js'
import { type Balancer, freePorts, openRoundRobin } from './balancer.js'

/** Several Levems on one database, behind one webhook. */
export type Fleet = {
  readonly programs: readonly Program[]
  /** Starts the one of this number again, and waits until it is open. */
  readonly restart: (index: number) => Promise<Program>
  readonly close: () => Promise<void>
}

/** Starts so many and waits until all are open. Whoever closes the stage kills them. */
export const openFleet = async (
  stage: Stage,
  count: number,
  balance: (ports: readonly number[]) => Promise<Balancer> = openRoundRobin,
): Promise<Fleet> => {
  const ports = await freePorts(count)
  const balancer = await balance(ports)
  const open = (port: number): Promise<Program> =>
    stage.open({ WEBHOOK_URL: `${balancer.url}/telegram`, WEBHOOK_SECRET: 'webhook-secret_42', PORT: String(port) })
  const programs = await Promise.all(ports.map(open))
  return {
    programs,
    restart: async (index) => (programs[index] = await open(ports[index] ?? 0)),
    close: balancer.close,
  }
}
