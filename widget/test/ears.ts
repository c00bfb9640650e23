/** Test support: a page of a real browser whose microphone gives a tone, and what of others' tones its loudspeakers give. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { fakeDevices, openBrowser } from '../../hub/attack/browser.ts'
import { toneFile } from '../../media/browser-leg-testing.ts'

/** A browser whose every microphone gives this tone. Close it by `close`, which takes the tone away too. */
export async function toneBrowser(hertz: number): Promise<{ browser: Browser; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-tone-'))
  const file = join(folder, 'tone.wav')
  writeFileSync(file, toneFile(hertz))
  const sound = ['--autoplay-policy=no-user-gesture-required', `--use-file-for-fake-audio-capture=${file}`]
  const browser = await openBrowser([...fakeDevices, ...sound])
  return {
    browser,
    close: async () => {
      await browser.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Before the page's own scripts: keeps the elements that make sound, which stand in no document. */
export const earScript = `{
  const playing = new Set()
  const ears = new Map()
  let context
  globalThis.Audio = class extends Audio { constructor(...given) { super(...given); playing.add(this) } }
  const earOf = (stream) => {
    context ??= new AudioContext()
    if (!ears.has(stream)) {
      const ear = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 })
      context.createMediaStreamSource(stream).connect(ear)
      ears.set(stream, ear)
    }
    return ears.get(stream)
  }
  globalThis.loudestAt = (hertz) => Math.max(-200, ...[...playing].map(({ paused, srcObject }) => {
    if (paused || !srcObject) return -200
    const ear = earOf(srcObject)
    const bins = new Float32Array(ear.frequencyBinCount)
    ear.getFloatFrequencyData(bins)
    const at = Math.round(hertz / (context.sampleRate / ear.fftSize))
    return Math.max(...bins.subarray(at - 2, at + 3))
  }))
}`

/** A tone that is sent arrives at about -25 dB; what is not is below -80 dB. */
const audibleDb = -55

/** Which of these tones is heard, over a little more than a pause of a tone lasts. */
export function heardOf(page: Page, tones: Readonly<Record<string, readonly number[]>>): Promise<string[]> {
  return page.evaluate(
    async ({ tones, audibleDb }) => {
      const { loudestAt } = globalThis as unknown as { loudestAt(hertz: number): number }
      const heard = new Set<string>()
      for (let look = 0; look < 12; look += 1) {
        for (const [name, all] of Object.entries(tones))
          if (all.some((hertz) => loudestAt(hertz) > audibleDb)) heard.add(name)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      return [...heard].sort()
    },
    { tones, audibleDb },
  )
}
