/**
 * The administration in a real browser against the real hub, by keyboard alone: a queue is changed, looked at, served and
 * taken back; what was typed outlives a reload; somebody who was quicker is told of. And every section, looked at by axe.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { findings } from './test/axe.ts'
import { BareHub } from '../hub/attack/bare-hub.ts'
import { openBrowser } from '../hub/attack/browser.ts'
import { demoPassword as password } from '../hub/attack/real-hub.ts'

let hub: BareHub
let browser: Browser
let context: BrowserContext
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  hub = await BareHub.open()
  browser = await openBrowser()
  context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
  })
  page = await opened(context)
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await hub?.close()
})

async function opened(on: BrowserContext): Promise<Page> {
  const made = await on.newPage()
  made.setDefaultTimeout(15_000)
  made.on('pageerror', (error) => complaints.push(String(error)))
  made.on('console', (line) => {
    if (/Content Security Policy|Trusted/.test(line.text())) complaints.push(line.text())
  })
  await made.goto(`${hub.origin}/agent/`)
  await made.locator('[name=name]').fill('admin')
  await made.locator('[name=password]').fill(password)
  await made.keyboard.press('Enter')
  await made.locator('mdg-a-contact-list').waitFor()
  return made
}

/** What has the focus, by its name for assistive technology or its words. */
const focused = (): Promise<string> =>
  page.evaluate(() => {
    let at = document.activeElement
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
    const label = (at as HTMLInputElement | null)?.labels?.[0]?.textContent
    return (at?.getAttribute('aria-label') ?? label ?? at?.textContent ?? '').trim()
  })

/** Presses Tab until what has this name has the focus. */
async function tabTo(name: string | RegExp): Promise<void> {
  const seen: string[] = []
  for (let presses = 0; presses < 90; presses++) {
    await page.keyboard.press('Tab')
    const now = await focused()
    seen.push(now)
    if (typeof name === 'string' ? now === name : name.test(now)) return
  }
  throw new Error(`Tab leads to no ${String(name)}, only to ${seen.join(' | ')}`)
}

const admin = () => page.locator('mdg-a-admin')
const bar = () => admin().locator('.bar')

/** The draft as the hub would be asked to serve it by somebody else. */
const servedByOthers = (change: string): Promise<number> =>
  page.evaluate(async (name) => {
    const headers = { 'x-madoguchi': '1', 'content-type': 'application/json' }
    const { versions } = (await (await fetch('/api/configuration', { headers })).json()) as {
      versions: { n: number }[]
    }
    const document = (await (await fetch(`/api/configuration/${versions.at(-1)!.n}`, { headers })).json()) as {
      queues: { name: { en: string } }[]
    }
    document.queues[2]!.name.en = name
    const body = JSON.stringify({ document, note: 'Quicker' })
    return (await fetch('/api/configuration/apply', { method: 'POST', headers, body })).status
  }, change)

