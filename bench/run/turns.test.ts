import { beforeEach, expect, test } from 'vitest'
import type { Bench } from './bench.ts'
import { inTurns } from './turns.ts'
import type { Noise } from './usage.ts'

/** What the machine will have been like in the runs to come; quiet after that. */
const noises: Noise[] = []
const watched: (readonly number[])[] = []
const watch = (pids: readonly number[]) => {
  watched.push(pids)
  return () => noises.shift() ?? quiet
}

const quiet: Noise = { steal: 0, foreign: 0 }
const loud: Noise = { steal: 0, foreign: 0.5 }
const said: string[] = []
const bench = { say: (line: string) => said.push(line) } as Pick<Bench, 'say'> as Bench

let ran: string[] = []
const turn = (side: string, pid: number) => ({
  side,
  pids: [pid],
  run: () => Promise.resolve(`${side}${ran.push(side)}`),
})
const take = (rounds: number, warmUp = true) =>
  inTurns(bench, [turn('a', 1), turn('b', 2)], rounds, (outcome) => outcome, { warmUp, watch })

beforeEach(() => {
  ran = []
  for (const list of [noises, watched, said]) list.length = 0
})

test('sides run in turns, and the first round warms up', async () => {
  const { runs, doubts } = await take(2)
  expect(ran).toEqual(['a', 'b', 'a', 'b', 'a', 'b'])
  expect(runs.get('a')).toEqual(['a3', 'a5'])
  expect(runs.get('b')).toEqual(['b4', 'b6'])
  expect(doubts).toEqual([])
  expect(said[0]).toMatch(/^warm-up +a +a1$/)
  expect(said[2]).toMatch(/^run 1 of 2 +a +a3$/)
})

test('without a warm-up every round counts', async () => {
  const { runs } = await take(1, false)
  expect(ran).toEqual(['a', 'b'])
  expect(runs.get('a')).toEqual(['a1'])
})

test('work of all sides is no noise', async () => {
  await take(1)
  expect(new Set(watched.map((pids) => pids.join()))).toEqual(new Set(['1,2']))
})

test('a noisy run is measured again', async () => {
  noises.push(quiet, quiet, loud)
  const { runs, doubts } = await take(1)
  expect(ran).toEqual(['a', 'b', 'a', 'a', 'b'])
  expect(runs.get('a')).toEqual(['a4'])
  expect(doubts).toEqual([])
})

test('twice at most: then it counts and is told of', async () => {
  noises.push(quiet, quiet, loud, { steal: 0.06, foreign: 0 }, { steal: 0.07, foreign: 0.5 })
  const { runs, doubts } = await take(1)
  expect(runs.get('a')).toEqual(['a5'])
  expect(doubts).toEqual(['a, run 1: the machine was noisy, 50 % of its time other programs, 7 % other machines.'])
})

test('a warm-up is not measured again, whatever the machine does', async () => {
  noises.push(loud, loud)
  const { doubts } = await take(1)
  expect(ran).toEqual(['a', 'b', 'a', 'b'])
  expect(doubts).toEqual([])
})
