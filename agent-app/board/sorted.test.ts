import { describe, expect, test } from 'vitest'
import { Sorted, type Ordering } from './sorted.ts'

interface Row {
  readonly wait: number | null
  readonly queue: string
}
const byWait = (down: boolean, queue = ''): Ordering<Row> => ({
  value: ({ wait }) => wait,
  down,
  passes: (row) => queue === '' || row.queue === queue,
})
const keys = (rows: Sorted<Row>): readonly (string | undefined)[] =>
  Array.from({ length: rows.length }, (_, at) => rows.keyAt(at))
const row = (wait: number | null, queue = 'orders'): Row => ({ wait, queue })

describe('rows in order', () => {
  test('sort either way, what has no value last, and equal ones by their keys', () => {
    const rows = new Sorted(byWait(false))
    const all: [string, Row][] = [
      ['d', row(2)],
      ['b', row(null)],
      ['a', row(2)],
      ['c', row(1)],
    ]
    rows.fill(all)
    expect(keys(rows)).toEqual(['c', 'a', 'd', 'b'])
    rows.fill(all, byWait(true))
    expect(keys(rows)).toEqual(['a', 'd', 'c', 'b'])
  })
  test('a refreshed row stays where it is until it is settled', () => {
    const now = new Map([
      ['a', row(1)],
      ['b', row(2)],
    ])
    const rows = new Sorted(byWait(false))
    rows.fill(now)
    now.set('a', row(9))
    rows.refresh('a', now.get('a'))
    expect(keys(rows)).toEqual(['a', 'b'])
    expect(rows.at(0)).toEqual(row(9))
    rows.settle(new Set(['a']), (key) => now.get(key))
    expect(keys(rows)).toEqual(['b', 'a'])
  })
  test('changes put in one by one leave the same as sorting everything, also those that come, go and no longer pass', () => {
    let seed = 7
    const draw = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below
    const now = new Map<string, Row>()
    const settled = new Sorted(byWait(true, 'orders'))
    const queues = ['orders', 'returns']
    for (let turn = 0; turn < 300; turn += 1) {
      const changed = new Set<string>()
      for (let nth = draw(turn % 40 === 0 ? 60 : 6); nth >= 0; nth -= 1) {
        const key = `k${draw(200)}`
        changed.add(key)
        if (draw(4) === 0) now.delete(key)
        else now.set(key, row(draw(5) === 0 ? null : draw(50), queues[draw(2)]))
        settled.refresh(key, now.get(key))
      }
      settled.settle(changed, (key) => now.get(key))
      const queue = turn % 30 < 20 ? 'orders' : ''
      if (turn % 10 === 0) settled.narrow(byWait(true, queue).passes)
      const fresh = new Sorted(byWait(true, queue))
      fresh.fill(now)
      expect(keys(settled)).toEqual(keys(fresh))
    }
    keys(settled).forEach((key, at) => expect(settled.indexOf(key!)).toBe(at))
    expect(settled.indexOf('nobody')).toBe(-1)
  })
})