describe('an administrator', () => {
  test('changes a queue, looks at what that does, serves it and takes it back, by keyboard', async () => {
    await page.keyboard.press('Alt+0')
    await admin().getByRole('heading', { name: 'Queues' }).waitFor()
    await tabTo(/^Orders/)
    await page.keyboard.press('Enter')
    await admin().getByRole('heading', { name: 'Orders' }).waitFor()
    await tabTo('An offer rings for')
    await page.keyboard.type('1')
    await admin().getByText('A whole number from 5 to 300.').waitFor()
    await bar().getByText('1 change not served yet').waitFor()
    await tabTo('Look and serve')
    await page.keyboard.press('Enter')
    // The hub says the same, and leads back to the field.
    await admin().getByText('Must be seconds, a whole number from 5 to 300.').waitFor()
    expect(await admin().getByRole('button', { name: 'Serve from now on' }).isDisabled()).toBe(true)
    await tabTo('To the field')
    await page.keyboard.press('Enter')
    await admin().getByRole('heading', { name: 'Orders' }).waitFor()
    await tabTo('An offer rings for')
    await page.keyboard.press('Control+A')
    await page.keyboard.type('３０')
    await expect.poll(() => admin().getByText('A whole number from 5 to 300.').count()).toBe(0)
    await tabTo('Look and serve')
    await page.keyboard.press('Enter')
    await admin().getByText('What changes (1)').waitFor()
    await admin().getByText('No waiting contact is touched.').waitFor()
    await tabTo('Why (optional)')
    await page.keyboard.type('Phones ring longer')
    await page.keyboard.press('Enter')
    await tabTo('Serve from now on')
    await page.keyboard.press('Enter')
    await admin().getByText('Version 2 is served from now on.').waitFor()
    await tabTo('Versions')
    await page.keyboard.press('Enter')
    await admin().getByText('Phones ring longer').waitFor()
    await tabTo('Go back to this: version 1')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Go back to version 1?' }).waitFor()
    await page.keyboard.press('Enter')
    await admin().getByText('Version 3 is served now: the same as version 1.').waitFor()
    expect(await bar().count()).toBe(0)
  })

  test('loses nothing by a reload, by an input method’s Enter, or by somebody quicker', async () => {
    await page.evaluate(() => void (location.hash = '#admin=queues/delivery'))
    const name = admin().getByLabel('Name, Japanese')
    await name.fill('配送のご相談')
    await name.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, composed: true })
    await bar().getByText('1 change not served yet').waitFor()
    await page.reload()
    await bar().getByText('1 change not served yet').waitFor()
    expect(await name.inputValue()).toBe('配送のご相談')
    expect(await servedByOthers('Anything else')).toBe(200)
    await bar().getByRole('button', { name: 'Look and serve' }).click()
    await admin()
      .getByText(/Somebody else served version 4 .*“Quicker”/)
      .waitFor()
    await admin().getByText('What changes (1)').waitFor()
    await admin().getByRole('button', { name: 'Serve from now on' }).click()
    await admin().getByText('Version 5 is served from now on.').waitFor()
    await page.evaluate(() => void (location.hash = '#admin=queues'))
    await admin().getByText('Anything else', { exact: true }).waitFor()
    await admin().getByText('Delivery', { exact: true }).waitFor()
  })

  test('names a new entry right after asking for it, and throws it away again', async () => {
    await page.evaluate(() => void (location.hash = '#admin=tags'))
    await admin().getByRole('button', { name: 'New tag' }).click()
    await expect.poll(focused).toBe('Words, English')
    await page.keyboard.type('Angry')
    await page.keyboard.press('Tab')
    await page.keyboard.type('ご立腹')
    await admin().getByRole('heading', { name: 'Angry' }).waitFor()
    await bar().getByRole('button', { name: 'Discard' }).click()
    await page.keyboard.press('Enter')
    await bar().waitFor({ state: 'detached' })
  })

  test('sees a site as it will be before it is served, and sends nothing by that', async () => {
    await page.evaluate(() => void (location.hash = '#admin=sites'))
    await admin().getByRole('button', { name: 'New site' }).click()
    await expect.poll(focused).toBe('Name, English')
    await page.keyboard.type('Outlet')
    await tabTo('Before a contact begins')
    await page.keyboard.type('Fields')
    await tabTo('What customers read, English')
    await page.keyboard.type('Order number')
    const chat = page.frameLocator('mdg-a-site-preview iframe')
    await chat.getByLabel('Order number').fill('A-1')
    await chat.locator('textarea').fill('Is it cheaper here?')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await admin().getByText('This is a preview: nothing was sent.').waitFor()
    // What was filled in stays while the draft goes on.
    await admin().getByLabel('Colour', { exact: true }).fill('#8a2be2')
    await expect
      .poll(() => chat.locator('button.main').evaluate((at) => getComputedStyle(at).backgroundColor))
      .toBe('rgb(138, 43, 226)')
    expect(await chat.getByLabel('Order number').inputValue()).toBe('A-1')
    await bar().getByRole('button', { name: 'Discard' }).click()
    await page.keyboard.press('Enter')
    await bar().waitFor({ state: 'detached' })
  })

  test('adds people from a table, and lets one in again whom wrong passwords have locked out', async () => {
    await page.evaluate(() => void (location.hash = '#admin=users'))
    await admin().getByRole('button', { name: 'From a table' }).click()
    await tabTo(/^Or paste the rows here/)
    await page.keyboard.insertText('name\tlogin\trole\tqueues\nAiko Ota\taiko\t担当者\tOrders\nBen\tb!\t\t')
    await admin().getByText('1 new, 1 cannot be used').waitFor()
    await tabTo('Add 1 person')
    await page.keyboard.press('Enter')
    await admin().getByRole('heading', { name: '1 person can sign in now.' }).waitFor()
    await expect.poll(focused).toBe('1 person can sign in now.')
    await bar().getByText('1 change not served yet').waitFor()
    await bar().getByRole('button', { name: 'Discard' }).click()
    await page.keyboard.press('Enter')
    await page.evaluate(async () => {
      const headers = { 'x-madoguchi': '1', 'content-type': 'application/json' }
      const body = JSON.stringify({ name: 'aiko', password: 'not this one' })
      for (let tries = 0; tries < 5; tries++) await fetch('/api/agent/sign-in', { method: 'POST', headers, body })
      location.hash = '#admin=users'
    })
    await admin()
      .getByRole('link', { name: /Aiko Ota.*Locked out/ })
      .click()
    await tabTo('Let them try again')
    await page.keyboard.press('Enter')
    await admin().getByRole('button', { name: 'Let them try again' }).waitFor({ state: 'detached' })
    expect(await admin().getByText('Too many wrong passwords').count()).toBe(0)
  })

  test('finds no section that assistive technology cannot read', async () => {
    const japanese = await browser.newContext({
      locale: 'ja-JP',
      colorScheme: 'dark',
      viewport: { width: 390, height: 800 },
    })
    const phone = await opened(japanese)
    const few = ['queues/orders', 'sites/demo', 'agents', 'users/table']
    const more = ['hours', 'replies', 'reasons', 'thresholds', 'retention', 'versions', 'file']
    const watched = ['users', 'roles', 'keys', 'audit', 'health', 'customers']
    for (const [on, sections] of [
      [page, [...few, ...more, ...watched]],
      [phone, few],
    ] as const)
      for (const section of sections) {
        await on.evaluate((to) => void (location.hash = `#admin=${to}`), section)
        await on.locator('mdg-a-admin h2[tabindex]').waitFor()
        await on.locator(`mdg-a-admin-${section.split('/')[0]!}`).waitFor()
        expect(await findings(on, null), section).toEqual([])
        const wide = await on.evaluate(() => document.documentElement.scrollWidth > innerWidth)
        expect([section, wide]).toEqual([section, false])
      }
    await japanese.close()
    expect(complaints).toEqual([])
  }, 90_000)
})
