/** Legs of calls in pages of a real browser, as the attack drives them; `media-page.ts` is what runs in such a page. */
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import type { MediaEvent } from '../ports/media-event.ts'
import type { LegRequest, MediaAnswer } from '../ports/media-request.ts'
import { fakeDevices, openBrowser } from './browser.ts'
import type { Heard, JoinAs, PageParts } from './media-page.ts'
import { until } from './waiting.ts'

/** The way of one leg's page to the media process. */
export interface LegDoor {
  ask(request: LegRequest): Promise<MediaAnswer<unknown>>
  /** Begins to tell; called once a door. */
  tellTo(told: (event: MediaEvent) => void, back: () => void): void
}

/** Wall time with fractions, as pages tell theirs. */
export const nowMs = (): number => performance.timeOrigin + performance.now()

/** A browser with devices of its own, which plays without having been touched and lets no page sleep that is not seen. */
export const openListeningBrowser = (): Promise<Browser> =>
  openBrowser([
    ...fakeDevices,
    '--autoplay-policy=no-user-gesture-required',
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
  ])

export class LegPage {
  #door: LegDoor | null = null

  private constructor(private readonly page: Page) {}

  static async open(browser: Browser): Promise<LegPage> {
    const page = await browser.newPage()
    const leg = new LegPage(page)
    await page.exposeFunction('askDoor', (request: LegRequest) => leg.#ask(request))
    // Microphones are had on secure origins alone, of which this machine is one.
    await page.route('http://localhost/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>leg</title>' }),
    )
    await page.goto('http://localhost/')
    await page.addScriptTag({ content: await program() })
    return leg
  }

  /** Joins by this door, and leaves what it was in before. */
  async join(as: JoinAs, door: LegDoor): Promise<void> {
    this.#door = door
    const joined = this.#do('join', as)
    // In the order in which it is told, and not before the page listens.
    const tell = (act: () => Promise<void>): void =>
      void joined.then(() => (this.#door === door ? act() : undefined)).catch(() => {})
    door.tellTo(
      (event) => tell(() => this.#do('told', event)),
      () => tell(() => this.#do('hubIsBack')),
    )
    await joined
  }

  async leave(): Promise<void> {
    await this.#do('leave')
    this.#door = null
  }

  heard(): Promise<Heard> {
    return this.#do('heard')
  }

  state(): Promise<string> {
    return this.#do('state')
  }

  listenAnew(): Promise<void> {
    return this.#do('listenAnew')
  }

  /** Waits until the partner is heard by a tone that began after this moment. Returns how long after it. */
  async hearsAfter(moment: number, withinMs: number): Promise<number> {
    let since: number | null = null
    await until(async () => {
      since = (await this.heard()).since
      return since !== null && since > moment
    }, withinMs)
    return since! - moment
  }

  #ask(request: LegRequest): Promise<MediaAnswer<unknown>> {
    return this.#door?.ask(request) ?? Promise.resolve({ ok: false, code: 'media.unreachable' })
  }

  #do<Name extends keyof PageParts>(
    name: Name,
    ...given: Parameters<PageParts[Name]>
  ): Promise<ReturnType<PageParts[Name]>> {
    return this.page.evaluate(
      ([part, with_]) => {
        const { attack } = globalThis as unknown as { attack: Record<string, (...given: unknown[]) => unknown> }
        return attack[part]!(...with_)
      },
      [name, given] as const,
    ) as Promise<ReturnType<PageParts[Name]>>
  }
}

let made: Promise<string> | null = null

/** One bundle for all pages. */
function program(): Promise<string> {
  made ??= build({
    entryPoints: [fileURLToPath(new URL('./media-page.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    logLevel: 'error',
  }).then(({ outputFiles }) => outputFiles[0]!.text)
  return made
}
