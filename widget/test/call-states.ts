/** Test support: every state of a call that a customer can see, by what leads there. */
import type { Page } from 'playwright-core'
import type { CallParty, VisitCall } from '#protocol'
import { callOf, proposalOf } from './fake-call.ts'
import type { FakeHub } from './fake-hub.ts'
import { hear, type Heard } from './fake-line.ts'
import { command } from './stage.ts'
import { talk } from './states.ts'

/** A chat in which calls are offered. */
async function chat(hub: FakeHub, page: Page): Promise<void> {
  hub.site = { ...hub.site, calls: 'video' }
  await talk(hub, page)
}

/** A call in that chat, which this tab has. */
async function running(
  hub: FakeHub,
  page: Page,
  change: Partial<VisitCall>,
  own: Partial<CallParty>,
  agents: readonly Partial<CallParty>[],
  heard: Heard,
): Promise<void> {
  await chat(hub, page)
  hub.setCall(callOf(hub.contact!, { ...change, since: Date.now() - 65_000 }, own, agents))
  await page.locator('mdg-call .main.first').click()
  await hear(page, heard)
}

const video = { media: 'video' } as const
const seen = { cameraOff: false } as const
const bob = { ...seen, name: '山田 太郎' }

/** Presses a call's button by its place among all of them. */
const press = (page: Page, control: number): Promise<void> =>
  page.locator('mdg-call .controls button').nth(control).click()
export const control = { mute: 0, camera: 1, share: 2, keys: 3, devices: 4, full: 5, window: 6, chat: 7, end: 8 }

export const callStates: Record<string, (hub: FakeHub, page: Page) => Promise<unknown>> = {
  'prechat with calls': async (hub, page) => {
    hub.site = { ...hub.site, calls: 'video' }
    await command(page, 'open')
    await page.locator('mdg-prechat .calls button').nth(1).waitFor()
  },
  'chat with calls': chat,
  'check of a voice': async (hub, page) => {
    await chat(hub, page)
    await page.locator('mdg-panel .head button').first().click()
    await page.locator('mdg-call meter').waitFor()
  },
  'check of a picture': async (hub, page) => {
    await chat(hub, page)
    await page.locator('mdg-panel .head button').nth(1).click()
    await page.locator('mdg-call video').waitFor()
  },
  'check, all refused': async (hub, page) => {
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))
    })
    await chat(hub, page)
    await page.locator('mdg-panel .head button').nth(1).click()
    await page.locator('mdg-call .note').nth(1).waitFor()
  },
  asked: async (hub, page) => {
    await chat(hub, page)
    hub.setCall(proposalOf(hub.contact!, 'video', 'agent'))
    await page.locator('mdg-call .card').waitFor()
  },
  asking: async (hub, page) => {
    await chat(hub, page)
    hub.setCall(proposalOf(hub.contact!, 'audio', 'customer'))
    await page.locator('mdg-call .card').waitFor()
  },
  elsewhere: async (hub, page) => {
    await chat(hub, page)
    hub.setCall(callOf(hub.contact!, {}, {}, [{}]))
    await page.locator('mdg-call .card').waitFor()
  },
  'waiting with music': async (hub, page) => {
    hub.site = { ...hub.site, calls: 'video' }
    hub.begin('')
    hub.setCall(callOf(hub.contact!, {}, { held: true }))
    await command(page, 'open')
    await page.locator('mdg-call .main.first').click()
    await hear(page, { music: true })
  },
  'a voice': (hub, page) => running(hub, page, {}, {}, [{}], { speaking: [0] }),
  'a voice, muted': (hub, page) => running(hub, page, {}, { muted: true }, [{ muted: true }], {}),
  held: (hub, page) => running(hub, page, {}, { held: true }, [{}], { music: true }),
  'call reconnecting': (hub, page) => running(hub, page, {}, {}, [{}], { state: 'reconnecting' }),
  'call failed': (hub, page) => running(hub, page, {}, {}, [{}], { state: 'failed', microphone: 'missing' }),
  'sound blocked, poor': (hub, page) => running(hub, page, {}, {}, [{}], { soundBlocked: true, poor: 'own' }),
  'recording asked': (hub, page) => running(hub, page, { recording: 'asked' }, {}, [{}], {}),
  'a picture': (hub, page) =>
    running(hub, page, { ...video, recording: 'on' }, seen, [seen], { seen: [0], own: true, speaking: [0] }),
  conference: (hub, page) =>
    running(hub, page, video, seen, [seen, bob, { name: 'Ann', muted: true }], { seen: [0, 1], own: true, poor: 1 }),
  'a screen': (hub, page) =>
    running(hub, page, video, { ...seen, sharing: true }, [{ ...seen, sharing: true }, bob], {
      seen: [0, 1],
      screen: 0,
      own: true,
      ownScreen: true,
    }),
  keypad: async (hub, page) => {
    await callStates['a voice']!(hub, page)
    await press(page, control.keys)
    await page.locator('mdg-call .keys').waitFor()
  },
  'devices in a call': async (hub, page) => {
    await callStates['a picture']!(hub, page)
    await press(page, control.devices)
    await page.locator('mdg-call .tray select').first().waitFor()
  },
  'chat in a call': async (hub, page) => {
    await callStates['a picture']!(hub, page)
    await press(page, control.chat)
    await page.locator('mdg-call[layout=card]').waitFor()
  },
}
