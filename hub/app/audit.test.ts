import { describe, expect, test } from 'vitest'
import { openMemoryStore, type MemoryStore } from '../adapters/store-memory.ts'
import { instant } from '../model/time.ts'
import { encode } from '../protocol/index.ts'
import { anchorText, headOf, readAnchor, recorded, trimmed, type Deed } from './audit.ts'
import { verifyChain } from './audit-chain.ts'
import { configurationChange } from './configuration-mark.ts'

const deed = (object: string, more: Partial<Deed> = {}): Deed => ({
  by: 'hub',
  act: 'retention.ran',
  object,
  ...more,
})

async function chainOf(count: number): Promise<MemoryStore> {
  const store = openMemoryStore()
  for (let n = 1; n <= count; n++) await store.commit(recorded(store, instant(1_000 * n), [deed(`s${n}`)]))
  return store
}

const numbers = (store: MemoryStore): number[] => [...store.range('audit', {})].map(({ key }) => Number(key[0]))

describe('the audit chain', () => {
  test('[P24] numbers its records without holes, several of one transaction too, and holds', async () => {
    const store = await chainOf(3)
    await store.commit(recorded(store, instant(9_000), [deed('a'), deed('b', { detail: '3 contacts' })]))
    const seen: string[] = []
    const verdict = verifyChain(store, {
      each: ({ n, at, actor, act, object, detail }) => seen.push([n, at, actor, act, object, detail].join()),
    })
    expect(verdict).toEqual({ findings: [], count: 5, head: headOf(store) })
    expect(seen.slice(3)).toEqual(['4,9000,hub,retention.ran,a,', '5,9000,hub,retention.ran,b,3 contacts'])
  })

  test('costs the same however long it is: one row is read for a record', async () => {
    const store = await chainOf(20)
    let reads = 0
    const counting = { get: (...asked: Parameters<MemoryStore['get']>) => ((reads += 1), store.get(...asked)) }
    recorded(counting, instant(1), [deed('x'), deed('y')])
    expect(reads).toBe(1)
  })

  test('[P24] two commits under way at once do not fork it', async () => {
    const store = openMemoryStore()
    const one = store.commit(recorded(store, instant(1), [deed('a')]))
    const other = store.commit(recorded(store, instant(2), [deed('b')]))
    await Promise.all([one, other])
    expect(verifyChain(store).findings).toEqual([])
    expect(numbers(store)).toEqual([1, 2])
  })

  test('reads its end alone, and finds there what is wrong there', async () => {
    const store = await chainOf(30)
    expect(verifyChain(store, { tail: 5 })).toMatchObject({ findings: [], count: 5 })
    await store.commit([{ table: 'audit', key: [28], value: null }])
    expect(verifyChain(store, { tail: 5 }).findings).toEqual([{ damage: 'missing', n: 28 }])
  })

  test('is written down as a link and known again by it', async () => {
    const store = await chainOf(2)
    const link = headOf(store)
    expect(readAnchor(anchorText(link))).toEqual({ n: 2, hash: Buffer.from(link.hash) })
    expect([readAnchor('2:abc'), readAnchor('-1:' + '0'.repeat(64))]).toEqual([null, null])
  })

  test('a record says too much: that is our own mistake', () => {
    expect(() => recorded(openMemoryStore(), instant(1), [deed('x'.repeat(81))])).toThrow('bounded')
    expect(() => recorded(openMemoryStore(), instant(1), [deed('x', { detail: 'y'.repeat(301) })])).toThrow('bounded')
  })
})

describe('records past their time', () => {
  test('[P24] are removed from the beginning, which is recorded itself', async () => {
    const store = await chainOf(6)
    await store.commit(trimmed(store, instant(99_000), 4))
    expect(numbers(store)).toEqual([5, 6, 7])
    expect(verifyChain(store)).toMatchObject({ findings: [], count: 3 })
    await store.commit(trimmed(store, instant(99_001), 6))
    expect(verifyChain(store)).toMatchObject({ findings: [], count: 2 })
  })

  test('[P24] cannot be removed by somebody else without a trace', async () => {
    const store = await chainOf(6)
    const { value } = [...store.range('audit', { from: [3], limit: 1 })][0]!
    await store.commit([1, 2, 3].map((n) => ({ table: 'audit', key: [n], value: null })))
    expect(verifyChain(store).findings).toEqual([{ damage: 'missing', n: 1 }])
    await store.commit([{ table: 'meta', key: ['auditBase'], value: encode([3, value.subarray(0, 32)]) }])
    expect(verifyChain(store).findings).toEqual([{ damage: 'base', n: 3 }])
  })
})

describe('the configuration in force', () => {
  test('is recorded when it differs, by the names of its sections, never by what they say', async () => {
    const store = openMemoryStore()
    const start = async (sections: Record<string, unknown>) => {
      const { changes, deeds } = configurationChange(store, sections)
      await store.commit([...changes, ...recorded(store, instant(1), deeds)])
      return deeds.map(({ detail }) => detail)
    }
    expect(await start({ sites: ['a'], limits: { x: 1 } })).toEqual(['the first one'])
    expect(await start({ limits: { x: 1 }, sites: ['a'] })).toEqual([])
    expect(await start({ sites: ['secret-b'], limits: { x: 2 } })).toEqual(['limits, sites'])
    expect(await start({ sites: ['secret-b'] })).toEqual(['limits'])
    const kept = [...store.range('audit', {}), ...store.range('meta', {})].map(({ value }) =>
      Buffer.from(value).toString('latin1'),
    )
    expect(kept.join()).not.toContain('secret-b')
  })
})
