/**
 * Test support: a line that hears and sees what it is told, put into the call of the built widget. For what no real line can
 * be made to show at will: who speaks, whose connection is poor, pictures that stand still for a screenshot.
 */
import type { Page } from 'playwright-core'
import type { LineState } from '../../media/client/index.ts'
import { agentLeg } from './fake-call.ts'

/** What it shows; everything else is as in a call of voices that goes well. */
export interface Heard {
  readonly state?: LineState
  /** Agents who are seen, by number; and whose screen is. */
  readonly seen?: readonly number[]
  readonly screen?: number
  readonly speaking?: readonly number[]
  readonly own?: boolean
  readonly ownScreen?: boolean
  readonly poor?: 'own' | number
  readonly soundBlocked?: boolean
  readonly music?: boolean
  readonly microphone?: 'on' | 'refused' | 'missing' | 'busy'
}

/** Takes the place of the call's own line, once that is there. */
export async function hear(page: Page, heard: Heard): Promise<void> {
  const legs = [0, 1, 2, 3].map((index) => agentLeg(index))
  await page.locator('mdg-call .controls').waitFor()
  await page.locator('mdg-call').evaluate(takePlace, { heard, legs: legs as readonly string[] })
}

/** Runs in the page. */
function takePlace(element: Element, { heard, legs }: { heard: Heard; legs: readonly string[] }): void {
  const call = element as Element & { seat: { line: unknown }; requestUpdate(): void }
  const film = (colour: string, text: string): MediaStream => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 400 })
    const pen = canvas.getContext('2d')!
    pen.fillStyle = colour
    pen.fillRect(0, 0, 640, 400)
    pen.fillStyle = '#fff'
    pen.font = '64px sans-serif'
    pen.fillText(text, 200, 220)
    return canvas.captureStream(5)
  }
  const received = legs.map((leg, index) => [
    leg,
    {
      voice: null,
      camera: heard.seen?.includes(index)
        ? film(['#35506b', '#5b3a5e', '#2f5d46', '#6b5335'][index]!, `${index}`)
        : null,
      screen: heard.screen === index ? film('#70808f', 'slides') : null,
    },
  ])
  const device = (kind: string, id: string, label: string) => ({ kind, deviceId: id, label })
  call.seat.line = {
    view: {
      state: heard.state ?? 'connected',
      microphone: { state: heard.microphone ?? 'on', deviceId: 'm1', label: 'Headset' },
      camera: { state: heard.own ? 'on' : 'off', deviceId: 'c1', label: 'Camera' },
      speakerId: '',
      choices: [
        device('microphone', 'm1', 'Headset (Bluetooth)'),
        device('microphone', 'm2', 'Built-in microphone'),
        device('camera', 'c1', 'Front camera'),
        device('camera', 'c2', 'Back camera'),
      ],
      ownCamera: heard.own ? film('#3b6b68', 'own') : null,
      ownScreen: heard.ownScreen ? film('#333', 'own') : null,
      received: new Map(received as never),
      music: heard.music ?? false,
      speaking: new Map(heard.speaking?.map((index) => [legs[index], 0.5])),
      up: null,
      down: null,
      poor: typeof heard.poor === 'number' ? legs[heard.poor] : (heard.poor ?? 'none'),
      soundBlocked: heard.soundBlocked ?? false,
    },
    onChange: () => () => {},
    onLevel: (level: (value: number) => void) => (level(0.6), () => {}),
    setMicrophone: (on: boolean) => Promise.resolve(on),
    setCamera: (on: boolean) => Promise.resolve(on),
    shareScreen: (on: boolean) => Promise.resolve(on),
    chooseDevice() {},
    dtmf(digits: string) {
      element.setAttribute('data-dtmf', (element.getAttribute('data-dtmf') ?? '') + digits)
    },
    unblock() {},
    rejoin() {},
    leave() {},
  }
  call.requestUpdate()
}
