/** What a supervisor does at the board, in Chromium, and how soon the page answers: by what was touched. */
import type { CDPSession } from 'playwright-core'
import type { Bench } from '../run/bench.ts'
import { quantile, type Figure } from '../run/report.ts'
import { Hand, openContext, openPage } from './pages.ts'

export const touches = ['sort', 'filter', 'open', 'walk'] as const
export type Touch = (typeof touches)[number]

export interface BoardVisit {
  /** From touch to paint, milliseconds, each of them; 16 or less is told as 16. */
  readonly tookMs: Readonly<Record<Touch, readonly number[]>>
  readonly openedMs: number
  /** Between two pictures while it is scrolled, milliseconds. */
  readonly framesMs: readonly number[]
  readonly longTasks: number
  readonly longestTaskMs: number
  /** After a full collection. */
  readonly heapMB: number
  /** Touches in all. */
  readonly touched: number
}

export const touchFigures: readonly Figure[] = [
  ...touches.flatMap((touch): readonly Figure[] => [
    { name: `${touch} p50`, unit: 'ms', better: 'less' },
    { name: `${touch} p95`, unit: 'ms', better: 'less' },
  ]),
  { name: 'all p95', unit: 'ms', better: 'less' },
]
export const pageFigures: readonly Figure[] = [
  { name: 'board', unit: 'ms', better: 'less' },
  { name: 'frame p95', unit: 'ms', better: 'less' },
  { name: 'frame max', unit: 'ms', better: 'less' },
  { name: 'long tasks', unit: '', better: 'less' },
  { name: 'longest task', unit: 'ms', better: 'less' },
  { name: 'heap', unit: 'MB', better: 'less' },
]

export const allOf = ({ tookMs }: BoardVisit): number[] => touches.flatMap((touch) => tookMs[touch])

type Values = Readonly<Record<string, readonly number[]>>

export const touchValues = (visits: readonly BoardVisit[]): Values => ({
  ...Object.fromEntries(
    touches.flatMap((touch) => [
      [`${touch} p50`, visits.map(({ tookMs }) => quantile([...tookMs[touch]], 0.5))],
      [`${touch} p95`, visits.map(({ tookMs }) => quantile([...tookMs[touch]], 0.95))],
    ]),
  ),
  'all p95': visits.map((visit) => quantile(allOf(visit), 0.95)),
})

export const pageValues = (visits: readonly BoardVisit[]): Values => ({
  board: visits.map(({ openedMs }) => openedMs),
  'frame p95': visits.map(({ framesMs }) => quantile([...framesMs], 0.95)),
  'frame max': visits.map(({ framesMs }) => Math.max(...framesMs)),
  'long tasks': visits.map(({ longTasks }) => longTasks),
  'longest task': visits.map(({ longestTaskMs }) => longestTaskMs),
  heap: visits.map(({ heapMB }) => heapMB),
})

/** `rounds`: how often everything is done; `scrollMs`: how long the wheel turns. */
export async function visitBoard(
  bench: Bench,
  url: string,
  { rounds, scrollMs }: { readonly rounds: number; readonly scrollMs: number },
): Promise<BoardVisit> {
  const context = await openContext(bench)
  const { page } = await openPage(context, url)
  const hand = new Hand(page)
  await page.locator('mdg-a-contact-list').waitFor()
  const openedMs = await hand.until('mdg-a-board-table >> .rows', () => hand.press('Alt+Z'))
  await page.locator('#tab-contacts').click()
  await page.locator('mdg-a-board-table .sort').nth(2).waitFor()
  await taken(hand, 0)
  // What it takes to open the app is measured elsewhere.
  await page.evaluate(() => window.benchWatch.longTasks.splice(0))
  const before = hand.touches
  const tookMs: Record<Touch, number[]> = { sort: [], filter: [], open: [], walk: [] }
  for (let round = 0; round < rounds; round += 1)
    for (const touch of touches) {
      const from = hand.touches
      await acts[touch](hand)
      tookMs[touch].push(...(await taken(hand, hand.touches - from)))
    }
  const framesMs = await scrolled(hand, scrollMs)
  const longTasks = await page.evaluate(() => window.benchWatch.longTasks.map(([, took]) => took))
  const heapMB = await heapOf(await context.newCDPSession(page))
  await context.browser()?.close()
  const longestTaskMs = Math.max(0, ...longTasks)
  return {
    tookMs,
    openedMs,
    framesMs,
    longTasks: longTasks.length,
    longestTaskMs,
    heapMB,
    touched: hand.touches - before,
  }
}

const acts: Readonly<Record<Touch, (hand: Hand) => Promise<void>>> = {
  async sort(hand) {
    const names = hand.page.locator('mdg-a-board-table .sort')
    for (const at of [0, 2, 3, 2]) await hand.click(names.nth(at))
  },
  async filter(hand) {
    const text = 'carter'
    await hand.page.locator('mdg-a-board input[type=search]').focus()
    await hand.type(text)
    await hand.press(...Array<string>(text.length).fill('Backspace'))
  },
  async open(hand) {
    await hand.page.locator('mdg-a-board-table .rows').focus()
    for (let nth = 0; nth < 4; nth += 1) await hand.press('ArrowDown', 'Enter', 'Escape')
  },
  async walk(hand) {
    await hand.page.locator('mdg-a-board-table .rows').focus()
    await hand.press(...Array<string>(6).fill('PageDown'), 'End', 'Home', ...Array<string>(4).fill('ArrowDown'))
  },
}

/** How long each of so many touches took; those that are not listed took less than 16 ms. */
async function taken({ page }: Hand, count: number): Promise<readonly number[]> {
  const listed = await page.evaluate(async () => {
    // What was painted is told a little later.
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 120)))
    const all = [...window.benchWatch.interactions.values()]
    window.benchWatch.interactions.clear()
    return all
  })
  return [...Array<number>(Math.max(0, count - listed.length)).fill(16), ...listed]
}

/** The wheel goes down for so long; resolves with the times from picture to picture, milliseconds. */
async function scrolled({ page }: Hand, forMs: number): Promise<readonly number[]> {
  const box = await page.locator('mdg-a-board-table').boundingBox()
  await page.mouse.move((box?.x ?? 0) + 200, (box?.y ?? 0) + 200)
  const frames = page.evaluate((ms) => window.benchWatch.frames(ms), forMs)
  let isOver = false
  void frames.finally(() => (isOver = true))
  while (!isOver) await page.mouse.wheel(0, 320)
  return await frames
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('Performance.enable')
  await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN) / 1_000_000
}
