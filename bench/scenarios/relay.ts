/**
 * Chat from customers to agents through the real hub, kept and flushed before it is told to anybody, beside servers that pass
 * the same messages on and keep nothing, or no more than that. Closed loop for capacity, a fixed rate for times.
 */
import { runLoad, type Load, type LoadResult } from '../drivers/load.ts'
import { hubName, openHub, openPeer, type Side } from '../drivers/sides.ts'
import { peers, type Peer } from '../peers/index.ts'
import type { Bench } from '../run/bench.ts'
import { ratio, type Figure, type Goal, type Row, type Table } from '../run/report.ts'
import { inTurns } from '../run/turns.ts'
import { scenario } from './scenario.ts'

type PeerKey = keyof typeof peers
const peerOf = (key: PeerKey): Peer => peers[key]

/** Sides that are opened once, and the loads they get. */
interface Part {
  readonly pairs: number
  /** At the hub: chats of an agent, over one socket. 1 if left out, so that each pair has two sockets at every side. */
  readonly chatsEach?: number
  /** Typing hints, which are never kept, in place of messages. Its peers pass frames on as they are. */
  readonly hints?: boolean
  /** Beside the hub. The first is what the others are divided by. */
  readonly peers: readonly PeerKey[]
  readonly loads: readonly PartLoad[]
}

interface PartLoad {
  readonly load: Load
  /** Of the part's, those that take this load; all if left out. */
  readonly peers?: readonly PeerKey[]
  readonly goals?: readonly Wanted[]
}

/** A goal: a figure of the hub, divided by that of a peer. */
interface Wanted {
  readonly figure: keyof typeof figures
  readonly against: PeerKey
  readonly goal: number
  readonly stretch: number
}

interface Size {
  readonly parts: readonly Part[]
  /** Runs of each side, taken in turns. */
  readonly rounds: number
}

interface Run extends LoadResult {
  /** Processor time of the side's server, and its memory after the run. */
  readonly serverMs: number
  readonly memoryMiB: number
}

/** Closed loop, for capacity. */
const closed = (inFlight: number, goals: readonly Wanted[] = [], counted = 20): PartLoad => ({
  load: { inFlight, ms: 1_500, counted },
  goals,
})

/** Goals of capacity count for both: messages a second, and what a second of the server's processor carries. */
const capacity = (against: PeerKey, goal: number, stretch: number): Wanted[] => [
  { figure: 'messages', against, goal, stretch },
  { figure: 'per processor second', against, goal, stretch },
]

export const relay = scenario<Size>({
  about: 'Durable chat relay through the hub, against relays that keep nothing or just that',
  sizes: {
    smoke: {
      rounds: 1,
      parts: [
        {
          pairs: 2,
          peers: ['uws'],
          loads: [{ load: { inFlight: 2, ms: 20, counted: 25 } }, { load: { perSecond: 1_000, ms: 50, counted: 25 } }],
        },
      ],
    },
    full: {
      rounds: 3,
      parts: [
        { pairs: 1, peers: ['uws', 'uwsDurable', 'socketio'], loads: [closed(1, [], 300)] },
        {
          pairs: 50,
          peers: ['uws', 'floor', 'uwsDecoded', 'uwsDurable', 'ws', 'socketioMsgpack', 'socketio'],
          loads: [
            { ...closed(1, capacity('uwsDurable', 0.7, 0.9)), peers: ['uws', 'floor', 'uwsDurable', 'ws', 'socketio'] },
            closed(16, [...capacity('uws', 0.2, 0.3), ...capacity('socketio', 5, 7)]),
            {
              load: { perSecond: 10_000, ms: 2_000, counted: 100 },
              peers: ['uws', 'uwsDurable', 'socketioMsgpack', 'socketio'],
              goals: [
                { figure: 'p99', against: 'uwsDurable', goal: 1.5, stretch: 1.2 },
                { figure: 'p99', against: 'socketio', goal: 1, stretch: 0.5 },
              ],
            },
          ],
        },
        {
          pairs: 500,
          peers: [
            'uws',
            'uwsDurable',
            'uwsJournal',
            'uwsSqlite',
            'uwsRedis',
            'ws',
            'colyseus',
            'socketioMsgpackUws',
            'socketioMsgpack',
            'socketio',
          ],
          loads: [closed(4, [...capacity('uws', 0.45, 0.7), ...capacity('socketio', 4, 7)])],
        },
        {
          pairs: 50,
          hints: true,
          peers: ['uws'],
          loads: [
            {
              load: { perSecond: 20_000, ms: 1_500, counted: 100 },
              goals: [{ figure: 'p99', against: 'uws', goal: 1.5, stretch: 1.2 }],
            },
          ],
        },
        { pairs: 2_500, chatsEach: 4, peers: ['uws', 'socketio'], loads: [closed(1)] },
      ],
    },
  },
  async run({ parts, rounds }, bench) {
    const found: Found[] = []
    const missing = new Set<string>()
    for (const part of parts) found.push(...(await runPart(part, bench.runs ?? rounds, bench, missing)))
    return {
      tables: found.map(({ table }) => table),
      goals: found.flatMap(({ goals }) => goals),
      checksums: found.map(({ checksums }) => checksums),
      doubts: [...missing, ...found.flatMap(({ doubts }) => doubts)],
    }
  },
})

