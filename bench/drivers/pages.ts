/** Pages in real Chromium for benches, each watched from its first moment (page-watch.js). */
import { get } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { openBrowser } from '../../hub/attack/browser.ts'
import type { Bench } from '../run/bench.ts'

const watchFile = fileURLToPath(new URL('./page-watch.js', import.meta.url))

/** What page-watch.js holds for us. */
interface Watch {
  readonly interactions: Map<number, number>
  readonly longTasks: [startedAt: number, tookMs: number][]
  shift: number
  offer: { readonly askedAt: number; readonly arrivedAt: number | null; readonly paintedAt: number | null } | null
  readonly readyAt: number | null
  readonly touch: { readonly tookMs: number | null } | null
  readonly beatMs: number | null
  beat(): void
  frames(ms: number): Promise<number[]>
  find(selector: string): Element | null
  nextTouch(selector: string): void
}

declare global {
  interface Window {
    readonly benchWatch: Watch
  }
}

/** Touches a page as a person does, and counts how often. */
export class Hand {
  touches = 0

  constructor(readonly page: Page) {}

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.touches += 1
      await this.page.keyboard.press(key)
    }
  }

  async type(text: string): Promise<void> {
    await this.press(...text)
  }

  async click(what: Locator): Promise<void> {
    this.touches += 1
    await what.click()
  }

  /** From the touch that `act` begins with until `selector` is painted, milliseconds. */
  async until(selector: string, act: () => Promise<void>): Promise<number> {
    await this.page.evaluate((wanted) => window.benchWatch.nextTouch(wanted), selector)
    await act()
    const took = await this.page.waitForFunction(() => window.benchWatch.touch?.tookMs ?? null)
    return (await took.jsonValue())!
  }
}

/** What a page has shown of its pace so far. */
export interface Pace {
  /** From touch to paint, the 95th of a hundred, milliseconds; 16 or less is told as 16. */
  readonly p95Ms: number
  /** Tasks of more than 50 ms, and the longest, milliseconds. */
  readonly longTasks: number
  readonly longestTaskMs: number
  /** How far things moved by themselves; up to 0.1 is called good. */
  readonly shift: number
}

/** A browser with nothing in its memory. It is closed at the end of the run. */
export async function openContext(
  bench: Bench,
  cookie?: { readonly origin: string; readonly value: string },
): Promise<BrowserContext> {
  const browser = await openBrowser()
  bench.atEnd(() => browser.close())
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  })
  await context.addInitScript({ path: watchFile })
  if (cookie !== undefined) {
    const [name = '', value = ''] = cookie.value.split('=')
    await context.addCookies([{ name, value, url: cookie.origin }])
  }
  return context
}

/** Opens the page. Resolves with how long it took until it could be used, milliseconds. */
export async function openPage(context: BrowserContext, url: string): Promise<{ page: Page; readyMs: number }> {
  const page = await context.newPage()
  await page.goto(url)
  const ready = await page.waitForFunction(() => window.benchWatch.readyAt)
  return { page, readyMs: (await ready.jsonValue())! }
}

/**
 * Bytes of everything that the page has loaded from the hub so far, by path, as the hub sends them to whom takes gzip: that
 * is what sizes are compared in, whatever this browser takes.
 */
export async function downloadsOf(page: Page): Promise<ReadonlyMap<string, number>> {
  const { origin } = new URL(page.url())
  const urls = await page.evaluate(() => [
    location.href,
    ...performance.getEntriesByType('resource').map(({ name }) => name),
  ])
  const own = new Set(urls.filter((url) => url.startsWith(origin) && !/\/(api|ws)\b/.test(url)))
  const sizes = new Map<string, number>()
  for (const url of own) sizes.set(new URL(url).pathname, await bytesOf(url))
  return sizes
}

function bytesOf(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = get(url, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      let bytes = 0
      response.on('data', (part: Buffer) => (bytes += part.length))
      response.on('end', () => resolve(bytes))
      response.on('error', reject)
    })
    asked.on('error', reject)
  })
}

/** The pace since the page was opened. */
export async function takePace({ page, touches }: Hand): Promise<Pace> {
  const { interactionsMs, tasks, shift } = await page.evaluate(() => {
    const watch = window.benchWatch
    const { interactions, longTasks, shift } = watch
    return { interactionsMs: [...interactions.values()], tasks: longTasks.map(([, tookMs]) => tookMs), shift }
  })
  return { p95Ms: p95Of(interactionsMs, touches), longTasks: tasks.length, longestTaskMs: Math.max(0, ...tasks), shift }
}

/** Of all touches: those that are not listed took less than 16 ms. */
function p95Of(listed: readonly number[], touches: number): number {
  const all = [...Array<number>(Math.max(0, touches - listed.length)).fill(16), ...listed].sort((a, b) => a - b)
  return all[Math.min(all.length - 1, Math.floor(0.95 * all.length))] ?? Number.NaN
}
