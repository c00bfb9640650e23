/**
 * The built widget on the sample shop, against the real hub: one customer's whole way, with an agent on a real line at the
 * other end. In order; each step goes on where the one before has ended.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './test/axe.ts'
import { BareHub } from '../hub/attack/bare-hub.ts'
import { openBrowser } from '../hub/attack/browser.ts'
import { Agent } from './test/agent.ts'
import { bubbles, composer } from './test/stage.ts'
import { picture } from './test/states.ts'

let hub: BareHub
let agent: Agent
let browser: Browser
let context: BrowserContext
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  hub = await BareHub.open()
  browser = await openBrowser()
  context = await browser.newContext({
    locale: 'ja-JP',
    viewport: { width: 1100, height: 800 },
    reducedMotion: 'reduce',
  })
  page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted(HTML|Script)/.test(message.text())) complaints.push(message.text())
  })
  await page.goto(`${hub.origin}/?lang=ja`)
})
afterAll(async () => {
  agent?.client.close()
  await browser?.close()
  await hub?.close()
})

const receipts = (): Promise<string[]> => page.locator('mdg-log .receipt').allTextContents()

test('a customer asks for help, and is told that nobody is there', async () => {
  await page.getByRole('button', { name: 'チャットを開く' }).click()
  await page.getByText('ただいま担当者が不在です').waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByLabel('お名前').fill('田中 一郎')
  await page.getByLabel('メッセージ').fill('注文した豆がまだ届きません。')
  await page.getByRole('button', { name: 'チャットを始める' }).click()
  await page.locator('mdg-waiting').getByText('戻り次第、こちらでお答えします').waitFor()
  expect(await bubbles(page)).toEqual(['注文した豆がまだ届きません。'])
  expect(await receipts()).toEqual(['送信済み'])
})

test('an agent comes, takes the contact and answers', async () => {
  agent = new Agent(hub.origin, 'hanako')
  await agent.begin()
  await expect.poll(() => agent.offer?.customerName, { timeout: 15_000 }).toBe('田中 一郎')
  await page.locator('mdg-waiting').getByText('おつなぎしています').waitFor()
  await agent.accept()
  await page.locator('mdg-waiting').waitFor({ state: 'detached' })
  await expect.poll(() => agent.contact?.customerOnline).toBe(true)
  await agent.say('お待たせいたしました。')
  await expect.poll(() => bubbles(page)).toContain('お待たせいたしました。')
  agent.read()
  await expect.poll(receipts).toEqual(['既読'])
})

test('messages and pictures go both ways', async () => {
  await composer(page).fill('こちらが注文の画面です。')
  await page.locator('mdg-composer input').setInputFiles([{ name: '画面.png', mimeType: 'image/png', buffer: picture }])
  await composer(page).press('Enter')
  await page.locator('mdg-file img').waitFor()
  await expect
    .poll(() =>
      agent.client
        .log(agent.contact!.contact)
        .flatMap((entry) => (entry.kind === 'message' ? [[entry.text, entry.attachments[0]?.name]] : [])),
    )
    .toContainEqual(['こちらが注文の画面です。', '画面.png'])
})

test('a killed hub costs nothing: what is written meanwhile arrives once', async () => {
  await hub.kill()
  await page.getByText('再接続しています').waitFor()
  await composer(page).fill('まだいらっしゃいますか。')
  await composer(page).press('Enter')
  await page.getByText('送信中').waitFor()
  await hub.start()
  await expect.poll(receipts, { timeout: 20_000 }).not.toContain('送信中')
  await page.reload()
  await expect
    .poll(() => bubbles(page), { timeout: 15_000 })
    .toEqual([
      '注文した豆がまだ届きません。',
      'お待たせいたしました。',
      'こちらが注文の画面です。',
      'まだいらっしゃいますか。',
    ])
})

test('a second tab shows the same talk', async () => {
  const second = await context.newPage()
  await second.goto(`${hub.origin}/?lang=en`)
  await second.getByRole('button', { name: 'Open chat' }).click()
  await expect.poll(() => bubbles(second), { timeout: 15_000 }).toHaveLength(4)
  await composer(second).fill('From the other tab')
  await composer(second).press('Enter')
  await expect.poll(() => bubbles(page)).toContain('From the other tab')
  await second.close()
})

test('the customer ends it, and can begin anew', async () => {
  await page.getByLabel('その他').click()
  await page.getByRole('button', { name: 'チャットを終了' }).click()
  await page.getByRole('button', { name: '終了する' }).click()
  await page.getByText('お客様がチャットを終了しました').waitFor()
  await page.getByRole('button', { name: '新しいチャット' }).click()
  expect(await page.getByLabel('お名前').inputValue()).toBe('田中 一郎')
  await page.getByLabel('メッセージ').fill('もうひとつお願いします。')
  await page.getByRole('button', { name: 'チャットを始める' }).click()
  await expect.poll(() => bubbles(page)).toEqual(['もうひとつお願いします。'])
  expect(complaints).toEqual([])
})