interface Found {
  readonly table: Table
  readonly goals: readonly Goal[]
  readonly checksums: readonly number[]
  readonly doubts: readonly string[]
}

const figures = {
  messages: { name: 'messages', unit: '1/s', better: 'more' },
  'per processor second': { name: 'per processor second', unit: 'messages', better: 'more' },
  p50: { name: 'p50', unit: 'ms', better: 'less' },
  p99: { name: 'p99', unit: 'ms', better: 'less' },
  'p99.9': { name: 'p99.9', unit: 'ms', better: 'count' },
  memory: { name: 'memory', unit: 'MiB', better: 'count' },
  generator: { name: 'generator', unit: '% of a core', better: 'count' },
  late: { name: 'late', unit: 'ms', better: 'count' },
} as const satisfies Readonly<Record<string, Figure>>

const titleOf = ({ pairs, hints }: Part, load: Load): string =>
  `${pairs.toLocaleString('en')} ${pairs === 1 ? 'pair' : 'pairs'}, ${
    'inFlight' in load
      ? `${load.inFlight} in flight each`
      : `${load.perSecond.toLocaleString('en')} ${hints ? 'typing hints' : 'messages'} a second`
  }`

async function runPart(part: Part, rounds: number, bench: Bench, missing: Set<string>): Promise<readonly Found[]> {
  const sides: Side[] = []
  try {
    bench.say(`\nopening ${part.pairs.toLocaleString('en')} pairs of sockets at each side`)
    const chatsEach = part.chatsEach ?? 1
    sides.push(await openHub(bench, part.pairs / chatsEach, chatsEach, part.hints))
    for (const peer of part.peers.map(peerOf)) {
      const lacks = peer.available()
      if (lacks === null) sides.push(await openPeer(bench, peer, part.pairs, part.hints))
      else missing.add(`${peer.name} is left out. ${lacks}`)
    }
    const found: Found[] = []
    for (const one of part.loads) {
      const names = [hubName, ...(one.peers ?? part.peers).map((key) => peerOf(key).name)]
      found.push(
        await runLoads(
          part,
          one,
          sides.filter(({ name }) => names.includes(name)),
          rounds,
          bench,
        ),
      )
    }
    return found
  } finally {
    for (const side of sides) await side.close()
  }
}

