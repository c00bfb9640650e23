/** The sounds around a call: it rings, the other side is busy, it is over. Made here, so that there is nothing to load. */
import { pageClock, type LineClock } from './clock.ts'

/** Hz, from when and for how long in seconds. */
type Tone = readonly [hertz: number, at: number, lasts: number]

const ring: readonly Tone[] = [
  [523, 0, 0.35],
  [659, 0.2, 0.35],
  [784, 0.4, 0.5],
]
const ringEveryMs = 3_000
/** Three times the tone of an engaged line. */
const busy: readonly Tone[] = [0, 0.7, 1.4].map((at) => [425, at, 0.35])
const ended: readonly Tone[] = [
  [523, 0, 0.2],
  [392, 0.18, 0.3],
]
const loudness = 0.15
/** What a browser lets sound only so much later, by a press, has become pointless. */
const lateMs = 500

export class CallSounds {
  readonly #clock: LineClock
  #context: AudioContext | null = null
  #ringing = false
  #off: () => void = () => {}

  constructor(clock: LineClock = pageClock) {
    this.#clock = clock
  }

  /** To be called while a press is being handled: browsers let nobody sound who was not asked to. */
  prepare(): void {
    try {
      this.#context ??= new AudioContext()
      void this.#context.resume().catch(() => {})
    } catch {
      // This browser has no sound: the screen says it.
    }
  }

  /** Rings until it is told not to. */
  ring(on: boolean): void {
    if (on === this.#ringing) return
    this.#ringing = on
    this.#off()
    if (on) this.#again()
  }

  busy(): void {
    this.#play(busy)
  }

  ended(): void {
    this.#play(ended)
  }

  close(): void {
    this.ring(false)
    void this.#context?.close().catch(() => {})
    this.#context = null
  }

  #again(): void {
    this.#play(ring)
    this.#off = this.#clock.after(ringEveryMs, () => this.#again())
  }

  #play(tones: readonly Tone[]): void {
    this.prepare()
    const context = this.#context
    const askedAt = this.#clock.now()
    // A new one takes a moment to begin, one that may not sound never does.
    context?.resume().then(
      () => {
        if (context === this.#context && this.#clock.now() - askedAt < lateMs)
          for (const tone of tones) playTone(context, tone)
      },
      () => {},
    )
  }
}

function playTone(context: AudioContext, [frequency, at, lasts]: Tone): void {
  const begin = context.currentTime + at
  const tone = new OscillatorNode(context, { frequency })
  const gain = new GainNode(context, { gain: 0 })
  // Soft at both ends, or it would click.
  gain.gain.setValueAtTime(0, begin)
  gain.gain.linearRampToValueAtTime(loudness, begin + 0.02)
  gain.gain.setValueAtTime(loudness, begin + lasts - 0.05)
  gain.gain.linearRampToValueAtTime(0, begin + lasts)
  tone.connect(gain).connect(context.destination)
  tone.start(begin)
  tone.stop(begin + lasts)
}
