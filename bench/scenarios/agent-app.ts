/**
 * The agent app of a supervisor in Chromium, with a large house on its lists and things happening there: what it downloads,
 * when the desk can be used, how soon a touch is answered by paint, what keeps the page from answering. Then the board of a
 * large house that changes all the time, against the board of one in which nothing happens.
 */
import { join } from 'node:path'
import { Generator } from '../../hub/attack/storm-generator.ts'
import { compareBoards, type BoardSize } from '../drivers/board-compared.ts'
import { startCompanyHub } from '../drivers/company-hub.ts'
import { makeHistory } from '../drivers/history.ts'
import { paceFigures, paceGoals, paceValues } from '../drivers/pace.ts'
import { downloadsOf, Hand, openContext, openPage, takePace, type Pace } from '../drivers/pages.ts'
import type { ReadyCommands } from '../drivers/ready-crowd.ts'
import type { Bench } from '../run/bench.ts'
import { median, type Figure, type Goal } from '../run/report.ts'
import { scenario } from './scenario.ts'

interface Size {
  readonly agents: number
  readonly waiting: number
  readonly visits: number
  /** Times that each place is walked through. */
  readonly walks: number
  /** Agents who become free in a second, beside the one who is measured. */
  readonly stirPerSecond: number
  readonly board: BoardSize
}

interface Visit extends Pace {
  readonly bytes: number
  readonly readyMs: number
  readonly queuesMs: number
  readonly teamMs: number
  readonly said: number
}

const smokeBoard = {
  queues: 3,
  agents: 5,
  waiting: 10,
  held: 10,
  changesPerSecond: 20,
  rounds: 1,
  scrollMs: 300,
  visits: 1,
}
const fullBoard = {
  queues: 40,
  agents: 500,
  waiting: 1_000,
  held: 4_000,
  changesPerSecond: 200,
  rounds: 5,
  scrollMs: 2_000,
  visits: 5,
}

export const agentApp = scenario<Size>({
  about: 'The agent app with 500 agents and 5,000 contacts: download, time until it can be used, interaction to paint',
  sizes: {
    smoke: { agents: 10, waiting: 30, visits: 1, walks: 1, stirPerSecond: 10, board: smokeBoard },
    full: { agents: 500, waiting: 5_000, visits: 7, walks: 3, stirPerSecond: 20, board: fullBoard },
  },
  async run(size, bench) {
    const folder = join(bench.scratch, 'agent-app')
    const { cookies } = await makeHistory(folder, { agents: size.agents, live: size.waiting, closed: 0 }, bench.say)
    const hub = await startCompanyHub(bench, { dataFolder: folder })
    const { origin } = hub
    const stir = await stirring(bench, origin, cookies.slice(1), size.stirPerSecond)
    const found: Visit[] = []
    const times = bench.runs ?? size.visits
    for (let visit = 1; visit <= times; visit++) {
      found.push(await visited(bench, origin, cookies[0]!, size.walks))
      bench.say(`visit ${visit} of ${times}: the desk after ${Math.round(found.at(-1)!.readyMs)} ms`)
    }
    const offers = await stir()
    await hub.stop()
    const board = await compareBoards(bench, size.board)
    const values = (pick: (visit: Visit) => number): number[] => found.map(pick)
    return {
      tables: [
        {
          title: `${size.agents} agents, ${size.waiting.toLocaleString('en')} contacts, ${size.stirPerSecond} offers a second to others`,
          figures,
          rows: [
            {
              side: 'agent app',
              values: {
                download: values(({ bytes }) => bytes / 1_000),
                ready: values(({ readyMs }) => readyMs),
                queues: values(({ queuesMs }) => queuesMs),
                team: values(({ teamMs }) => teamMs),
                ...paceValues(found),
              },
            },
          ],
        },
        ...board.tables,
      ],
      goals: [...goalsOf(found), ...board.goals],
      checksums: [[...values(({ said }) => said), 1], offers, ...board.checksums],
      doubts: board.doubts,
    }
  },
})

