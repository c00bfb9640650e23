/** Test support: what a desk's page in a call gives and hears: a tone for its microphone, and ears that tell tones apart. */
import type { Page } from 'playwright-core'

declare global {
  var levels: (frequencies: readonly number[]) => number[]
}

/** To be called before the page is opened. */
export async function giveTone(page: Page, hertz: number): Promise<void> {
  await page.addInitScript(playTone, hertz)
}

/** Of all that the page plays now, in dB of full scale. */
export const levelsOf = (page: Page, frequencies: readonly number[]): Promise<number[]> =>
  page.evaluate((wanted) => globalThis.levels(wanted), frequencies)

/** Runs in the page, before anything of it. */
function playTone(hertz: number): void {
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const context = new AudioContext()
    const out = new MediaStreamAudioDestinationNode(context)
    // A tone that never pauses is taken for noise, and not sent.
    const rate = context.sampleRate
    const second = context.createBuffer(1, rate, rate)
    const samples = second.getChannelData(0)
    for (let at = 0; at < rate; at += 1)
      samples[at] = (at / rate) % 0.4 < 0.3 ? 0.4 * Math.sin((2 * Math.PI * hertz * at) / rate) : 0
    const source = new AudioBufferSourceNode(context, { buffer: second, loop: true })
    source.connect(out)
    source.start()
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 })
    const pen = canvas.getContext('2d')
    if (wanted?.video) setInterval(() => pen?.fillRect(Math.random() * 300, 0, 20, 180), 60)
    return new MediaStream([
      ...(wanted?.audio ? out.stream.getAudioTracks() : []),
      ...(wanted?.video ? canvas.captureStream(15).getVideoTracks() : []),
    ])
  }
  navigator.mediaDevices.getDisplayMedia = () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 })
    const pen = canvas.getContext('2d')
    setInterval(() => pen?.fillRect(Math.random() * 600, 0, 40, 360), 60)
    return Promise.resolve(canvas.captureStream(10))
  }
  const playing = new Set<HTMLAudioElement>()
  const PlainAudio = globalThis.Audio
  globalThis.Audio = class extends PlainAudio {
    constructor() {
      super()
      playing.add(this)
    }
  }
  let context: AudioContext | null = null
  const ears = new Map<MediaStream, AnalyserNode>()
  const earOf = (stream: MediaStream): AnalyserNode => {
    context ??= new AudioContext()
    const ear = ears.get(stream) ?? new AnalyserNode(context, { fftSize: 8_192, smoothingTimeConstant: 0 })
    if (!ears.has(stream)) context.createMediaStreamSource(stream).connect(ear)
    ears.set(stream, ear)
    return ear
  }
  const measure = (ear: AnalyserNode, frequencies: readonly number[]): number[] => {
    const bins = new Float32Array(ear.frequencyBinCount)
    ear.getFloatFrequencyData(bins)
    const width = ear.context.sampleRate / ear.fftSize
    return frequencies.map((frequency) => {
      const at = Math.round(frequency / width)
      return Math.max(...bins.subarray(at - 2, at + 3))
    })
  }
  globalThis.levels = (frequencies) => {
    const streams = [...playing].flatMap(({ paused, srcObject }) =>
      !paused && srcObject instanceof MediaStream ? [srcObject] : [],
    )
    const all = streams.map((stream) => measure(earOf(stream), frequencies))
    return frequencies.map((_, index) => Math.max(-200, ...all.map((levels) => levels[index] ?? -200)))
  }
}
