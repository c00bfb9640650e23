/**
 * A supervisor's hour on the real hub, by keyboard alone: a queue fills until an alert says so, rows are found and opened while
 * they change, a talk is read while it goes on, contacts and agents are led, a line is lost, and in the end the right to all
 * of it is taken away. Agents and visitors beside the windows are on plain lines.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../hub/attack/browser.ts'
import { startRealHub, type RealHub } from '../hub/attack/real-hub.ts'
import { cookieOf, post, signIn } from '../hub/attack/wire-page.ts'
import { findings } from './test/axe.ts'
import type { Customer } from './test/customer.ts'
import { bounds, openDesk, PlainAgent, press, reach, visitor } from './test/hour.ts'

let hub: RealHub
let browser: Browser
let hanako: PlainAgent
let folder: string
const visitors: Customer[] = []
const complaints: string[] = []
let beats: ReturnType<typeof setInterval>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-hour-'))
  const thresholds = [{ key: 'crowd', measure: 'waiting', above: 3, queues: ['orders'] }]
  const limits = { ticketsPerMinutePerAddress: 10_000, contactsPerHourPerAddress: 10_000 }
  writeFileSync(join(folder, 'hub.json'), JSON.stringify({ thresholds, limits }))
  hub = await startRealHub({ MADOGUCHI_CONFIG: join(folder, 'hub.json') })
  browser = await openBrowser()
}, 120_000)
afterEach(async () => {
  clearInterval(beats)
  for (const one of visitors.splice(0)) one.close()
  hanako?.leave()
  await browser?.close()
  await hub?.stop()
  hub?.remove()
  rmSync(folder, { recursive: true, force: true })
})

async function comes(name: string, topic: string, text?: string): Promise<Customer> {
  const customer = await visitor(hub, name, topic, text)
  visitors.push(customer)
  return customer
}
const looked = async (page: Page, state: string): Promise<void> => {
  if (process.env.LOOK) await page.screenshot({ path: join(process.env.LOOK, `${state}.png`) })
  expect(await findings(page, null), state).toEqual([])
}

test('a supervisor leads a floor for an hour, without a mouse', async () => {
  const page = await openDesk(browser, hub, 'misaki', complaints)
  const board = page.locator('mdg-a-board')
  const rows = page.locator('mdg-a-board-table [role=grid]')
  const panel = page.locator('mdg-a-board-panel')
  const number = (name: string) => board.locator('.number', { hasText: name }).locator('dd b')
  const row = (text: string) => rows.locator('[role=row]', { hasText: text })
  const james = await openDesk(browser, hub, 'james', complaints)
  const second = await openDesk(browser, hub, 'admin', complaints)
  hanako = await PlainAgent.arrive(hub, 'hanako')
  beats = setInterval(() => hanako.beat(), 200)

  // Two talks go on, and then nobody is free.
  await hanako.be('available')
  await comes('Carl Weber', 'delivery', 'Where is my parcel?')
  await expect.poll(() => hanako.offered, bounds).toEqual(['Carl Weber'])
  await hanako.be('away')
  await james.keyboard.press('Alt+P')
  await comes('Mai Tanaka', 'orders', 'I ordered twice.')
  await james.getByRole('article', { name: 'Offer: Mai Tanaka' }).first().waitFor()
  await james.keyboard.press('Alt+A')
  await james.getByRole('log').getByText('I ordered twice.').waitFor()
  await james.keyboard.press('Alt+P')

  // The four numbers, and the alert that four in line make.
  await page.keyboard.press('Alt+Z')
  await second.keyboard.press('Alt+Z')
  await number('Waiting').waitFor()
  for (const name of ['Naoki Kobayashi', 'Ryo Sato', 'Emma Brown', 'Aiko Mori']) await comes(name, 'orders')
  await expect.poll(() => number('Waiting').innerText(), bounds).toBe('4')
  await expect.poll(() => number('Longest wait').innerText(), bounds).toMatch(/\d+ s/)
  await expect.poll(() => number('Service level').innerText(), bounds).toBe('100%')
  expect(await number('Free agents').innerText()).toBe('0')
  const alerts = board.getByRole('region', { name: 'Alerts' })
  await alerts.getByText('4 waiting (at most 3)').waitFor()
  expect(await alerts.innerText()).toMatch(/since .+ · seen by nobody yet/s)
  await looked(page, 'alert')
  await press(page, alerts.getByRole('button', { name: 'Seen: Orders' }), 'Shift+Tab')
  await second.getByRole('region', { name: 'Alerts' }).getByText('seen by 高橋 美咲').waitFor()

  // Found and sorted while rows come and go: focus, words and place stay.
  await press(page, board.getByRole('tab', { name: 'Queues' }))
  await page.keyboard.press('ArrowLeft')
  const search = board.getByRole('searchbox')
  await reach(page, search)
  await page.keyboard.type('Ord')
  await comes('Yui Suzuki', 'orders')
  await page.keyboard.type('ers')
  expect(await search.inputValue()).toBe('Orders')
  await row('Yui Suzuki').waitFor()
  expect(await row('Carl Weber').count()).toBe(0)
  await reach(page, rows)
  await page.keyboard.press('End')
  const pointed = () => rows.locator('[data-at]').getAttribute('data-key')
  const before = await pointed()
  await comes('Ken Ito', 'orders')
  await row('Ken Ito').waitFor()
  expect([await pointed(), before]).toEqual([before, expect.stringMatching(/^cnt_/)])
  await looked(page, 'found')

  const find = async (text: string, key = 'Shift+Tab'): Promise<void> => {
    await reach(page, search, key)
    await page.keyboard.press('Control+A')
    await page.keyboard.type(text)
    await row(text).waitFor()
    await reach(page, rows)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await panel.getByRole('heading', { name: text, exact: true }).waitFor()
  }
  const inPanel = (name: string) => panel.getByRole('button', { name, exact: true })
  const dialog = page.getByRole('dialog')

  // A talk is read while it goes on, and its agent is sent a word.
  await find('Mai Tanaka')
  const talk = panel.locator('mdg-a-board-talk')
  await talk.getByText('I ordered twice.').waitFor()
  await james.getByRole('log').waitFor()
  await james.locator('mdg-a-composer textarea').focus()
  await james.keyboard.type('Let me look.')
  await james.keyboard.press('Enter')
  await talk.getByText('Let me look.').waitFor()
  await looked(page, 'contact')
  await press(page, inPanel('James Miller'))
  await press(page, inPanel('Send a word'))
  await page.keyboard.type('Please mind the refund.')
  await page.keyboard.press('Enter')
  await james.getByText('高橋 美咲: Please mind the refund.').waitFor()
  await looked(page, 'agent')

  // From the agent to a queue of theirs, to who waits there, who is given to the agent at once.
  await press(page, inPanel('Orders'))
  await panel.getByRole('heading', { name: 'Orders', exact: true }).waitFor()
  await looked(page, 'queue')
  await press(page, panel.locator('ol .link', { hasText: 'Naoki Kobayashi' }))
  await press(page, inPanel('Assign'))
  await page.keyboard.type('James')
  await page.keyboard.press('ArrowDown')
  await press(page, dialog.getByRole('button', { name: 'Give at once' }))
  await page.keyboard.press('Enter')
  await james.locator('mdg-a-contact-list').getByText('Naoki Kobayashi').first().waitFor()

  // The line is lost, and so is the hub: what was seen stays seen, and is as old as it was.
  const since = async () => /since .*/.exec(await alerts.innerText())?.[0]
  const told = await since()
  hub.kill()
  await page.getByText('Connection lost').first().waitFor()
  await hub.serving()
  hanako.leave()
  hanako = await PlainAgent.arrive(hub, 'hanako')
  await expect.poll(() => number('Waiting').innerText(), bounds).toBe('5')
  await expect.poll(since, bounds).toBe(told)

  // One's own state and that of another by the same way; a talk is taken over, and the queue runs empty.
  const table = async (name: string, key = 'Shift+Tab'): Promise<void> => {
    const tab = board.getByRole('tab', { name })
    await reach(page, board.getByRole('tab', { selected: true }), key)
    while ((await tab.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowLeft')
    await reach(page, tab, 'ArrowLeft')
  }
  const force = async (name: string, state: string, key?: string): Promise<void> => {
    await table('Agents', key)
    await find(name, 'Tab')
    await press(page, inPanel('Set availability'))
    await reach(page, dialog.getByRole('radio', { name: state }), 'ArrowDown')
    await page.keyboard.press('Enter')
    await panel.locator('.state.big', { hasText: state === 'Available' ? /Free|Busy/ : state }).waitFor()
  }
  await force('高橋 美咲', 'Lunch')
  await table('Contacts')
  await find('Mai Tanaka', 'Tab')
  await press(page, inPanel('Take over'))
  await page.keyboard.press('Enter')
  await page.locator('mdg-a-talk').getByText('I ordered twice.').first().waitFor()
  await james.locator('mdg-a-contact-list .row', { hasText: 'Mai Tanaka' }).waitFor({ state: 'detached' })
  await page.keyboard.press('Alt+Z')
  await force('佐藤 花子', 'Available')
  // She has room for three more; the last two have had enough.
  await expect.poll(() => number('Waiting').innerText(), bounds).toBe('2')
  await alerts.waitFor({ state: 'detached' })
  for (const one of visitors.slice(-2)) await one.end()
  await expect.poll(() => number('Waiting').innerText(), bounds).toBe('0')

  // Whom the queue's contacts go to follows what is changed of an agent.
  await hanako.be('away')
  await force('James Miller', 'Available')
  const orders = panel.getByRole('checkbox', { name: 'Orders' })
  await press(page, inPanel('Change queues and skills'))
  await reach(page, orders)
  await page.keyboard.press('Space')
  await press(page, inPanel('Save'))
  await panel.getByText('Saved.').waitFor()
  await comes('Rin Abe', 'orders')
  await expect.poll(() => number('Waiting').innerText(), bounds).toBe('1')
  expect(await james.getByRole('article', { name: 'Offer: Rin Abe' }).count()).toBe(0)
  await reach(page, orders, 'Shift+Tab')
  await page.keyboard.press('Space')
  await press(page, inPanel('Save'))
  await james.getByRole('article', { name: 'Offer: Rin Abe' }).first().waitFor()

  // The right to all of it is taken away.
  const cookie = cookieOf(await signIn(hub, 'admin'))
  const { status } = await post(hub, '/api/accounts/agt_misaki', { role: 'agent' }, { cookie })
  const began = performance.now()
  await page.getByLabel('Password', { exact: true }).waitFor()
  expect([status, performance.now() - began < 1_000]).toEqual([200, true])
  expect(complaints.splice(0)).toEqual([])
})
