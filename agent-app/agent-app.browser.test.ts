/**
 * The built app in a real browser against the real hub: a day at the counter, step by step. Tests share one hub but never a
 * customer; each ends what it began.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { Customer } from './test/customer.ts'
import { BareHub } from '../hub/attack/bare-hub.ts'
import { openBrowser } from '../hub/attack/browser.ts'
import { demoPassword as password } from '../hub/attack/real-hub.ts'

let hub: BareHub
let browser: Browser
let context: BrowserContext
let page: Page
const customers: Customer[] = []
const complaints: string[] = []

beforeAll(async () => {
  hub = await BareHub.open()
  browser = await openBrowser()
  context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } })
  page = await openDesk()
  await signIn(page, 'james')
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await hub?.close()
})

afterEach(async () => {
  for (const customer of customers.splice(0)) {
    await customer.end().catch(() => undefined)
    customer.close()
  }
  await finishAllWrapUps()
  expect(complaints.splice(0)).toEqual([])
})

async function openDesk(on = context): Promise<Page> {
  const opened = await on.newPage()
  opened.setDefaultTimeout(15_000)
  opened.on('pageerror', (error) => complaints.push(String(error)))
  opened.on('console', (message) => {
    const text = message.text()
    if (/Content Security Policy|TrustedHTML|TrustedScript/.test(text)) complaints.push(text)
  })
  await opened.goto(`${hub.origin}/agent/`)
  return opened
}

async function signIn(on: Page, name: string): Promise<void> {
  await on.getByLabel('Name', { exact: true }).fill(name)
  await on.getByLabel('Password', { exact: true }).fill(password)
  await on.keyboard.press('Enter')
  await on
    .getByRole('button', { name: /^(Become available|Available)/ })
    .first()
    .waitFor()
}

const presence = () => page.locator('mdg-a-presence > button, mdg-a-presence button').first()

async function becomeAvailable(): Promise<void> {
  if ((await presence().innerText()).includes('Available')) return
  await page.keyboard.press('Alt+P')
  await presence().filter({ hasText: 'Available' }).waitFor()
}

async function customer(name: string, text: string): Promise<Customer> {
  const one = new Customer(hub.origin, name)
  customers.push(one)
  await one.start(text)
  return one
}

const offerOf = (name: string) => page.getByRole('article', { name: `Offer: ${name}` })
const row = (name: string) => page.locator('mdg-a-contact-list .row', { hasText: name })
const composer = (on: Page = page) => on.locator('mdg-a-composer textarea')
const log = (on: Page = page) => on.getByRole('log')

/** A contact in talk, opened. */
async function talk(name: string, text = 'Where is my parcel?'): Promise<Customer> {
  await becomeAvailable()
  const one = await customer(name, text)
  await offerOf(name).waitFor()
  await page.keyboard.press('Alt+A')
  await log().getByText(text).waitFor()
  return one
}

async function finishAllWrapUps(): Promise<void> {
  const rows = page.locator('mdg-a-contact-list section').filter({ hasText: 'Wrap-up' }).locator('.row')
  while ((await page.locator('mdg-a-contact-list .row').count()) > 0) {
    await page.locator('mdg-a-contact-list .row').first().click()
    await page.getByRole('form', { name: 'Wrap-up' }).waitFor()
    const before = await page.locator('mdg-a-contact-list .row').count()
    await page.keyboard.press('Alt+W')
    await expect.poll(() => page.locator('mdg-a-contact-list .row').count()).toBeLessThan(before)
  }
  expect(await rows.count()).toBe(0)
}

describe('signing in', () => {
  test('a wrong password is said in words, and the right one opens the desk', async () => {
    const stranger = await browser.newContext({ locale: 'ja-JP' })
    const other = await stranger.newPage()
    await other.goto(`${hub.origin}/agent/`)
    await other.getByLabel('お名前').fill('hanako')
    await other.getByLabel('パスワード').fill('wrong')
    await other.keyboard.press('Enter')
    await other.getByRole('alert').getByText('正しくありません').waitFor()
    await other.getByLabel('パスワード').fill(password)
    await other.keyboard.press('Enter')
    await other.getByText('対応中のコンタクトはありません').waitFor()
    expect(await other.evaluate(() => document.documentElement.lang)).toBe('ja')
    await other.locator('mdg-a-account button').first().click()
    await other.getByRole('menuitem', { name: 'サインアウト', exact: true }).click()
    await other.getByLabel('お名前').waitFor()
    await stranger.close()
  })
})

