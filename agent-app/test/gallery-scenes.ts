/** Test support: every state of the screen that the galleries show. To add one: an entry. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Verb } from '#protocol'
import type { FakeHub } from './fake-hub.ts'
import type { Scene } from './gallery.ts'
import { aReport, aWeek } from './a-report.ts'
import { aroundScenes } from './around-scenes.ts'
import { afterBot, afterSurvey, crowdOfFields } from './bot-scenes.ts'
import {
  busyFloor,
  contact,
  crowd,
  crowdedFloor,
  earlier,
  floor,
  longTalk,
  me,
  message,
  offer,
  reasons,
} from './scenes.ts'

const minute = 60_000
const id = <T>(text: string): T => text as T

function day(hub: FakeHub): void {
  floor(hub)
  hub.put('desk', 'me', '', me())
  const misaki = { customerRead: 9, customerReceived: 12, waitingSince: Date.now() - minute, agentRead: 12, earlier: 2 }
  hub.put('desk', 'contact', 'cnt_1', contact('田中 美咲', misaki))
  longTalk(hub)
  const james = { contact: id<never>('cnt_2'), customer: id<never>('cus_2'), waitingSince: Date.now() - 3 * minute }
  hub.put(
    'desk',
    'contact',
    'cnt_2',
    contact('James Whitfield', { ...james, locale: 'en', pageUrl: '', pageTitle: '' }),
  )
  hub.append('cnt_2', message('customer', 'Can I change the address of an order that is packed?', 3 * minute))
  const kenta = { contact: id<never>('cnt_4'), customer: id<never>('cus_4'), until: Date.now() + 85_000 }
  hub.put('desk', 'contact', 'cnt_4', contact('佐藤 健太郎', { ...kenta, phase: 'wrapUp' }))
  hub.append('cnt_4', message('customer', 'ありがとうございました。', 4 * minute))
  hub.append('cnt_4', { kind: 'closed', at: Date.now() - 30_000, by: 'customer' })
  hub.answer = (verb: Verb) => (verb === 'contact.earlier' ? { contacts: earlier } : undefined)
}

const rings = (hub: FakeHub): void => {
  day(hub)
  hub.put('desk', 'offer', 'ofr_1', offer('小林 直樹'))
}
const open = async (page: Page, name: string): Promise<void> => {
  await page.locator('.row', { hasText: name }).click()
  await page.locator('mdg-a-talk h2', { hasText: name }).waitFor()
}
/** A counter with much to do, as this role sees it. */
const counter =
  (role: 'agent' | 'supervisor' = 'agent') =>
  (hub: FakeHub): void => {
    day(hub)
    busyFloor(hub)
    hub.put('floor', 'bot', 'demo', { name: { en: 'Aozora Coffee', ja: 'あおぞら珈琲' }, contacts: 12 })
    hub.put('desk', 'me', '', me({ role }))
  }
/** To a place beside the desk. */
const go = async (page: Page, letter: 'Q' | 'G'): Promise<void> => {
  await page.locator('mdg-a-contact-list').waitFor()
  await page.keyboard.press(`Alt+${letter}`)
  await page.locator('[role=treegrid] [role=row]').first().waitFor()
  await page.waitForFunction(() => document.activeElement !== document.body)
}
const phone = { width: 390, height: 800 }

