/** Test support: a floor on the real hub for those who lead it: agents and visitors on plain lines, and the desk of a person in Chromium. */
import type { Browser, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { demoPassword, type RealHub } from '../../hub/attack/real-hub.ts'
import { agentPage, cookieOf, signIn, type WirePage } from '../../hub/attack/wire-page.ts'
import { frameKinds, itemShape, type Item } from '../../hub/protocol/index.ts'
import { Customer } from './customer.ts'

export const bounds = { timeout: 20_000, interval: 50 }

/** Somebody's window, signed in. Faults of the page are gathered in `complaints`. */
export async function openDesk(
  browser: Browser,
  hub: RealHub,
  name: string,
  complaints: string[],
  before: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => complaints.push(`${name}: ${String(error)}`))
  await before(page)
  await page.goto(`${hub.origin}/agent/`)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.keyboard.press('Enter')
  await page.locator('mdg-a-presence button').first().waitFor()
  return page
}

/** Goes on by this key until the focus is there, as who has no mouse does; fails when it never comes there. */
export async function reach(page: Page, target: Locator, key = 'Tab', most = 60): Promise<void> {
  await target.first().waitFor()
  const isThere = (): Promise<boolean> =>
    target.first().evaluate((element) => (element.getRootNode() as ShadowRoot | Document).activeElement === element)
  for (let step = 0; step < most; step += 1) {
    if (await isThere()) return
    await page.keyboard.press(key)
  }
  expect(await isThere(), `${key} leads to ${String(target)}`).toBe(true)
}

/** Presses it by keys alone. */
export async function press(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await reach(page, target, key)
  await page.keyboard.press('Enter')
}

/** An agent on a plain line, who takes whatever rings while they are available. */
export class PlainAgent {
  /** Names of the customers whose contacts they were offered. */
  readonly offered: string[] = []
  #taken = 0

  private constructor(private readonly page: WirePage) {}

  static async arrive(hub: RealHub, login: string): Promise<PlainAgent> {
    return new PlainAgent(await agentPage(hub, cookieOf(await signIn(hub, login))))
  }

  beat(): void {
    this.page.beat()
    for (const frame of this.page.frames.slice(this.#taken)) {
      this.#taken += 1
      if ((frame[0] !== frameKinds.snapshot && frame[0] !== frameKinds.delta) || frame[1] !== 'desk') continue
      for (const [kind, , value] of frame[3]) {
        if (kind !== 'offer' || value === null) continue
        const { offer, epoch, customerName } = itemShape('desk', 'offer')!.read(value) as Item<'desk', 'offer'>
        this.offered.push(customerName)
        void this.page.ask('offer.accept', { offer, epoch })
      }
    }
  }

  async be(status: 'available' | 'away'): Promise<void> {
    await this.page.ask('presence.set', { status, reason: '' })
  }

  leave(): void {
    this.page.leave()
  }
}

/** Somebody who asks for help with this topic, and is in line. */
export async function visitor(hub: RealHub, name: string, topic: string, text = 'Hello'): Promise<Customer> {
  const customer = new Customer(hub.origin, name)
  await customer.client.request('contact.start', {
    name,
    topic,
    text,
    locale: 'en',
    pageUrl: `${hub.origin}/cart`,
    pageTitle: 'Cart',
    fields: null,
    intent: null,
  }).done
  return customer
}
