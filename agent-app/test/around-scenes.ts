/** Test support: states of what stands around a talk. */
import type { Page } from 'playwright-core'
import { contact, message, offer } from './scenes.ts'
import type { FakeHub } from './fake-hub.ts'
import type { Scene } from './gallery.ts'

const minute = 60_000

/** `day`: a hub with talks; `open`: brings one on screen. */
export function aroundScenes(
  day: (hub: FakeHub) => void,
  open: (page: Page, name: string) => Promise<void>,
): Readonly<Record<string, Scene>> {
  const noted = (hub: FakeHub): void => {
    day(hub)
    const since = {
      customerRead: 9,
      customerReceived: 12,
      agentRead: 12,
      earlier: 2,
      waitingSince: Date.now() - 5 * minute,
    }
    hub.put('desk', 'contact', 'cnt_1', contact('田中 美咲', since))
    hub.append('cnt_1', {
      kind: 'noted',
      at: Date.now() - 50_000,
      byName: 'Ann',
      text: '＠森 千恵さん、再送の手配をお願いします。Carrier says the parcel is lost.',
      mentions: ['森 千恵'],
    })
  }
  const composer = (page: Page) => page.locator('mdg-a-composer textarea')
  return {
    'quick-reply': {
      set: day,
      act: async (page) => {
        await open(page, '美咲')
        await composer(page).pressSequentially('/late')
        await page.locator('mdg-a-composer [role=option]').first().waitFor()
      },
    },
    'quick-reply-blank': {
      set: day,
      act: async (page) => {
        await open(page, '美咲')
        await page.keyboard.press('Alt+Shift+R')
        await composer(page).pressSequentially('late')
        await page.keyboard.press('Enter')
        await page.locator('mdg-a-composer .status.says').waitFor()
      },
    },
    note: {
      set: noted,
      act: async (page) => {
        await open(page, '美咲')
        await page.keyboard.press('Alt+Shift+N')
        await composer(page).pressSequentially('Please look at this, @b')
        await page.locator('mdg-a-composer [role=option]').first().waitFor()
      },
    },
    card: {
      set: day,
      act: async (page) => {
        await open(page, '美咲')
        await page.locator('mdg-a-card dd').first().waitFor()
        await page.keyboard.press('Alt+Shift+E')
        await page.locator('mdg-a-card form').waitFor()
      },
    },
    tags: {
      set: day,
      act: async (page) => {
        await open(page, '美咲')
        await page.locator('mdg-a-card dd').first().waitFor()
        await page.keyboard.press('Alt+Shift+T')
        await page.locator('mdg-a-tags [role=option]').first().waitFor()
      },
    },
    knowledge: {
      set: day,
      act: async (page) => {
        await open(page, '美咲')
        await page.keyboard.press('Alt+Shift+Q')
        await page.locator('mdg-a-knowledge li').first().waitFor()
      },
    },
    'offer-look': {
      set: (hub) => {
        day(hub)
        hub.put('desk', 'offer', 'ofr_1', offer('小林 直樹'))
      },
      act: async (page) => {
        await page.locator('mdg-a-contact-list mdg-a-offer-card').waitFor()
        await page.keyboard.press('Alt+Shift+A')
        await page.locator('mdg-a-offer-look dd').first().waitFor()
      },
    },
    search: {
      set: day,
      act: async (page) => {
        await open(page, '美咲')
        await page.keyboard.press('Alt+/')
        await page.locator('mdg-a-search-dialog .field').fill('配送')
        await page.keyboard.press('Enter')
        await page.locator('mdg-a-search-dialog .found').first().waitFor()
      },
    },
    'own-replies': {
      set: day,
      act: async (page) => {
        await open(page, '美咲')
        await composer(page).pressSequentially('We open at ten.')
        await page.keyboard.press('Alt+Shift+W')
        await page.locator('mdg-a-own-dialog li').first().waitFor()
      },
    },
    'my-day': {
      set: day,
      act: async (page) => {
        await page.locator('mdg-a-contact-list .row').first().waitFor()
        await page.keyboard.press('Alt+Shift+Y')
        await page.locator('mdg-a-day-dialog dd').first().waitFor()
      },
    },
    'phone-note': {
      set: noted,
      width: 390,
      height: 800,
      act: async (page, hub) => {
        hub.append('cnt_1', message('customer', 'まだでしょうか。', 1_000))
        await open(page, '美咲')
        await page.locator('mdg-a-composer [aria-pressed]').click()
        await page.locator('mdg-a-composer .private').waitFor()
      },
    },
  }
}
