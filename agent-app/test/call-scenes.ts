/** Test support: states of calls, one after the other on one page, with lines of cardboard put into the real screens. */
import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import type { CallParty, DeskCall } from '#protocol'
import { ann, ben, call, customerParty, party } from './calls.ts'
import type { FakeHub } from './fake-hub.ts'
import { agent, contact, held, me, message, offer } from './scenes.ts'

/** Said of a line, as far as it can be said to a page: pictures are made there. */
export interface Shown {
  readonly state?: string
  readonly microphone?: string
  /** Legs that send a camera, or a screen; `own` is our camera. */
  readonly cameras?: readonly string[]
  readonly screens?: readonly string[]
  readonly speaking?: Readonly<Record<string, number>>
  readonly poor?: string
  readonly soundBlocked?: boolean
  readonly shares?: boolean
  readonly mos?: number
}

export interface CallScene {
  /** Null takes the call away. */
  readonly call: DeskCall | null
  readonly line?: Shown
  /** Brings the page on after that, and waits until it is there. */
  readonly act?: (page: Page, hub: FakeHub) => Promise<unknown>
  /** Brings it back. */
  readonly undo?: (page: Page, hub: FakeHub) => Promise<unknown>
  readonly phone?: boolean
}

const id = <T>(text: string): T => text as T
const leg = <T>(key: string): T => id(`leg_${key}`)
const minute = 60_000

/** A desk with one talk, which every scene's call is of. */
export function callDesk(hub: FakeHub): void {
  hub.put('desk', 'me', '', me({ role: 'supervisor', name: 'Ann' }))
  hub.put('floor', 'agent', 'agt_ann', agent('ann', 'Ann'))
  hub.put('floor', 'agent', 'agt_ben', agent('ben', 'Ben Carter'))
  hub.put('floor', 'agent', 'agt_chie', agent('chie', '森 千恵', { free: false }))
  hub.put('floor', 'agent', 'agt_dan', agent('dan', 'Dan', { status: 'offline', free: false }))
  hub.put('floor', 'held', 'cnt_h1', held('1', '小林 直樹', { channel: 'voice' }))
  hub.put('desk', 'contact', 'cnt_1', contact('田中 美咲', { waitingSince: null }))
  const at = Date.now() - 8 * minute
  hub.append(
    'cnt_1',
    { kind: 'joined', at, agentName: 'Ann' },
    message('customer', '豆が届いたのですが、ミルの調子が悪いようです。', 7 * minute),
    { kind: 'callDeclined', at: at + minute, media: 'video', by: 'customer' },
    { kind: 'callBegan', at: at + 2 * minute, media: 'audio', by: 'agent' },
    { kind: 'callPart', at: at + 3 * minute, name: 'Ben Carter', part: 'consult' },
    { kind: 'callPart', at: at + 4 * minute, name: 'Ben Carter', part: 'left' },
    { kind: 'callRecording', at: at + 4 * minute, state: 'refused' },
    { kind: 'callEnded', at: at + 5 * minute, by: 'customer', talkMs: 130_000 },
    message('agent', '続きはこちらでご案内します。', 90_000, { requestId: 'a1' }),
  )
}

const customer = (part: Partial<CallParty> = {}): CallParty => customerParty({ name: '田中 美咲', ...part })
const consulted = ben({ mode: 'consult', partner: leg('ann') })
const video = { cameraOff: false }
const visitOf = { contact: id<DeskCall['contact']>('cnt_h1'), customerName: '小林 直樹' }
const listens = (mode: 'monitor' | 'whisper'): DeskCall =>
  call({
    ...visitOf,
    part: 'listener',
    parties: [
      customer({ name: '小林 直樹' }),
      ben(),
      ann({ role: 'supervisor', mode, partner: mode === 'whisper' ? leg('ben') : null }),
    ],
  })
const press = (keys: string) => async (page: Page) => await page.keyboard.press(keys)
const until = (selector: string) => async (page: Page) => await page.locator(selector).first().waitFor()

