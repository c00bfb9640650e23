/**
 * A day at the desk: James serves twenty contacts by keyboard alone, in a real browser at a real hub. One story in chapters;
 * each goes on where the one before has ended. Customers come by the real protocol, one of them through the widget of the shop.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Locator, Page } from 'playwright-core'
import { BareHub } from '../hub/attack/bare-hub.ts'
import { openBrowser } from '../hub/attack/browser.ts'
import { demoPassword, freePort, manyPeople } from '../hub/attack/real-hub.ts'
import { demoDocument, demoWithBot } from '../hub/demo.ts'
import { Agent } from '../widget/test/agent.ts'
import { findings } from './test/axe.ts'
import { Customer } from './test/customer.ts'
import { Line } from './test/line.ts'

/** The shop of the demo. What is none of its topics rings for a few seconds only: one of them is missed. */
const shop = {
  ...demoDocument,
  queues: demoDocument.queues.map((queue) => (queue.id === 'other' ? { ...queue, offerTimeoutSeconds: 5 } : queue)),
  knowledge: demoWithBot.knowledge,
  limits: manyPeople,
}

const folder = mkdtempSync(join(tmpdir(), 'madoguchi-day-'))
const customers: Customer[] = []
const complaints: string[] = []
let hub: BareHub
/** Where customers and colleagues find the hub; James comes by a line that breaks. */
let counter: string
let line: Line
let browser: Browser
let page: Page
let hanako: Agent

beforeAll(async () => {
  const file = join(folder, 'shop.json')
  writeFileSync(file, JSON.stringify(shop))
  const port = await freePort()
  counter = `http://localhost:${port}`
  line = await Line.open(port)
  hub = await BareHub.open({
    MADOGUCHI_CONFIG: file,
    MADOGUCHI_PORT: String(port),
    MADOGUCHI_PUBLIC_ORIGIN: line.origin,
  })
  browser = await openBrowser()
  page = await (
    await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  ).newPage()
  page.setDefaultTimeout(20_000)
  page.on('pageerror', (error) => complaints.push(String(error)))
  hanako = new Agent(counter, 'hanako')
}, 120_000)

