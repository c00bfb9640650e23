/** Test support: one state of the screen, brought about on a hub of cardboard and looked at by axe. */
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { distFolder } from '../../hub/attack/bare-hub.ts'
import { openBrowser } from '../../hub/attack/browser.ts'
import { byWords, findings } from './axe.ts'
import { FakeHub } from './fake-hub.ts'

export interface Scene {
  /** Puts things on the floor before the page is opened. */
  readonly set: (hub: FakeHub) => void
  /** Brings the page into the state, and waits until it is there. */
  readonly act?: (page: Page, hub: FakeHub) => Promise<unknown>
  readonly signedOut?: boolean
  readonly width?: number
  readonly height?: number
  /** Share of the real size that a screen has left at 200 %. */
  readonly zoom?: number
}

const shots = process.env['MADOGUCHI_SHOTS']
const dist = join(distFolder, 'agent-app')

/** A test of each state in this language. */
export function galleryIn(locale: 'en-GB' | 'ja-JP', scenes: Readonly<Record<string, Scene>>): void {
  let gallery: Gallery
  beforeAll(async () => {
    gallery = new Gallery(await openBrowser(), locale)
  }, 60_000)
  afterAll(async () => await gallery?.close())

  test.each(Object.keys(scenes))('%s', async (state) => await gallery.show(state, scenes[state]!), 60_000)
}

/** One window in which state after state is shown: to open one for each took as long as to look at it. */
class Gallery {
  #page: Page | null = null
  #zoom = 1

  constructor(
    private readonly browser: Browser,
    private readonly locale: 'en-GB' | 'ja-JP',
  ) {}

  close(): Promise<void> {
    return this.browser.close()
  }

  /** Shows a state once, and looks at it in light and in dark. */
  async show(state: string, scene: Scene): Promise<void> {
    // Each at a port of its own, so that a page finds nothing that the one before it kept.
    const hub = new FakeHub(dist)
    hub.signedIn = scene.signedOut !== true
    scene.set(hub)
    const url = await hub.listen()
    const complaints: string[] = []
    const page = await this.#window(scene)
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (line) => {
      if (/Content Security Policy|Trusted/.test(line.text())) complaints.push(line.text())
    })
    try {
      await page.goto(url)
      await page.locator(scene.signedOut === true ? 'mdg-a-sign-in' : 'mdg-a-desk').waitFor()
      if (scene.act !== undefined) await scene.act(page, hub)
      await this.#look(page, state)
      expect(complaints, 'errors and policy violations').toEqual([])
    } finally {
      page.removeAllListeners()
      await page.goto('about:blank')
      await hub.close()
    }
  }

  async #look(page: Page, state: string): Promise<void> {
    // Words have no colours of their own: one language shows all there is to find of them, and the other what words break.
    const isFirst = this.locale === 'en-GB'
    const colours = isFirst || shots !== undefined ? (['light', 'dark'] as const) : (['light'] as const)
    for (const colorScheme of colours) {
      await page.emulateMedia({ colorScheme })
      const shot = `${state}-${this.locale.slice(0, 2)}-${colorScheme}.png`
      if (shots !== undefined) await page.screenshot({ path: join(shots, shot) })
      // In the dark nothing differs but the colours.
      const rules = colorScheme === 'dark' ? ['color-contrast'] : isFirst ? null : byWords
      expect(await findings(page, rules), colorScheme).toEqual([])
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
    expect(overflow, 'the page scrolls sideways').toBe(false)
  }

  /** The window as this state wants it, empty; another one when the screen is another. */
  async #window({ width = 1440, height = 900, zoom = 1 }: Scene): Promise<Page> {
    const viewport = { width: width / zoom, height: height / zoom }
    if (this.#page === null || this.#zoom !== zoom) {
      await this.#page?.context().close()
      const context = await this.browser.newContext({
        locale: this.locale,
        timezoneId: 'Asia/Tokyo',
        permissions: ['clipboard-write'],
        reducedMotion: 'reduce',
        viewport,
        deviceScaleFactor: zoom,
      })
      this.#page = await context.newPage()
      this.#page.setDefaultTimeout(10_000)
      this.#zoom = zoom
    }
    await this.#page.context().clearCookies()
    await this.#page.setViewportSize(viewport)
    await this.#page.emulateMedia({ colorScheme: 'light' })
    await this.#page.mouse.move(0, 0)
    return this.#page
  }
}
