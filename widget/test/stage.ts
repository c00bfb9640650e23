/**
 * Test support: the built widget on a page of its own in a real Chromium, against a hub that is told what to say. One stage
 * a test file; every test gets a visitor who has never been here, and fails when the page complained of anything.
 */
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page, ViewportSize } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { fakeDevices, openBrowser } from '../../hub/attack/browser.ts'
import { buildWidget } from './build.ts'
import { FakeHub } from './fake-hub.ts'

export const stub = 'window.Madoguchi=window.Madoguchi||((...a)=>(Madoguchi.q=Madoguchi.q||[]).push(a))'
export const hostPage = (
  lang: string,
  more = '',
): string => `<!doctype html><html lang="${lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Shop</title>
<style>html{font-size:62.5%}*{color:red;font:italic 40px cursive}button{display:none}</style></head>
<body><main><h1>Shop</h1></main><script>${stub};${more}</script>
<script type="module" async src="/w.js" data-site="pk_demo"></script></body></html>`

const usual = {
  viewport: { width: 900, height: 760 },
  reducedMotion: 'reduce',
  locale: 'en-GB',
  timezoneId: 'Asia/Tokyo',
} as const

interface Look {
  readonly viewport?: ViewportSize
  readonly colorScheme?: 'light' | 'dark'
}

export class Stage {
  hub!: FakeHub
  browser!: Browser
  context!: BrowserContext
  /** What pages complained of. */
  readonly complaints: string[] = []
  #window: Page | null = null
  #looks = 0

  /** Opens the page in a browser that has never been here. */
  async visit(options: BrowserContextOptions = {}): Promise<Page> {
    this.context = await this.browser.newContext({ ...usual, ...options })
    return this.tab()
  }

  /**
   * Opens the page to look at it, in a window that all looks of a file share: another one for each takes as long as the
   * look. The page is at another host each time, so it finds nothing that was kept.
   */
  async look({ viewport = usual.viewport, colorScheme = 'light' }: Look = {}): Promise<Page> {
    const page = (this.#window ??= await this.#opened(await this.browser.newContext(usual)))
    await page.setViewportSize(viewport)
    await page.emulateMedia({ colorScheme })
    await page.mouse.move(0, 0)
    const url = new URL(this.hub.url)
    url.hostname = `look-${(this.#looks += 1)}.localhost`
    await this.#goTo(page, url.href)
    return page
  }

  /** Ends what a test has opened. */
  async leave(): Promise<void> {
    await this.context?.close()
    await this.#window?.goto('about:blank')
  }

  /** Another tab of the same browser. */
  async tab(): Promise<Page> {
    const page = await this.#opened(this.context)
    await this.#goTo(page, this.hub.url)
    return page
  }

  async #opened(context: BrowserContext): Promise<Page> {
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    page.on('pageerror', (error) => this.complaints.push(error.message))
    return page
  }

  async #goTo(page: Page, url: string): Promise<void> {
    await page.goto(url)
    await page.locator('madoguchi-widget').waitFor({ state: 'attached' })
  }
}

/** Sets the stage for the tests of a file; with `devices`, for people who have a microphone and a camera and allow both; with `page`, the hub's own page for a chat is there too. */
export function useStage({ devices = false, page = false } = {}): Stage {
  const stage = new Stage()
  let built: Awaited<ReturnType<typeof buildWidget>> | undefined
  beforeAll(async () => {
    built = await buildWidget({ page })
    stage.hub = await FakeHub.start(built.folder)
    stage.browser = await openBrowser(devices ? fakeDevices : [])
  })
  afterAll(async () => {
    await stage.browser?.close()
    await stage.hub?.stop()
    await built?.remove()
  })
  beforeEach(() => {
    stage.hub.reset()
    stage.hub.page = hostPage('en')
  })
  afterEach(async () => {
    await stage.leave()
    expect(stage.complaints.splice(0)).toEqual([])
  })
  return stage
}

export const command = (page: Page, ...call: string[]) =>
  page.evaluate(
    (call) => (window as unknown as { Madoguchi(...call: string[]): Promise<void> }).Madoguchi(...call),
    call,
  )
export const launcher = (page: Page): Locator =>
  page.locator('madoguchi-widget > button, madoguchi-widget button[part=launcher]')
export const composer = (page: Page): Locator => page.locator('mdg-composer textarea')
export const panel = (page: Page): Locator => page.locator('mdg-panel')
export const bubbles = (page: Page): Promise<string[]> => page.locator('mdg-log .text').allTextContents()
/** The innermost focused element, through all shadow roots, as `tag` or `tag[aria-label]`. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    return element ? element.localName + (element.ariaLabel ? `[${element.ariaLabel}]` : '') : ''
  })
