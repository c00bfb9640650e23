/**
 * Visitors who wait and say nothing: what each costs in memory and all of them in processor time, as a slope, so that what
 * a server needs for itself does not count. At the hub each has said hello and has a contact open; at the others they are
 * bare sockets that are subscribed to something.
 */
import { setTimeout as passed } from 'node:timers/promises'
import { descriptorsMax } from '../../hub/attack/process-facts.ts'
import { HubCrowd, openPeerCrowd, settled, type Crowd } from '../drivers/crowd.ts'
import { peers, type Peer } from '../peers/index.ts'
import type { Bench } from '../run/bench.ts'
import { median, ratio, type Figure, type Goal, type Row, type Table } from '../run/report.ts'
import { scenario } from './scenario.ts'

interface Size {
  /** The slope is taken from the first number of visitors to the second. */
  readonly from: number
  readonly to: number
  /** How long they are looked at, milliseconds. */
  readonly idleMs: number
  /** So many come to the hub at last, or as many as the machine lets. 0: none. */
  readonly most: number
  readonly peers: readonly (keyof typeof peers)[]
  readonly rounds: number
}

interface Run {
  readonly bytesEach: number
  readonly memoryMiB: number
  /** Of a core, while nobody says anything. */
  readonly idlePercent: number
  readonly arrivalsPerSecond: number
  readonly here: number
}

export const connections = scenario<Size>({
  about: 'Memory and processor of visitors who wait and say nothing, against bare sockets',
  sizes: {
    smoke: { from: 10, to: 30, idleMs: 50, most: 0, peers: ['uws'], rounds: 1 },
    full: { from: 2_000, to: 10_000, idleMs: 5_000, most: 100_000, peers: ['uws', 'ws', 'socketio'], rounds: 2 },
  },
  async run(size, bench) {
    const others = size.peers.map((key): Peer => peers[key]).filter((peer) => peer.available() === null)
    const sides: readonly (() => Promise<Crowd>)[] = [
      () => HubCrowd.open(bench),
      ...others.map((peer) => () => openPeerCrowd(bench, peer)),
    ]
    const runs = new Map<string, Run[]>()
    const rounds = bench.runs ?? size.rounds
    // Each begins with a new server: memory that was had once is seldom given back.
    for (let round = 1; round <= rounds; round++)
      for (const open of sides) {
        const crowd = await open()
        try {
          const run = await weigh(crowd, size)
          runs.set(crowd.name, [...(runs.get(crowd.name) ?? []), run])
          bench.say(`run ${round} of ${rounds}  ${crowd.name.padEnd(20)} ${described(run)}`)
        } finally {
          await crowd.close()
        }
      }
    const rows = [...runs].map(([side, of]) => ({ side, values: valuesOf(of) }))
    const title = `${size.to.toLocaleString('en')} who wait`
    const filled = size.most === 0 ? null : await fill(size, bench)
    return {
      tables: [{ title, figures, rows, base: others[0]!.name }, ...(filled?.tables ?? [])],
      goals: goalsOf(rows),
      checksums: [[...runs.values()].flat().map(({ here }) => here), ...(filled?.checksums ?? [])],
      doubts: filled?.doubts ?? [],
    }
  },
})

const figures: readonly Figure[] = [
  { name: 'memory of each', unit: 'kB', better: 'less' },
  { name: 'memory in all', unit: 'MiB', better: 'count' },
  { name: 'processor', unit: '% of a core', better: 'count' },
  { name: 'arrivals', unit: '1/s', better: 'count' },
]

const valuesOf = (runs: readonly Run[]): Row['values'] => ({
  'memory of each': runs.map(({ bytesEach }) => bytesEach / 1_000),
  'memory in all': runs.map(({ memoryMiB }) => memoryMiB),
  processor: runs.map(({ idlePercent }) => idlePercent),
  arrivals: runs.map(({ arrivalsPerSecond }) => arrivalsPerSecond),
})

const described = ({ bytesEach, memoryMiB, idlePercent }: Run): string =>
  `${(bytesEach / 1_000).toFixed(1)} kB each, ${memoryMiB.toFixed(0)} MiB in all, idle ${idlePercent.toFixed(1)} % of a core`

function goalsOf(rows: readonly Row[]): readonly Goal[] {
  const each = (side: string): readonly number[] =>
    rows.find((row) => row.side === side)?.values['memory of each'] ?? []
  const [hub, socketio] = [each('hub'), each(peers.socketio.name)]
  const better = 'less'
  return [
    { what: 'memory of each at the hub', value: median(hub), goal: 4, stretch: 2.2, unit: 'kB', better },
    ...(socketio.length === 0
      ? []
      : [
          {
            what: 'against socket.io',
            value: ratio(hub, socketio),
            goal: 0.35,
            stretch: 0.2,
            unit: '',
            better,
          } as const,
        ]),
  ]
}

async function weigh(crowd: Crowd, { from, to, idleMs }: Pick<Size, 'from' | 'to' | 'idleMs'>): Promise<Run> {
  await crowd.add(from)
  await settled(crowd)
  const few = crowd.usage().memoryMiB
  const began = performance.now()
  await crowd.add(to - from)
  const tookMs = performance.now() - began
  await settled(crowd)
  const { memoryMiB, processorMs } = crowd.usage()
  const idleFrom = performance.now()
  await passed(idleMs)
  const used = crowd.usage().processorMs - processorMs
  return {
    bytesEach: ((memoryMiB - few) * 2 ** 20) / (to - from),
    memoryMiB,
    idlePercent: (used / (performance.now() - idleFrom)) * 100,
    arrivalsPerSecond: ((to - from) / tookMs) * 1_000,
    here: crowd.here,
  }
}

/** Descriptors that both ends need for other things than visitors. */
const otherDescriptors = 400

/** As many at the hub as this machine lets a process have sockets. */
async function fill({ from, most, idleMs }: Size, bench: Bench) {
  const crowd = await HubCrowd.open(bench)
  try {
    const fits = Math.min(descriptorsMax(crowd), descriptorsMax({ pid: process.pid })) - otherDescriptors
    const to = Math.min(most, fits)
    bench.say(`as many as fit: ${to.toLocaleString('en')}`)
    const run = await weigh(crowd, { from, to, idleMs })
    const table: Table = {
      title: `As many as fit: ${to.toLocaleString('en')}`,
      figures,
      rows: [{ side: crowd.name, values: valuesOf([run]) }],
    }
    const doubts =
      to === most
        ? []
        : [`This machine allows a process ${fits + otherDescriptors} descriptors: ${to} visitors came, not ${most}.`]
    return { tables: [table], checksums: [[to, run.here]], doubts }
  } finally {
    await crowd.close()
  }
}
