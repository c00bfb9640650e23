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
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  }, 60_000)
  afterAll(async () => await browser?.close())

  test.each(Object.keys(scenes))(
    '%s',
    async (state) => await show(browser, scenes[state]!, locale, `${state}-${locale.slice(0, 2)}`),
    60_000,
  )
}

/** Shows a state once, and looks at it in light and in dark. */
async function show(browser: Browser, scene: Scene, locale: string, shot: string): Promise<void> {
  const hub = new FakeHub(dist)
  hub.signedIn = scene.signedOut !== true
  scene.set(hub)
  const url = await hub.listen()
  const { width = 1440, height = 900, zoom = 1 } = scene
  const context = await browser.newContext({
    locale,
    timezoneId: 'Asia/Tokyo',
    permissions: ['clipboard-write'],
    reducedMotion: 'reduce',
    viewport: { width: width / zoom, height: height / zoom },
    deviceScaleFactor: zoom,
  })
  const complaints: string[] = []
  try {
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (line) => {
      if (/Content Security Policy|Trusted/.test(line.text())) complaints.push(line.text())
    })
    await page.goto(url)
    await page.locator(scene.signedOut === true ? 'mdg-a-sign-in' : 'mdg-a-desk').waitFor()
    if (scene.act !== undefined) await scene.act(page, hub)
    // Words have no colours of their own: one language shows all there is to find of them, and the other what words break.
    const isFirst = locale === 'en-GB'
    const colours = isFirst || shots !== undefined ? (['light', 'dark'] as const) : (['light'] as const)
    for (const colorScheme of colours) {
      await page.emulateMedia({ colorScheme })
      if (shots !== undefined) await page.screenshot({ path: join(shots, `${shot}-${colorScheme}.png`) })
      // In the dark nothing differs but the colours.
      const rules = colorScheme === 'dark' ? ['color-contrast'] : isFirst ? null : byWords
      expect(await findings(page, rules), colorScheme).toEqual([])
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
    expect(overflow, 'the page scrolls sideways').toBe(false)
    expect(complaints, 'errors and policy violations').toEqual([])
  } finally {
    await context.close()
    await hub.close()
  }
}
