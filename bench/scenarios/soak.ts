/**
 * The mixed day for hours: whether memory, descriptors and times go on rising. After each stretch everybody has been served
 * and the heap is weighed after a full collection, so that what is left is what is kept.
 */
import { hubSides } from '../drivers/company-hub.ts'
import { openFloor, type FloorPlan, type OpenFloor } from '../drivers/floor-house.ts'
import type { Account } from '../drivers/ledger.ts'
import type { Bench } from '../run/bench.ts'
import { median, type Figure, type Goal } from '../run/report.ts'
import { descriptorsOf } from '../run/usage.ts'
import { checksumsOf } from './floor.ts'
import { scenario } from './scenario.ts'

interface Size extends FloorPlan {
  readonly hours: number
  /** Who come in one stretch. */
  readonly customers: number
}

interface Stretch {
  /** Hours since the first one. */
  readonly at: number
  readonly account: Account
  readonly heapMiB: number
  readonly memoryMiB: number
  readonly descriptors: number
}

/** Below this a slope by the hour says nothing but chance. */
const slopeHoursMin = 0.4
/** Stretches at the beginning that warm up. */
const warmUp = 2

export const soak = scenario<Size>({
  about: 'The mixed day for hours (--hours, else half of one): slopes of memory, descriptors and times',
  sizes: {
    smoke: {
      agents: 6,
      perSecond: 40,
      manners: { messages: 1, thinkMs: 10, transferEvery: 5 },
      customers: 5,
      hours: 0,
    },
    full: {
      agents: 200,
      perSecond: 40,
      manners: { messages: 6, thinkMs: 400, transferEvery: 10 },
      customers: 1_200,
      hours: 0.5,
    },
  },
  async run(asked, bench) {
    // What a mistake leaves behind shows with few people as well.
    const size = bench.planted === undefined ? asked : { ...asked, agents: Math.min(asked.agents, 50), ...few(asked) }
    const hours = bench.hours ?? (bench.planted === undefined ? size.hours : 0)
    const sides = hubSides(bench)
    const houses: OpenFloor[] = []
    for (const side of sides) houses.push(await openFloor(bench, size, side))
    const stretches = await stretched(bench, houses, size.customers, hours)
    const rows = sides.map(({ name }, at) => ({ side: name, of: stretches[at]!.slice(warmUp) }))
    const title = `${size.agents} agents, ${size.perSecond} customers a second, stretches of ${size.customers}`
    return {
      tables: [{ title, figures, rows: rows.map(({ side, of }) => ({ side, values: valuesOf(of) })) }],
      goals: [...rows.flatMap(({ side, of }) => goalsOf(side, of, hours)), ...againstSound(rows)],
      checksums: stretches.flatMap((all) => checksumsOf(all.at(-1)!.account)),
      doubts: [
        ...stretches.flatMap((all) => all.at(-1)!.account.faults),
        ...(hours < slopeHoursMin
          ? [`Slopes by the hour need at least ${slopeHoursMin} hours: they are left out.`]
          : []),
      ],
    }
  },
})

const few = ({ perSecond, customers }: Size): Pick<Size, 'perSecond' | 'customers'> => ({
  perSecond: Math.min(perSecond, 20),
  customers: Math.min(customers, 200),
})

const figures: readonly Figure[] = [
  { name: 'stretches', unit: '', better: 'count' },
  { name: 'messages', unit: '', better: 'count' },
  { name: 'heap at first', unit: 'MiB', better: 'count' },
  { name: 'heap at last', unit: 'MiB', better: 'count' },
  { name: 'kept', unit: 'bytes a message', better: 'less' },
  { name: 'memory at last', unit: 'MiB', better: 'count' },
  { name: 'descriptors', unit: 'more', better: 'less' },
  { name: 'message p99 at first', unit: 'ms', better: 'count' },
  { name: 'message p99 at last', unit: 'ms', better: 'count' },
]

