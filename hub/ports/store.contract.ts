/**
 * What every store does, whatever it is made of. Each adapter's test runs this suite on itself; a new adapter is held to
 * it by one call. A harness that cannot do a thing says so in words, and the tests that need it are skipped with them.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AssertionFailed } from '../model/assert.ts'
import { failingDisk } from './store-failing.contract.ts'
import { bytes, keysOf, put, remove, text, valuesOf, type StoreUnderTest } from './store.contract-harness.ts'
import { tables } from './store.ts'
import type { Change, Key, Store } from './store.ts'

/** In order; each before the next. */
const ordered: Key[] = [
  [-3],
  [0],
  [1],
  [1, 'a'],
  [2],
  [9],
  [10],
  [255],
  [256],
  [65_536],
  [2 ** 31],
  [2 ** 32 + 1],
  [1_790_000_000_000],
  [Number.MAX_SAFE_INTEGER],
  ['A'],
  ['Z'],
  ['_'],
  ['a'],
  ['a', -1],
  ['a', 1],
  ['a', 2],
  ['a', 2, 'z'],
  ['a', 10],
  ['a', 'a'],
  ['a', 'b'],
  ['a', 'b', 1],
  ['a!'],
  ['aa'],
  ['ab'],
  ['b'],
  ['cnt_1', 9],
  ['cnt_1', 10],
  ['cnt_10', 1],
  ['cnt_2', 1],
  ['x'.repeat(63)],
  ['x'.repeat(64)],
  ['x'.repeat(256)],
]

/** Fisher and Yates with a fixed rule in place of chance, so that the order is not the sorted one, and always the same. */
function scattered<Item>(items: readonly Item[]): Item[] {
  const result = [...items]
  for (let at = result.length - 1; at > 0; at--) {
    const other = (at * 7 + 3) % (at + 1)
    const kept = result[at]!
    result[at] = result[other]!
    result[other] = kept
  }
  return result
}

/** Where the rows are while they are read: issued only, being flushed beside kept ones, or all kept. */
const whereabouts = ['issued', 'half kept', 'kept'] as const
async function fill(store: Store, changes: readonly Change[], where: (typeof whereabouts)[number]): Promise<void> {
  const kept = where === 'issued' ? 0 : where === 'kept' ? changes.length : changes.length >> 1
  if (kept > 0) await store.commit(changes.slice(0, kept))
  if (kept < changes.length) unawaited.push(store.commit(changes.slice(kept)))
}

/** Commits whose end a test does not look at; awaited before the store is closed. */
let unawaited: Promise<unknown>[] = []

