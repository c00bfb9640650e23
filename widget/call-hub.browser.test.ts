/**
 * A whole call between the widget and the agents' page, over the real hub and a real worker, each in a browser of its own
 * with a tone for a voice: what is heard is told by frequency. In order; each step goes on where the one before has ended.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoPassword, startRealHub, type RealHub } from '../hub/attack/real-hub.ts'
import { workerBin } from '../media/real-testing.ts'
import { earScript, heardOf, toneBrowser } from './test/ears.ts'

const tones = {
  customer: [1_500],
  agent: [2_200],
  // Of the chords of the tune.
  music: [196, 220, 246.94, 261.63, 293.66, 329.63, 349.23, 392, 440, 493.88, 523.25],
}
const bounds = { timeout: 30_000, interval: 100 }

describe.skipIf(!workerBin)('a call', () => {
  let hub: RealHub
  let browsers: Awaited<ReturnType<typeof toneBrowser>>[] = []
  let shop: Page
  let desk: Page
  const complaints: string[] = []

  const open = async (hertz: number, path: string): Promise<Page> => {
    const own = await toneBrowser(hertz)
    browsers = [...browsers, own]
    const context = await own.browser.newContext({ locale: 'en-GB', viewport: { width: 1_200, height: 850 } })
    await context.addInitScript(earScript)
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (/Content Security Policy|Trusted(HTML|Script)/.test(message.text())) complaints.push(message.text())
    })
    await page.goto(`http://localhost:${hub.port}${path}`)
    return page
  }
  const hears = (page: Page, names: readonly (keyof typeof tones)[]) =>
    expect.poll(() => heardOf(page, tones), bounds).toEqual([...names].sort())
  const button = (name: string) => shop.locator('mdg-call').getByRole('button', { name, exact: true })

  beforeAll(async () => {
    hub = await startRealHub({ MADOGUCHI_WORKER_BIN: workerBin! })
    shop = await open(tones.customer[0]!, '/?lang=en')
    desk = await open(tones.agent[0]!, '/agent/')
    await desk.getByLabel('Name', { exact: true }).fill('james')
    await desk.getByLabel('Password', { exact: true }).fill(demoPassword)
    await desk.keyboard.press('Enter')
    await desk
      .getByRole('button', { name: /^Become available/ })
      .first()
      .waitFor()
  })
  afterAll(async () => {
    for (const { close } of browsers) await close()
    await hub?.stop()
    hub?.remove()
    expect(complaints).toEqual([])
  })

  test('a customer calls at once, and hears music while nobody is there', async () => {
    await shop.getByRole('button', { name: 'Open chat' }).click()
    await shop.locator('mdg-prechat').getByRole('button', { name: 'Voice call' }).click()
    await button('Start call').click()
    await shop.locator('mdg-call').getByText('you hear music').waitFor()
    await hears(shop, ['music'])
  })

  test('an agent answers: each hears the other, and nobody themselves', async () => {
    await desk.keyboard.press('Alt+P')
    await desk.getByRole('article', { name: /^Offer/ }).waitFor()
    await desk.keyboard.press('Alt+A')
    await shop.locator('mdg-call').getByText('In a call with').waitFor()
    await hears(shop, ['agent'])
    await hears(desk, ['customer'])
  })

  test('muted is silent, and then heard again', async () => {
    await button('Mute').click()
    await hears(desk, [])
    await button('Unmute').click()
    await hears(desk, ['customer'])
  })

  test('on hold there is music and no voice', async () => {
    await desk.keyboard.press('Alt+Shift+H')
    await shop.locator('mdg-call').getByText('On hold').waitFor()
    await hears(shop, ['music'])
    await hears(desk, [])
    await desk.keyboard.press('Alt+Shift+H')
    await hears(shop, ['agent'])
  })

  test('after a reload the page is in its call again by itself', async () => {
    await shop.reload()
    await hears(shop, ['agent'])
    await hears(desk, ['customer'])
  })

  test('another tab takes the call, and gives it back', async () => {
    const second = await shop.context().newPage()
    await second.goto(shop.url())
    await second.getByRole('button', { name: 'Open chat' }).click()
    await second.locator('mdg-call').getByRole('button', { name: 'Continue here' }).click()
    await hears(second, ['agent'])
    await button('Continue here').waitFor()
    await hears(shop, [])
    await button('Continue here').click()
    await hears(shop, ['agent'])
    await hears(desk, ['customer'])
    await second.locator('mdg-call').getByRole('button', { name: 'Continue here' }).waitFor()
    await second.close()
  })

  test('the customer shows a camera and a screen, hangs up, and the log says how long it was', async () => {
    await button('Camera on').click()
    await shop.locator('mdg-call video.corner').waitFor()
    await button('Show my screen').click()
    await shop.locator('mdg-call').getByText('You are showing your screen').waitFor()
    await button('Stop showing my screen').click()
    await button('Show my screen').waitFor()
    await button('End call').click()
    await shop.locator('mdg-call').waitFor({ state: 'detached' })
    await shop
      .locator('mdg-log')
      .getByText(/Call ended · \d+/)
      .waitFor()
  })

  test('a chat grows to a call that the agent proposes, and goes on as a chat after it', async () => {
    await desk.getByRole('form', { name: 'Wrap-up' }).waitFor()
    await desk.keyboard.press('Alt+W')
    await desk.getByRole('form', { name: 'Wrap-up' }).waitFor({ state: 'detached' })
    await shop.getByRole('button', { name: 'New chat' }).click()
    await shop.getByLabel('Your message').fill('One more question.')
    await shop.getByRole('button', { name: 'Start chat' }).click()
    await desk.getByRole('article', { name: /^Offer/ }).waitFor()
    await desk.keyboard.press('Alt+A')
    await desk.getByRole('log').getByText('One more question.').waitFor()
    await desk.keyboard.press('Alt+Shift+C')
    // The agents' own check, before their first proposal.
    await desk.getByRole('dialog').locator('button.main').click()
    await button('Accept').click()
    await button('Join call').click()
    await hears(shop, ['agent'])
    await hears(desk, ['customer'])
    await desk.keyboard.press('Alt+Shift+X')
    await shop.locator('mdg-call').waitFor({ state: 'detached' })
    await shop.locator('mdg-composer textarea').fill('Thank you.')
    await shop.locator('mdg-composer textarea').press('Enter')
    await desk.getByRole('log').getByText('Thank you.').waitFor()
  })
})
