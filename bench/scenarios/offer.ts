/**
 * An agent becomes free: until the offer is at their line, at fixed rates with many agents; and until it is painted in a real
 * browser, in parts. All parts are told by the page's own clock: the line's is that of a beat to the hub and back, the
 * server's is the rest between asking and the frame, so that no two clocks are compared.
 */
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { Generator } from '../../hub/attack/storm-generator.ts'
import { hubSides, startCompanyHub, type CompanyHub, type HubSide } from '../drivers/company-hub.ts'
import { makeHistory } from '../drivers/history.ts'
import { openContext, openPage } from '../drivers/pages.ts'
import type { ReadyCommands, Readiness } from '../drivers/ready-crowd.ts'
import type { Bench } from '../run/bench.ts'
import { quantile, type Figure, type Goal, type Report, type Table } from '../run/report.ts'
import { scenario } from './scenario.ts'

interface Size {
  readonly agents: number
  readonly waiting: number
  /** Agents who become free in a second; the last rate is the one with a goal. */
  readonly rates: readonly number[]
  readonly seconds: number
  /** Times that the offer is painted. */
  readonly painted: number
}

interface Painted {
  readonly serverMs: number
  readonly lineMs: number
  readonly renderMs: number
  readonly allMs: number
}

export const offer = scenario<Size>({
  about: 'An agent becomes free: until the offer is at the line, and until it is painted in Chromium',
  sizes: {
    smoke: { agents: 10, waiting: 20, rates: [50], seconds: 0.4, painted: 2 },
    full: { agents: 200, waiting: 10_000, rates: [100, 500, 1_000], seconds: 15, painted: 60 },
  },
  async run(size, bench) {
    const houses: House[] = []
    for (const side of hubSides(bench)) houses.push(await openHouse(bench, size, side))
    const lines = await atTheLine(bench, houses, size)
    const times = await inBrowser(bench, houses[0]!, size.painted)
    return {
      tables: [lines.table, paintedTable(times)],
      goals: [...lines.goals, paintedGoal(times)],
      checksums: [...lines.checksums, [size.painted, times.length]],
      doubts: lines.doubts,
    }
  },
})

/** A hub with many who wait, and agents at their lines who are away. */
interface House {
  readonly side: string
  readonly hub: CompanyHub
  readonly crowd: Generator<ReadyCommands>
  /** Of an agent beside them. */
  readonly cookie: string
}

async function openHouse(bench: Bench, { agents, waiting }: Size, { name, planted }: HubSide): Promise<House> {
  const dataFolder = join(bench.scratch, name.replaceAll(' ', '-'))
  // The first one leads and is left out; the second one has a browser.
  const { cookies } = await makeHistory(dataFolder, { agents: agents + 2, live: waiting, closed: 0 }, bench.say)
  const hub = await startCompanyHub(bench, { dataFolder, planted })
  const crowd = new Generator<ReadyCommands>(new URL('../drivers/ready-crowd.ts', import.meta.url).href)
  bench.atEnd(() => Promise.resolve(crowd.end()))
  await crowd.ask('agents', { origin: hub.origin, cookies: cookies.slice(2) })
  return { side: name, hub, crowd, cookie: cookies[1]! }
}

const lineFigures: readonly Figure[] = [
  { name: 'offers', unit: '1/s', better: 'more' },
  { name: 'p50', unit: 'ms', better: 'less' },
  { name: 'p99', unit: 'ms', better: 'less' },
  { name: 'longest', unit: 'ms', better: 'count' },
  { name: 'processor', unit: 'ms of the hub an offer', better: 'less' },
  { name: 'generator late', unit: 'ms, p99', better: 'count' },
]

async function atTheLine(bench: Bench, houses: readonly House[], { agents, waiting, rates, seconds }: Size) {
  const rows: Table['rows'][number][] = []
  const doubts: string[] = []
  const checksums: number[][] = []
  const p99s: number[] = []
  for (const { crowd } of houses) await crowd.ask('run', { perSecond: rates[0]!, count: agents })
  for (const perSecond of rates)
    for (const { side, hub, crowd } of houses) {
      const count = Math.round(perSecond * seconds)
      const before = hub.usage().processorMs
      const run = await crowd.ask('run', { perSecond, count })
      const name = `${side}, ${perSecond} a second`
      rows.push({ side: name, values: valuesOf(run, hub.usage().processorMs - before) })
      bench.say(`${name}: p99 ${run.offer.p99Ms.toFixed(1)} ms`)
      doubts.push(...doubtsOf(name, run))
      checksums.push([count - run.skipped, run.offers])
      if (perSecond === rates.at(-1)) p99s.push(run.offer.p99Ms)
    }
  const title = `${agents} agents, ${waiting.toLocaleString('en')} waiting; from being free to the offer's frame`
  return {
    table: { title, figures: lineFigures, rows } satisfies Table,
    goals: goalsOf(houses, p99s, rates),
    doubts,
    checksums,
  }
}

