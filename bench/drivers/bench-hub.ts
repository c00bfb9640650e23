/** A hub for crowds: with as many agents as a bench needs, each with room for as many chats as there are for them. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../../hub/attack/waiting.ts'
import { leaveAccount } from '../../hub/auth/account-inbox.ts'
import { channels } from '../../hub/channels/index.ts'
import { makeId } from '../../hub/model/ids.ts'
import { instant } from '../../hub/model/time.ts'
import type { Bench } from '../run/bench.ts'
import { usageOf, type Usage } from '../run/usage.ts'
import { companyFile } from './company.ts'
import { startCompanyHub, type CompanyHub } from './company-hub.ts'

export interface BenchHub extends Pick<CompanyHub, 'real' | 'heapBytes' | 'stop'> {
  readonly port: number
  readonly agents: number
  /** Chats that an agent has room for. */
  readonly chatsEach: number
  /** Of the hub and the media process. */
  readonly pids: readonly number[]
  /** Topic with which visitor `number` begins: with as many visitors as there is room for, all are served. */
  topicOf(number: number): string
  /** Of the hub's process alone, without its launcher and the media process. */
  usage(): Usage
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
export async function startBenchHub(bench: Bench, agents: number, chatsEach = 1): Promise<BenchHub> {
  const dataFolder = mkdtempSync(join(bench.scratch, 'hub-'))
  const queues = Math.min(queuesMax, Math.max(1, Math.ceil(agents / agentsPerQueue)))
  const queueOf = (agent: number): string => `q${agent % queues}`
  let known = (): boolean => true
  // Accounts are taken in order: when the last one is, all are.
  for (let number = 0; number < agents; number++) known = leaveAgent(dataFolder, number, queueOf(number), chatsEach)
  const { real, heapBytes, stop } = await startCompanyHub(bench, {
    dataFolder,
    settings: settingsOf(queues),
    planted: bench.planted,
  })
  await until(known, accountsMs)
  return {
    real,
    heapBytes,
    stop,
    port: real.port,
    agents,
    chatsEach,
    pids: [real.pid, real.mediaPid].filter((pid) => pid !== undefined),
    topicOf: (number) => queueOf(Math.floor(number / chatsEach)),
    usage: () => usageOf([real.pid!]),
  }
}

/** Answers with what tells whether the hub has taken it. */
function leaveAgent(dataFolder: string, number: number, queue: string, chats: number): () => boolean {
  const login = agentLogin(number)
  const person = {
    agent: makeId('agent', login),
    login,
    name: `Agent ${number}`,
    role: 'agent',
    queues: [makeId('queue', queue)],
    skills: {},
    capacityUnits: chats * channels.chat.units,
    disabled: false,
  } as const
  return leaveAccount(dataFolder, { person, passwordHash }, instant(number))
}

/** The company, with other queues. */
function settingsOf(queues: number): object {
  const keys = Array.from({ length: queues }, (_, number) => `q${number}`)
  const both = (text: string): object => ({ en: text, ja: text })
  const [site] = companyFile.sites
  const [queue] = companyFile.queues
  return {
    ...companyFile,
    sites: [{ ...site, topics: keys.map((key) => ({ key, label: both(key), queue: key })), defaultQueue: keys[0] }],
    queues: keys.map((key) => ({ ...queue, id: key, name: both(key) })),
  }
}
