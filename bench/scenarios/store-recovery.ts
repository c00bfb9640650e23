/** What a start costs of the hub's own time: by what lives, and by what has ever been. `start` measures it with the process around it. */
import { join } from 'node:path'
import { makeHistory } from '../drivers/history.ts'
import type { Bench } from '../run/bench.ts'
import { ratio, type Figure, type Report } from '../run/report.ts'
import { inTurns, type Turn } from '../run/turns.ts'
import { call, startSide } from './store-child.ts'

/** Contacts that live, and that have ended. The last one is held against the one with as many alive and none ended. */
export interface HistorySize {
  readonly live: number
  readonly closed: number
}

interface Recovered {
  readonly ms: number
  readonly contacts: number
}

const recoveredFigures: readonly Figure[] = [
  { name: 'recovery', unit: 'ms', better: 'less' },
  { name: 'live', unit: 'contacts', better: 'count' },
]

export async function recovered(histories: readonly HistorySize[], bench: Bench, rounds: number): Promise<Report> {
  const places = histories.map(({ live, closed }, at) => ({
    live,
    closed,
    side: `${live.toLocaleString('en')} live, ${closed.toLocaleString('en')} ended`,
    folder: join(bench.scratch, `history-${at}`),
  }))
  for (const { live, closed, side, folder } of places) {
    bench.say(`making a history: ${side}`)
    await makeHistory(folder, { agents: 0, live, closed }, bench.say)
  }
  const server = await startSide(bench, 'recovery')
  const turns = places.map(({ side, folder }): Turn<Recovered> => {
    return {
      side,
      pids: [server.pid],
      run: async () => {
        const { tookMs, contacts } = await call(server, 'recover', { folder })
        return { ms: tookMs, contacts }
      },
    }
  })
  const { runs, doubts } = await inTurns(bench, turns, rounds, ({ ms }) => `${ms.toFixed(1)} ms`)
  await server.stop()
  const took = (side: string): number[] => runs.get(side)!.map(({ ms }) => ms)
  const last = places.at(-1)!
  const same = places.find(({ live, closed }) => live === last.live && closed === 0) ?? last
  return {
    tables: [
      {
        title: 'Recovery: the store opened and what lives read, of the hub’s own time',
        figures: recoveredFigures,
        base: same.side,
        rows: [...runs].map(([side, of]) => ({
          side,
          values: { recovery: took(side), live: of.map(({ contacts }) => contacts) },
        })),
      },
    ],
    goals: [
      {
        what: `recovery of ${last.side}, against none ended`,
        value: ratio(took(last.side), took(same.side)),
        goal: 1.2,
        unit: 'x',
        better: 'less',
      },
    ],
    // One more than there are, so that the smallest history has a sum that says something.
    checksums: places.map(({ side, live }) => [live + 1, ...runs.get(side)!.map(({ contacts }) => contacts + 1)]),
    doubts: doubts.map((doubt) => `Recovery of ${doubt}`),
  }
}
