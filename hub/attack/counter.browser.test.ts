/**
 * The whole counter in real Chromium windows, as its users see it: customers on the sample site in Japanese and in English,
 * two agents at their desks, through queue, offer, talk, a killed hub, transfer and wrap-up. With MADOGUCHI_SHOTS set to a
 * folder it leaves pictures there.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { demoPassword, startRealHub, type RealHub } from './real-hub.ts'

let hub: RealHub
let browser: Browser
const complaints: string[] = []
const shots = process.env.MADOGUCHI_SHOTS

beforeAll(async () => {
  hub = await startRealHub()
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await hub?.stop()
  hub?.remove()
})

async function window(locale: string, width: number, height: number, path: string): Promise<Page> {
  const context = await browser.newContext({ locale, viewport: { width, height }, timezoneId: 'Asia/Tokyo' })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => complaints.push(`${path}: ${error.message}`))
  await page.goto(`${hub.origin}${path}`)
  return page
}

async function picture(page: Page, name: string): Promise<void> {
  if (shots === undefined) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`) })
}

async function signIn(page: Page, login: string): Promise<void> {
  await page.locator('input[autocomplete=username]').fill(login)
  await page.locator('input[type=password]').fill(demoPassword)
  await page.keyboard.press('Enter')
  await page.locator('mdg-a-contact-list').waitFor()
}

const says = (page: Page, text: string) => page.getByRole('log').getByText(text, { exact: true })

async function write(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox').last()
  await box.fill(text)
  await box.press('Enter')
  await says(page, text).waitFor()
}

/** Everything that both say, in order, as one page shows it. */
const spoken = async (page: Page, texts: readonly string[]): Promise<readonly string[]> => {
  const all = await page.getByRole('log').ariaSnapshot()
  return texts.filter((text) => all.includes(text)).toSorted((a, b) => all.indexOf(a) - all.indexOf(b))
}

test('a chat goes from the sample site through queue, offer, a killed hub, transfer and wrap-up, in both languages', async () => {
  const hanako = await window('ja-JP', 1440, 900, '/agent/')
  await signIn(hanako, 'hanako')
  const james = await window('en-GB', 1440, 900, '/agent/')
  await signIn(james, 'james')

  const customer = await window('ja-JP', 1280, 860, '/?lang=ja')
  await customer.getByRole('button', { name: 'チャットを開く' }).click()
  await customer.getByRole('textbox', { name: /お名前/ }).fill('山田 太郎')
  await customer.getByRole('textbox', { name: 'メッセージ' }).fill('注文した豆がまだ届きません。')
  await picture(customer, 'widget-form-ja')
  await customer.getByRole('button', { name: 'チャットを始める' }).click()
  await says(customer, '注文した豆がまだ届きません。').waitFor()
  await picture(customer, 'widget-waiting-ja')

  // Nobody was there; the one who comes is offered what waits.
  await hanako.getByRole('button', { name: '受付可にする' }).click()
  await hanako.getByRole('article', { name: /山田 太郎/ }).waitFor()
  await picture(hanako, 'desk-offer-ja')
  await hanako.keyboard.press('Alt+a')
  await says(hanako, '注文した豆がまだ届きません。').waitFor()
  await write(hanako, 'お待たせいたしました。お調べします。')
  await says(customer, 'お待たせいたしました。お調べします。').waitFor()
  await write(customer, 'お願いします。')
  await says(hanako, 'お願いします。').waitFor()
  await picture(hanako, 'desk-ja')
  await picture(customer, 'widget-ja')

  // kill -9 in the middle: words typed meanwhile wait in sight and arrive once.
  const before = hub.starts
  expect(hub.kill()).toBe(true)
  await write(customer, '注文番号は1024です。')
  await write(hanako, 'ありがとうございます。')
  await hub.serving()
  expect(hub.starts).toBe(before + 1)
  await says(hanako, '注文番号は1024です。').waitFor({ timeout: 30_000 })
  await says(customer, 'ありがとうございます。').waitFor({ timeout: 30_000 })
  await customer.reload()
  await says(customer, 'ありがとうございます。').waitFor()
  await hanako.reload()
  await says(hanako, '注文番号は1024です。').waitFor()
  expect(await says(hanako, '注文番号は1024です。').count()).toBe(1)
  expect(await says(customer, 'ありがとうございます。').count()).toBe(1)

  // To the colleague, who sees the whole talk.
  await james.getByRole('button', { name: 'Become available' }).click()
  await hanako.getByRole('button', { name: '転送' }).click()
  const dialog = hanako.getByRole('dialog')
  await dialog.getByRole('radio', { name: /James Miller/ }).check()
  await picture(hanako, 'desk-transfer-ja')
  await dialog.getByRole('button', { name: /転送する|^転送$/ }).click()
  await james.getByRole('article', { name: /山田 太郎/ }).waitFor()
  await james.keyboard.press('Alt+a')
  await says(james, '注文番号は1024です。').waitFor()
  await write(james, '担当が代わりました。発送済みです。')
  await says(customer, '担当が代わりました。発送済みです。').waitFor()
  const talk = [
    '注文した豆がまだ届きません。',
    'お待たせいたしました。お調べします。',
    'お願いします。',
    '担当が代わりました。発送済みです。',
  ]
  expect(await spoken(customer, talk)).toEqual(talk)
  expect(await spoken(james, talk)).toEqual(talk)

  // The agent ends it and wraps up; the customer may begin anew.
  await james.getByRole('button', { name: 'End', exact: true }).click()
  await james.getByRole('button', { name: /^End/ }).last().click()
  const wrapUp = james.getByRole('form', { name: 'Wrap-up' })
  await wrapUp.waitFor()
  await picture(james, 'desk-wrapup-en')
  await wrapUp.getByRole('radio').first().check()
  await wrapUp.getByRole('button', { name: /Finish/ }).click()
  await wrapUp.waitFor({ state: 'detached' })
  await picture(customer, 'widget-ended-ja')
  await customer.getByRole('button', { name: /新しい/ }).waitFor()
  // Windows that are closed without a word take no more offers after a moment.
  for (const page of [hanako, james, customer]) await page.context().close()
  expect(complaints).toEqual([])
})

test('the same in English on a phone, where the customer ends it', async () => {
  const james = await window('en-GB', 1440, 900, '/agent/')
  await signIn(james, 'james')
  const customer = await window('en-US', 390, 844, '/?lang=en')
  await customer.getByRole('button', { name: /open the chat|open chat/i }).click()
  await customer.getByRole('textbox', { name: /name/i }).fill('Emma Wilson')
  await customer.getByRole('textbox', { name: 'Message' }).fill('Do you ship to Kyoto?')
  await picture(customer, 'widget-phone-form-en')
  await customer.getByRole('button', { name: /start/i }).click()
  await james.getByRole('article', { name: /Emma Wilson/ }).waitFor()
  await james.keyboard.press('Alt+a')
  await says(james, 'Do you ship to Kyoto?').waitFor()
  await write(james, 'We do, within two days.')
  await says(customer, 'We do, within two days.').waitFor()
  await write(customer, 'Lovely, thank you!')
  await says(james, 'Lovely, thank you!').waitFor()
  await picture(customer, 'widget-phone-en')
  await picture(james, 'desk-en')
  expect(complaints).toEqual([])
})