describe('presence', () => {
  test('is changed by the menu with a reason, and shown once the hub says so', async () => {
    await presence().click()
    await page.getByRole('menuitemradio', { name: 'Lunch' }).click()
    await presence().filter({ hasText: 'Away · Lunch' }).waitFor()
    await page.keyboard.press('Alt+P')
    await presence().filter({ hasText: 'Available' }).waitFor()
  })
})

describe('an offer', () => {
  test('is taken by key, answered by Enter, and the receipts follow the customer', async () => {
    const mika = await talk('Mika')
    await page.waitForFunction(() => document.activeElement !== document.body)
    await page.keyboard.type('Let me look.')
    await page.keyboard.press('Enter')
    await expect.poll(() => mika.heard()).toEqual(['Let me look.'])
    expect(await composer().inputValue()).toBe('')
    mika.reads()
    await log().getByText('Read', { exact: true }).waitFor()
    mika.types()
    await log().getByText('Mika is writing…').waitFor()
    await mika.say('Thank you')
    await log().getByText('Thank you').waitFor()
  })
  test('takes neither focus nor words from who is writing, and waits to be opened', async () => {
    await talk('Nao')
    await composer().pressSequentially('I am wri')
    const other = await customer('Otto', 'Second')
    await offerOf('Otto').waitFor()
    await page.keyboard.type('ting')
    expect(await composer().inputValue()).toBe('I am writing')
    await page.keyboard.press('Alt+A')
    await page.keyboard.type(' on')
    await row('Otto').waitFor()
    expect(await composer().inputValue()).toBe('I am writing on')
    await page.keyboard.press('Control+A')
    await page.keyboard.press('Delete')
    await page.keyboard.press(`Alt+${/Alt\+(\d)/.exec((await row('Otto').getAttribute('title')) ?? '')?.[1]}`)
    await log().getByText('Second').waitFor()
    expect(other.contact?.phase).toBe('active')
  })
  test('is declined by key and leaves the screen', async () => {
    await becomeAvailable()
    await customer('Paula', 'Later, please')
    await offerOf('Paula').waitFor()
    await page.keyboard.press('Alt+X')
    await offerOf('Paula').waitFor({ state: 'detached' })
  })
})

describe('a note beside the talk', () => {
  test('is one key away, stays with colleagues, and costs the message nothing', async () => {
    const vera = await talk('Vera')
    await composer().pressSequentially('Half a mess')
    await page.keyboard.press('Alt+Shift+N')
    await page.locator('mdg-a-composer .private').waitFor()
    await page.keyboard.type('Ask the carrier first')
    await page.keyboard.press('Enter')
    await log().locator('.noted').getByText('Ask the carrier first').waitFor()
    await expect.poll(() => composer().inputValue()).toBe('Half a mess')
    await page.keyboard.type('age')
    await page.keyboard.press('Enter')
    await expect.poll(() => vera.heard()).toEqual(['Half a message'])
    expect(JSON.stringify(vera.log)).not.toContain('carrier')
  })
})

describe('beside the talk', () => {
  test('tags and card are changed by keyboard and kept, and a quick reply is filled with who is written to', async () => {
    const yui = await talk('Yui')
    await page.keyboard.press('Alt+Shift+T')
    await page.locator('mdg-a-tags [role=option]').first().waitFor()
    await page.keyboard.press('Enter')
    await page.locator('mdg-a-tags .tag:not(.coming)').waitFor()
    await page.keyboard.press('Alt+Shift+E')
    const company = page.locator('mdg-a-card').getByLabel('Company')
    await company.fill('Aozora Works')
    await company.press('Enter')
    await page.locator('mdg-a-card').getByText('Saved').waitFor()
    await page.reload()
    await page.locator('mdg-a-card').getByText('Aozora Works').waitFor()
    await page.locator('mdg-a-tags .tag').waitFor()
    await page.keyboard.press('Alt+Shift+R')
    await page.keyboard.type('hello')
    await page.locator('mdg-a-composer [aria-selected=true]').waitFor()
    await page.keyboard.press('Enter')
    expect(await composer().inputValue()).toContain('Yui')
    await page.keyboard.press('Enter')
    await expect.poll(() => yui.heard().join()).toContain('Yui')
  })
})

