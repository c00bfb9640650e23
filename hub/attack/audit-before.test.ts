/**
 * Every privileged act is in the audit before its effect (P24): tried one by one as inside-deeds.ts says. Its record is in the first
 * transaction that changes anything; and where that transaction cannot be kept nothing is shown, told or done.
 */
import { afterAll, describe, expect, test } from 'vitest'
import { headOf, partsOf, readRecord } from '../app/audit.ts'
import type { RouteName } from '../auth/rights-table.ts'
import { makeRequest } from '../http/testing.ts'
import { StorageUnavailable, type Change } from '../ports/store.ts'
import type { Verb } from '../protocol/index.ts'
import {
  privilegedRoutes,
  privilegedVerbs,
  routeDeeds,
  verbDeeds,
  type RouteDeed,
  type VerbDeed,
} from './inside-deeds.ts'
import { castOf, type Cast } from './inside-cast.ts'

const opened: Cast['place'][] = []
afterAll(() => opened.forEach((place) => place.close()))

async function scene(calls = false): Promise<Cast> {
  const cast = await castOf('agent', 'active', 1, calls)
  opened.push(cast.place)
  return cast
}

/** From now on what is committed is noted, or refused as a disk does that keeps nothing. */
function watched({ place: { store } }: Cast, keeps: boolean): Change[][] {
  const batches: Change[][] = []
  const commit = store.commit.bind(store)
  store.commit = (changes) => {
    if (!keeps) return Promise.reject(new StorageUnavailable('nothing is kept'))
    batches.push([...changes])
    return commit(changes)
  }
  return batches
}

/** Rows that come and go with whoever merely is there. */
const byTheWay = new Set(['meta', 'login', 'dedup', 'apiKey'])
const isRecordOf =
  (act: string) =>
  ({ table, value }: Change): boolean =>
    table === 'audit' && value !== null && readRecord(partsOf(value as Uint8Array).body)?.act === act

/** The first transaction that changes anything has the record of it. */
function recordedFirst(batches: readonly Change[][], act: string): void {
  const first = batches.findIndex((changes) => changes.some(({ table }) => !byTheWay.has(table)))
  expect([act, batches[first]?.some(isRecordOf(act))]).toEqual([act, true])
}

describe('a verb', () => {
  test('that is privileged has its row', () => {
    expect(Object.keys(verbDeeds).toSorted()).toEqual([...privilegedVerbs].toSorted())
  })

  for (const [verb, deed] of Object.entries(verbDeeds) as [Verb, VerbDeed<Verb> | { why: string }][]) {
    if ('why' in deed) continue
    const prepared = async (): Promise<Cast> => {
      const cast = await scene(deed.calls)
      await deed.prepare?.(cast)
      await cast.place.pass(1_000)
      return cast
    }
    test(`${verb} is recorded with what it does, or before it is shown`, async () => {
      const cast = await prepared()
      const batches = watched(cast, true)
      expect(await cast.lines[deed.by].ask(verb, deed.body(cast) as never)).toBe('done')
      recordedFirst(batches, deed.act)
    })

    test(`${verb} does not happen where it cannot be recorded`, async () => {
      const cast = await prepared()
      const before = cast.place.kept()
      watched(cast, false)
      expect(await cast.lines[deed.by].ask(verb, deed.body(cast) as never)).toBe('storage.unavailable')
      expect(cast.place.kept() === before).toBe(true)
    })
  }
})

describe('a route', () => {
  test('that is privileged has its row', () => {
    expect(Object.keys(routeDeeds).toSorted()).toEqual([...privilegedRoutes].toSorted())
  })

  async function prepared(): Promise<Cast> {
    const cast = await scene()
    const { place } = cast
    const made = place.deps.staff.keys.make(
      { name: 'Nightly', rights: ['reports.read'], expiresAt: null },
      { by: 'hub', rights: new Set(['reports.read']) },
    )
    await place.settled(made)
    return cast
  }

  async function ask(
    cast: Cast,
    name: RouteName,
    { path, body }: RouteDeed,
  ): Promise<{ status: number; text: string }> {
    const { place, known } = cast
    const method = name.startsWith('POST') ? 'POST' : 'GET'
    const sent = body ?? (method === 'POST' ? changedConfiguration(cast) : undefined)
    const request = makeRequest({ method, path: path(cast), ...known.administrator, ...(sent && { body: sent }) })
    const { status, body: told } = await place.settled(place.http(request))
    return { status, text: String(told) }
  }

  for (const [name, deed] of Object.entries(routeDeeds) as [RouteName, RouteDeed | { why: string }][]) {
    if ('why' in deed) continue
    test(`${name} is recorded with what it does, or before it is shown`, async () => {
      const cast = await prepared()
      if (name.endsWith('/rollback'))
        await ask(cast, name, { ...deed, path: () => '/api/configuration/apply', ...unsaid })
      const batches = watched(cast, true)
      expect((await ask(cast, name, deed)).status).toBeLessThan(300)
      const own = name.includes('/keys') ? batches.filter((changes) => changes.some(isRecordOf(deed.act))) : batches
      recordedFirst(own, deed.act)
    })

    test(`${name} does not happen where it cannot be recorded`, async () => {
      const cast = await prepared()
      if (name.endsWith('/rollback'))
        await ask(cast, name, { ...deed, path: () => '/api/configuration/apply', ...unsaid })
      const before = headOf(cast.place.store).n
      watched(cast, false)
      const { status, text } = await ask(cast, name, deed)
      expect([status, JSON.parse(text).code]).toEqual([503, 'storage.unavailable'])
      expect(headOf(cast.place.store).n).toBe(before)
    })
  }
})

/** Of a deed whose body is the configuration that is served, with one queue more. */
const unsaid = { body: undefined as never }

function changedConfiguration({ place }: Cast): object {
  const versions = place.hub.door.configuration!.versions()
  const document = place.hub.door.configuration!.document(versions.at(-1)!.n)! as {
    readonly queues?: readonly object[]
  }
  const more = { id: 'more', name: { en: 'More', ja: 'その他' } }
  return { document: { ...document, queues: [...(document.queues ?? []), more] }, note: '' }
}
