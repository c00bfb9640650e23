/** Test support: every state that a person can see, by what leads there. A new state is tried for accessibility on arrival. */
import type { Page } from 'playwright-core'
import { askStates } from './ask-states.ts'
import { plainSite, type FakeHub } from './fake-hub.ts'
import { command, composer } from './stage.ts'

export const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

export async function talk(hub: FakeHub, page: Page): Promise<void> {
  hub.begin('Where is my order?')
  hub.answer()
  hub.say('Let me see.')
  await command(page, 'open')
  await composer(page).waitFor()
}

/** Every state that a person can see, by what leads there. */
export const states: Record<string, (hub: FakeHub, page: Page) => Promise<unknown>> = {
  closed: async () => {},
  prechat: async (_hub, page) => {
    await command(page, 'open')
    await page.locator('mdg-prechat textarea').waitFor()
  },
  'prechat, nobody there': async (hub, page) => {
    hub.setSite({ staffed: false })
    await command(page, 'open')
    await page.locator('mdg-prechat textarea').waitFor()
  },
  'prechat without a message': async (_hub, page) => {
    await command(page, 'open')
    await page.locator('mdg-prechat button').click()
    await page.locator('mdg-prechat [aria-invalid=true]').waitFor()
  },
  waiting: async (hub, page) => {
    hub.begin('Where is my order?')
    await command(page, 'open')
    await page.locator('mdg-waiting').waitFor()
  },
  'waiting, nobody there': async (hub, page) => {
    hub.site = { ...plainSite, staffed: false }
    hub.begin('Where is my order?')
    await command(page, 'open')
    await page.locator('mdg-waiting').waitFor()
  },
  'place kept': async (hub, page) => {
    hub.site = { ...plainSite, pushKey: 'BKey' }
    hub.begin('Where is my order?', { hold: { state: 'kept', until: null, missed: 1 } })
    await command(page, 'open')
    await page.locator('mdg-waiting button').first().waitFor()
  },
  'your turn': async (hub, page) => {
    hub.begin('Where is my order?', { hold: { state: 'kept', until: null, missed: 0 } })
    await command(page, 'open')
    await page.locator('mdg-waiting button').first().waitFor()
    hub.call()
    await page.locator('mdg-waiting[called]').waitFor()
  },
  'turn missed': async (hub, page) => {
    hub.begin('Where is my order?', { hold: { state: 'resting', until: Date.now() + 120_000, missed: 1 } })
    await command(page, 'open')
    await page.locator('mdg-waiting button').first().waitFor()
  },
  'message form': async (hub, page) => {
    hub.refuse = ['queue.form']
    await command(page, 'open')
    await page.locator('mdg-prechat textarea').fill('Where is my order?')
    await page.locator('mdg-prechat button').click()
    await page.locator('mdg-prechat [name=reach]').waitFor()
  },
  'message left': async (hub, page) => {
    hub.begin('Where is my order?', { hold: { state: 'left', until: null, missed: 0 } })
    await command(page, 'open')
    await page.locator('mdg-waiting').waitFor()
  },
  unreached: async (hub, page) => {
    hub.begin('Where is my order?', { phase: 'closed', unanswered: 'unreached', place: null })
    await command(page, 'open')
    await page.locator('.again').waitFor()
  },
  talk: async (hub, page) => {
    await talk(hub, page)
    hub.say('https://example.com/a')
    hub.typing(true)
    await page.locator('mdg-log .dots').waitFor()
  },
  menu: async (hub, page) => {
    await talk(hub, page)
    await page.locator('mdg-panel summary').click()
  },
  'end asked': async (hub, page) => {
    await talk(hub, page)
    await page.locator('mdg-panel summary').click()
    await page.locator('mdg-panel details button').last().click()
    await page.locator('[role=alertdialog]').waitFor()
  },
  'not sent': async (hub, page) => {
    await talk(hub, page)
    hub.refuse = ['contact.notActive']
    await composer(page).fill('Hello?')
    await composer(page).press('Enter')
    await page.locator('.receipt button').waitFor()
  },
  uploads: async (hub, page) => {
    await talk(hub, page)
    hub.uploadGate = new Promise(() => {})
    await page.locator('mdg-composer input').setInputFiles([
      { name: 'on-its-way.png', mimeType: 'image/png', buffer: picture },
      { name: 'not-allowed.exe', mimeType: 'application/x-msdownload', buffer: picture },
    ])
    await page.locator('mdg-composer li').nth(1).waitFor()
  },
  picture: async (hub, page) => {
    await talk(hub, page)
    await page.locator('mdg-composer input').setInputFiles([{ name: 'a.png', mimeType: 'image/png', buffer: picture }])
    await composer(page).press('Enter')
    await page.locator('mdg-file img').waitFor()
  },
  reconnecting: async (hub, page) => {
    await talk(hub, page)
    hub.down = true
    hub.cut()
    await page.locator('mdg-panel .line span').waitFor()
  },
  'talk ended': async (hub, page) => {
    await talk(hub, page)
    hub.close()
    await page.locator('.again').waitFor()
  },
  ...askStates,
  'closed by its hours': async (hub, page) => {
    hub.setSite({ open: false, staffed: false, opensAt: Date.now() + 3_600_000, zone: 'Asia/Tokyo' })
    await command(page, 'open')
    await page.locator('mdg-panel .line span').waitFor()
    await page.locator('mdg-prechat [name=reach]').waitFor()
  },
  invitation: async (hub, page) => {
    const text = { en: 'May we help you choose?', ja: 'お探しの豆は見つかりましたか？' }
    const invitations = [{ key: 'any', text, when: {}, only: 'always', everyDays: 1 } as const]
    hub.face = { ...hub.face, look: { launcherText: { en: 'Ask us', ja: 'ご相談' } }, invitations }
    await page.reload()
    await page.locator('.invite p', { hasText: /./ }).waitFor()
  },
  'in a call, closed': async (hub, page) => {
    await talk(hub, page)
    await command(page, 'close')
    await page.evaluate(() => document.querySelector('madoguchi-widget')!.setAttribute('data-state', 'call'))
    await page.locator('madoguchi-widget .label', { hasText: /./ }).waitFor()
  },
}