describe('an input method', () => {
  test('composing sends nothing and takes nothing', async () => {
    const rin = await talk('Rin')
    await composer().fill('こんにち')
    await composer().dispatchEvent('compositionstart')
    const composed = (part: object): Promise<void> =>
      composer().dispatchEvent('keydown', { bubbles: true, composed: true, cancelable: true, ...part })
    await composed({ key: 'Enter', code: 'Enter', isComposing: true })
    await composed({ key: 'Enter', code: 'Enter', keyCode: 229 })
    await customer('Sota', 'Waiting')
    await offerOf('Sota').waitFor()
    await composed({ key: 'a', code: 'KeyA', altKey: true, isComposing: true })
    await composer().dispatchEvent('compositionend')
    expect(await composer().inputValue()).toBe('こんにち')
    // The same press without composition sends: the line is in order, so what arrives is the first that was sent.
    await composed({ key: 'Enter', code: 'Enter', keyCode: 13 })
    await expect.poll(() => rin.heard()).toEqual(['こんにち'])
    expect(await offerOf('Sota').count()).toBe(1)
    await page.keyboard.press('Alt+X')
    await offerOf('Sota').waitFor({ state: 'detached' })
  })
  test('Shift and Enter begins a new line', async () => {
    const tom = await talk('Tom')
    await composer().pressSequentially('one')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('two')
    await page.keyboard.press('Enter')
    await expect.poll(() => tom.heard()).toEqual(['one\ntwo'])
  })
})

describe('handing on and ending', () => {
  test('a transfer is done by keyboard alone, with a note', async () => {
    const uma = await talk('Uma')
    await page.keyboard.press('Alt+T')
    await page.getByRole('dialog', { name: 'Transfer Uma' }).waitFor()
    await page.keyboard.type('Orders')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Needs a new address')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Transfer Uma' }).waitFor({ state: 'hidden' })
    // Nobody else is there: it is offered here again, from the other queue, with its talk and the note.
    await offerOf('Uma').getByText('Orders').waitFor()
    await page.keyboard.press('Alt+A')
    await log().getByText('Needs a new address').waitFor()
    expect(uma.log.some((entry) => entry.kind === 'transferred' && entry.note !== null)).toBe(false)
  })
  test('ending asks once, then wrap-up keeps result and note over a reload until it is finished', async () => {
    const vera = await talk('Vera')
    await page.keyboard.press('Alt+W')
    await page.getByRole('button', { name: 'End the talk' }).waitFor()
    await page.keyboard.press('Enter')
    const form = page.getByRole('form', { name: 'Wrap-up' })
    await form.waitFor()
    await expect.poll(() => vera.contact?.phase).toBe('closed')
    await form.getByRole('radio', { name: 'Solved' }).check({ force: true })
    await form.getByLabel('Note for colleagues').fill('Parcel found')
    await page.reload()
    await form.waitFor()
    expect(await form.getByRole('radio', { name: 'Solved' }).isChecked()).toBe(true)
    expect(await form.getByLabel('Note for colleagues').inputValue()).toBe('Parcel found')
    await page.keyboard.press('Alt+W')
    await row('Vera').waitFor({ state: 'detached' })
  })
})

