/**
 * Assignments as the hub keeps them: its shell over its own store, without sockets. Everybody's agents are here and rung; in a
 * tick so many of them accept, and whoever has room left is rung for the next contact, all of it on the disk before the next tick.
 */
import { randomFillSync } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openFileKeys } from '../../hub/adapters/keys-file.ts'
import { openLmdbStore } from '../../hub/adapters/store-lmdb.ts'
import type { Hub } from '../../hub/app/hub.ts'
import { Sealing } from '../../hub/app/sealing.ts'
import type { AgentId } from '../../hub/model/ids.ts'
import { people } from '../drivers/company.ts'
import { startQuietly } from '../drivers/history.ts'
import { queueMany } from '../drivers/history-life.ts'

export interface Assigned {
  /** Talks that have begun, as the disk knows. */
  readonly assignments: number
  readonly tookMs: number
}

export interface Assigning {
  /** So many assignments, `batch` a tick. */
  assign(count: number, batch: number): Promise<Assigned>
  close(): Promise<void>
}

/** Contacts that begin in one tick of the preparation. */
const atOnce = 1_000

/** `contacts` wait and `agents` are available, with room for four of them each. */
export async function openAssigning(folder: string, agents: number, contacts: number): Promise<Assigning> {
  mkdirSync(folder, { recursive: true })
  const store = await openLmdbStore(join(folder, 'store'))
  const vault = await openFileKeys(join(folder, 'keys'))
  const hub = await startQuietly(store, new Sealing({ vault, fill: randomFillSync }), agents)
  for (let made = 0; made < contacts; made += atOnce) await queueMany(hub, Math.min(atOnce, contacts - made), made)
  const ids = people(agents).map(({ agent }) => agent)
  for (const agent of ids)
    hub.submit((work) => {
      work.command({ type: 'connectAgent', agent })
      work.command({ type: 'setPresence', agent, status: 'available', reason: '' })
    })
  await hub.idle()
  const turns = inTurns(ids)
  return {
    async assign(count, batch) {
      let assignments = 0
      const started = performance.now()
      for (let done = 0; done < count; done += batch) {
        for (let one = 0; one < batch; one++) accept(hub, turns.next().value, () => (assignments += 1))
        await hub.idle()
      }
      return { assignments, tookMs: performance.now() - started }
    },
    async close() {
      hub.stop()
      await store.close()
      await vault.close()
    },
  }
}

function* inTurns(ids: readonly AgentId[]): Generator<AgentId, never> {
  for (;;) yield* ids
}

/** `kept` is called once the disk has it. */
function accept(hub: Hub, agent: AgentId, kept: () => void): void {
  hub.submit((work) => {
    const { floor } = work.live
    const state = floor.agents.get(agent)?.ringing?.record.state
    if (state?.phase !== 'offered') throw new Error(`${agent} is not rung`)
    work.command({ type: 'acceptOffer', agent, offer: state.rings[0]!.offer, epoch: floor.epoch })
    work.tick.afterwards(kept)
  })
}