const figures: readonly Figure[] = [
  { name: 'download', unit: 'kB gzip', better: 'less' },
  { name: 'ready', unit: 'ms', better: 'less' },
  { name: 'queues', unit: 'ms', better: 'less' },
  { name: 'team', unit: 'ms', better: 'less' },
  ...paceFigures,
]

const goalsOf = (visits: readonly Visit[]): readonly Goal[] => {
  const middle = (pick: (visit: Visit) => number): number => median(visits.map(pick))
  const less = { better: 'less' } as const
  return [
    { what: 'first load', value: middle(({ bytes }) => bytes / 1_000), goal: 180, unit: 'kB gzip', ...less },
    ...paceGoals(visits),
  ]
}

/** Others become free and are offered contacts until the answer is called: how many were to be, and were. */
async function stirring(bench: Bench, origin: string, cookies: readonly string[], perSecond: number) {
  const crowd = new Generator<ReadyCommands>(new URL('../drivers/ready-crowd.ts', import.meta.url).href)
  bench.atEnd(() => Promise.resolve(crowd.end()))
  await crowd.ask('agents', { origin, cookies })
  let isOver = false
  const sums = [0, 0]
  const stirred = (async () => {
    while (!isOver) {
      const { offers, skipped } = await crowd.ask('run', { perSecond, count: perSecond })
      sums[0]! += perSecond - skipped
      sums[1]! += offers
    }
  })()
  return async (): Promise<readonly number[]> => {
    isOver = true
    await stirred
    return sums
  }
}

async function visited(bench: Bench, origin: string, cookie: string, walks: number): Promise<Visit> {
  const context = await openContext(bench, { origin, value: cookie })
  const { page, readyMs } = await openPage(context, `${origin}/agent/`)
  const bytes = [...(await downloadsOf(page)).values()].reduce((sum, size) => sum + size, 0)
  const hand = new Hand(page)
  const text = `Good day, I look at it now (${Math.random().toString(36).slice(2)}).`
  await hand.until('mdg-a-offer-card', () => hand.press('Alt+P'))
  await hand.press('Alt+A')
  await page.locator('mdg-a-composer textarea').waitFor()
  await page.waitForFunction(() => document.activeElement !== document.body)
  await hand.type(text)
  await hand.press('Enter')
  const said = page.getByRole('log').getByText(text)
  await said.waitFor()
  const count = await said.count()
  let [queuesMs, teamMs] = [0, 0]
  for (let walk = 0; walk < walks; walk++) {
    queuesMs = await walkThrough(hand, 'Alt+Q', 'mdg-a-queues .line', 'Customer 1')
    teamMs = await walkThrough(hand, 'Alt+G', 'mdg-a-team .line', 'Agent 1')
  }
  const pace = await takePace(hand)
  await finish(hand)
  await context.browser()?.close()
  return { ...pace, bytes, readyMs, queuesMs, teamMs, said: count }
}

/** Opens a place, walks down its rows, searches, and goes back. */
async function walkThrough(hand: Hand, key: string, row: string, wanted: string): Promise<number> {
  const { page } = hand
  const tookMs = await hand.until(row.split(' ')[0]!, () => hand.press(key))
  await page.locator(row).first().waitFor()
  await hand.press('ArrowRight', ...Array<string>(10).fill('ArrowDown'), 'PageDown', 'PageDown', 'End', 'Home')
  await page.locator(`${row.split(' ')[0]} input[type=search]`).focus()
  await hand.type(wanted)
  await hand.press(...Array<string>(wanted.length).fill('Backspace'))
  await hand.press(key)
  return tookMs
}

/** Leaves nothing behind for the next visit. */
async function finish({ page }: Hand): Promise<void> {
  await page.keyboard.press('Alt+P')
  await page.keyboard.press('Alt+W')
  await page.getByRole('button', { name: 'End the talk' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('form', { name: 'Wrap-up' }).waitFor()
  await page.keyboard.press('Alt+W')
  await page.waitForFunction(() => window.benchWatch.find('mdg-a-contact-list .row') === null)
}