export const callScenes: Readonly<Record<string, CallScene>> = {
  offer: {
    call: null,
    act: async (page, hub) => {
      hub.put('desk', 'offer', 'ofr_1', offer('小林 直樹', { channel: 'video', preview: '' }))
      await until('mdg-a-contact-list mdg-a-offer-card')(page)
    },
    undo: async (_, hub) => hub.put('desk', 'offer', 'ofr_1', null),
  },
  asking: { call: call({ phase: 'proposed', by: 'agent', leg: null, answeredAt: null, parties: [] }) },
  proposed: { call: call({ phase: 'proposed', media: 'video', leg: null, answeredAt: null, parties: [] }) },
  voice: {
    call: call({ parties: [customer(), ann()] }),
    line: { speaking: { leg_carl: 0.8 }, mos: 4.3 },
  },
  troubles: {
    call: call({ parties: [customer(), ann({ muted: true })] }),
    line: { microphone: 'refused', soundBlocked: true, poor: 'leg_carl' },
  },
  hold: { call: call({ parties: [customer({ held: true }), ann()], recording: 'on' }), line: { mos: 4.3 } },
  consult: {
    call: call({ parties: [customer({ held: true }), ann(), consulted] }),
    line: { speaking: { leg_ben: 0.5 } },
  },
  conference: {
    call: call({
      parties: [
        customer(),
        ann(),
        ben({ muted: true }),
        party('sue', { name: '高橋 美咲', role: 'supervisor', mode: 'barge' }),
      ],
      invited: [{ agent: id('agt_chie'), name: '森 千恵', by: 'Ann', mode: 'talk', at: Date.now() }],
    }),
    line: { speaking: { leg_carl: 0.3, leg_sue: 0.9 }, shares: true },
  },
  invite: {
    call: call({ parties: [customer(), ann()] }),
    line: {},
    act: async (page) => {
      await press('Alt+Shift+P')(page)
      await until('mdg-a-invite-dialog dialog[open]')(page)
      await press('ArrowDown')(page)
    },
    undo: press('Escape'),
  },
  keypad: {
    call: call({ parties: [customer(), ann()] }),
    line: {},
    act: async (page) => {
      await press('Alt+Shift+K')(page)
      await until('mdg-a-keypad .keys')(page)
      for (const digit of ['1', '9', '#']) await press(digit)(page)
    },
    undo: press('Escape'),
  },
  quality: {
    call: call({ parties: [customer(), ann()] }),
    line: { mos: 3.4 },
    act: async (page) => {
      await page.locator('mdg-a-call-quality button').click()
      await until('mdg-a-call-quality table')(page)
    },
    undo: press('Escape'),
  },
  reconnecting: { call: call({ parties: [customer(), ann()] }), line: { state: 'reconnecting' } },
  elsewhere: { call: call({ parties: [customer(), ann()] }), line: { state: 'moved' } },
  video: {
    call: call({ media: 'video', parties: [customer(video), ann(video)] }),
    line: { cameras: ['leg_carl', 'own'], speaking: { leg_carl: 0.7 }, mos: 4.2 },
    act: until('mdg-a-call-stage video'),
  },
  'video-several': {
    call: call({
      media: 'video',
      parties: [customer(video), ann(video), ben(), party('chie', { name: '森 千恵', ...video })],
    }),
    line: { cameras: ['leg_carl', 'leg_chie', 'own'], speaking: { leg_ben: 0.7 } },
  },
  screen: {
    call: call({ media: 'video', parties: [customer({ ...video, sharing: true }), ann(video)] }),
    line: { cameras: ['leg_carl', 'own'], screens: ['leg_carl'] },
  },
  large: {
    call: call({ media: 'video', parties: [customer({ ...video, sharing: true }), ann(video)] }),
    line: { cameras: ['leg_carl', 'own'], screens: ['leg_carl'] },
    act: press('Alt+Shift+L'),
    undo: press('Alt+Shift+L'),
  },
  devices: {
    call: null,
    act: async (page) => {
      await press('Alt+Shift+D')(page)
      await until('mdg-a-device-dialog .problem')(page)
    },
    undo: press('Escape'),
  },
  asked: {
    call: call({
      ...visitOf,
      part: 'asked',
      leg: null,
      parties: [],
      invited: [{ agent: id('agt_ann'), name: 'Ann', by: 'Ben Carter', mode: 'consult', at: Date.now() }],
    }),
    act: until('mdg-a-call-cards .rings'),
  },
  guest: {
    call: call({
      ...visitOf,
      part: 'guest',
      parties: [customer({ name: '小林 直樹', held: true }), ben(), ann({ mode: 'consult', partner: leg('ben') })],
    }),
    act: async (page) => {
      await page
        .locator('mdg-a-call-cards')
        .getByRole('button', { name: /^(Show|表示)/ })
        .click()
      await until('mdg-a-call-place mdg-a-call')(page)
    },
    line: { speaking: { leg_ben: 0.6 } },
  },
  monitor: { call: listens('monitor'), line: { speaking: { leg_carl: 0.6 } } },
  whisper: { call: listens('whisper'), line: { mos: 4 } },
  floor: {
    call: null,
    act: async (page) => {
      await press('Alt+G')(page)
      await page.locator('mdg-a-team .head').first().click()
      await until('mdg-a-team .acts')(page)
    },
    undo: press('Alt+G'),
  },
  'phone-voice': { phone: true, call: call({ parties: [customer(), ann()] }), line: { speaking: { leg_carl: 0.8 } } },
  'phone-consult': { phone: true, call: call({ parties: [customer({ held: true }), ann(), consulted] }), line: {} },
  'phone-video': {
    phone: true,
    call: call({ media: 'video', parties: [customer(video), ann(video)] }),
    line: { cameras: ['leg_carl', 'own'] },
  },
  'phone-screen': {
    phone: true,
    call: call({ media: 'video', parties: [customer({ ...video, sharing: true }), ann(video)] }),
    line: { cameras: ['leg_carl', 'own'], screens: ['leg_carl'] },
  },
  'phone-proposed': {
    phone: true,
    call: call({ phase: 'proposed', media: 'video', leg: null, answeredAt: null, parties: [] }),
  },
}

