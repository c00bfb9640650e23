/**
 * Every state of a call's screens, one after the other, in both languages, in light and dark, looked at by axe. With
 * MADOGUCHI_SHOTS set to a folder each leaves a picture there, to be judged by eye.
 */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { distFolder } from '../hub/attack/bare-hub.ts'
import { openBrowser } from '../hub/attack/browser.ts'
import { byWords, findings } from './test/axe.ts'
import { callDesk, callScenes, showLine, type CallScene } from './test/call-scenes.ts'
import { FakeHub } from './test/fake-hub.ts'

const shots = process.env['MADOGUCHI_SHOTS']
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
}, 60_000)
afterAll(async () => await browser?.close())

/** The call on screen is this one, as the hub has told it last. */
async function shown(page: Page, since: number): Promise<void> {
  await page.waitForFunction((wanted) => {
    const within = (root: Document | ShadowRoot): boolean =>
      [...root.querySelectorAll('*')].some(
        (element) =>
          (element.localName === 'mdg-a-call' &&
            (element as Element & { call?: { since: number } }).call?.since === wanted &&
            element.shadowRoot?.querySelector('section') != null) ||
          (element.shadowRoot !== null && within(element.shadowRoot)),
      )
    return within(document)
  }, since)
}

let told = 0
async function show(page: Page, hub: FakeHub, name: string, scene: CallScene): Promise<void> {
  for (const contact of ['cnt_1', 'cnt_h1']) if (scene.call?.contact !== contact) hub.put('desk', 'call', contact, null)
  const since = Date.now() - 95_000 - (told += 1)
  if (scene.call !== null) hub.put('desk', 'call', scene.call.contact, { ...scene.call, since })
  // Where a call has no talk of its own it is put on screen first.
  const inPlace = scene.call?.part === 'guest'
  if (scene.call !== null && (scene.call.part === 'owner' || scene.call.part === 'listener')) await shown(page, since)
  if (scene.line !== undefined && !inPlace) await showLine(page, scene.line)
  await scene.act?.(page, hub)
  if (scene.line !== undefined && inPlace) await showLine(page, scene.line)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    if (shots !== undefined) await page.screenshot({ path: join(shots, `call-${name}-${colorScheme}.png`) })
    // In the dark nothing differs but the colours, and of those nothing by language; in the other language the words do.
    if (colorScheme === 'dark' && !name.endsWith('en')) continue
    const rules = name.endsWith('en') ? (colorScheme === 'dark' ? ['color-contrast'] : null) : byWords
    const found = await findings(page, rules)
    expect(found, `${name} ${colorScheme}`).toEqual([])
  }
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  expect(overflow, `${name} scrolls sideways`).toBe(false)
  await scene.undo?.(page, hub)
}

test.each(['en-GB', 'ja-JP'])(
  '%s',
  async (locale) => {
    const hub = new FakeHub(join(distFolder, 'agent-app'))
    callDesk(hub)
    // Signalling is left unanswered: what a line says is put there.
    hub.answer = () => ({})
    const url = await hub.listen()
    const viewport = { width: 1440, height: 900 }
    const context = await browser.newContext({ locale, timezoneId: 'Asia/Tokyo', reducedMotion: 'reduce', viewport })
    const complaints: string[] = []
    try {
      const page = await context.newPage()
      page.setDefaultTimeout(10_000)
      page.on('pageerror', (error) => complaints.push(String(error)))
      page.on('console', (line) => {
        if (/Content Security Policy|Trusted/.test(line.text())) complaints.push(line.text())
      })
      await page.goto(`${url}#contact=cnt_1`)
      await page.locator('mdg-a-talk h2').waitFor()
      for (const [name, scene] of Object.entries(callScenes)) {
        if (scene.phone === true) await page.setViewportSize({ width: 390, height: 800 })
        await show(page, hub, `${name}-${locale.slice(0, 2)}`, scene).catch((error: unknown) => {
          throw new Error(`scene ${name}`, { cause: error })
        })
      }
      expect(complaints).toEqual([])
    } finally {
      await context.close()
      await hub.close()
    }
  },
  180_000,
)
