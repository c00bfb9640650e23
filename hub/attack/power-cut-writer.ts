/**
 * The process whose writes are recorded: it commits numbered rows, several at a time, and says each number on standard
 * output once it is told that it is kept. What a store must hold after commit `n` follows from `n` alone.
 */
import type { Change, Store } from '../ports/store.ts'

/** Rows of `dedup` stay for so many commits, so that pages are freed and used again. */
const kept = 20
const inFlight = 4

/** The bytes of row `n`: mostly a few hundred, now and then more than a page. */
export const bytesOf = (n: number): Buffer => Buffer.alloc(n % 7 === 0 ? 9_000 + n : 60 + (n % 300), `row ${n} `)

const changesOf = (n: number): Change[] => [
  { table: 'event', key: [n], value: bytesOf(n) },
  { table: 'dedup', key: ['ses', String(n).padStart(9, '0')], value: bytesOf(n + 1) },
  { table: 'contact', key: ['last'], value: bytesOf(n + 2) },
  ...(n > kept ? [{ table: 'dedup', key: ['ses', String(n - kept).padStart(9, '0')], value: null } as const] : []),
]

/** Commits 1 to `count`, says them, and waits to be killed. `storeModule` is the URL of store-lmdb.ts, or of a patched one. */
export async function writeAndTell(storeModule: string, folder: string, count: number): Promise<void> {
  const { openLmdbStore } = (await import(storeModule)) as { openLmdbStore(folder: string): Promise<Store> }
  const store = await openLmdbStore(folder)
  let next = 1
  const work = async (): Promise<void> => {
    while (next <= count) {
      const n = next++
      await store.commit(changesOf(n))
      process.stdout.write(`${n}\n`)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, work))
  process.stdout.write('end\n')
  setInterval(() => {}, 1_000)
}

/** What is wrong with the store, or null; `last` is the last commit that it holds. */
export function contentsOf(store: Pick<Store, 'get' | 'range'>): {
  readonly last: number
  readonly wrong: string | null
} {
  let last = 0
  for (const { key, value } of store.range('event', {})) {
    if (key[0] !== ++last) return { last, wrong: `event ${last} is missing` }
    if (!bytesOf(last).equals(value)) return { last, wrong: `event ${last} holds something else` }
  }
  let first = Math.max(1, last - kept + 1)
  for (const { key, value } of store.range('dedup', {})) {
    if (Number(key[1]) !== first) return { last, wrong: `after commit ${last} there is a row ${key[1]}, not ${first}` }
    if (!bytesOf(++first).equals(value)) return { last, wrong: `row ${first - 1} holds something else` }
  }
  if (first !== last + 1) return { last, wrong: `after commit ${last} the rows end before ${first}` }
  const contact = store.get('contact', ['last'])
  if (last > 0 && (contact === undefined || !bytesOf(last + 2).equals(contact)))
    return { last, wrong: `after commit ${last} the contact is of another` }
  return { last, wrong: null }
}