/** Sides in turns, stretch by stretch, until the time is over and there are some of each. */
async function stretched(
  bench: Bench,
  houses: readonly OpenFloor[],
  customers: number,
  hours: number,
): Promise<readonly (readonly Stretch[])[]> {
  const all: Stretch[][] = houses.map(() => [])
  const began = performance.now()
  const hoursNow = (): number => (performance.now() - began) / 3_600_000
  while (hoursNow() < hours || all[0]!.length < warmUp + 3)
    for (const [at, { hub, day }] of houses.entries()) {
      const account = await day(customers)
      const heapMiB = (await hub.heapBytes()) / 2 ** 20
      const { memoryMiB } = hub.usage()
      all[at]!.push({ at: hoursNow(), account, heapMiB, memoryMiB, descriptors: descriptorsOf(hub.pid) })
      const { message } = account.times
      bench.say(
        `${(hoursNow() * 60).toFixed(1)} min  heap ${heapMiB.toFixed(1)} MiB  p99 ${message.p99Ms.toFixed(1)} ms  ${account.counts.messages} messages`,
      )
    }
  return all
}

const messagesOf = ({ account }: Stretch): number => account.counts.messages
const keptOf = (of: readonly Stretch[]): number => slope(of.map((one) => [messagesOf(one), one.heapMiB * 2 ** 20]))

function valuesOf(of: readonly Stretch[]): Readonly<Record<string, readonly number[]>> {
  const [first, last] = [of[0]!, of.at(-1)!]
  return {
    stretches: [of.length],
    messages: [messagesOf(last) - messagesOf(first)],
    'heap at first': [first.heapMiB],
    'heap at last': [last.heapMiB],
    kept: [keptOf(of)],
    'memory at last': [last.memoryMiB],
    descriptors: [descriptorsMore(of)],
    'message p99 at first': [p99Of(thirds(of)[0])],
    'message p99 at last': [p99Of(thirds(of)[1])],
  }
}

function goalsOf(side: string, of: readonly Stretch[], hours: number): readonly Goal[] {
  const less = { better: 'less' } as const
  const [early, late] = thirds(of)
  const kept: Goal = {
    what: `${side}: kept of a message`,
    value: keptOf(of),
    goal: 100,
    stretch: 20,
    unit: 'bytes',
    ...less,
  }
  const more: Goal = { what: `${side}: descriptors`, value: descriptorsMore(of), goal: 5, unit: 'more', ...less }
  if (hours < slopeHoursMin) return [kept, more]
  const byHour = (slope(of.map(({ at, heapMiB }) => [at, heapMiB])) / of[0]!.heapMiB) * 100
  return [
    kept,
    more,
    { what: `${side}: heap`, value: byHour, goal: 1, unit: '% an hour', ...less },
    { what: `${side}: message p99`, value: (p99Of(late) / p99Of(early) - 1) * 100, goal: 10, unit: '% more', ...less },
  ]
}

/** What a mistake leaves behind, where one was planted. */
function againstSound(rows: readonly { readonly side: string; readonly of: readonly Stretch[] }[]): readonly Goal[] {
  const [sound, planted] = rows
  if (sound === undefined || planted === undefined) return []
  const what = `${planted.side}: kept of a message, more than without it`
  return [{ what, value: keptOf(planted.of) - keptOf(sound.of), goal: 100, unit: 'bytes', better: 'less' }]
}

const p99Of = (of: readonly Stretch[]): number => median(of.map(({ account }) => account.times.message.p99Ms))

function descriptorsMore(of: readonly Stretch[]): number {
  const [early, late] = thirds(of).map((third) => median(third.map(({ descriptors }) => descriptors)))
  return late! - early!
}

/** The first and the last third. */
function thirds(of: readonly Stretch[]): readonly [readonly Stretch[], readonly Stretch[]] {
  const third = Math.ceil(of.length / 3)
  return [of.slice(0, third), of.slice(-third)]
}

/** By least squares. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (pick: (point: readonly [number, number]) => number): number =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length
  const [x, y] = [mean(([at]) => at), mean(([, value]) => value)]
  const up = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0)
  const across = points.reduce((sum, [at]) => sum + (at - x) ** 2, 0)
  return across === 0 ? 0 : up / across
}