/** Puts a line of cardboard into the call on screen, and holds it there whatever the real one says. */
export async function showLine(page: Page, shown: Shown): Promise<void> {
  await until('mdg-a-call section')(page)
  await page.evaluate(putLine, shown)
  expect(await page.locator('mdg-a-call section').count()).toBe(1)
}

/** Runs in the page. */
function putLine(shown: Shown): void {
  const picture = (of: string, width: number, height: number): MediaStream => {
    const canvas = Object.assign(document.createElement('canvas'), { width, height })
    const pen = canvas.getContext('2d')
    if (pen === null) throw new Error('no canvas')
    const draw = (): void => {
      pen.fillStyle = of.startsWith('screen') ? '#f2f4f7' : `hsl(${of.length * 47} 30% 45%)`
      pen.fillRect(0, 0, width, height)
      pen.fillStyle = of.startsWith('screen') ? '#33404d' : '#f0d9c0'
      if (of.startsWith('screen'))
        for (let row = 0; row < 9; row += 1)
          pen.fillRect(60, 60 + row * 60, width * (0.4 + ((row * 37) % 45) / 100), 24)
      else {
        pen.beginPath()
        pen.arc(width / 2, height * 0.42, height * 0.2, 0, 7)
        pen.arc(width / 2, height * 1.05, height * 0.4, 0, 7)
        pen.fill()
      }
    }
    draw()
    // A stream of a canvas sends when something is drawn.
    setInterval(draw, 100)
    return canvas.captureStream(10)
  }
  const quality = shown.mos === undefined ? null : { lossRatio: 0.012, jitterMs: 7.4, roundTripMs: 42, mos: shown.mos }
  const received = new Map<string, object>()
  for (const leg of [...(shown.cameras ?? []), ...(shown.screens ?? [])])
    received.set(leg, {
      voice: null,
      camera: shown.cameras?.includes(leg) === true ? picture(`camera ${leg}`, 640, 360) : null,
      screen: shown.screens?.includes(leg) === true ? picture(`screen ${leg}`, 1_280, 720) : null,
    })
  const on = { state: shown.microphone ?? 'on', deviceId: 'm', label: 'Headset' }
  const view = {
    state: shown.state ?? 'connected',
    microphone: on,
    camera: { ...on, state: 'on' },
    speakerId: '',
    choices: [],
    ownCamera: shown.cameras?.includes('own') === true ? picture('camera own!', 640, 360) : null,
    ownScreen: shown.shares === true ? picture('screen', 320, 180) : null,
    received,
    music: false,
    speaking: new Map(Object.entries(shown.speaking ?? {})),
    up: quality,
    down: quality,
    poor: shown.poor ?? 'none',
    soundBlocked: shown.soundBlocked ?? false,
  }
  const nothing = (): (() => void) => () => {}
  const line = new Proxy({ view }, { get: (of, name) => (name === 'view' ? of.view : nothing) })
  const find = (root: Document | ShadowRoot): Element | null =>
    root.querySelector('mdg-a-call') ??
    [...root.querySelectorAll('*')].reduce<Element | null>(
      (found, { shadowRoot }) => found ?? (shadowRoot === null ? null : find(shadowRoot)),
      null,
    )
  const element = find(document) as (Element & { requestUpdate(): void }) | null
  if (element === null) throw new Error('no call on screen')
  Object.defineProperty(element, 'seat', { configurable: true, get: () => ({ at: 'here', line }), set: () => {} })
  element.requestUpdate()
}
