/** What a store does when its disk refuses: the part of the contract that needs a disk one can break. */
import { expect, test } from 'vitest'
import { keysOf, put, remove, valuesOf, type StoreUnderTest } from './store.contract-harness.ts'
import { StorageUnavailable } from './store.ts'
import type { Change } from './store.ts'

/** Larger than what free pages hold, so that a full disk must refuse it. */
const large = new Uint8Array(2_000_000).fill(7)

/** The tests, on the store that is under test when they run. */
export function failingDisk(current: () => StoreUnderTest): void {
  /** Issues commits over the failure; says how each ended. */
  const endings = (commits: Promise<unknown>[]) =>
    Promise.all(
      commits.map((commit) =>
        commit.then(
          () => 'kept',
          (error: unknown) => error,
        ),
      ),
    )

  test('refuses the commit and all after it until recover; then shows only what was kept', async ({ skip }) => {
    const under = current()
    const { store, breakDisk } = under
    if (typeof breakDisk === 'string') return skip(breakDisk)
    await store.commit([put(['kept'], 'before'), put(['gone'], 'before')])
    breakDisk()
    const failing: Change[] = [
      put(['kept'], 'after'),
      remove(['gone']),
      { table: 'contact', key: ['big'], value: large },
    ]
    const first = store.commit(failing)
    const ends = await endings([first, store.commit([put(['second'])]), store.commit([])])
    for (const end of ends) expect(end).toBeInstanceOf(StorageUnavailable)
    under.mendDisk()
    expect(await endings([store.commit([put(['third'])])])).toEqual([expect.any(StorageUnavailable)])
    await store.recover()
    expect(valuesOf(store)).toEqual(['before', 'before'])
    expect(store.get('contact', ['big'])).toBeUndefined()
    await store.commit([put(['later'])])
    const again = await under.reopen()
    expect(keysOf(again)).toEqual([['gone'], ['kept'], ['later']])
    expect(keysOf(again, {}, 'contact')).toEqual([])
  })

  test('goes on to answer reads, with what was issued', async ({ skip }) => {
    const under = current()
    const { store, breakDisk } = under
    if (typeof breakDisk === 'string') return skip(breakDisk)
    await store.commit([put(['a'], 'before'), put(['b'], 'before')])
    breakDisk()
    await endings([store.commit([put(['a'], 'issued'), { table: 'contact', key: ['big'], value: large }])])
    expect(valuesOf(store)).toEqual(['issued', 'before'])
    under.mendDisk()
    await store.recover()
    expect(valuesOf(store)).toEqual(['before', 'before'])
  })

  test('may fail, recover and fail again', async ({ skip }) => {
    const under = current()
    const { store, breakDisk } = under
    if (typeof breakDisk === 'string') return skip(breakDisk)
    for (let round = 0; round < 3; round++) {
      breakDisk()
      const ends = await endings([
        store.commit([put(['lost', round]), { table: 'contact', key: ['big'], value: large }]),
      ])
      expect(ends).toEqual([expect.any(StorageUnavailable)])
      under.mendDisk()
      await Promise.all([store.recover(), store.recover()])
      await store.commit([put(['kept', round])])
    }
    expect(keysOf(store)).toEqual([
      ['kept', 0],
      ['kept', 1],
      ['kept', 2],
    ])
  })

  test('keeps no row of a store that is closed without recover', async ({ skip }) => {
    const under = current()
    const { store, breakDisk } = under
    if (typeof breakDisk === 'string') return skip(breakDisk)
    await store.commit([put(['kept'])])
    breakDisk()
    await endings([store.commit([put(['lost']), { table: 'contact', key: ['big'], value: large }])])
    under.mendDisk()
    expect(keysOf(await under.reopen())).toEqual([['kept']])
  })
}
