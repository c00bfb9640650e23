/**
 * A leg of a call in a real browser: the client that pages have, over a media port that the test holds. Its microphone
 * gives a tone of its own, as a file that the browser takes for one; what it hears is told apart by tones.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import type { CallId, LegId } from '../hub/model/ids.ts'
import type { MediaEvent } from '../hub/ports/media-event.ts'
import type { LegRequest, MediaAnswer } from '../hub/ports/media-request.ts'
import type { MediaPort } from '../hub/ports/media.ts'
import type { JoinOptions, LineView } from './client/index.ts'
import { openCallPage } from './call-page-testing.ts'

export interface BrowserLegOptions {
  /** That of the hub which is in charge now. */
  readonly port: () => MediaPort
  readonly call: CallId
  readonly id: LegId
  /** What its microphone gives, in Hz. */
  readonly tone: number
  /** Where its tone is kept. */
  readonly folder: string
  /** Changes the way to the media process that the browser is told of: each of its ICE candidates, or none. */
  readonly candidate?: (candidate: Candidate) => Promise<Candidate | null>
}

export interface Candidate {
  readonly protocol: string
  readonly port: number
}

/** Of the view, what is plain data. */
export type PlainView = Pick<LineView, 'state' | 'microphone' | 'camera' | 'choices' | 'music' | 'up'>

export class BrowserLeg {
  readonly #options: BrowserLegOptions
  readonly #browser: Browser
  readonly page: Page
  /** What it has asked for. */
  readonly asked: LegRequest['verb'][] = []

  private constructor(options: BrowserLegOptions, browser: Browser, page: Page) {
    this.#options = options
    this.#browser = browser
    this.page = page
  }

  static async start(options: BrowserLegOptions): Promise<BrowserLeg> {
    const tone = join(options.folder, `${options.tone}.wav`)
    writeFileSync(tone, toneFile(options.tone))
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'].concat([
        '--disable-component-update',
        '--disable-sync',
        '--autoplay-policy=no-user-gesture-required',
        '--use-fake-ui-for-media-stream',
        // The second camera gives depth, which is no picture; the third is a plain one again.
        '--use-fake-device-for-media-stream=device-count=3',
        `--use-file-for-fake-audio-capture=${tone}`,
      ]),
    })
    const page = await browser.newPage()
    const leg = new BrowserLeg(options, browser, page)
    await page.exposeFunction('askMedia', (request: LegRequest) => leg.#ask(request))
    await openCallPage(page)
    return leg
  }

  async join(options: Omit<JoinOptions, 'leg' | 'devices' | 'clock'> = {}): Promise<void> {
    await this.page.evaluate(([leg, wanted]) => globalThis.page.join(leg, wanted), [this.#options.id, options] as const)
  }

  view(): Promise<PlainView> {
    return this.page.evaluate(() => {
      const { state, microphone, camera, choices, music, up } = globalThis.page.line.view
      return { state, microphone, camera, choices, music, up }
    })
  }

  levels(frequencies: readonly number[]): Promise<number[]> {
    return this.page.evaluate((wanted) => globalThis.page.levels(wanted), frequencies)
  }

  pictures(): Promise<number> {
    return this.page.evaluate(() => globalThis.page.pictures())
  }

  heard(event: MediaEvent | { readonly type: 'moved' }): void {
    // A page that is closed hears nothing.
    void this.page.evaluate((one) => globalThis.page.heard(one), event).catch(() => {})
  }

  async close(): Promise<void> {
    await this.#browser.close()
  }

  async #ask(request: LegRequest): Promise<MediaAnswer<unknown>> {
    const { port, call, id, candidate } = this.#options
    this.asked.push(request.verb)
    const result = await port().ask(call, id, request)
    if (!candidate || !result.ok || !('transport' in result.answer)) return result
    const { iceCandidates, ...parameters } = result.answer.parameters as { iceCandidates: readonly Candidate[] }
    const changed = (await Promise.all(iceCandidates.map(candidate))).filter((one) => one !== null)
    return { ok: true, answer: { ...result.answer, parameters: { ...parameters, iceCandidates: changed } } }
  }
}

/** A second of a tone that comes and goes: one that never pauses is taken for noise, and suppressed. 16 bits at 48 kHz. */
export function toneFile(hertz: number): Buffer {
  const rate = 48_000
  const file = Buffer.alloc(44 + 2 * rate)
  file.write('RIFF', 0)
  file.writeUInt32LE(file.length - 8, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(rate, 24)
  file.writeUInt32LE(2 * rate, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36)
  file.writeUInt32LE(2 * rate, 40)
  for (let sample = 0; sample < rate; sample += 1) {
    const on = (sample / rate) % 0.4 < 0.3
    file.writeInt16LE(on ? Math.round(12_000 * Math.sin((2 * Math.PI * hertz * sample) / rate)) : 0, 44 + 2 * sample)
  }
  return file
}
