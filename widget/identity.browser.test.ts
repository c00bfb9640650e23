/**
 * Customers of the sample shop who sign in and out, in two tabs of one browser against the real hub. In order; each step goes on
 * where the one before has ended.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BareHub } from '../hub/attack/bare-hub.ts'
import { openBrowser } from '../hub/attack/browser.ts'
import { demoShop } from '../hub/demo-identity.ts'
import { Agent } from './test/agent.ts'
import { violations } from './test/axe.ts'
import { bubbles } from './test/stage.ts'

const patience = { timeout: 20_000 }
const secret = 'a secret that only this test of the shop has'
/** The shop's server: a token that is good for so many seconds from now. */
const signed = (as: string, seconds: number): string =>
  demoShop(secret).signedIn(as, Math.floor(Date.now() / 1_000) - 600 + seconds)!

let hub: BareHub
let agent: Agent
let browser: Browser
let context: BrowserContext
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  hub = await BareHub.open({ MADOGUCHI_SECRET: secret })
  browser = await openBrowser()
  context = await browser.newContext({
    locale: 'en-GB',
    reducedMotion: 'reduce',
    viewport: { width: 1500, height: 1000 },
  })
  await context.exposeFunction('signed', signed)
  page = await tab()
  agent = new Agent(hub.origin, 'james')
  await agent.begin()
})
afterAll(async () => {
  agent?.client.close()
  await browser?.close()
  await hub?.close()
  expect(complaints).toEqual([])
})

async function tab(): Promise<Page> {
  const opened = await context.newPage()
  opened.setDefaultTimeout(12_000)
  opened.on('pageerror', (error) => complaints.push(String(error)))
  await opened.addInitScript(() => {
    const told: [string, unknown][] = []
    Object.assign(window, { told })
    for (const type of ['identity', 'identity-expired', 'connection'])
      document.addEventListener(`madoguchi-${type}`, (event) => told.push([type, (event as CustomEvent).detail]))
  })
  await opened.goto(`${hub.origin}/?lang=en`)
  return opened
}

const told = (of: Page, type: string): Promise<unknown[]> =>
  of.evaluate((one) => (window as unknown as { told: [string, unknown][] }).told.filter(([name]) => name === one), type)
const press = (of: Page, name: string): Promise<void> => of.getByRole('button', { name, exact: true }).click()
/** As the page of a shop does: a function that gives the next token whenever it is asked. */
const signIn = (of: Page, as: string, seconds = 300): Promise<void> =>
  of.evaluate(
    async ([name, life]) => {
      const shop = window as unknown as { asked?: number; signed(as: string, seconds: number): Promise<string> }
      const { Madoguchi } = window as unknown as { Madoguchi: (...call: unknown[]) => Promise<void> }
      await Madoguchi('identify', () => {
        shop.asked = (shop.asked ?? 0) + 1
        return shop.signed(name, life)
      })
    },
    [as, seconds] as const,
  )
const signOut = (of: Page): Promise<void> =>
  of.evaluate(() => (window as unknown as { Madoguchi: (command: string) => Promise<void> }).Madoguchi('logout'))
const kept = (of: Page): Promise<string[]> =>
  of.evaluate(() =>
    [localStorage, sessionStorage].flatMap((storage) =>
      Object.keys(storage)
        .filter((key) => key.startsWith('madoguchi:'))
        .map((key) => key.split(':')[2]!),
    ),
  )
const token = (of: Page): Promise<string | null> => of.evaluate(() => localStorage.getItem('madoguchi:pk_demo:token'))
/** All that the widget shows, through all of its roots. */
const shown = (of: Page): Promise<string> =>
  of.evaluate(() => {
    const textOf = (root: ParentNode): string =>
      [...root.querySelectorAll('*')].map((one) => (one.shadowRoot ? textOf(one.shadowRoot) : '')).join('') +
      [...root.querySelectorAll<HTMLTextAreaElement>('textarea,input')].map((field) => field.value).join(' ') +
      (root.textContent ?? '')
    return textOf(document)
  })

async function write(of: Page, text: string): Promise<void> {
  await of.locator('mdg-prechat textarea').fill(text)
  await of
    .locator('mdg-prechat')
    .getByRole('button', { name: /start chat/i })
    .click()
}

