/**
 * An agent becomes free: until the offer is at their line, at fixed rates with many agents; and until it is painted in a real
 * browser, in parts. All parts are told by the page's own clock: the line's is that of a beat to the hub and back, the
 * server's is the rest between asking and the frame, so that no two clocks are compared.
 */
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { Generator } from '../../hub/attack/storm-generator.ts'
import { startCompanyHub, type CompanyHub } from '../drivers/company-hub.ts'
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
    const folder = join(bench.scratch, 'offer')
    // The first one leads and is left out; the second one has a browser.
    const { cookies } = await makeHistory(folder, { agents: size.agents + 2, live: size.waiting, closed: 0 }, bench.say)
    const hub = await startCompanyHub(bench, folder)
    const lines = await atTheLine(bench, hub, cookies.slice(2), size)
    const times = await inBrowser(bench, hub, cookies[1]!, size.painted)
    return {
      tables: [lines.table, paintedTable(times)],
      goals: [...lines.goals, paintedGoal(times)],
      checksums: [...lines.checksums, [size.painted, times.length]],
      doubts: lines.doubts,
    }
  },
})

const lineFigures: readonly Figure[] = [
  { name: 'offers', unit: '1/s', better: 'more' },
  { name: 'p50', unit: 'ms', better: 'less' },
  { name: 'p99', unit: 'ms', better: 'less' },
  { name: 'longest', unit: 'ms', better: 'count' },
  { name: 'processor', unit: 'ms of the hub an offer', better: 'less' },
  { name: 'generator late', unit: 'ms, p99', better: 'count' },
]

async function atTheLine(bench: Bench, hub: CompanyHub, cookies: readonly string[], size: Size) {
  const crowd = new Generator<ReadyCommands>(new URL('../drivers/ready-crowd.ts', import.meta.url).href)
  bench.atEnd(() => Promise.resolve(crowd.end()))
  await crowd.ask('agents', { origin: hub.origin, cookies })
  await crowd.ask('run', { perSecond: size.rates[0]!, count: size.agents })
  const rows: Table['rows'][number][] = []
  const doubts: string[] = []
  const checksums: number[][] = []
  let last: Readiness | null = null
  for (const perSecond of size.rates) {
    const count = Math.round(perSecond * size.seconds)
    const before = hub.usage().processorMs
    const run = await crowd.ask('run', { perSecond, count })
    const usedMs = hub.usage().processorMs - before
    const { offer, late } = run
    bench.say(`${perSecond} a second: p99 ${offer.p99Ms.toFixed(1)} ms`)
    rows.push({
      side: `${perSecond} become free a second`,
      values: {
        offers: [(run.offers / run.elapsedMs) * 1_000],
        p50: [offer.p50Ms],
        p99: [offer.p99Ms],
        longest: [offer.mostMs],
        processor: [usedMs / run.offers],
        'generator late': [late.p99Ms],
      },
    })
    if (late.p99Ms > 5)
      doubts.push(`At ${perSecond} a second the generator was late: ${late.p99Ms.toFixed(1)} ms (p99).`)
    if (run.skipped > 0) doubts.push(`At ${perSecond} a second ${run.skipped} turns came before the last offer had.`)
    checksums.push([count - run.skipped, run.offers])
    last = run
  }
  await crowd.ask('close', {} as never)
  const goals: readonly Goal[] = [
    {
      what: `ready to offer at ${size.rates.at(-1)} a second, p99`,
      value: last!.offer.p99Ms,
      goal: 10,
      stretch: 5,
      unit: 'ms',
      better: 'less',
    },
  ]
  const title = `${size.agents} agents, ${size.waiting.toLocaleString('en')} waiting; from being free to the offer's frame`
  return { table: { title, figures: lineFigures, rows } satisfies Table, goals, doubts, checksums }
}

async function inBrowser(bench: Bench, { origin }: CompanyHub, cookie: string, times: number): Promise<Painted[]> {
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