const valuesOf = ({ offer, late, offers, elapsedMs }: Readiness, usedMs: number): Table['rows'][number]['values'] => ({
  offers: [(offers / elapsedMs) * 1_000],
  p50: [offer.p50Ms],
  p99: [offer.p99Ms],
  longest: [offer.mostMs],
  processor: [usedMs / offers],
  'generator late': [late.p99Ms],
})

const doubtsOf = (name: string, { late, skipped }: Readiness): readonly string[] => [
  ...(late.p99Ms > 5 ? [`${name}: the generator was ${late.p99Ms.toFixed(1)} ms late (p99).`] : []),
  ...(skipped > 0 ? [`${name}: ${skipped} turns came before the last offer had.`] : []),
]

function goalsOf(houses: readonly House[], p99s: readonly number[], rates: readonly number[]): readonly Goal[] {
  const own = houses.map(({ side }, at) => ({
    what: `${side}: ready to offer at ${rates.at(-1)} a second, p99`,
    value: p99s[at]!,
    goal: 10,
    stretch: 5,
    unit: 'ms',
    better: 'less' as const,
  }))
  if (houses.length === 1) return own
  const what = `${houses[1]!.side} against one without: p99`
  return [...own, { what, value: p99s[1]! / p99s[0]!, goal: 1.25, unit: 'x', better: 'less' }]
}

async function inBrowser(bench: Bench, { hub, cookie, crowd }: House, times: number): Promise<Painted[]> {
  await crowd.ask('close', {} as never)
  const { origin } = hub
  const context = await openContext(bench, { origin, value: cookie })
  const { page } = await openPage(context, `${origin}/agent/`)
  const found: Painted[] = []
  for (let time = 0; time <= times; time++) {
    const one = await once(page)
    // The first one warms up.
    if (time > 0) found.push(one)
    await page.keyboard.press('Alt+P')
    await page.waitForFunction(() => window.benchWatch.find('mdg-a-offer-card') === null)
  }
  return found
}

/** The agent presses the key and is offered a contact. */
async function once(page: Page): Promise<Painted> {
  await page.evaluate(() => window.benchWatch.beat())
  const beat = await page.waitForFunction(() => window.benchWatch.beatMs)
  await page.evaluate(() => (window.benchWatch.offer = null))
  await page.keyboard.press('Alt+P')
  const painted = await page.waitForFunction(() => {
    const { offer } = window.benchWatch
    return offer?.paintedAt ? offer : null
  })
  const [beatMs, offer] = [(await beat.jsonValue())!, (await painted.jsonValue())!]
  const { askedAt, arrivedAt, paintedAt } = offer as Record<keyof typeof offer, number>
  const lineMs = Math.min(beatMs, arrivedAt - askedAt)
  return { lineMs, serverMs: arrivedAt - askedAt - lineMs, renderMs: paintedAt - arrivedAt, allMs: paintedAt - askedAt }
}

const parts = { serverMs: 'server', lineMs: 'line, both ways', renderMs: 'page, until painted', allMs: 'all' } as const

function paintedTable(times: readonly Painted[]): Table {
  return {
    title: 'In Chromium: from saying that one is free until the offer is painted',
    figures: [
      { name: 'p50', unit: 'ms', better: 'less' },
      { name: 'p99', unit: 'ms', better: 'less' },
      { name: 'times', unit: '', better: 'count' },
    ],
    rows: Object.entries(parts).map(([part, side]) => {
      const values = times.map((time) => time[part as keyof Painted])
      return { side, values: { p50: [quantile(values, 0.5)], p99: [quantile(values, 0.99)], times: [times.length] } }
    }),
  }
}

const paintedGoal = (times: readonly Painted[]): Report['goals'][number] => ({
  what: 'ready to painted, p99',
  value: quantile(
    times.map(({ allMs }) => allMs),
    0.99,
  ),
  goal: 60,
  stretch: 40,
  unit: 'ms',
  better: 'less',
})
