/** Which requests may have been done before, without reading for each message what a long day has left. */
import { expect, test } from 'vitest'
import { openMemoryStore } from '../adapters/store-memory.ts'
import { makeId } from '../model/ids.ts'
import { instant } from '../model/time.ts'
import { Answered } from './answered.ts'
import { keys, rows } from './records.ts'
import { Tick } from './tick.ts'

const hanako = makeId('session', 'hanako')

/** A store in which a session has so many answers, and how many rows were read from it since. */
async function kept(count: number) {
  const store = openMemoryStore()
  await store.commit(
    Array.from({ length: count }, (_, at) =>
      rows.dedup.put(keys.dedup(hanako, `asked-${at}`), { print: at, reply: null }),
    ),
  )
  const read = { rows: 0 }
  const counting = {
    ...store,
    *range(...asked: Parameters<typeof store.range>) {
      for (const row of store.range(...asked)) {
        read.rows += 1
        yield row
      }
    },
  }
  return { tick: new Tick(instant(1), counting as never), read }
}

test('of somebody with a few answers, only what was asked before may have a row', async () => {
  const { tick } = await kept(3)
  const answered = new Answered()
  expect(answered.mayHave(tick, hanako, 'asked-2')).toBe(true)
  expect(answered.mayHave(tick, hanako, 'new')).toBe(false)
})

test('what the tick under way has put counts, whether their rows were read before or after', async () => {
  const { tick } = await kept(3)
  const answered = new Answered()
  answered.note(tick, hanako, 'first')
  expect(answered.mayHave(tick, hanako, 'first')).toBe(true)
  answered.note(tick, hanako, 'second')
  expect(answered.mayHave(tick, hanako, 'second')).toBe(true)
})

test('[P2] of somebody with more answers than are worth reading anything may have a row, and they are read once', async () => {
  const { tick, read } = await kept(20_000)
  const answered = new Answered()
  expect(answered.mayHave(tick, hanako, 'asked-19999')).toBe(true)
  expect(answered.mayHave(tick, hanako, 'new')).toBe(true)
  answered.note(tick, hanako, 'newer')
  expect(answered.mayHave(tick, hanako, 'newer')).toBe(true)
  expect(read.rows).toBeLessThanOrEqual(501)
})