async function runLoads(
  part: Part,
  { load, goals = [] }: PartLoad,
  sides: readonly Side[],
  rounds: number,
  bench: Bench,
): Promise<Found> {
  const title = titleOf(part, load)
  bench.say(`\n${title}`)
  const turns = sides.map((side) => ({ side: side.name, pids: side.pids, run: () => runOnce(side, load) }))
  const { runs, doubts } = await inTurns(bench, turns, rounds, described)
  const rows = [...runs].map(([side, of]) => ({ side, values: valuesOf(of) }))
  const isClosed = 'inFlight' in load
  const shown: readonly Figure[] = Object.values(figures).filter(
    (figure) => figure !== (isClosed ? figures.late : figures.generator) && (isClosed || figure !== figures.messages),
  )
  return {
    table: { title, figures: shown, rows: shownOf(rows, shown), ...(sides[1] && { base: sides[1].name }) },
    goals: goalsOf(title, goals, rows),
    checksums: [...runs.values()].flat().map(({ checksum }) => checksum),
    doubts: [...doubts, ...limitsOf(load, runs)].map((doubt) => `${title}: ${doubt}`),
  }
}

const shownOf = (rows: readonly Row[], shown: readonly Figure[]): readonly Row[] =>
  rows.map(({ side, values }) => ({
    side,
    values: Object.fromEntries(shown.map(({ name }) => [name, values[name] ?? []])),
  }))

async function runOnce({ pairs, usage }: Side, load: Load): Promise<Run> {
  const before = usage().processorMs
  const result = await runLoad(pairs, load)
  const { processorMs, memoryMiB } = usage()
  return { ...result, serverMs: processorMs - before, memoryMiB }
}

const described = ({ perSecond, p99Ms, generatorLoad }: Run): string =>
  `${Math.round(perSecond).toLocaleString('en')} messages/s  p99 ${p99Ms.toFixed(2)} ms  generator ${Math.round(generatorLoad * 100)} %`

const valuesOf = (runs: readonly Run[]): Readonly<Record<keyof typeof figures, readonly number[]>> => ({
  messages: runs.map(({ perSecond }) => perSecond),
  'per processor second': runs.map(({ messages, serverMs }) => (messages / serverMs) * 1_000),
  p50: runs.map(({ p50Ms }) => p50Ms),
  p99: runs.map(({ p99Ms }) => p99Ms),
  'p99.9': runs.map(({ p999Ms }) => p999Ms),
  memory: runs.map(({ memoryMiB }) => memoryMiB),
  generator: runs.map(({ generatorLoad }) => generatorLoad * 100),
  late: runs.map(({ lateMs }) => lateMs),
})

/** Goals whose peer was there. */
function goalsOf(title: string, goals: readonly Wanted[], rows: readonly Row[]): readonly Goal[] {
  const runsOf = (side: string, figure: string): readonly number[] =>
    rows.find((row) => row.side === side)?.values[figure] ?? []
  return goals.flatMap(({ figure, against, goal, stretch }) => {
    const { name } = peerOf(against)
    const value = ratio(runsOf(hubName, figure), runsOf(name, figure))
    if (Number.isNaN(value)) return []
    const better = figures[figure].better === 'less' ? 'less' : 'more'
    return [{ what: `${title}: ${figure} ÷ ${name}`, value, goal, stretch, unit: '', better } as const]
  })
}

const generatorLimit = 0.9
const lateLimitMs = 0.5

/** Where not the side was measured but the generator. */
const limitsOf = (load: Load, runs: ReadonlyMap<string, readonly Run[]>): string[] =>
  [...runs].flatMap(([side, of]) => {
    const busiest = Math.max(...of.map(({ generatorLoad }) => generatorLoad))
    const latest = Math.max(...of.map(({ lateMs }) => lateMs))
    if ('inFlight' in load)
      return busiest > generatorLimit
        ? [
            `the generator was the limit of ${side}, ${Math.round(busiest * 100)} % busy; go by what a second of processor carries.`,
          ]
        : []
    return latest > lateLimitMs ? [`messages to ${side} left up to ${latest.toFixed(1)} ms late (p99).`] : []
  })
