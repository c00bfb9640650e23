/**
 * "Keep my place and tell me", the whole way with the real hub: from a page of the customer's shop to the hub's own page,
 * all pages closed, a push message to a push service of our own, its notice, and back into the talk.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BareHub } from '../hub/attack/bare-hub.ts'
import { openBrowser } from '../hub/attack/browser.ts'
import { PushService } from '../hub/ports/push.contract-service.ts'
import { Agent } from './test/agent.ts'
import { violations } from './test/axe.ts'
import { bubbles, hostPage } from './test/stage.ts'

let hub: BareHub
let service: PushService
let agent: Agent
let browser: Browser
let context: BrowserContext
let shop: Page
let wait: Page
const complaints: string[] = []

/** The browser's own push service cannot be reached from here: ours stands in for it, down to what a subscription is. */
const subscribed = ({ endpoint, p256dh, auth }: { endpoint: string; p256dh: string; auth: string }): string =>
  `PushManager.prototype.subscribe = async (options) => {
     if (!options.userVisibleOnly || options.applicationServerKey.length !== 65) throw new Error('not as it should be')
     const keys = ${JSON.stringify({ p256dh, auth })}
     return { endpoint: '${endpoint}', toJSON: () => ({ endpoint: '${endpoint}', keys }) }
   }`

const shopOrigin = (): string => hub.origin.replace('localhost', '127.0.0.1')

beforeAll(async () => {
  hub = await BareHub.open({ MADOGUCHI_PUSH_ADDRESSES: 'any' })
  service = await PushService.open()
  agent = new Agent(hub.origin, 'hanako')
  browser = await openBrowser()
  context = await browser.newContext({ locale: 'ja-JP', reducedMotion: 'reduce' })
  await context.grantPermissions(['notifications'], { origin: hub.origin })
  // The shop's page is made up here; the browser takes it for one from far away.
  await context.grantPermissions(['local-network-access'], { origin: shopOrigin() })
  await context.addInitScript(subscribed(service.target()))
  context.on('page', (page) => {
    page.setDefaultTimeout(15_000)
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      if (/Content Security Policy|Trusted(HTML|Script)/.test(message.text())) complaints.push(message.text())
    })
  })
})
afterAll(async () => {
  agent?.client.close()
  await browser?.close()
  await service?.close()
  await hub?.close()
})

test('a customer keeps the place, and takes it over to a page of the hub', async () => {
  const origin = shopOrigin()
  const body = hostPage('ja').replace('"/w.js"', `"${hub.origin}/w.js"`)
  await context.route(`${origin}/shop`, (route) => route.fulfill({ contentType: 'text/html', body }))
  shop = await context.newPage()
  await shop.goto(`${origin}/shop`)
  await shop.getByRole('button', { name: 'チャットを開く' }).click()
  await shop.getByLabel('メッセージ').fill('豆はいつ届きますか。')
  await shop.getByRole('button', { name: 'チャットを始める' }).click()
  await shop.getByRole('button', { name: '順番をとっておき、来たら知らせる' }).click()
  await shop.getByText('順番をお取りしています。').waitFor()
  const opening = context.waitForEvent('page')
  await shop.getByRole('button', { name: 'このページを閉じても知らせる' }).click()
  wait = await opening
  await wait.getByText('このページを閉じていても、順番が来ましたらお知らせします。').waitFor()
  expect(new URL(wait.url()).href).toBe(`${hub.origin}/wait/`)
  expect(await bubbles(wait)).toEqual(['豆はいつ届きますか。'])
  expect(await violations(wait)).toEqual([])
})

test('with every page closed they are told by push when an agent has accepted, and the hub was killed in between', async () => {
  await shop.close()
  await wait.close()
  await hub.kill()
  await hub.start()
  await agent.begin()
  await expect.poll(() => agent.offer?.hold, { timeout: 20_000 }).toBe('call')
  await agent.accept()
  await expect.poll(() => service.arrived.length, { timeout: 15_000 }).toBe(1)
  expect(JSON.parse(service.arrived[0]!.text)).toMatchObject({ kind: 'call', locale: 'ja', site: 'あおぞら珈琲' })
  expect(agent.contact?.calledUntil).toBeGreaterThan(Date.now())
})

test('the notice says it in their language, and its page leads into the talk', async () => {
  wait = await context.newPage()
  await wait.goto(`${hub.origin}/wait/`)
  const line = await context.newCDPSession(wait)
  const found = new Promise<string>((resolve) =>
    line.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      if (registrations[0] !== undefined) resolve(registrations[0].registrationId)
    }),
  )
  await line.send('ServiceWorker.enable')
  const data = service.arrived[0]!.text
  await line.send('ServiceWorker.deliverPushMessage', { origin: hub.origin, registrationId: await found, data })
  const notices = (): Promise<string[]> =>
    wait.evaluate(async () => {
      const { getNotifications } = ServiceWorkerRegistration.prototype
      const shown = await getNotifications.call(await navigator.serviceWorker.ready)
      return shown.map(({ title, body }) => `${title} ${body}`)
    })
  await expect.poll(notices).toEqual(['順番が来ました あおぞら珈琲'])
  await wait.getByRole('button', { name: '今すぐ入る' }).click()
  await agent.say('明日の午前に届きます。')
  await expect.poll(() => bubbles(wait)).toContain('明日の午前に届きます。')
  expect(complaints).toEqual([])
})

test('a page of nobody’s site cannot hand over anybody', async () => {
  const stranger = await browser.newContext({ locale: 'en-GB' })
  const page = await stranger.newPage()
  await stranger.route('http://evil.example/', (route) => route.fulfill({ contentType: 'text/html', body: '<p>Hello' }))
  await page.goto('http://evil.example/')
  const opening = stranger.waitForEvent('page')
  const tried = page.evaluate(
    (target) =>
      new Promise((resolve) => {
        window.addEventListener('message', ({ source, data }) => {
          ;(source as Window).postMessage({ kind: data, site: 'pk_demo', token: 'made.up', lang: 'en' }, '*')
          resolve(data)
        })
        window.open(target)
      }),
    `${hub.origin}/wait/`,
  )
  const opened = await opening
  expect(await tried).toBe('madoguchi-wait')
  await opened.getByText('There is nothing to wait for here.').waitFor()
  expect(await opened.locator('madoguchi-widget').count()).toBe(0)
  expect(await opened.evaluate(() => localStorage.length)).toBe(0)
  await stranger.close()
})
