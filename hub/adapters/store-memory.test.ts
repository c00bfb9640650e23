/** The store in memory: the contract, and what it adds for the simulator. */
import { describe, expect, test } from 'vitest'
import { storeContract } from '../ports/store.contract.ts'
import { StorageUnavailable } from '../ports/store.ts'
import type { Change, Store } from '../ports/store.ts'
import { openMemoryStore, type FlushDone, type MemoryBackups, type MemoryStore } from './store-memory.ts'

storeContract('memory', async () => {
  let broken = false
  const backups: MemoryBackups = new Map()
  const flushAfter = (done: FlushDone): void => {
    const error = broken ? new Error('the disk is full') : undefined
    setImmediate(() => done(error))
  }
  let store: MemoryStore = openMemoryStore({ flushAfter }, backups)
  return {
    store,
    breakDisk: () => (broken = true),
    mendDisk: () => (broken = false),
    async reopen() {
      await store.close()
      return (store = store.crash())
    },
    backupPath: 'copy',
    openBackup: async () => openMemoryStore({}, backups, 'copy'),
    dispose: () => store.close(),
  }
})

const row = (n: number): Change => ({ table: 'event', key: [n], value: Uint8Array.of(n) })
const events = (store: Store): number[] => Array.from(store.range('event', {}), ({ key }) => key[0] as number)

describe('a crash of the store in memory', () => {
  /** A store whose flushes wait in a list until the test ends them. */
  function heldStore() {
    const flushes: FlushDone[] = []
    const store = openMemoryStore({ flushAfter: (done) => flushes.push(done) })
    const settled: string[] = []
    const commit = async (n: number): Promise<void> => {
      await store.commit([row(n)]).then(
        () => settled.push(`kept ${n}`),
        () => settled.push(`refused ${n}`),
      )
    }
    /** Lets everything run that is ready to. */
    const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
    return { store, flushes, settled, commit, turn }
  }

  test('keeps what was flushed, loses what was issued', async () => {
    const { store, flushes, settled, commit, turn } = heldStore()
    void commit(1)
    await turn()
    flushes.shift()!()
    await turn()
    void commit(2)
    await turn()
    void commit(3)
    expect(settled).toEqual(['kept 1'])
    expect(events(store)).toEqual([1, 2, 3])
    expect(events(store.crash())).toEqual([1])
  })

  test('may keep the transaction whose flush was under way, and no later one', async () => {
    const { store, commit, turn } = heldStore()
    void commit(1)
    await turn()
    void commit(2)
    expect(events(store.crash('kept'))).toEqual([1])
  })

  test('leaves a store behind whose flushes reach nobody', async () => {
    const { store, flushes, settled, commit, turn } = heldStore()
    void commit(1)
    await turn()
    const after = store.crash()
    flushes.shift()!()
    await turn()
    expect(settled).toEqual([])
    expect(events(after)).toEqual([])
    void after.commit([row(9)])
    expect(events(store)).toEqual([1])
    expect(events(after)).toEqual([9])
  })

  test('a flush that the simulator fails refuses its transaction; a second answer changes nothing', async () => {
    const { store, flushes, settled, commit, turn } = heldStore()
    void commit(1)
    await turn()
    const done = flushes.shift()!
    done(new Error('no space'))
    done()
    await turn()
    expect(settled).toEqual(['refused 1'])
    await expect(store.commit([row(2)])).rejects.toBeInstanceOf(StorageUnavailable)
    await store.recover()
    expect(events(store)).toEqual([])
  })
})
