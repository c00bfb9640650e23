/** Many who are connected and say nothing: visitors who wait at the hub, or bare sockets at a peer. */
import { setTimeout as passed } from 'node:timers/promises'
import type { Peer } from '../peers/index.ts'
import type { Bench } from '../run/bench.ts'
import { descriptorsOf, type Usage } from '../run/usage.ts'
import { until } from '../../hub/attack/waiting.ts'
import { startBenchHub, type BenchHub } from './bench-hub.ts'
import { inside } from './company-hub.ts'
import { HubPeople, inParallel } from './hub-people.ts'
import type { HubVisitor } from './hub-visitor.ts'
import type { LeanSocket } from './lean-socket.ts'
import { opened } from './opening.ts'

export interface Crowd {
  readonly name: string
  /** Of the server alone. */
  readonly pid: number
  readonly pids: readonly number[]
  /** So many more come for the first time. */
  add(count: number): Promise<void>
  /** All who were added and are not there come back. */
  back(): Promise<void>
  /** All are cut off. Resolves when the server has let go of them. */
  cut(): Promise<void>
  /** How many are there. */
  readonly here: number
  usage(): Usage
  close(): Promise<void>
}

/** More at once would only wait in the kernel. */
const atOnce = 128

export class HubCrowd implements Crowd {
  readonly name = 'hub'
  readonly visitors: HubVisitor[] = []
  readonly #people: HubPeople

  private constructor(readonly hub: BenchHub) {
    this.#people = new HubPeople(hub)
  }

  /** Each has a contact open, for which nobody is there. */
  static async open(bench: Bench): Promise<HubCrowd> {
    return new HubCrowd(await startBenchHub(bench, 0))
  }

  get pid(): number {
    return this.hub.real.pid!
  }

  get pids(): readonly number[] {
    return this.hub.pids
  }

  get here(): number {
    return this.visitors.filter(({ isHere }) => isHere).length
  }

  async add(count: number): Promise<void> {
    this.visitors.push(...(await this.#people.visitors(this.visitors.length, count)))
  }

  async back(): Promise<void> {
    const away = this.visitors.filter(({ isHere }) => !isHere)
    await inParallel(away.length, atOnce, (at) => away[at]!.come())
  }

  async cut(): Promise<void> {
    const before = descriptorsOf(this.pid) - this.here
    for (const visitor of this.visitors) visitor.cut()
    await until(() => descriptorsOf(this.pid) <= before + unsaid)
  }

  usage(): Usage {
    return this.hub.usage()
  }

  async close(): Promise<void> {
    for (const visitor of this.visitors) visitor.cut()
    this.#people.close()
    await this.hub.stop()
  }
}

/** Descriptors that come and go with other things than sockets. */
const unsaid = 8

/** Its sockets are those of who receives, which a peer has to remember most of. */
export async function openPeerCrowd(bench: Bench, { name, plan, dialect }: Peer): Promise<Crowd> {
  const server = await bench.start({ ...plan, nodeArgs: [`--import=${inside}`] })
  let count = 0
  let sockets: LeanSocket[] = []
  const come = async (from: number): Promise<void> => {
    const openings = Array.from({ length: count - from }, (_, at) => ({ role: 'receiver', pair: from + at }) as const)
    sockets.push(...(await opened(dialect, server.port, openings)))
  }
  const cut = (): void => {
    for (const socket of sockets) socket.cut()
    sockets = []
  }
  return {
    name,
    pid: server.pid,
    pids: [server.pid],
    usage: () => server.usage(),
    get here() {
      return sockets.filter(({ isOpen }) => isOpen).length
    },
    add: (more) => come((count += more) - more),
    back: () => come(0),
    async cut() {
      const before = descriptorsOf(server.pid) - sockets.length
      cut()
      await until(() => descriptorsOf(server.pid) <= before + unsaid)
    },
    async close() {
      cut()
      await server.stop()
    },
  }
}

/** Has a server that was started with `inside` collect its garbage, and waits until it has nothing more to do. */
export async function settled(crowd: Crowd): Promise<void> {
  process.kill(crowd.pid, 'SIGWINCH')
  const end = performance.now() + settleMs
  for (let before = crowd.usage().processorMs; performance.now() < end;) {
    await passed(lookMs)
    const now = crowd.usage().processorMs
    if (now - before < lookMs / 10) return
    before = now
  }
}

const settleMs = 5_000
const lookMs = 300