afterAll(async () => {
  hanako?.client.close()
  for (const customer of customers) customer.close()
  await browser?.close()
  line?.close()
  await hub?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** For what comes by itself: on a busy machine later. */
const patience = { timeout: 20_000 }

const press = (...keys: readonly string[]): Promise<void> =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
const type = (text: string): Promise<void> => page.keyboard.type(text)

const presence = (): Locator => page.locator('mdg-a-presence button').first()
const offerOf = (name: string): Locator => page.getByRole('article', { name: `Offer: ${name}` })
const row = (name: string): Locator => page.locator('mdg-a-contact-list .row', { hasText: name })
const log = (): Locator => page.getByRole('log')
const composer = (): Locator => page.locator('mdg-a-composer textarea')

/** What has the focus, by its name for assistive technology or its words. */
const focused = (): Promise<string> =>
  page.evaluate(() => {
    let at = document.activeElement
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
    return (at?.getAttribute('aria-label') ?? at?.textContent ?? '').trim()
  })

/** Presses Tab until what has this name has the focus. */
async function tabTo(name: RegExp): Promise<void> {
  const seen: string[] = []
  for (let presses = 0; presses < 80; presses++) {
    await press('Tab')
    const now = await focused()
    seen.push(now.slice(0, 40))
    if (name.test(now)) return
  }
  throw new Error(`Tab leads to no ${String(name)}, only to ${seen.join(' | ')}`)
}

async function comes(name: string, text: string, more: Parameters<Customer['start']>[1] = {}): Promise<Customer> {
  const customer = new Customer(counter, name)
  customers.push(customer)
  await customer.start(text, more)
  return customer
}

/** Takes the offer of this customer by key. */
async function take(name: string): Promise<void> {
  await offerOf(name).waitFor()
  await press('Alt+A')
  await row(name).waitFor()
}

/** Takes this one, who waits, out of the queue: as soon as the hub has put them back there. */
async function pull(name: string): Promise<void> {
  await expect
    .poll(async () => {
      await press('Alt+L')
      return row(name).count()
    }, patience)
    .toBe(1)
}

/** Goes to this customer's talk by the digit that its row has; looks again where rows have moved meanwhile. */
async function open(name: string): Promise<void> {
  const opened = async (): Promise<boolean> => {
    const digit = /Alt\+(\d)/.exec((await row(name).getAttribute('title')) ?? '')?.[1]
    await press(`Alt+${digit ?? ''}`)
    return page.getByRole('heading', { name, level: 2 }).first().isVisible()
  }
  await expect.poll(opened, patience).toBe(true)
}

/** Comes, is taken, and stands open. */
async function serves(name: string, text: string, more: Parameters<Customer['start']>[1] = {}): Promise<Customer> {
  const customer = await comes(name, text, more)
  await take(name)
  await open(name)
  await log().getByText(text).waitFor()
  return customer
}

/** Ends the talk, and says how it went: with the result that so many presses of an arrow lead to. */
async function finish(name: string, presses = 0): Promise<void> {
  await open(name)
  await press('Alt+W')
  await page.getByRole('button', { name: 'End the talk' }).waitFor()
  await press('Enter')
  await page.getByRole('form', { name: 'Wrap-up' }).waitFor()
  await expect.poll(focused, patience).toBe('')
  await press('Space', ...Array<string>(presses).fill('ArrowRight'), 'Alt+W')
  await row(name).waitFor({ state: 'detached' })
}

const isFine = async (): Promise<void> => expect(await findings(page, null)).toEqual([])

test('the morning: James signs in and is there', async () => {
  await page.goto(`${line.origin}/agent/`)
  await page.getByLabel('Name', { exact: true }).waitFor()
  await type('james')
  await press('Tab')
  await type(demoPassword)
  await press('Enter')
  await page.getByText('You are not available, so nothing is offered to you.').waitFor()
  await isFine()
  await press('Alt+P')
  await presence().filter({ hasText: 'Available' }).waitFor()
  await hanako.begin()
  await hanako.client.request('presence.set', { status: 'away', reason: 'meeting' }).done
}, 60_000)

test('three at once: a quick reply, a colleague asked, a field put right, knowledge passed on', async () => {
  const [mika, nao, otto] = await Promise.all([
    comes('Mika', 'まだ届きません。'),
    comes('Nao', '袋が破れていました。'),
    comes('Otto', '送料はいくらですか。', {
      fields: [{ name: 'order.id', value: 'A-10234', mode: 'default', source: 'url' }],
    }),
  ])
  for (let offers = 0; offers < 3; offers++) {
    await page
      .getByRole('article', { name: /^Offer: / })
      .first()
      .waitFor()
    await press('Alt+A')
    await expect.poll(() => page.locator('mdg-a-contact-list .row').count(), patience).toBe(offers + 1)
  }
  // What is written where James does not look is counted, and who waits longest stands first.
  await open('Mika')
  await Promise.all([nao.say('写真もあります。'), otto.say('沖縄です。')])
  for (const name of ['Nao', 'Otto']) await row(name).getByText('1 unread message').waitFor({ state: 'attached' })
  expect(await page.locator('mdg-a-contact-list .row .time.soon').count()).toBe(3)
  await isFine()

  await open('Mika')
  await type('/hello')
  await page.locator('mdg-a-composer [aria-selected=true]').getByText('Greeting').waitFor()
  await press('Enter', 'Enter')
  await expect
    .poll(() => mika.heard(), patience)
    .toEqual(['Mika様、あおぞら珈琲のJames Millerです。ご用件をお伺いします。'])

  await open('Nao')
  await press('Alt+Shift+N')
  await type('@佐藤')
  await page.locator('mdg-a-composer [aria-selected=true]').getByText('佐藤 花子').waitFor()
  await press('Enter')
  await type('may I send a new bag?')
  await press('Enter')
  await expect
    .poll(() => [...hanako.client.list('desk', 'notice').values()].map(({ act, customerName }) => [act, customerName]))
    .toEqual([['mentioned', 'Nao']])
  await hanako.client.request('contact.note', { contact: nao.contact!.contact, text: 'Yes, do.', mentions: [] }).done
  await log().getByText('Yes, do.').waitFor()
  await press('Alt+I', 'Escape')
  await type('新しいものをお送りします。')
  await press('Enter')
  await expect.poll(() => nao.heard(), patience).toEqual(['新しいものをお送りします。'])
  await press('Alt+Shift+T')
  await type('dam')
  await press('Enter')
  await page.locator('mdg-a-tags .tag:not(.coming)').getByText('Damaged').waitFor()
  expect(JSON.stringify(nao.log)).not.toMatch(/Yes, do|new bag|amaged/)

  await open('Otto')
  await press('Alt+Shift+Q')
  await type('送料')
  await page.locator('mdg-a-knowledge .insert').first().waitFor()
  await press('ArrowDown', 'Enter')
  await expect.poll(() => composer().inputValue(), patience).toContain('550円')
  await press('Enter')
  await expect.poll(() => otto.heard().join(), patience).toContain('550円')
  await tabTo(/^Knowledge$/)
  await press('ArrowLeft')
  await tabTo(/^Change order\.id/)
  await press('Enter')
  await type('A-10235')
  await press('Enter')
  await page.locator('mdg-a-known').getByText('A-10235').waitFor()
  await page.locator('mdg-a-known').getByText('by James Miller').waitFor()
  // Past the tags without putting any on.
  expect(await page.locator('mdg-a-tags .tag').count()).toBe(0)
}, 60_000)

test('one is declined and taken later, one is missed and rings again', async () => {
  await finish('Nao', 2)
  await finish('Otto')
  await comes('Paula', '急ぎません。')
  await offerOf('Paula').waitFor()
  await press('Alt+X')
  await offerOf('Paula').waitFor({ state: 'detached' })
  await pull('Paula')

  await comes('Quinn', '営業時間を教えてください。', { topic: 'other' })
  await offerOf('Quinn').waitFor()
  await open('Paula')
  await type('お待たせいたしました。')
  await press('Enter')
  // James is deep in it, and the offer goes.
  await press('Alt+/')
  await page.getByRole('dialog', { name: 'Search messages' }).waitFor()
  await type('破れて')
  await press('Enter')
  await page.locator('mdg-a-search-dialog').getByText('袋が').waitFor()
  await isFine()
  await press('ArrowDown', 'Enter')
  await page.getByRole('dialog').getByText('Yes, do.').waitFor()
  await press('Escape', 'Escape')
  await presence().filter({ hasText: 'Missed' }).waitFor()
  await press('Alt+P')
  await take('Quinn')
}, 60_000)

test('through the widget of the shop, with files both pasted and dropped', async () => {
  const visitor = await (await browser.newContext({ locale: 'ja-JP', viewport: { width: 900, height: 760 } })).newPage()
  await visitor.goto(`${counter}/?lang=ja`)
  await visitor.getByRole('button', { name: 'チャットを開く' }).click()
  await visitor.getByLabel('お名前').fill('結衣')
  await visitor.getByLabel('メッセージ').fill('説明書はありますか。')
  await visitor.getByRole('button', { name: 'チャットを始める' }).click()
  await take('結衣')
  await open('結衣')
  await composer().evaluate((field) => {
    const carrying = (name: string): DataTransfer => {
      const carried = new DataTransfer()
      carried.items.add(new File(['How to brew'], name, { type: 'text/plain' }))
      return carried
    }
    const flags = { bubbles: true, composed: true, cancelable: true }
    field.dispatchEvent(new ClipboardEvent('paste', { ...flags, clipboardData: carrying('brew.txt') }))
    field.dispatchEvent(new DragEvent('drop', { ...flags, dataTransfer: carrying('grind.txt') }))
  })
  await type('こちらです。')
  await press('Enter')
  for (const name of ['brew.txt', 'grind.txt']) await visitor.locator('mdg-log').getByText(name).waitFor()
  await visitor.locator('mdg-log').getByText('こちらです。').waitFor()
  await visitor.context().close()
  for (const name of ['Mika', 'Paula', 'Quinn', '結衣']) await finish(name)
}, 60_000)

test('Japanese is composed in peace, and a draft outlives the page', async () => {
  const rin = await serves('Rin', '定期便を止めたいです。')
  await type('かしこまりました')
  await composer().dispatchEvent('compositionstart')
  const enter = { key: 'Enter', code: 'Enter', bubbles: true, composed: true, cancelable: true }
  await composer().dispatchEvent('keydown', { ...enter, isComposing: true })
  await composer().dispatchEvent('keydown', { ...enter, keyCode: 229 })
  await composer().dispatchEvent('compositionend')
  expect(rin.heard()).toEqual([])
  await page.reload()
  await expect.poll(() => composer().inputValue(), patience).toBe('かしこまりました')
  await presence().filter({ hasText: 'Available' }).waitFor()
  await press('Alt+I', 'End')
  await type('。')
  await press('Enter')
  await expect.poll(() => rin.heard(), patience).toEqual(['かしこまりました。'])

  const wren = await serves('Wren', 'ありがとう。')
  // What is said often is kept as a reply of one's own.
  await press('Alt+Shift+W')
  await page.getByRole('dialog', { name: 'Your own quick replies' }).waitFor()
  await type('また')
  await press('Tab')
  await type('{customer}様、またどうぞ。')
  await press('Tab', 'Enter')
  await page.locator('mdg-a-own-dialog li').getByText('またどうぞ').waitFor()
  await isFine()
  await press('Escape')
  await type('/また')
  await page.locator('mdg-a-composer [aria-selected=true]').getByText('Wren様').waitFor()
  await press('Enter', 'Enter')
  await expect.poll(() => wren.heard(), patience).toEqual(['Wren様、またどうぞ。'])
}, 60_000)

test('one goes to another queue, one to a colleague', async () => {
  await serves('Sota', '請求書をください。')
  await press('Alt+T')
  const transfer = page.getByRole('dialog', { name: 'Transfer Sota' })
  await transfer.getByText('no wait').first().waitFor()
  await isFine()
  await type('Orders')
  await press('ArrowDown', 'Tab')
  await type('Needs an invoice')
  await press('Tab', 'Tab', 'Enter')
  await row('Sota').waitFor({ state: 'detached' })
  // Nobody else is there for it: it is taken back out of the other queue, with what was noted.
  await pull('Sota')
  await row('Sota').getByText('Orders').waitFor()
  await open('Sota')
  await log().getByText('Needs an invoice').waitFor()

  const tom = await serves('Tom', '花子さんをお願いします。')
  await hanako.client.request('presence.set', { status: 'available', reason: '' }).done
  await press('Alt+T')
  const toHanako = page.getByRole('dialog', { name: 'Transfer Tom' })
  await toHanako.getByText('佐藤 花子').waitFor()
  await type('花子')
  await toHanako.locator('input[type=radio]:not(:disabled)').first().waitFor()
  await press('ArrowDown', 'Enter')
  await expect.poll(() => hanako.offer?.customerName, patience).toBe('Tom')
  await hanako.accept()
  await expect.poll(() => hanako.contact?.customerName, patience).toBe('Tom')
  await hanako.say('お電話ありがとうございます。')
  await expect.poll(() => tom.heard(), patience).toHaveLength(1)
  await hanako.client.request('presence.set', { status: 'away', reason: 'meeting' }).done
  await row('Tom').waitFor({ state: 'detached' })
  for (const name of ['Rin', 'Wren', 'Sota']) await finish(name)
}, 60_000)

test('the line breaks in the middle of a talk: nothing is lost, nothing comes twice', async () => {
  const xaver = await serves('Xaver', '聞こえますか。')
  await type('一つ目')
  await press('Enter')
  await expect.poll(() => xaver.heard(), patience).toEqual(['一つ目'])
  line.cut()
  await page.getByText('Connection lost.').waitFor()
  await type('二つ目')
  await press('Enter')
  await type('三つ目')
  await press('Enter')
  await log().getByText('Sending').first().waitFor()
  await xaver.say('まだいますか。')
  await isFine()
  line.mend()
  await page.getByText('Connection lost.').waitFor({ state: 'detached' })
  await log().getByText('まだいますか。').waitFor()
  await expect.poll(() => xaver.heard(), patience).toEqual(['一つ目', '二つ目', '三つ目'])
  await log().getByText('Sending').waitFor({ state: 'detached' })
  for (const said of ['一つ目', '二つ目', '三つ目', 'まだいますか。'])
    expect(await log().getByText(said).count()).toBe(1)
  await finish('Xaver')
}, 60_000)

test('Mika is back, and what was said this morning is at hand', async () => {
  const mika = customers.find(({ name }) => name === 'Mika')!
  await mika.start('届きました。ありがとうございます。')
  await take('Mika')
  await open('Mika')
  await tabTo(/Delivery · James/)
  await press('Enter')
  const earlier = page.getByRole('dialog')
  await earlier.getByText('まだ届きません。').waitFor()
  await isFine()
  await press('Escape')
  await finish('Mika')
}, 60_000)

test('the rush before closing: four at a time, who waits longest first', async () => {
  for (const names of [
    ['Aki', 'Ben', 'Chie', 'Dan'],
    ['Emi', 'Fumi', 'Goro', 'Hana'],
  ]) {
    const guests: Customer[] = []
    for (const name of names) {
      guests.push(await comes(name, `${name}です。`))
      await take(name)
    }
    for (const guest of guests) {
      await press('Alt+N')
      await log().getByText(`${guest.name}です。`).waitFor()
      await type('承りました。')
      await press('Enter')
      await expect.poll(() => guest.heard(), patience).toEqual(['承りました。'])
    }
    for (const name of names) await finish(name, 1)
  }
}, 60_000)

test('the evening: the day in figures', async () => {
  await press('Alt+Shift+Y')
  const day = page.getByRole('dialog', { name: 'My day' })
  const figure = (name: string): Locator => day.locator('dl div').filter({ hasText: name }).locator('dd')
  // Counted a moment later: whoever looks too early looks again.
  const told = async (): Promise<readonly string[]> => {
    await press('Escape', 'Alt+Shift+Y')
    await figure('Finished').waitFor()
    return [await figure('Answered').innerText(), await figure('Finished').innerText()]
  }
  // Twenty contacts. Sota’s was answered twice: before the transfer and after it.
  await expect.poll(told, patience).toEqual(['21', '21'])
  expect(await figure('Missed').innerText()).toBe('1')
  expect(await figure('Declined').innerText()).toBe('1')
  await isFine()
  expect(complaints).toEqual([])
}, 60_000)
