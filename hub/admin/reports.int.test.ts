/** `reports check` and `reports recompute` as an administrator runs them: a process each, on a real store with a story in it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FloorEvent } from '../acd/index.ts'
import { openLmdbStore } from '../adapters/store-lmdb.ts'
import { bringUpToDate } from '../adapters/store-version.ts'
import { flatCells, rowChange } from '../app/report-rows.ts'
import { keys, rows } from '../app/records.ts'
import { makeId } from '../model/ids.ts'
import { instant, minutes } from '../model/time.ts'
import type { Store } from '../ports/store.ts'
import { runAdmin } from './testing.ts'

const data = mkdtempSync(join(tmpdir(), 'madoguchi-reports-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))

const [agent, queue] = [makeId('agent', 'hanako'), makeId('queue', 'orders')]
const began = instant(Date.UTC(2026, 10, 22, 1))
const at = (minute: number) => instant(began + minutes(minute))

/** Three customers are served one after the other. */
function* story(): Generator<FloorEvent> {
  yield { type: 'agentConnected', agent, at: at(0) }
  yield { type: 'presenceChanged', agent, at: at(0), status: 'available', reason: '' }
  for (const n of [1, 2, 3]) {
    const contact = makeId('contact', String(n))
    const came = 20 * n
    yield { type: 'contactQueued', contact, queue, channel: 'chat', at: at(came), requirements: [], priorityMs: 0 }
    yield { type: 'offerAccepted', contact, offer: makeId('offer', String(n)), agent, at: at(came + 1) }
    yield { type: 'wrapUpStarted', contact, agent, at: at(came + 8), by: 'customer', until: null }
    yield { type: 'wrapUpFinished', contact, agent, at: at(came + 9), disposition: 'solved' }
    yield { type: 'contactClosed', contact, at: at(came + 9), by: 'agent', outcome: 'served', agent, queue }
  }
}

async function inStore(work: (store: Store) => Promise<unknown>): Promise<void> {
  const store = await openLmdbStore(join(data, 'store'))
  await work(store)
  await store.close()
}
const reports = (command: string) => runAdmin(['reports', command, '--data', data])

beforeAll(() =>
  inStore(async (store) => {
    await bringUpToDate(store, [])
    await store.commit([...story()].map((event, n) => rows.event.put(keys.event(n + 1), event)))
  }),
)

test('[RP13] what is kept is counted again: a cell that was changed is named, and a fresh count puts it right', async () => {
  const fresh = await reports('recompute')
  expect(fresh).toMatchObject({ code: 0, wrong: '' })
  expect(fresh.out).toMatch(/^\d+ cells counted again from 17 events and 0 facts: each is the same/)
  await inStore((store) => {
    const [row] = [...store.range('report', { prefix: ['queue'] })]
    const [[name, [came, ...rest]]] = [...flatCells('queue', row!.value)] as [[string, number[]]]
    return store.commit([rowChange(row!.key, new Map([[name, [came! + 1, ...rest]]]))])
  })
  const found = await reports('check')
  expect(found.code).toBe(1)
  expect(found.out).toMatch(/^queue 2026-11-22T01:15:00\.000Z que_orders chat: kept \[2 .*, counted again \[1 /)
  expect(found.wrong).toMatch(/1 difference\. Stop the hub and run reports recompute/)
  expect(await reports('recompute')).toEqual(fresh)
  expect(await reports('check')).toEqual(fresh)
})
