/** How loud a voice is, for a meter. Measured only while somebody looks at it. */
import type { LineClock } from './clock.ts'

const measureMs = 100
/** What is quieter than this, in dB of full scale, is silence. */
const silentDb = -60

export class VoiceLevel {
  readonly #clock: LineClock
  readonly #listeners = new Set<(level: number) => void>()
  #track: MediaStreamTrack | null = null
  #context: AudioContext | null = null
  #analyser: AnalyserNode | null = null
  #off: () => void = () => {}

  constructor(clock: LineClock) {
    this.#clock = clock
  }

  /** The voice is this from now on; null for none. */
  of(track: MediaStreamTrack | null): void {
    if (track === this.#track) return
    this.#track = track
    this.#listen()
  }

  /** Calls `heard` with 0 to 1. The result ends that. */
  onLevel(heard: (level: number) => void): () => void {
    this.#listeners.add(heard)
    if (this.#listeners.size === 1) this.#listen()
    return () => {
      this.#listeners.delete(heard)
      if (this.#listeners.size === 0) this.close()
    }
  }

  close(): void {
    this.#off()
    void this.#context?.close().catch(() => {})
    this.#context = this.#analyser = null
  }

  #listen(): void {
    if (this.#listeners.size === 0) return
    this.close()
    if (this.#track) {
      this.#context = new AudioContext()
      this.#analyser = new AnalyserNode(this.#context, { fftSize: 2_048 })
      this.#context.createMediaStreamSource(new MediaStream([this.#track])).connect(this.#analyser)
    }
    this.#measure()
  }

  #measure(): void {
    const level = this.#analyser ? levelOf(this.#analyser) : 0
    for (const heard of this.#listeners) heard(level)
    if (this.#analyser) this.#off = this.#clock.after(measureMs, () => this.#measure())
  }
}

function levelOf(analyser: AnalyserNode): number {
  const samples = new Float32Array(analyser.fftSize)
  analyser.getFloatTimeDomainData(samples)
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
  return levelFromDb(10 * Math.log10(power))
}

/** 0 to 1, of what is from silent to full scale. */
export const levelFromDb = (db: number): number => Math.max(0, Math.min(1, 1 - db / silentDb))
