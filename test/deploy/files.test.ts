import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { describe, expect, it } from 'vitest'
import { secretVariables, variables } from '../../src/app/config.js'

const root = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const service = z.strictObject({
  profiles: z.array(z.enum(['sqlite', 'postgres'])),
  build: z.string().optional(),
  image: z.string(),
  env_file: z.string().optional(),
  environment: z.record(z.string(), z.string()),
  init: z.boolean().optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.string().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  restart: z.string(),
  stop_grace_period: z.string().optional(),
  shm_size: z.string().optional(),
  logging: z.strictObject({ driver: z.string(), options: z.record(z.string(), z.string()) }),
  volumes: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  depends_on: z.union([z.array(z.string()), z.record(z.string(), z.object({ condition: z.string() }))]).optional(),
  healthcheck: z.record(z.string(), z.unknown()).optional(),
})
const compose = z
  .object({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.null()) })
  .parse(parse(read('compose.yaml'), { merge: true }))
const levems = Object.entries(compose.services).filter(([name]) => name.startsWith('levem'))
const inProfile = (profile: 'sqlite' | 'postgres'): readonly string[] =>
  Object.entries(compose.services)
    .filter(([, { profiles }]) => profiles.includes(profile))
    .map(([name]) => name)
    .sort()

describe('compose.yaml', () => {
  it('has one process with a file, or two behind Caddy with PostgreSQL', () => {
    expect([inProfile('sqlite'), inProfile('postgres')]).toEqual([['levem'], ['caddy', 'levem1', 'levem2', 'postgres']])
  })

  it('gives Levem only variables that it knows, and no secret', () => {
    const given = levems.flatMap(([, { environment }]) => Object.entries(environment))
    expect(given.map(([name]) => name).filter((name) => !variables.includes(name))).toEqual([])
    const secrets = given.filter(([name]) => secretVariables.some((secret) => secret === name))
    expect(secrets.filter(([, value]) => /\/\/[^:]*:[^@]+@/u.test(value.replace(/\$\{[^}]*\}/gu, '')))).toEqual([])
  })

  it('lets no Levem write outside of its volume, or gain rights', () => {
    for (const [, one] of levems)
      expect(one).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] })
  })

  it('names only volumes that it has, and waits for longer than the bot takes to end', () => {
    const named = Object.values(compose.services)
      .flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(':')[0] ?? ''))
      .filter((volume) => !volume.startsWith('.'))
    expect(named.filter((volume) => !(volume in compose.volumes))).toEqual([])
    for (const [, { stop_grace_period: grace = '10s' }] of levems) expect(parseInt(grace)).toBeGreaterThan(15)
  })

  it('leads Caddy to the processes that there are, at the path that Telegram is told', () => {
    const { LEVEM_PROCESSES = '' } = compose.services['caddy']?.environment ?? {}
    const processes = levems.filter(([, { profiles }]) => profiles.includes('postgres'))
    expect(LEVEM_PROCESSES.split(' ')).toEqual(
      processes.map(([name, { environment }]) => `${name}:${environment['PORT']}`),
    )
    const paths = processes.map(([, { environment }]) => environment['WEBHOOK_URL']?.split('}')[1])
    expect(new Set(paths)).toEqual(new Set([/^\thandle (\S+) \{$/mu.exec(read('deploy/Caddyfile'))?.[1]]))
  })
})

/** The instructions of a Dockerfile, each on one line. */
const instructions = read('Dockerfile')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => /^[A-Z]+ /u.test(line))
const lastStage = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')))

describe('the Dockerfile', () => {
  it('is built and run on the Node that is recommended', () => {
    const bases = instructions.filter((line) => line.startsWith('FROM ')).map((line) => line.split(' ')[1])
    expect(new Set(bases)).toEqual(new Set([`node:${read('.nvmrc').trim()}-slim`]))
  })

  it('runs without rights, stops by SIGTERM, and asks /livez how it is', () => {
    const others = ['USER node', 'VOLUME /data', 'STOPSIGNAL SIGTERM', 'CMD ["node", "dist/main.js"]']
    expect(lastStage).toEqual(expect.arrayContaining(others))
    expect(lastStage.indexOf('USER node')).toBeGreaterThan(lastStage.findLastIndex((line) => line.startsWith('RUN ')))
    expect(lastStage.find((line) => line.startsWith('HEALTHCHECK'))).toContain('/livez')
  })

  it('copies only what the build is given', () => {
    const given = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1))
    const copied = instructions
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1))
    expect([...new Set(copied)].sort()).toEqual([...given].sort())
  })
})

describe('the unit for systemd', () => {
  const unit = read('deploy/levem.service')
  it('does not try again what only the owner can mend', () => {
    expect(unit).toMatch(/^RestartPreventExitStatus=64 78$/mu)
  })

  it('gives only variables that there are', () => {
    const names = [...unit.matchAll(/^Environment=(.*)$/gmu)].flatMap(([, all = '']) => all.split(' '))
    const unknown = names.map((one) => one.split('=')[0] ?? '').filter((name) => !variables.includes(name))
    expect(unknown).toEqual(['NODE_ENV'])
  })
})

describe('the workflow', () => {
  it('runs .ci/run on every Node that is promised', () => {
    const { jobs } = z
      .object({
        jobs: z.object({
          check: z.object({
            strategy: z.object({ matrix: z.object({ node: z.array(z.number()) }) }),
            steps: z.array(z.object({ run: z.string().optional() })),
          }),
        }),
      })
      .parse(parse(read('.github/workflows/ci.yml')))
    expect(jobs.check.strategy.matrix.node).toEqual([20, 22, 24])
    expect(jobs.check.steps.some(({ run }) => run?.endsWith(' .ci/run'))).toBe(true)
  })
})
