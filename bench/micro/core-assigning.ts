/**
 * Assignments by the core alone, with only its events kept: the same agents, contacts and ticks as of the hub's shell, but no
 * rows beside the log, nothing sealed, nobody to be told. What it is faster by is what the shell costs.
 */
import {
  createFloor,
  decide,
  evolve,
  isRefusal,
  queueDefaults,
  type Command,
  type FloorEvent,
} from '../../hub/acd/index.ts'
import { openLmdbStore } from '../../hub/adapters/store-lmdb.ts'
import { keys, rows } from '../../hub/app/records.ts'
import { makeId, type AgentId } from '../../hub/model/ids.ts'
import { durationMs, instant } from '../../hub/model/time.ts'
import type { Change, Store } from '../../hub/ports/store.ts'
import { people, topics } from '../drivers/company.ts'
import type { Assigning } from './assigning.ts'

class CoreAssigning implements Assigning {
  readonly #floor = createFloor()
  readonly #agents: readonly AgentId[]
  #changes: Change[] = []
  #events = 0
  #turn = 0
  #now = instant(1_800_000_000_000)

  constructor(
    private readonly store: Store,
    agents: number,
    contacts: number,
  ) {
    const staff = people(agents)
    this.#agents = staff.map(({ agent }) => agent)
    this.#do({
      type: 'configure',
      queues: topics.map((key) => ({
        ...queueDefaults,
        id: makeId('queue', key),
        offerTimeoutMs: durationMs(600_000),
        dispositions: [],
      })),
      agents: staff.map(({ agent, queues, skills, capacityUnits }) => ({ id: agent, queues, skills, capacityUnits })),
    })
    this.#do({ type: 'startEpoch', epoch: 1 })
    for (let at = 0; at < contacts; at++) this.#queue(at)
    for (const agent of this.#agents) {
      this.#do({ type: 'connectAgent', agent })
      this.#do({ type: 'setPresence', agent, status: 'available', reason: '' })
    }
    this.#distribute()
    this.#changes = []
  }

  async assign(count: number, batch: number): ReturnType<Assigning['assign']> {
    let assignments = 0
    const started = performance.now()
    for (let done = 0; done < count; done += batch) {
      this.#now = instant(this.#now + 1)
      for (let one = 0; one < batch; one++) this.#accept(this.#agents[this.#turn++ % this.#agents.length]!)
      this.#distribute()
      await this.store.commit(this.#changes)
      this.#changes = []
      assignments += batch
    }
    return { assignments, tookMs: performance.now() - started }
  }

  close(): Promise<void> {
    return this.store.close()
  }

  #queue(at: number): void {
    this.#do({
      type: 'queueContact',
      contact: makeId('contact', `waiting${at}`.padStart(22, '0')),
      channel: 'chat',
      queue: makeId('queue', topics[at % topics.length]!),
      requirements: [],
      priorityMs: 0,
    })
  }

  #accept(agent: AgentId): void {
    const state = this.#floor.agents.get(agent)?.ringing?.record.state
    if (state?.phase !== 'offered') throw new Error(`${agent} is not rung`)
    this.#do({ type: 'acceptOffer', agent, offer: state.rings[0]!.offer, epoch: this.#floor.epoch })
  }

  /** As the shell does, until nothing more is offered. */
  #distribute(): void {
    while (this.#do({ type: 'distribute' }).length > 0);
  }

  #do(command: Command): readonly FloorEvent[] {
    const decided = decide(this.#floor, command, this.#now)
    if (isRefusal(decided)) throw new Error(`${command.type} was refused: ${decided.refused}`)
    for (const event of decided) {
      evolve(this.#floor, event)
      this.#changes.push(rows.event.put(keys.event(++this.#events), event))
    }
    return decided
  }
}

/** As `openAssigning`. */
export const openCoreAssigning = async (folder: string, agents: number, contacts: number): Promise<Assigning> =>
  new CoreAssigning(await openLmdbStore(folder), agents, contacts)
