/**
 * The demo as whoever starts it meets it: a customer of the sample shop whom the shop names, the bot, the answers, and the
 * agent who takes over. The built widget and the built agent app in a browser, against the real hub; one walk, in order.
 * With MADOGUCHI_SHOTS set to a folder the screens leave pictures there.
 */
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findings } from '../agent-app/test/axe.ts'
import { BareHub } from '../hub/attack/bare-hub.ts'
import { openBrowser } from '../hub/attack/browser.ts'
import { demoPassword } from '../hub/attack/real-hub.ts'
import { violations } from './test/axe.ts'
import { bubbles, composer } from './test/stage.ts'

const shots = process.env['MADOGUCHI_SHOTS']
const complaints: string[] = []
let hub: BareHub
let browser: Browser

beforeAll(async () => {
  hub = await BareHub.open({ MADOGUCHI_DEMO_BOT: 'on' })
  browser = await openBrowser()
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await hub?.close()
})

async function open(path: string, locale: string, width: number): Promise<Page> {
  const viewport = { width, height: 860 }
  const context = await browser.newContext({ locale, viewport, timezoneId: 'Asia/Tokyo', reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (line) => {
    if (/Content Security Policy|Trusted(HTML|Script)/.test(line.text())) complaints.push(line.text())
  })
  await page.goto(`${hub.origin}${path}`)
  return page
}

async function look(page: Page, name: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: join(shots, `walk-${name}.png`) })
}

const said = (page: Page) => expect.poll(async () => (await bubbles(page)).join('\n'), { timeout: 30_000 })

/** Hanako, who is there for everybody. */
async function deskOf(locale: string): Promise<Page> {
  const desk = await open('/agent/', locale, 1440)
  await desk.locator('input[autocomplete=username]').fill('hanako')
  await desk.locator('input[type=password]').fill(demoPassword)
  await desk.keyboard.press('Enter')
  await desk.locator('mdg-a-contact-list').waitFor()
  await desk.keyboard.press('Alt+P')
  return desk
}

test('[S4.2] [S4.4] walk: recognised, asked only for what is unknown, answered in Japanese, and handed over with all that is known', async () => {
  const shop = await open('/order.html?lang=ja', 'ja-JP', 1100)
  await shop.locator('[data-sign-in]').first().click()
  await shop.getByRole('button', { name: 'チャットを開く' }).click()
  await shop.getByRole('button', { name: 'チャットを始める' }).click()
  await said(shop).toContain('田中 美咲 様、いつもありがとうございます')
  await shop.getByRole('button', { name: '質問する' }).waitFor()
  await look(shop, 'greeted-ja')
  expect(await violations(shop)).toEqual([])
  await shop.getByRole('button', { name: '質問する' }).click()
  await said(shop).toContain('どのようなことをお知りになりたいですか')
  await composer(shop).fill('駐車場はありますか')
  await composer(shop).press('Enter')
  await said(shop).toContain('駐車場は3台分ございます')
  await look(shop, 'answered-ja')
  // The name is signed and the order's number is the page's: nobody is asked for them.
  expect((await bubbles(shop)).join('\n')).not.toContain('ご注文番号をお願いいたします')
  await shop.getByRole('button', { name: 'いいえ' }).click()
  await said(shop).toContain('おつなぎいたします')

  const desk = await deskOf('ja-JP')
  const offer = desk.locator('mdg-a-offer-card')
  await offer.getByText('A-10234').filter({ visible: true }).first().waitFor()
  await look(desk, 'offer-ja')
  await desk.keyboard.press('Alt+A')
  const known = desk.locator('mdg-a-known')
  await known.waitFor()
  const standings = async (): Promise<Record<string, string>> =>
    Object.fromEntries(
      await known
        .locator('li')
        .evaluateAll((items) =>
          items.map((one) => [
            one.querySelector('.label')?.textContent?.trim() ?? '',
            one.querySelector('.standing')?.textContent?.trim() ?? '',
          ]),
        ),
    )
  await expect.poll(standings).toMatchObject({
    お名前: '署名済み',
    会員ランク: '署名済み',
    ご用件: 'お客様の入力',
    ご注文番号: 'ページの値（未確認）',
    ご質問: 'お客様の入力',
  })
  await desk.locator('mdg-a-talk .identified').first().waitFor()
  await desk.locator('mdg-a-log .bot .bubble', { hasText: '駐車場は3台分' }).waitFor()
  await look(desk, 'talk-ja')
  expect(await findings(desk, null)).toEqual([])
  await desk.locator('mdg-a-composer textarea').fill('お待たせいたしました。')
  await desk.keyboard.press('Enter')
  await said(shop).toContain('お待たせいたしました。')
  await look(shop, 'with-agent-ja')

  // The same in English, by somebody whom the shop does not know.
  const other = await open('/order.html?lang=en', 'en-GB', 1100)
  await other.getByRole('button', { name: 'Open chat' }).click()
  await other.getByRole('button', { name: /start/i }).click()
  await other.getByRole('button', { name: 'Return or exchange' }).click()
  await other.getByText('Please tell us a little about the return.').first().waitFor()
  await look(other, 'form-en')
  expect(await violations(other)).toEqual([])
  await other.getByRole('button', { name: 'Talk to a person' }).click()
  await said(other).toContain('We are taking you to')
  await desk.locator('mdg-a-offer-card').filter({ visible: true }).first().waitFor()
  await look(desk, 'offer-of-other-ja')
  expect(complaints).toEqual([])
}, 180_000)
