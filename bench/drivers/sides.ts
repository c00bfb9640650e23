/** A side that is ready for a load: its server, and its pairs of sockets. */
import type { Peer } from '../peers/index.ts'
import type { Bench } from '../run/bench.ts'
import type { Usage } from '../run/usage.ts'
import { startBenchHub } from './bench-hub.ts'
import { hubDialect } from './hub-dialect.ts'
import { HubPeople } from './hub-people.ts'
import { Pairs } from './pairs.ts'
import { bareContacts, typing } from './typing.ts'

export interface Side {
  readonly name: string
  readonly pids: readonly number[]
  readonly pairs: Pairs
  usage(): Usage
  close(): Promise<void>
}

export const hubName = 'hub, kept and flushed'

/** With `hints` a message is a typing hint, which is never kept. */
export async function openHub(bench: Bench, agents: number, chatsEach: number, hints = false): Promise<Side> {
  const hub = await startBenchHub(bench, agents, chatsEach)
  const people = new HubPeople(hub)
  try {
    const pairs = await people.pairs((contacts) =>
      hints ? typing(hubDialect(contacts), contacts) : hubDialect(contacts),
    )
    return { name: hubName, pids: hub.pids, pairs, usage: hub.usage, close: () => (pairs.close(), hub.stop()) }
  } catch (error) {
    await hub.stop()
    throw error
  } finally {
    people.close()
  }
}

/** With `hints` for peers that pass frames on as they are. */
export async function openPeer(
  bench: Bench,
  { name, plan, dialect }: Peer,
  count: number,
  hints = false,
): Promise<Side> {
  const server = await bench.start(plan)
  const pairs = await Pairs.open(hints ? typing(dialect, bareContacts(count)) : dialect, server.port, count)
  return {
    name,
    pids: [server.pid],
    pairs,
    usage: () => server.usage(),
    close: () => (pairs.close(), server.stop()),
  }
}
