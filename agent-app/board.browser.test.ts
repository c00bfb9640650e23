/**
 * The board walked through by keyboard, in both languages, wide and on a phone, in light and dark, looked at by axe where
 * it stands still. With MADOGUCHI_SHOTS set to a folder each station leaves a picture there, to be judged by eye.
 */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { distFolder } from '../hub/attack/bare-hub.ts'
import { openBrowser } from '../hub/attack/browser.ts'
import { byWords, findings } from './test/axe.ts'
import { boardExtras, boardFloor, boardQueue, usualCrowd } from './test/board-scenes.ts'
import { FakeHub } from './test/fake-hub.ts'
import { message } from './test/scenes.ts'

const shots = process.env['MADOGUCHI_SHOTS']
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
}, 60_000)
afterAll(async () => await browser?.close())

async function look(page: Page, name: string): Promise<void> {
  const isEnglish = name.endsWith('en')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    if (shots !== undefined) await page.screenshot({ path: join(shots, `board-${name}-${colorScheme}.png`) })
    if (colorScheme === 'dark' && !isEnglish) continue
    const rules = !isEnglish ? byWords : colorScheme === 'dark' ? ['color-contrast'] : null
    expect(await findings(page, rules), `${name} ${colorScheme}`).toEqual([])
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), `${name} scrolls sideways`).toBe(
    false,
  )
}

const table = (page: Page) => page.locator('mdg-a-board-table')
const first = (page: Page) => table(page).locator('.all .line').first()
const panel = (page: Page) => page.locator('mdg-a-board-panel')

/** Along the tabs, by the keyboard. */
async function toTable(page: Page, name: 'queues' | 'agents' | 'contacts'): Promise<void> {
  const tab = page.locator(`#tab-${name}`)
  await page.locator('[role=tab][aria-selected=true]').focus()
  await expect
    .poll(async () => {
      if ((await tab.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowRight')
      return await tab.getAttribute('aria-selected')
    })
    .toBe('true')
  await table(page).locator('[role=grid]').focus()
}

async function openFirst(page: Page): Promise<void> {
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await panel(page).locator('h4').first().waitFor()
}

async function close(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await panel(page).waitFor({ state: 'detached' })
}

/** Sorting, changes of the floor, and filters: in one language, since nothing of it is in words. */
async function reads(page: Page, hub: FakeHub): Promise<void> {
  const waits = (nth: number) => table(page).locator('.all .line').nth(nth).locator('.cell').nth(1).innerText()
  await toTable(page, 'queues')
  await table(page).locator('[role=columnheader] button').nth(1).press('Enter')
  await expect.poll(() => waits(0)).toBe('8')
  await table(page).locator('[role=columnheader] button').nth(1).press('Enter')
  await expect.poll(() => waits(0)).toBe('0')
  await table(page).locator('[role=columnheader] button').nth(1).press('Enter')
  // What waits most comes first by itself.
  hub.put('floor', 'queue', 'que_b0', boardQueue(0, { waiting: 41, longestSince: Date.now() - 61_000 }))
  await expect.poll(() => waits(0), { timeout: 12_000 }).toBe('41')
  await page.locator('mdg-a-board input[type=search]').fill('deliv')
  await expect.poll(() => table(page).locator('.all .line').count()).toBe(2)
  await page.reload()
  await page.locator('mdg-a-contact-list').waitFor()
  await page.keyboard.press('Alt+Z')
  // It is as it was left.
  await expect.poll(() => table(page).locator('.all .line').count()).toBe(2)
  await page.locator('mdg-a-board .filters .bare').press('Enter')
  await expect.poll(() => table(page).locator('.all .line').count()).toBe(14)
}

/** What is done from a panel. */
async function leads(page: Page, hub: FakeHub, name: 'queues' | 'agents' | 'contacts'): Promise<void> {
  const asked = (verb: string) => hub.asked.filter((one) => one.verb === verb)
  if (name === 'queues') {
    await page.locator('mdg-a-board .alerts li .button').first().press('Enter')
    await expect.poll(() => asked('alert.seen').length).toBe(1)
  }
  if (name === 'agents') {
    const lead = panel(page).locator('mdg-a-board-lead')
    await lead.locator('button').first().press('Enter')
    await page.keyboard.type('Please take the next call.')
    await page.keyboard.press('Enter')
    await lead.locator('[role=status]').waitFor()
    expect(asked('agent.tell')).toHaveLength(1)
    hub.answer = () => 'agent.offline'
    await page.keyboard.type('Hello?')
    await page.keyboard.press('Enter')
    await lead.locator('[role=alert]').waitFor()
    hub.answer = () => ({})
    await lead.locator('.actions button').first().press('Enter')
    await lead.locator('button').nth(1).press('Enter')
    await lead.getByRole('checkbox', { name: 'Orders 2' }).press('Space')
    await lead.locator('select').first().selectOption('5')
    await lead.locator('.button.main').press('Enter')
    await lead.locator('[role=status]').waitFor()
    const { body } = asked('agent.rules')[0]! as { body: { queues: string[]; skills: { level: number }[] } }
    expect([body.queues.includes('que_b8'), body.skills[0]!.level]).toEqual([true, 5])
  }
  if (name === 'contacts') {
    const log = panel(page).locator('mdg-a-log')
    await log.locator('.bubble').nth(2).waitFor()
    const { contact } = asked('contact.watch').at(-1)!.body as { contact: string }
    hub.append(contact, message('customer', 'One more thing.', 0))
    await log.getByText('One more thing.').waitFor()
  }
}

test.each(['en-GB', 'ja-JP'])(
  '%s',
  async (locale) => {
    const language = locale.slice(0, 2)
    const hub = new FakeHub(join(distFolder, 'agent-app'))
    boardFloor(hub, usualCrowd)
    boardExtras(hub, usualCrowd)
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
      await page.goto(url)
      await page.locator('mdg-a-contact-list').waitFor()
      await page.keyboard.press('Alt+Z')
      await first(page).waitFor()
      if (language === 'en') await reads(page, hub)
      for (const name of ['queues', 'agents', 'contacts'] as const) {
        await toTable(page, name)
        await openFirst(page)
        if (language === 'en') await leads(page, hub, name)
        await look(page, `${name}-${language}`)
        await close(page)
      }
      if (language === 'en') {
        // What is read along is so no longer.
        const last = () => hub.asked.findLast((one) => one.verb === 'contact.watch')?.body
        await expect.poll(last).toMatchObject({ on: false })
      }
      await page.setViewportSize({ width: 390, height: 800 })
      await look(page, `phone-${language}`)
      await page.keyboard.press('Escape')
      await page.locator('mdg-a-board').waitFor({ state: 'detached' })
      expect(complaints).toEqual([])
    } finally {
      await context.close()
      await hub.close()
    }
  },
  180_000,
)
