/** The built hub under its launcher, on the servers' core: with as many agents as a bench needs, each with room for one chat. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, startRealHub, type RealHub } from '../../hub/attack/real-hub.ts'
import { until } from '../../hub/attack/waiting.ts'
import { leaveAccount } from '../../hub/auth/account-inbox.ts'
import { channels } from '../../hub/channels/index.ts'
import { demoSiteKey } from '../../hub/demo.ts'
import { makeId } from '../../hub/model/ids.ts'
import { instant } from '../../hub/model/time.ts'
import type { Bench } from '../run/bench.ts'
import { onCore } from '../run/cores.ts'
import { usageOf, type Usage } from '../run/usage.ts'

/** Limits that let one machine play many people. */
const { limits } = JSON.parse(readFileSync(new URL('../limits.json', import.meta.url), 'utf8')) as { limits: object }

export interface BenchHub {
  readonly port: number
  readonly agents: number
  readonly real: RealHub
  /** Of the hub and the media process. */
  readonly pids: readonly number[]
  /** Topic of the queue that agent `number` serves, and with which visitor `number` begins. */
  topicOf(number: number): string
  /** Of the hub's process alone, without its launcher and the media process. */
  usage(): Usage
  stop(): Promise<void>
}

export interface BenchHubPlan {
  readonly agents: number
  /** Sets other settings of the hub. */
  readonly env?: Readonly<Record<string, string>>
  /** Arguments of Node, beside those of a profile. */
  readonly nodeArgs?: readonly string[]
}

export const agentLogin = (number: number): string => `agent${number}`
export const agentPassword = 'only for benches'
/** Of that password, with the least that argon2id takes: what it costs to try passwords is not measured here. */
const passwordHash = '$argon2id$v=19$m=8,t=1,p=1$8cte97G/pKcouBrZ1HJeCw$OIDvuH5n2JtoHABBX0Nq2wWxqGLaz6pAPCTtDuqs1hw'

/** As many queues as a site may have topics: an agent has some colleagues and not all of them. */
const queuesMax = 50
const agentsPerQueue = 50
const accountsMs = 120_000

/** Starts one on data of its own. */
export async function startBenchHub(
  bench: Bench,
  { agents, env = {}, nodeArgs = [] }: BenchHubPlan,
): Promise<BenchHub> {
  const dataFolder = mkdtempSync(join(bench.scratch, 'hub-'))
  const queues = Math.min(queuesMax, Math.max(1, Math.ceil(agents / agentsPerQueue)))
  const topicOf = (number: number): string => `q${number % queues}`
  let known = (): boolean => true
  // Accounts are taken in order: when the last one is, all are.
  for (let number = 0; number < agents; number++) known = leaveAgent(dataFolder, number, topicOf(number))
  const configFile = join(dataFolder, 'bench.json')
  writeFileSync(configFile, JSON.stringify({ ...organisationOf(queues), limits }))
  const args = [...bench.profiling('hub'), ...nodeArgs]
  const real = await startRealHub(
    { MADOGUCHI_CONFIG: configFile, ...env },
    { port: await freePort(), dataFolder },
    () => {},
    (program) => onCore('server', process.execPath, [...args, ...program]),
  )
  await until(known, accountsMs)
  return {
    port: real.port,
    agents,
    real,
    pids: [real.pid, real.mediaPid].filter((pid) => pid !== undefined),
    topicOf,
    usage: () => usageOf([real.pid!]),
    async stop() {
      await real.stop()
      real.remove()
    },
  }
}

/** Answers with what tells whether the hub has taken it. */
function leaveAgent(dataFolder: string, number: number, queue: string): () => boolean {
  const login = agentLogin(number)
  const person = {
    agent: makeId('agent', login),
    login,
    name: `Agent ${number}`,
    role: 'agent',
    queues: [makeId('queue', queue)],
    skills: {},
    capacityUnits: channels.chat.units,
    disabled: false,
  } as const
  return leaveAccount(dataFolder, { person, passwordHash }, instant(number))
}

function organisationOf(queues: number): object {
  const keys = Array.from({ length: queues }, (_, number) => `q${number}`)
  const both = (text: string): object => ({ en: text, ja: text })
  return {
    sites: [
      {
        id: 'bench',
        key: demoSiteKey,
        name: both('Bench'),
        origins: [],
        topics: keys.map((key) => ({ key, label: both(key), queue: key })),
        defaultQueue: keys[0],
      },
    ],
    // Nobody is too slow here, even where a machine is.
    queues: keys.map((key) => ({ id: key, name: both(key), offerTimeoutSeconds: 300, customerGraceSeconds: 86_400 })),
  }
}
