/** The version of the data: new, the same, older, newer, nonsense, and a kill between two steps. */
import { describe, expect, test } from 'vitest'
import type { Change, Store } from '../ports/store.ts'
import { openMemoryStore, type FlushDone } from './store-memory.ts'
import { bringUpToDate, DataTooNew, DataUnknown, dataVersionOf, type Migration } from './store-version.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (value: Uint8Array | undefined): string | undefined => value && new TextDecoder().decode(value)
const agent = (key: string, value: string): Change => ({ table: 'agent', key: [key], value: bytes(value) })

/** Made up: names in capitals. */
const capitals: Migration = {
  to: 2,
  what: 'writes names in capitals',
  *changes(store: Store) {
    for (const { key, value } of store.range('agent', {})) yield agent(String(key[0]), text(value)!.toUpperCase())
  },
}
/** Made up: goes by what the step before has done. */
const marks: Migration = {
  to: 3,
  what: 'marks names',
  *changes(store: Store) {
    for (const { key, value } of store.range('agent', {})) yield agent(String(key[0]), `${text(value)}!`)
    yield { table: 'login', key: ['old'], value: null }
  },
}

const nameOf = (store: Store): string | undefined => text(store.get('agent', ['agt_1']))

async function versionOne(): Promise<Store> {
  const store = openMemoryStore()
  await bringUpToDate(store, [])
  await store.commit([agent('agt_1', 'ann'), { table: 'login', key: ['old'], value: bytes('x') }])
  return store
}

describe('the version of the data', () => {
  test('an empty store begins with the newest version and no step', async () => {
    const store = openMemoryStore()
    expect(dataVersionOf(store)).toBeUndefined()
    expect(await bringUpToDate(store, [capitals, marks])).toEqual([])
    expect(dataVersionOf(store)).toBe(3)
  })

  test('older data goes through each step it lacks, in order, once', async () => {
    const store = await versionOne()
    expect(await bringUpToDate(store, [capitals])).toEqual([capitals])
    expect(nameOf(store)).toBe('ANN')
    expect(await bringUpToDate(store, [capitals, marks])).toEqual([marks])
    expect(await bringUpToDate(store, [capitals, marks])).toEqual([])
    expect(nameOf(store)).toBe('ANN!')
    expect(store.get('login', ['old'])).toBeUndefined()
    expect(dataVersionOf(store)).toBe(3)
  })

  test('newer data is refused in one sentence, and left alone', async () => {
    const store = await versionOne()
    await bringUpToDate(store, [capitals, marks])
    await expect(bringUpToDate(store, [])).rejects.toThrow(DataTooNew)
    await expect(bringUpToDate(store, [])).rejects.toThrow('data version 3, this program knows 1')
    expect(nameOf(store)).toBe('ANN!')
    expect(dataVersionOf(store)).toBe(3)
  })

  test('rows without a version, and a version that is no number, are refused', async () => {
    const store = openMemoryStore()
    await store.commit([agent('agt_1', 'ann')])
    await expect(bringUpToDate(store, [])).rejects.toThrow(DataUnknown)
    for (const nonsense of ['', '0', '-1', '1.5', 'one']) {
      await store.commit([{ table: 'meta', key: ['dataVersion'], value: bytes(nonsense) }])
      await expect(bringUpToDate(store, [])).rejects.toThrow(DataUnknown)
    }
  })

  test('a kill between two steps leaves whole steps, and the next start goes on', async () => {
    let flushesLeft = Infinity
    const flushAfter = (done: FlushDone): void => {
      if (flushesLeft-- > 0) queueMicrotask(done)
    }
    const store = openMemoryStore({ flushAfter })
    await bringUpToDate(store, [])
    await store.commit([agent('agt_1', 'ann')])
    flushesLeft = 1
    void bringUpToDate(store, [capitals, marks])
    await new Promise((resolve) => setImmediate(resolve))
    const restarted = store.crash('lost', {})
    expect([dataVersionOf(restarted), nameOf(restarted)]).toEqual([2, 'ANN'])
    expect(await bringUpToDate(restarted, [capitals, marks])).toEqual([marks])
    expect(nameOf(restarted)).toBe('ANN!')
  })

  test('a gap in the numbers of the steps is our own mistake', async () => {
    await expect(bringUpToDate(openMemoryStore(), [marks])).rejects.toThrow('numbered without a gap')
  })
})
