/** The board against the real hub, by keyboard: a talk read along while it goes on, a word to the agent who has it, other queues for them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { BareHub } from '../hub/attack/bare-hub.ts'
import { openBrowser } from '../hub/attack/browser.ts'
import { demoPassword } from '../hub/attack/real-hub.ts'
import { Customer } from './test/customer.ts'

let hub: BareHub
let browser: Browser

beforeAll(async () => {
  hub = await BareHub.open()
  browser = await openBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await hub?.close()
})

async function signedIn(name: string): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } })).newPage()
  page.setDefaultTimeout(15_000)
  await page.goto(`${hub.origin}/agent/`)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.keyboard.press('Enter')
  await page.locator('mdg-a-contact-list').waitFor()
  return page
}

test('a supervisor sees a talk go on, sends its agent a word, and takes a queue from them', async () => {
  const agent = await signedIn('james')
  await agent.keyboard.press('Alt+P')
  const customer = new Customer(hub.origin, 'Mai Tanaka')
  try {
    await customer.start('Where is my parcel?')
    await agent.getByRole('article', { name: 'Offer: Mai Tanaka' }).first().waitFor()
    await agent.keyboard.press('Alt+A')
    await agent.getByRole('log').getByText('Where is my parcel?').waitFor()

    const page = await signedIn('misaki')
    const rows = page.locator('mdg-a-board-table [role=grid]')
    await page.keyboard.press('Alt+Z')
    await page.locator('#tab-queues').press('ArrowLeft')
    await page.locator('mdg-a-board-table').getByText('Mai Tanaka').waitFor()
    await rows.press('ArrowDown')
    await page.keyboard.press('Enter')
    const talk = page.locator('mdg-a-board-talk')
    await talk.getByText('Where is my parcel?').waitFor()
    await agent.locator('mdg-a-composer textarea').fill('Let me look.')
    await agent.keyboard.press('Enter')
    await talk.getByText('Let me look.').waitFor()

    await page.locator('mdg-a-board-panel').getByRole('button', { name: 'James Miller' }).press('Enter')
    const lead = page.locator('mdg-a-board-lead')
    await lead.getByRole('button', { name: 'Send a word' }).press('Enter')
    await page.keyboard.type('Please take the next call.')
    await page.keyboard.press('Enter')
    await lead.getByRole('status').waitFor()
    await agent.getByText('高橋 美咲: Please take the next call.').waitFor()

    await lead.getByRole('button', { name: 'Close' }).press('Enter')
    await lead.getByRole('button', { name: 'Change queues and skills' }).press('Enter')
    await lead.getByRole('checkbox', { name: 'Orders' }).press('Space')
    await lead.getByRole('button', { name: 'Save' }).press('Enter')
    await lead.getByRole('status').waitFor()
    // What he serves is told by the floor, not by the form.
    const served = page.locator('mdg-a-board-panel .tags')
    await expect.poll(() => served.innerText()).not.toContain('Orders')
    expect(await served.innerText()).toContain('Delivery')
  } finally {
    await customer.end().catch(() => undefined)
    customer.close()
  }
}, 90_000)