describe('beside offers', () => {
  /** There, but asked for nothing. */
  async function goAway(on = page): Promise<void> {
    const now = on.locator('mdg-a-presence button').first()
    if (!(await now.innerText()).includes('Available')) {
      await on.keyboard.press('Alt+P')
      await now.filter({ hasText: 'Available' }).waitFor()
    }
    await on.keyboard.press('Alt+P')
    await now.filter({ hasText: 'Away' }).waitFor()
  }

  test('who waits is explained, taken, put to rest, woken, and wrapped up with more time, by keyboard', async () => {
    await goAway()
    const quinn = await customer('Quinn', 'Is anybody there?')
    await page.keyboard.press('Alt+Q')
    await page.getByRole('row').filter({ hasText: 'Quinn' }).getByRole('button', { name: 'Why' }).click()
    const why = page.getByRole('dialog', { name: 'Why: Quinn' })
    await why.getByText('Nobody who may serve it is available.').waitFor()
    await why.getByText('You are not available.').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Alt+L')
    await log().getByText('Is anybody there?').waitFor()
    await page.keyboard.press('Alt+R')
    await page.getByText('This talk rests').waitFor()
    await quinn.say('One more thing')
    await log().getByText('One more thing').waitFor()
    await page.getByText('This talk rests').waitFor({ state: 'detached' })
    await page.keyboard.press('Alt+W')
    await page.keyboard.press('Enter')
    const form = page.getByRole('form', { name: 'Wrap-up' })
    await form.getByText('3 times more').waitFor()
    await page.keyboard.press('Alt+U')
    await form.getByText('2 times more').waitFor()
    await page.keyboard.press('Alt+Y')
    await why.getByText('James Miller took it from the queue.').waitFor()
    await page.keyboard.press('Escape')
  })
  test('a supervisor gives a contact to somebody at once, and takes the talk over; signing out everywhere ends all windows', async () => {
    await goAway()
    const other = await browser.newContext({ locale: 'en-GB' })
    const lead = await openDesk(other)
    await signIn(lead, 'misaki')
    await goAway(lead)
    await customer('Remy', 'I need a supervisor')
    await lead.keyboard.press('Alt+Q')
    await lead.getByRole('button', { name: 'Assign Remy' }).click()
    await lead.getByRole('dialog', { name: 'Assign Remy' }).waitFor()
    await lead.keyboard.type('James')
    await lead.keyboard.press('ArrowDown')
    await lead.getByRole('button', { name: 'Give at once' }).click()
    await lead.getByRole('dialog', { name: 'Give Remy to James Miller at once?' }).waitFor()
    await lead.keyboard.press('Enter')
    await page.getByText('高橋 美咲 gave you Remy.').waitFor()
    await row('Remy').click()
    await log().getByText('I need a supervisor').waitFor()
    await lead.keyboard.press('Alt+G')
    await lead.getByRole('button', { name: 'James Miller' }).click()
    await lead.getByRole('button', { name: 'Take over: Remy' }).click()
    await lead.getByRole('dialog', { name: 'Take over the talk with Remy?' }).waitFor()
    await lead.keyboard.press('Enter')
    await log(lead).getByText('I need a supervisor').waitFor()
    await row('Remy').waitFor({ state: 'detached' })
    await page.getByText('高橋 美咲 has taken Remy over.').waitFor()
    await lead.keyboard.press('Alt+W')
    await lead.keyboard.press('Enter')
    await lead.getByRole('form', { name: 'Wrap-up' }).getByRole('radio', { name: 'Solved' }).check({ force: true })
    await lead.keyboard.press('Alt+W')
    await lead.getByRole('form', { name: 'Wrap-up' }).waitFor({ state: 'detached' })
    const phone = await browser.newContext({ locale: 'en-GB' })
    const second = await openDesk(phone)
    await signIn(second, 'misaki')
    await lead.locator('mdg-a-account button').first().click()
    await lead.getByRole('menuitem', { name: 'Sign out everywhere' }).click()
    await lead.getByRole('dialog', { name: 'Sign out everywhere?' }).waitFor()
    await lead.keyboard.press('Enter')
    for (const window of [lead, second]) await window.getByLabel('Password', { exact: true }).waitFor()
    await Promise.all([other.close(), phone.close()])
  })
})

describe('nothing is lost', () => {
  test('a reload keeps the chosen contact, the draft, presence and an offer with its time', async () => {
    await talk('Wes')
    await composer().fill('half a sent')
    await customer('Xaver', 'Ringing')
    await offerOf('Xaver').waitFor()
    const secondsLeft = async () => Number(await offerOf('Xaver').locator('.ring b').innerText())
    const before = await secondsLeft()
    await page.reload()
    await log().getByText('Where is my parcel?').waitFor()
    await expect.poll(() => composer().inputValue()).toBe('half a sent')
    await presence().filter({ hasText: 'Available' }).waitFor()
    await offerOf('Xaver').waitFor()
    expect(await secondsLeft()).toBeLessThanOrEqual(before)
    expect(await secondsLeft()).toBeGreaterThan(0)
    await page.keyboard.press('Alt+X')
    await offerOf('Xaver').waitFor({ state: 'detached' })
  })
  test('what was read in one window is read in the other', async () => {
    const yuki = await talk('Yuki')
    const second = await openDesk()
    await second.locator('mdg-a-contact-list .row', { hasText: 'Yuki' }).waitFor()
    await yuki.say('And one more')
    const badge = second.locator('mdg-a-contact-list .badge')
    await page.bringToFront()
    await log().getByText('And one more').waitFor()
    await badge.waitFor({ state: 'detached' })
    await second.close()
  })
  test('a message written while the hub is gone waits in sight and arrives once it is back', async () => {
    const zoe = await talk('Zoe')
    await hub.kill()
    await page.getByText('Connection lost.').waitFor()
    await composer().fill('Still here')
    await composer().press('Enter')
    await log().getByText('Sending').waitFor()
    await hub.start()
    await page.getByText('Connection lost.').waitFor({ state: 'detached' })
    await log().getByText('Sending').waitFor({ state: 'detached' })
    await expect.poll(() => zoe.heard(), { timeout: 20_000 }).toEqual(['Still here'])
  })
})