test('somebody unknown who signs in goes on with the same contact, and the agent sees who they are', async () => {
  await press(page, 'Open chat')
  await write(page, 'said before anybody knew me')
  await expect.poll(() => agent.offer?.preview, patience).toContain('said before anybody knew me')
  const before = await token(page)
  await signIn(page, 'james')
  await expect
    .poll(() => told(page, 'identity'), patience)
    .toEqual([['identity', { identified: true, cleared: false }]])
  expect(await token(page)).toBe(before)
  await agent.accept()
  await expect.poll(() => agent.contact?.identified, patience).toBe(true)
  const fields = agent.contact!.fields!.map(({ name, shown: words, trust }) => [name, words, trust])
  expect(fields).toContainEqual(['customer.email', 'james@example.com', 'signed'])
  expect(await bubbles(page)).toContain('said before anybody knew me')
})

test('what they said is found among their earlier chats, and read there', async () => {
  await agent.say('Hello James.')
  await expect.poll(() => bubbles(page), patience).toContain('Hello James.')
  await page.locator('mdg-panel summary').click()
  await page.getByRole('button', { name: 'End chat' }).click()
  await page.locator('[role=alertdialog] button.main').click()
  await page.locator('.again').click()
  await write(page, 'a second matter')
  await page.locator('mdg-waiting').waitFor()
  await press(page, 'Earlier chats')
  const line = page.locator('mdg-earlier li button')
  await line.getByText('said before anybody knew me').waitFor()
  expect(await violations(page)).toEqual([])
  expect(await line.count()).toBe(1)
  await line.click()
  await page.locator('mdg-earlier mdg-log').getByText('Hello James.').waitFor()
  expect(await violations(page)).toEqual([])
  await press(page, 'Back to the list')
  await press(page, 'Back to the chat')
  await page.locator('mdg-waiting').waitFor()
})

test('another customer at the same browser sees nothing of it, in any tab', async () => {
  const before = await token(page)
  const second = await tab()
  await signIn(second, 'misaki')
  await press(second, 'Open chat')
  await second.locator('mdg-prechat textarea').waitFor()
  expect(await token(second)).not.toBe(before)
  await page.locator('mdg-waiting').waitFor({ state: 'detached' })
  for (const one of [page, second]) expect(await shown(one)).not.toMatch(/said before|a second matter/)
  await second.close()
})

test('signing out clears storage and screen, and the hub knows the token no longer', async () => {
  await signOut(page)
  await page.locator('mdg-prechat textarea').fill('a draft of somebody unknown')
  const before = await token(page)
  await signIn(page, 'james')
  await expect
    .poll(() => told(page, 'identity').then((all) => all.at(-1)), patience)
    .toMatchObject(['identity', { identified: true }])
  await signOut(page)
  await expect.poll(() => token(page), patience).not.toBe(before)
  expect((await kept(page)).filter((what) => !/^(token|panel|seen\w*)$/.test(what))).toEqual([])
  await page.locator('mdg-prechat textarea').waitFor()
  expect(await shown(page)).not.toMatch(/a draft of|James Whitfield|james@/)
  const answer = await page.request.post(`${hub.origin}/api/visitor/ticket`, {
    headers: { origin: hub.origin },
    data: { site: 'pk_demo', token: before },
  })
  expect(((await answer.json()) as { token: string }).token).not.toBe(before)
})

test('a token near its end is replaced without a break, and the page hears of one that nobody replaces', async () => {
  const short = await tab()
  await signIn(short, 'james', 63)
  await press(short, 'Open chat')
  const asked = (): Promise<number> => short.evaluate(() => (window as unknown as { asked: number }).asked)
  await expect.poll(asked, patience).toBeGreaterThan(1)
  await expect.poll(() => told(short, 'connection').then((all) => all.length), patience).toBe(1)
  expect(await told(short, 'identity-expired')).toEqual([])
  await short.evaluate(
    async (given) => {
      await (window as unknown as { Madoguchi: (...call: string[]) => Promise<void> }).Madoguchi('identify', given)
    },
    signed('james', 2),
  )
  await expect.poll(() => told(short, 'identity-expired'), patience).toHaveLength(1)
})
