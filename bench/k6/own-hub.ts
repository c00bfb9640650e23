/**
 * A hub of a run's own, on scratch data: one site, one queue, as many agents as are asked for with four chats each, all with
 * one password. Limits are those of bench/limits.json, since everybody comes from one address.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, startRealHub } from '../../hub/attack/real-hub.ts'
import { leaveAccount } from '../../hub/auth/account-inbox.ts'
import { demoSiteKey } from '../../hub/demo.ts'
import { makeId } from '../../hub/model/ids.ts'
import { instant } from '../../hub/model/time.ts'
import { moveToCore } from '../run/cores.ts'
import type { Environment } from './lib/settings.ts'

export interface OwnHub {
  /** What a script has to know of it. */
  readonly env: Environment
  /** Of the hub's process. */
  readonly pid: number
  stop(): Promise<void>
}

const password = 'only for the bench'
/** Of that password, with the least that argon2id takes: what it costs to try passwords is not what is measured. */
const passwordHash = '$argon2id$v=19$m=8,t=1,p=1$9YvHBPWhmJBBD1gkfmH1Ag$3jwv91B2cbuqWoDO4PDyVokAPUwG65G5bfISAAV/J8A'
const { limits } = JSON.parse(readFileSync(new URL('../limits.json', import.meta.url), 'utf8')) as { limits: object }

export async function startOwnHub(scratch: string, agents: number, nodeArgs: readonly string[]): Promise<OwnHub> {
  const dataFolder = mkdtempSync(join(scratch, 'hub-'))
  const configFile = join(dataFolder, 'bench.json')
  writeFileSync(configFile, JSON.stringify({ ...organisation, limits }))
  let known = (): boolean => true
  for (let number = 1; number <= agents; number++) known = leaveAgent(dataFolder, number)
  const hub = await startRealHub(
    {
      MADOGUCHI_CONFIG: configFile,
      ...(nodeArgs.length === 0 ? {} : { NODE_OPTIONS: nodeArgs.join(' ') }),
    },
    { port: await freePort(), dataFolder },
  )
  if (hub.pid === undefined) throw new Error('The hub does not serve.')
  moveToCore('server', hub.pid)
  // Accounts are taken in order: when the last one is, all are.
  while (!known()) await new Promise((resolve) => setTimeout(resolve, 50))
  return {
    pid: hub.pid,
    env: {
      HUB: hub.origin,
      SITE: demoSiteKey,
      AGENTS: String(agents),
      AGENT_LOGIN: 'load-{n}',
      AGENT_PASSWORD: password,
    },
    async stop() {
      await hub.stop()
      hub.remove()
    },
  }
}

const both = (text: string): object => ({ en: text, ja: text })
const organisation = {
  sites: [{ id: 'load', key: demoSiteKey, name: both('Load'), origins: [], defaultQueue: 'load' }],
  queues: [{ id: 'load', name: both('Load') }],
}

/** Answers with what tells whether the hub has taken it. */
function leaveAgent(dataFolder: string, number: number): () => boolean {
  const login = `load-${number}`
  const person = {
    agent: makeId('agent', login),
    login,
    name: `Agent ${number}`,
    role: 'agent',
    queues: [makeId('queue', 'load')],
    skills: {},
    capacityUnits: 100,
    disabled: false,
  } as const
  return leaveAccount(dataFolder, { person, passwordHash }, instant(number))
}
