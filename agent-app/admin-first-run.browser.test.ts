/**
 * From an empty hub to its first contact, in a browser only and by keyboard alone: the guide makes company, queue, people and site,
 * a visitor writes in the preview, and the contact rings at one's own desk, where it is taken. And each step, looked at by axe.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { runAdmin } from '../hub/admin/testing.ts'
import { BareHub } from '../hub/attack/bare-hub.ts'
import { openBrowser } from '../hub/attack/browser.ts'
import { findings } from './test/axe.ts'

const password = 'correct horse battery'
const data = mkdtempSync(join(tmpdir(), 'madoguchi-first-'))
let hub: BareHub
let browser: Browser
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  const added = await runAdmin(['user', 'add', 'admin', '--name', 'Admin', '--role', 'administrator', '--data', data], {
    typed: `${password}\n`,
  })
  expect(added.code).toBe(0)
  hub = await BareHub.open({
    MADOGUCHI_MODE: 'production',
    MADOGUCHI_SECRET: 'a secret that only this walk has',
    MADOGUCHI_DATA: data,
  })
  browser = await openBrowser()
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
  })
  page = await context.newPage()
  page.setDefaultTimeout(20_000)
  page.on('pageerror', (error) => complaints.push(String(error)))
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await hub?.close()
  rmSync(data, { recursive: true, force: true })
})

/** What has the focus, by its name for assistive technology or its words. */
const focused = (): Promise<string> =>
  page.evaluate(() => {
    let at = document.activeElement
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
    const label = (at as HTMLInputElement | null)?.labels?.[0]?.textContent
    return (at?.getAttribute('aria-label') ?? label ?? at?.textContent ?? '').trim()
  })

/** Presses Tab until what has this name has the focus. */
async function tabTo(name: RegExp): Promise<void> {
  const seen: string[] = []
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press('Tab')
    const now = await focused()
    seen.push(now)
    if (name.test(now)) return
  }
  throw new Error(`Tab leads to no ${String(name)}, only to ${seen.join(' | ')}`)
}

const guide = () => page.locator('mdg-a-admin-guide')
const step = (name: string) => guide().locator('h3', { hasText: name }).waitFor()

test('an administrator goes from an empty hub to the first contact by keyboard', async () => {
  await page.goto(`${hub.origin}/agent/`)
  await page.locator('[name=name]').fill('admin')
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')

  await step('Company and language')
  expect(await findings(page, null)).toEqual([])
  await tabTo(/^Name in Japanese/)
  await page.keyboard.type('青空珈琲')
  await tabTo(/^Name in English/)
  await page.keyboard.type('Aozora Coffee')
  await page.keyboard.press('Enter')

  await step('First queue and hours')
  await tabTo(/^Open the queue/)
  await page.keyboard.press('Enter')

  await step('First people')
  await tabTo(/^Name/)
  await page.keyboard.type('佐藤 花子')
  await tabTo(/^Sign-in name/)
  await page.keyboard.type('hanako')
  await page.keyboard.press('Enter')
  await guide().locator('mdg-a-secret-once').waitFor()
  expect(await findings(page, null)).toEqual([])
  await tabTo(/^Next$/)
  await page.keyboard.press('Enter')

  await step('First site')
  await tabTo(/^Address of your site/)
  await page.keyboard.type('https://shop.example.jp/cart')
  await page.keyboard.press('Enter')
  await guide().getByText('Without a path: https://shop.example.jp').waitFor()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('https://shop.example.jp')
  await page.keyboard.press('Enter')
  await guide().getByText('data-site="pk_aozora-coffee"').waitFor()
  await tabTo(/^Next$/)
  await page.keyboard.press('Enter')

  await step('Try it')
  await tabTo(/^Set me available/)
  await page.keyboard.press('Enter')
  const chat = page.frameLocator('mdg-a-site-preview iframe')
  await chat.locator('textarea').first().focus()
  await page.keyboard.type('Is the shop open on Sunday?')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  // It rings whatever place is open, and is taken from anywhere.
  await page.locator('mdg-a-offer-card').first().waitFor()
  expect(await findings(page, null)).toEqual([])
  await page.locator('mdg-a-admin-guide h2').focus()
  await page.keyboard.press('Alt+A')
  await page.getByText('Is the shop open on Sunday?').first().waitFor()
  expect(complaints).toEqual([])
}, 120_000)

test('what was made is there after a reload, and the guide goes on at its end', async () => {
  await page.goto(`${hub.origin}/agent/#admin=guide`)
  await step('Try it')
  const done = guide().locator('.steps .unseen')
  expect(await done.count()).toBe(4)
}, 60_000)