export const scenes: Readonly<Record<string, Scene>> = {
  'sign-in': { set: () => {}, signedOut: true },
  'sign-in-locked': {
    signedOut: true,
    set: (hub) => void (hub.signIn = [429, { code: 'signIn.locked', retryAfterS: 130 }]),
    act: async (page) => {
      await page.locator('[name=name]').fill('ann')
      await page.locator('[name=password]').fill('x')
      await page.keyboard.press('Enter')
      await page.locator('.problem').waitFor()
    },
  },
  loading: { set: () => {} },
  'empty-available': { set: (hub) => hub.put('desk', 'me', '', me()) },
  'empty-away': {
    set: (hub) => {
      floor(hub)
      hub.put('desk', 'me', '', me({ status: 'away', reason: 'lunch' }))
    },
  },
  'missed-offer': { set: (hub) => hub.put('desk', 'me', '', me({ status: 'away', reason: 'missedOffer' })) },
  talk: { set: day, act: (page) => open(page, '美咲') },
  'talk-after-bot': {
    set: afterBot,
    act: async (page) => {
      await open(page, '美咲')
      await page.locator('mdg-a-known .copy').first().press('ArrowDown')
      await page.keyboard.press('Enter')
      await page.locator('mdg-a-known .copy.done').waitFor()
    },
  },
  'talk-surveyed': { set: afterSurvey, act: (page) => open(page, '美咲') },
  'talk-many-fields': { set: (hub) => afterBot(hub, crowdOfFields), act: (page) => open(page, '美咲') },
  'talk-typing': {
    set: day,
    act: async (page, hub) => {
      await open(page, 'James')
      hub.types('cnt_2')
      await page.locator('mdg-a-log .typing.on').waitFor()
    },
  },
  offer: { set: rings, act: (page) => open(page, 'James') },
  'wrap-up': {
    set: day,
    act: async (page) => {
      await open(page, '健太郎')
      await page.locator('mdg-a-wrap-up input').first().check({ force: true })
    },
  },
  transfer: {
    set: day,
    act: async (page) => {
      await open(page, '美咲')
      await page.keyboard.press('Alt+T')
      await page.keyboard.press('ArrowDown')
      await page.locator('mdg-a-transfer-dialog :checked').waitFor({ state: 'attached' })
    },
  },
  'transfer-refused': {
    set: day,
    act: async (page, hub) => {
      hub.answer = () => 'agent.unavailable'
      await open(page, '美咲')
      await page.keyboard.press('Alt+T')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await page.locator('mdg-a-transfer-dialog .problem').waitFor()
    },
  },
  end: {
    set: day,
    act: async (page) => {
      await open(page, '美咲')
      await page.keyboard.press('Alt+W')
      await page.locator('mdg-a-confirm-dialog dialog').waitFor()
    },
  },
  palette: {
    set: day,
    act: async (page) => {
      await page.keyboard.press('Control+K')
      await page.locator('mdg-a-palette dialog').waitFor()
    },
  },
  presence: {
    set: day,
    act: async (page) => {
      await page.locator('mdg-a-presence button').first().click()
      await page.locator('[role=menu]').waitFor()
    },
  },
  account: {
    set: day,
    act: async (page) => {
      await page.locator('mdg-a-account button').first().click()
      await page.locator('[role=menu]').waitFor()
    },
  },
  earlier: {
    set: day,
    act: async (page, hub) => {
      await open(page, '美咲')
      await page.locator('.past').first().waitFor()
      hub.answer = (verb: Verb) => (verb === 'contact.read' ? { entries: [], head: 0 } : undefined)
      await page.locator('.past').first().click()
      await page.locator('mdg-a-earlier-dialog .say').waitFor()
    },
  },
  queues: {
    set: counter('supervisor'),
    act: async (page, hub) => {
      hub.answer = () => 'contact.notWaiting'
      await go(page, 'Q')
      await page.locator('mdg-a-queues .button.main').first().click()
      await page.locator('mdg-a-queues [role=alert]').waitFor()
    },
  },
  'queues-why': {
    set: counter(),
    act: async (page, hub) => {
      hub.answer = () => reasons()
      await go(page, 'Q')
      await page.locator('mdg-a-queues .acts .bare').first().click()
      await page.locator('mdg-a-why-dialog .offer').first().waitFor()
    },
  },
  'queues-crowd': {
    set: (hub) => {
      counter('supervisor')(hub)
      crowdedFloor(hub)
    },
    act: async (page) => {
      await go(page, 'Q')
      // Rows come in pieces, and the end is where the last of them is by now.
      const last = page.locator('mdg-a-queues').getByText(/^(Queue |窓口)49$/)
      await expect
        .poll(async () => (await page.keyboard.press('End'), last.first().isVisible()), { timeout: 10_000 })
        .toBe(true)
      expect(await page.locator('mdg-a-queues .line').count()).toBeLessThan(60)
    },
  },
  'offer-why': {
    set: rings,
    act: async (page, hub) => {
      hub.answer = () => reasons({ waiting: null, notMe: '' })
      await page.locator('mdg-a-contact-list mdg-a-offer-card').waitFor()
      await page.keyboard.press('Alt+Y')
      await page.locator('mdg-a-why-dialog .offer').first().waitFor()
    },
  },
  team: {
    set: counter('supervisor'),
    act: async (page) => {
      await go(page, 'G')
      await page.keyboard.press('ArrowRight')
      await page.locator('mdg-a-team .acts').first().waitFor()
    },
  },
  reports: {
    set: (hub) => {
      counter('supervisor')(hub)
      hub.report = aReport
    },
    act: async (page) => {
      await page.locator('mdg-a-contact-list').waitFor()
      await page.keyboard.press('Alt+O')
      const reports = page.locator('mdg-a-reports')
      await reports.locator('tbody tr').first().waitFor()
      await reports.locator('select[name=interval]').selectOption({ index: 2 })
      await reports.locator('select[name=beside]').selectOption({ index: 1 })
      await reports.locator('thead .why').first().click()
      await reports.locator('.told b').waitFor()
    },
  },
  'reports-chart': {
    set: (hub) => {
      counter('supervisor')(hub)
      hub.report = aReport
    },
    act: async (page) => {
      await page.locator('mdg-a-contact-list').waitFor()
      await page.keyboard.press('Alt+O')
      await page.locator('mdg-a-reports select[name=interval]').selectOption({ index: 2 })
      await page.locator('mdg-a-reports select[name=view]').selectOption({ index: 1 })
      await page.locator('mdg-a-reports .chart').waitFor()
    },
  },
  'reports-week': {
    set: (hub) => {
      counter('supervisor')(hub)
      hub.report = aWeek
    },
    act: async (page) => {
      await page.locator('mdg-a-contact-list').waitFor()
      await page.keyboard.press('Alt+O')
      await page.locator('mdg-a-reports tbody tr').first().waitFor()
      await page.locator('mdg-a-reports select[name=view]').selectOption({ index: 2 })
      await page.locator('mdg-a-reports .heat').waitFor()
    },
  },
  assign: {
    set: counter('supervisor'),
    act: async (page) => {
      await go(page, 'Q')
      await page.locator('mdg-a-queues .acts .button:not(.main, .bare)').first().click()
      await page.keyboard.press('ArrowDown')
      await page.locator('mdg-a-assign-dialog :checked').waitFor({ state: 'attached' })
    },
  },
  'presence-of': {
    set: counter('supervisor'),
    act: async (page) => {
      await go(page, 'G')
      await page.keyboard.press('ArrowRight')
      await page.locator('mdg-a-team .acts .button').first().click()
      await page.locator('mdg-a-force-dialog :checked').waitFor({ state: 'attached' })
    },
  },
  resting: {
    set: (hub) => {
      day(hub)
      hub.put('desk', 'contact', 'cnt_1', contact('田中 美咲', { parked: Date.now() - minute }))
      const stirred = { parked: Date.now() - 9 * minute, stirred: Date.now() - 5_000, waitingSince: Date.now() - 5_000 }
      hub.put('desk', 'contact', 'cnt_5', contact('井上 さくら', { ...stirred, contact: id('cnt_5') }))
      const told = {
        at: Date.now(),
        act: 'presence' as const,
        byName: '高橋 美咲',
        contact: null,
        customerName: '',
        text: null,
      }
      hub.put('desk', 'notice', '1', { ...told, status: 'away', reason: 'lunch' })
    },
    act: (page) => open(page, '美咲'),
  },
  'wrap-up-more': {
    set: (hub) => {
      day(hub)
      const rules = { mode: 'optional' as const, extensionsLeft: 2, extensionMs: 30_000 }
      const part = { contact: id<never>('cnt_4'), until: Date.now() + 85_000, wrapUp: rules }
      hub.put('desk', 'contact', 'cnt_4', contact('佐藤 健太郎', { ...part, phase: 'wrapUp' }))
    },
    act: (page) => open(page, '健太郎'),
  },
  'sign-out-everywhere': {
    set: day,
    act: async (page) => {
      await page.locator('mdg-a-account button').first().click()
      await page.locator('[role=menuitem]').last().click()
      await page.locator('mdg-a-confirm-dialog dialog').waitFor()
    },
  },
  lost: {
    set: day,
    act: async (page, hub) => {
      await open(page, 'James')
      hub.refuses = true
      hub.cut()
      await page.locator('.quiet-line').waitFor()
      await page.locator('mdg-a-composer textarea').fill('I am looking into it.')
      await page.keyboard.press('Enter')
      await page.locator('.receipt.sending').waitFor()
    },
  },
  refused: {
    set: day,
    act: async (page, hub) => {
      await open(page, 'James')
      hub.answer = () => 'contact.notYours'
      await page.locator('mdg-a-composer textarea').fill('I am looking into it.')
      await page.keyboard.press('Enter')
      await page.locator('.receipt.failed').waitFor()
    },
  },
  upload: {
    set: day,
    act: async (page) => {
      await open(page, 'James')
      await page.locator('mdg-a-composer input').setInputFiles([
        { name: 'receipt.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(200_000, 1) },
        { name: 'empty.png', mimeType: 'image/png', buffer: Buffer.alloc(0) },
      ])
      await page.locator('.chip.failed').waitFor()
    },
  },
  crowd: {
    set: (hub) => {
      floor(hub)
      hub.put('desk', 'me', '', me())
      crowd(hub)
    },
    act: (page) => page.keyboard.press('Alt+3'),
  },
  tablet: { set: rings, act: (page) => open(page, '美咲'), width: 1024, height: 768 },
  'tablet-customer': {
    set: afterBot,
    width: 1024,
    height: 768,
    act: async (page) => {
      await open(page, '美咲')
      await page.keyboard.press('Alt+C')
      await page.locator('aside.open').waitFor()
    },
  },
  'phone-list': { set: rings, ...phone },
  'phone-talk': { set: rings, act: (page) => open(page, '美咲'), ...phone },
  'phone-customer': {
    set: afterBot,
    ...phone,
    act: async (page) => {
      await open(page, '美咲')
      await page.locator('.side').click()
      await page.locator('mdg-a-customer').waitFor()
    },
  },
  'phone-queues': {
    set: counter('supervisor'),
    ...phone,
    act: (page) => go(page, 'Q'),
  },
  'phone-team': {
    set: counter('supervisor'),
    ...phone,
    act: async (page) => {
      await go(page, 'G')
      await page.keyboard.press('ArrowRight')
      await page.locator('mdg-a-team .acts').first().waitFor()
    },
  },
  ...aroundScenes(day, open),
  zoom: { set: day, act: (page) => open(page, '美咲'), zoom: 2 },
}
