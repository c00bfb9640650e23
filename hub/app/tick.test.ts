/** The tick loop alone, over a store whose disk answers when the test says so. */
import { describe, expect, test } from 'vitest'
import { openMemoryStore, type FlushDone } from '../adapters/store-memory.ts'
import { makeId, type AgentId } from '../model/ids.ts'
import type { Log } from '../ports/log.ts'
import type { FlushToken, Store } from '../ports/store.ts'
import { VirtualClock } from '../sim/virtual-clock.ts'
import { rows } from './records.ts'
import { TickLoop, type Job, type Tick } from './tick.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A loop that notes what happens, and a disk that waits for `flush`. */
async function loopWith(settle: (tick: Tick) => void = () => {}) {
  const clock = new VirtualClock()
  const flushing: FlushDone[] = []
  const store = openMemoryStore({ flushAfter: (done) => flushing.push(done) })
  const notes: string[] = []
  const log: Log = { error: (_, text) => notes.push(`log: ${text}`), warn() {}, info() {}, debug() {}, with: () => log }
  const started = store.commit([])
  await turn()
  const loop = new TickLoop({
    store,
    clock,
    log,
    proof: await started,
    settle,
    // The loop may keep rows of its own besides.
    told: (tick) => notes.push(`told ${tick.changes.filter(({ table }) => table === 'agent').length}`),
    rebuild: async () => {
      await store.recover()
      notes.push('rebuilt')
    },
    fatal: (error) => notes.push(`fatal ${(error as Error).message}`),
  })
  /** Runs what is due within so many milliseconds. */
  const run = async (ms = 0): Promise<void> => {
    const until = (clock.now() + ms) as never
    clock.after(ms as never, () => {})
    await turn()
    while (clock.step(until)) await turn()
  }
  const flush = async (error?: Error): Promise<void> => {
    flushing.shift()!(error)
    await turn()
  }
  return { loop, store, notes, flushing, run, flush, clock }
}

const row = (name: string): AgentId => makeId('agent', name)
const kept = (store: Store, name: string): boolean => store.get('agent', [row(name)]) !== undefined
const put = (tick: Tick, name: string): void => tick.put(rows.agent.put([row(name)], { id: row(name) } as never))

/** A job that keeps a row and notes when it runs and what becomes of it. */
function keeping(notes: string[], name: string): Job {
  return {
    run(tick) {
      notes.push(`run ${name}`)
      put(tick, name)
      tick.afterwards(() => notes.push(`answer ${name}`))
    },
    unkept: () => notes.push(`unkept ${name}`),
    broke: () => notes.push(`broke ${name}`),
  }
}

const breaking = (notes: string[], run: (tick: Tick) => void): Job => ({
  run,
  unkept: () => notes.push('unkept'),
  broke: (error) => notes.push(`broke ${(error as Error).message}`),
})

describe('one tick', () => {
  test('decides everything that arrived in order, keeps it in one transaction, and tells nothing before the flush (P1)', async () => {
    const { loop, notes, flushing, run, flush } = await loopWith()
    for (const name of ['a', 'b', 'c']) loop.submit(keeping(notes, name))
    expect(notes).toEqual([])
    await run(1_000)
    expect(notes).toEqual(['run a', 'run b', 'run c'])
    expect(flushing).toHaveLength(1)
    await flush()
    expect(notes.slice(3)).toEqual(['answer a', 'answer b', 'answer c', 'told 3'])
  })

  test('while a transaction is on its way nothing more is decided, and what arrives makes one batch after it', async () => {
    const { loop, notes, flushing, run, flush } = await loopWith()
    loop.submit(keeping(notes, 'a'))
    await run()
    for (const name of ['b', 'c', 'd']) loop.submit(keeping(notes, name))
    await run(1_000)
    expect([notes, flushing.length]).toEqual([['run a'], 1])
    await flush()
    await run()
    expect(notes).toEqual(['run a', 'answer a', 'told 1', 'run b', 'run c', 'run d'])
    expect(flushing).toHaveLength(1)
    await flush()
    expect(notes.slice(6)).toEqual(['answer b', 'answer c', 'answer d', 'told 3'])
  })

  test('a later job of the tick reads what an earlier one changed, also that a row is gone', async () => {
    const { loop, run } = await loopWith()
    const seen: boolean[] = []
    const look = (tick: Tick): void => void seen.push(tick.get('agent', [row('a')]) !== undefined)
    for (const change of [look, (tick: Tick) => put(tick, 'a'), look])
      loop.submit({ run: change, unkept() {}, broke() {} })
    loop.submit({ run: (tick) => tick.put(rows.agent.remove([row('a')])), unkept() {}, broke() {} })
    loop.submit({ run: look, unkept() {}, broke() {} })
    await run()
    expect(seen).toEqual([false, true, false])
  })

  test('one that changes nothing is told at once, under the proof of what stands', async () => {
    const { loop, notes, flushing, run } = await loopWith()
    const proofs: FlushToken[] = []
    loop.submit(breaking(notes, (tick) => tick.afterwards((proof) => proofs.push(proof))))
    await run()
    expect([notes, flushing.length, proofs]).toEqual([['told 0'], 0, [loop.proof]])
  })

  test('what follows from the jobs is kept with them', async () => {
    const { loop, store, notes, run, flush } = await loopWith((tick) => put(tick, 'settled'))
    loop.submit(keeping(notes, 'a'))
    await run()
    await flush()
    expect([kept(store, 'a'), kept(store, 'settled'), notes.at(-1)]).toEqual([true, true, 'told 2'])
  })

  test('after stop nothing is decided, and what is on its way is not told', async () => {
    const { loop, notes, run, flush } = await loopWith()
    loop.submit(keeping(notes, 'a'))
    await run()
    loop.stop()
    await flush()
    loop.submit(keeping(notes, 'b'))
    await run(10_000)
    expect(notes).toEqual(['run a'])
  })
})

