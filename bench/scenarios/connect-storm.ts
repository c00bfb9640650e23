/**
 * Everybody comes at once to a server that runs. At the hub each asks for a ticket, opens a socket, says who they are and what
 * they hold of their contact, and is brought up to date; at the others they only open a socket and shake hands.
 */
import { HubCrowd, openPeerCrowd, type Crowd } from '../drivers/crowd.ts'
import { peers, type Peer } from '../peers/index.ts'
import { ratio, type Figure, type Goal, type Row } from '../run/report.ts'
import { inTurns } from '../run/turns.ts'
import { scenario } from './scenario.ts'

interface Size {
  readonly sessions: number
  readonly peers: readonly (keyof typeof peers)[]
  readonly rounds: number
}

interface Run {
  readonly perSecond: number
  readonly perProcessorSecond: number
  readonly generatorLoad: number
  readonly here: number
}

export const connectStorm = scenario<Size>({
  about: 'Everybody connects at once and resumes, against bare accepts and handshakes',
  sizes: {
    smoke: { sessions: 20, peers: ['uws'], rounds: 1 },
    full: { sessions: 10_000, peers: ['uws', 'ws', 'socketio'], rounds: 3 },
  },
  async run({ sessions, peers: keys, rounds }, bench) {
    const crowds: Crowd[] = []
    try {
      const hub = await HubCrowd.open(bench)
      crowds.push(hub)
      for (const peer of keys.map((key): Peer => peers[key]))
        if (peer.available() === null) crowds.push(await openPeerCrowd(bench, peer))
      for (const crowd of crowds) {
        bench.say(`${sessions.toLocaleString('en')} come to ${crowd.name} for the first time`)
        await crowd.add(sessions)
        await crowd.cut()
      }
      const turns = crowds.map((crowd) => ({ side: crowd.name, pids: crowd.pids, run: () => storm(crowd, sessions) }))
      const { runs, doubts } = await inTurns(bench, turns, bench.runs ?? rounds, described)
      const rows = [...runs].map(([side, of]) => ({ side, values: valuesOf(of) }))
      const limited = [...runs].filter(([, of]) => of.some(({ generatorLoad }) => generatorLoad > generatorLimit))
      return {
        tables: [{ title: `${sessions.toLocaleString('en')} sessions at once`, figures, rows, base: crowds[1]!.name }],
        goals: goalsOf(rows),
        checksums: [[...runs.values()].flat().map(({ here }) => here)],
        doubts: [
          ...doubts,
          ...limited.map(
            ([side]) =>
              `The generator was the limit of ${side}: go by what a second of the server's processor carries.`,
          ),
        ],
      }
    } finally {
      for (const crowd of crowds) await crowd.close()
    }
  },
})

const generatorLimit = 0.9

const figures: readonly Figure[] = [
  { name: 'sessions', unit: '1/s', better: 'more' },
  { name: 'per processor second', unit: 'sessions', better: 'more' },
  { name: 'generator', unit: '% of a core', better: 'count' },
]

const valuesOf = (runs: readonly Run[]): Row['values'] => ({
  sessions: runs.map(({ perSecond }) => perSecond),
  'per processor second': runs.map(({ perProcessorSecond }) => perProcessorSecond),
  generator: runs.map(({ generatorLoad }) => generatorLoad * 100),
})

const described = ({ perSecond, generatorLoad }: Run): string =>
  `${Math.round(perSecond).toLocaleString('en')} sessions/s  generator ${Math.round(generatorLoad * 100)} %`

async function storm(crowd: Crowd, sessions: number): Promise<Run> {
  const used = process.cpuUsage()
  const serverBefore = crowd.usage().processorMs
  const began = performance.now()
  await crowd.back()
  const tookMs = performance.now() - began
  const serverMs = crowd.usage().processorMs - serverBefore
  const { user, system } = process.cpuUsage(used)
  const { here } = crowd
  await crowd.cut()
  return {
    perSecond: (sessions / tookMs) * 1_000,
    perProcessorSecond: (sessions / serverMs) * 1_000,
    generatorLoad: (user + system) / 1_000 / tookMs,
    here,
  }
}

function goalsOf(rows: readonly Row[]): readonly Goal[] {
  const wanted = [
    { against: peers.uws.name, goal: 0.4, stretch: 0.65 },
    { against: peers.socketio.name, goal: 5, stretch: 8 },
  ]
  const valuesAt = (side: string, figure: string): readonly number[] =>
    rows.find((row) => row.side === side)?.values[figure] ?? []
  return wanted.flatMap(({ against, ...bounds }) =>
    ['sessions', 'per processor second'].flatMap((figure) => {
      const value = ratio(valuesAt('hub', figure), valuesAt(against, figure))
      return Number.isNaN(value)
        ? []
        : [{ what: `${figure} ÷ ${against}`, value, ...bounds, unit: '', better: 'more' } as const]
    }),
  )
}
