/** A report on paper: all of it, on as many sheets as it needs, with what was asked and nothing to press. */
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { distFolder } from '../hub/attack/bare-hub.ts'
import { openBrowser } from '../hub/attack/browser.ts'
import { FakeHub } from './test/fake-hub.ts'
import { scenes } from './test/gallery-scenes.ts'

let browser: Browser
let hub: FakeHub
let page: Page
beforeAll(async () => {
  browser = await openBrowser()
  hub = new FakeHub(join(distFolder, 'agent-app'))
  hub.signedIn = true
  scenes['reports']!.set(hub)
  page = await browser.newPage({ locale: 'en-GB', timezoneId: 'Asia/Tokyo', viewport: { width: 1100, height: 500 } })
  await page.goto(await hub.listen())
  await scenes['reports']!.act!(page, hub)
})
afterAll(async () => {
  await browser?.close()
  await hub?.close()
})

/** How many sheets a PDF has. */
const sheetsOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0

test('a report is printed with what was asked, on as many sheets as it has rows for, without what is pressed', async () => {
  const app = page.locator('mdg-a-desk')
  const parts = [app.locator('mdg-a-rail'), app.locator('mdg-a-top-bar'), app.getByRole('button', { name: 'CSV' })]
  for (const part of parts) expect(await part.first().isVisible()).toBe(true)
  await page.emulateMedia({ media: 'print' })
  for (const part of parts) expect(await part.first().isVisible()).toBe(false)
  const asked = app.locator('mdg-a-reports .questions select[name=period]')
  expect([await asked.isVisible(), await asked.locator('option:checked').innerText()]).toEqual([true, 'Today'])
  const [high, wide] = await page.evaluate(() => {
    const { scrollHeight, scrollWidth } = document.documentElement
    return [scrollHeight > innerHeight, scrollWidth > innerWidth]
  })
  expect([high, wide]).toEqual([true, false])
  // 24 rows of two lines do not fit on one sheet that lies.
  expect(sheetsOf(await page.pdf({ format: 'A4', landscape: true }))).toBeGreaterThan(1)
})