describe('errors', () => {
  test('before a change it concerns only its sender; the others are kept', async () => {
    const { loop, store, notes, run, flush } = await loopWith()
    const error = new Error('oh')
    loop.submit(keeping(notes, 'a'))
    loop.submit(
      breaking(notes, () => {
        throw error
      }),
    )
    loop.submit(keeping(notes, 'b'))
    await run()
    await flush()
    expect(notes).toEqual([
      'run a',
      'log: a request broke before it changed anything',
      'broke oh',
      'run b',
      'answer a',
      'answer b',
      'told 2',
    ])
    expect([kept(store, 'a'), kept(store, 'b')]).toEqual([true, true])
  })

  test('after a change it is a broken invariant: nothing of the tick is kept or told, nothing more is decided', async () => {
    const { loop, store, notes, run, flushing } = await loopWith()
    loop.submit(keeping(notes, 'a'))
    loop.submit(
      breaking(notes, (tick) => {
        put(tick, 'half')
        throw new Error('half done')
      }),
    )
    await run()
    loop.submit(keeping(notes, 'b'))
    await run(10_000)
    expect(notes).toEqual(['run a', 'fatal half done'])
    expect([flushing.length, kept(store, 'a'), kept(store, 'half')]).toEqual([0, false, false])
  })

  test('while telling it is a broken invariant as well', async () => {
    const { loop, notes, run, flush } = await loopWith()
    loop.submit(
      breaking(notes, (tick) => {
        put(tick, 'a')
        tick.afterwards(() => {
          throw new Error('cannot tell')
        })
      }),
    )
    await run()
    await flush()
    expect(notes).toEqual(['fatal cannot tell'])
  })
})

describe('a store that refuses (P18)', () => {
  const full = new Error('disk full')

  test('nothing of the tick has happened: its jobs and those that waited are told so, memory is read back first', async () => {
    const { loop, store, notes, run, flush } = await loopWith()
    loop.submit(keeping(notes, 'a'))
    await run()
    loop.submit(keeping(notes, 'b'))
    await flush(full)
    expect(notes).toEqual([
      'run a',
      'log: the store keeps nothing at the moment; requests are refused',
      'rebuilt',
      'unkept a',
      'unkept b',
    ])
    expect([loop.storageDown, kept(store, 'a')]).toEqual([true, false])
  })

  test('until it keeps again every job is refused at once; it is tried once a second and said once', async () => {
    const { loop, notes, run, flush, flushing } = await loopWith()
    loop.submit(keeping(notes, 'a'))
    await run()
    await flush(full)
    notes.length = 0
    loop.submit(keeping(notes, 'b'))
    expect(notes).toEqual(['unkept b'])
    await run(999)
    expect(flushing).toHaveLength(0)
    await run(1)
    expect(flushing).toHaveLength(1)
    loop.submit(keeping(notes, 'c'))
    await flush(full)
    await run(1_000)
    expect(notes).toEqual(['unkept b', 'unkept c', 'rebuilt'])
    await flush()
    expect(loop.storageDown).toBe(false)
    loop.submit(keeping(notes, 'd'))
    await run()
    await flush()
    expect(notes.slice(-3)).toEqual(['run d', 'answer d', 'told 1'])
  })

  test('an error that is none of the disk ends the hub', async () => {
    const { loop, notes, run, store } = await loopWith()
    loop.submit(
      breaking(notes, (tick) => {
        put(tick, 'a')
        store.commit = () => Promise.reject(new Error('a mistake'))
      }),
    )
    await run()
    expect(notes).toEqual(['fatal a mistake'])
  })
})

describe('idle', () => {
  test('is at once with nothing to do, and after the telling otherwise', async () => {
    const { loop, notes, run, flush } = await loopWith()
    await loop.idle()
    loop.submit(keeping(notes, 'a'))
    void loop.idle().then(() => notes.push('idle'))
    await run(1_000)
    expect(notes).toEqual(['run a'])
    await flush()
    expect(notes).toEqual(['run a', 'answer a', 'told 1', 'idle'])
  })

  test('comes for what was submitted so far, however much goes on arriving (P13)', async () => {
    const { loop, notes, run, flush } = await loopWith()
    loop.submit(keeping(notes, 'a'))
    let idle = false
    void loop.idle().then(() => (idle = true))
    for (let count = 0; count < 5 && !idle; count++) {
      await run()
      loop.submit(keeping(notes, `more-${count}`))
      await flush()
    }
    expect(idle).toBe(true)
    expect(notes).toContain('answer a')
  })

  test('comes too when the store refuses, and when the loop has stopped', async () => {
    const { loop, notes, run, flush } = await loopWith()
    loop.submit(keeping(notes, 'a'))
    let idle = 0
    void loop.idle().then(() => (idle += 1))
    await run()
    await flush(new Error('disk full'))
    expect(idle).toBe(1)
    loop.stop()
    void loop.idle().then(() => (idle += 1))
    await run(5_000)
    expect(idle).toBe(2)
  })
})