export function storeContract(name: string, setUp: () => Promise<StoreUnderTest>): void {
  describe(`store contract: ${name}`, () => {
    let under: StoreUnderTest
    let store: Store

    beforeEach(async () => {
      under = await setUp()
      store = under.store
    })
    afterEach(async () => {
      await Promise.allSettled(unawaited)
      unawaited = []
      await under.dispose()
    })

    describe.each(whereabouts)('rows that are %s', (where) => {
      const fillOrdered = () => fill(store, scattered(ordered.map((key) => put(key, JSON.stringify(key)))), where)

      test('come in key order, forwards and backwards, with their values', async () => {
        await fillOrdered()
        expect(keysOf(store)).toEqual(ordered)
        expect(keysOf(store, { reverse: true })).toEqual([...ordered].reverse())
        expect(valuesOf(store)).toEqual(ordered.map((key) => JSON.stringify(key)))
        for (const key of ordered) expect(text(store.get('entry', key))).toBe(JSON.stringify(key))
      })

      test('are bounded by from, after and before at every place, present or not', async () => {
        await fillOrdered()
        const between: Key[] = [['a', 3], ['a', 'aa'], [5], ['Y'], ['zz'], [-9]]
        for (const bound of [...ordered, ...between]) {
          const below = keysOf(store, { before: bound })
          const from = keysOf(store, { from: bound })
          const after = keysOf(store, { after: bound })
          expect([...below, ...from]).toEqual(ordered)
          const present = ordered.some((key) => JSON.stringify(key) === JSON.stringify(bound))
          expect([...below, ...(present ? [bound] : []), ...after]).toEqual(ordered)
          for (const range of [{ before: bound }, { from: bound }, { after: bound }])
            expect(keysOf(store, { ...range, reverse: true })).toEqual(keysOf(store, range).reverse())
        }
      })

      test('are found by prefix, which may be joined with bounds, order and limit', async () => {
        await fillOrdered()
        const ofA: Key[] = ordered.filter((key) => key[0] === 'a')
        expect(keysOf(store, { prefix: ['a'] })).toEqual(ofA)
        expect(keysOf(store, { prefix: ['a'], reverse: true })).toEqual([...ofA].reverse())
        expect(keysOf(store, { prefix: ['cnt_1'] })).toEqual([
          ['cnt_1', 9],
          ['cnt_1', 10],
        ])
        expect(keysOf(store, { prefix: [1] })).toEqual([[1], [1, 'a']])
        expect(keysOf(store, { prefix: ['a', 2] })).toEqual([
          ['a', 2],
          ['a', 2, 'z'],
        ])
        expect(keysOf(store, { prefix: ['a'], after: ['a', 1], before: ['a', 10] })).toEqual([
          ['a', 2],
          ['a', 2, 'z'],
        ])
        expect(keysOf(store, { prefix: ['a'], after: ['a', 10], reverse: true, limit: 2 })).toEqual([
          ['a', 'b', 1],
          ['a', 'b'],
        ])
        expect(keysOf(store, { prefix: ['a'], from: ['b'] })).toEqual([])
        expect(keysOf(store, { prefix: ['a'], before: ['A'] })).toEqual([])
        expect(keysOf(store, { prefix: ['nobody'] })).toEqual([])
        expect(keysOf(store, { prefix: ['x'.repeat(256)] })).toEqual([['x'.repeat(256)]])
      })

      test('are limited, none for a limit of 0', async () => {
        await fillOrdered()
        expect(keysOf(store, { limit: 0 })).toEqual([])
        expect(keysOf(store, { limit: 3 })).toEqual(ordered.slice(0, 3))
        expect(keysOf(store, { limit: 2, reverse: true })).toEqual(ordered.slice(-2).reverse())
        expect(keysOf(store, { limit: 999 })).toEqual(ordered)
      })

      test('hold empty, small and large values, which stay as they were when more is read', async () => {
        const values: Record<string, Uint8Array> = {
          empty: new Uint8Array(0),
          one: Uint8Array.of(0),
          small: bytes('ticking'),
          page: new Uint8Array(5_000).fill(1),
          large: new Uint8Array(40_000).fill(2),
          huge: new Uint8Array(1_000_000).fill(3),
        }
        const changes = Object.entries(values).map(([key, value]): Change => ({ table: 'contact', key: [key], value }))
        await fill(store, changes, where)
        const read = Object.keys(values).map((key) => [key, store.get('contact', [key])!] as const)
        const ranged = Array.from(store.range('contact', {}))
        await store.commit(Object.keys(values).map((key) => put([key], 'other', 'contact')))
        for (const key of Object.keys(values)) store.get('contact', [key])
        for (const [key, value] of read) expect(Buffer.compare(value, values[key]!), key).toBe(0)
        for (const { key, value } of ranged) expect(Buffer.compare(value, values[String(key[0])]!)).toBe(0)
      })
    })

    test('an empty store holds nothing', () => {
      for (const table of tables) {
        expect(keysOf(store, {}, table)).toEqual([])
        expect(store.get(table, ['a'])).toBeUndefined()
      }
    })

    test('tables are kept apart', async () => {
      await store.commit(tables.map((table) => put(['same'], table, table)))
      for (const table of tables) expect(valuesOf(store, {}, table)).toEqual([table])
    })

    test('a commit shows at once, before its flush, in single reads and in ranges', async () => {
      await store.commit([put(['a'], 'old'), put(['b'], 'old'), put(['c'], 'old')])
      let flushed = false
      const kept = store.commit([put(['b'], 'new'), remove(['a']), put(['d'], 'new')]).then(() => (flushed = true))
      expect(flushed).toBe(false)
      expect(store.get('entry', ['a'])).toBeUndefined()
      expect(text(store.get('entry', ['b']))).toBe('new')
      expect(keysOf(store)).toEqual([['b'], ['c'], ['d']])
      expect(valuesOf(store, { reverse: true })).toEqual(['new', 'old', 'new'])
      expect(keysOf(store, { limit: 1 })).toEqual([['b']])
      await kept
      expect(keysOf(store)).toEqual([['b'], ['c'], ['d']])
    })

    test('of many commits without a wait each shows at once, and the last one counts', async () => {
      const kept: Promise<unknown>[] = []
      for (let n = 1; n <= 300; n++) {
        kept.push(
          store.commit([
            put(['last'], String(n)),
            put(['all', n], String(n)),
            n > 5 ? remove(['all', n - 5]) : put(['z']),
          ]),
        )
        expect(text(store.get('entry', ['last']))).toBe(String(n))
        expect(keysOf(store, { prefix: ['all'] }).length).toBe(Math.min(n, 5))
        if (n % 50 === 0) await kept[n - 20]
      }
      await Promise.all(kept)
      expect(text(store.get('entry', ['last']))).toBe('300')
      expect(keysOf(store, { prefix: ['all'] })).toEqual([296, 297, 298, 299, 300].map((n) => ['all', n]))
    })

    test('removing a row, a missing row, and a row written in the same commit', async () => {
      await store.commit([put(['a']), put(['b'])])
      await store.commit([
        remove(['a']),
        remove(['nobody']),
        put(['c']),
        remove(['c']),
        remove(['b']),
        put(['b'], 'again'),
      ])
      expect(valuesOf(store)).toEqual(['again'])
      expect(store.get('entry', ['a'])).toBeUndefined()
    })

    test('a range is one view: commits made while it is read do not show in it', async () => {
      await store.commit([put(['a', 1]), put(['a', 2])])
      unawaited.push(store.commit([put(['a', 3])]))
      const seen: Key[] = []
      for (const { key } of store.range('entry', { prefix: ['a'] })) {
        seen.push(key)
        unawaited.push(store.commit([put(['a', seen.length + 10]), remove(['a', 3])]))
      }
      expect(seen).toEqual([
        ['a', 1],
        ['a', 2],
        ['a', 3],
      ])
      expect(keysOf(store)).toEqual([
        ['a', 1],
        ['a', 2],
        ['a', 11],
        ['a', 12],
        ['a', 13],
      ])
    })

    test('a range may be broken off, read twice, or left unread', async () => {
      await store.commit([put(['a']), put(['b'])])
      for (let n = 0; n < 300; n++) {
        for (const { key } of store.range('entry', {})) {
          expect(key).toEqual(['a'])
          break
        }
        store.range('entry', {})
      }
      await store.commit([put(['c'])])
      expect(keysOf(store)).toEqual([['a'], ['b'], ['c']])
    })

    test('tokens come in the order of the commits', async () => {
      const order: number[] = []
      const commits = Array.from({ length: 50 }, (_, n) => store.commit([put(['k', n])]).then(() => order.push(n)))
      await Promise.all(commits)
      expect(order).toEqual(Array.from({ length: 50 }, (_, n) => n))
    })

    test('an empty commit is told after all commits before it', async () => {
      const order: string[] = []
      const first = store.commit([put(['a'])]).then(() => order.push('rows'))
      const second = store.commit([]).then(() => order.push('empty'))
      await Promise.all([first, second, store.commit([])])
      expect(order).toEqual(['rows', 'empty'])
    })

    test('a key that would not sort or fit is our own mistake, and nothing of its batch is taken', async () => {
      const wrong: Key[] = [
        [],
        [''],
        ['a\u0000b'],
        ['窓'],
        [1.5],
        [NaN],
        [-0],
        [2 ** 60],
        ['x'.repeat(257)],
        [1, 2, 3, 4, 5, 6, 7],
      ]
      for (const key of wrong) expect(() => store.commit([put(['ok']), put(key)])).toThrow(AssertionFailed)
      await store.commit([])
      expect(keysOf(store)).toEqual([])
    })

    test('what was told is there after closing and opening', async () => {
      await store.commit([put(['a'], '1'), put(['b'], '2', 'contact')])
      unawaited.push(store.commit([put(['c'], '3'), remove(['a'])]))
      const again = await under.reopen()
      expect(valuesOf(again)).toEqual(['3'])
      expect(text(again.get('contact', ['b']))).toBe('2')
      await again.commit([put(['d'], '4')])
      expect(valuesOf(again)).toEqual(['3', '4'])
    })

    test('a backup holds what was told before it, whole commits only, while commits go on', async () => {
      const pair = (n: number): Change[] => [put(['left', n]), put(['right', n], 'x', 'contact')]
      for (let n = 0; n < 20; n++) await store.commit(pair(n))
      const copied = store.backup(under.backupPath)
      for (let n = 20; n < 40; n++) await store.commit(pair(n))
      await copied
      const copy = await under.openBackup()
      const left = keysOf(copy, { prefix: ['left'] }).map((key) => key[1])
      const right = keysOf(copy, { prefix: ['right'] }, 'contact').map((key) => key[1])
      expect(left).toEqual(right)
      expect(left.length).toBeGreaterThanOrEqual(20)
      await copy.close()
    })

    describe('a disk that fails', () => failingDisk(() => under))

    test('recover with nothing to recover from changes nothing', async () => {
      await store.commit([put(['a'])])
      unawaited.push(store.commit([put(['b'])]))
      await store.recover()
      expect(keysOf(store)).toEqual([['a'], ['b']])
    })
  })
}
