/**
 * Tells a customer that it is their turn, or that somebody asks for a call: tones, and a notice of the browser's while nobody
 * looks at the page. Loaded when a place is kept, or when it has to ring. Every tab rings, and every tab falls silent when the call is over; notices of
 * several tabs take each other's place, by their tag.
 */

export interface Call {
  /** The contact. */
  readonly tag: string
  readonly title: string
  readonly body: string
}

/** From one ring to the next, milliseconds. */
const ringMs = 3_000

/** Two tones, a fourth apart. */
const turnTones = [
  [0, 660],
  [0.22, 880],
] as const

export class Calling {
  #audio: AudioContext | undefined
  #call: Call | null = null
  #notice: Notification | undefined
  #timer: ReturnType<typeof setInterval> | undefined

  /** `open`: the customer has pressed the notice. */
  constructor(private readonly open: () => void) {}

  /** To be called while a press is being handled: browsers let nobody sound or ask who was not asked to. */
  prepare(): void {
    this.wake()
    try {
      if (Notification.permission === 'default') void Notification.requestPermission().catch(() => {})
    } catch {
      // No notices in this browser: the window and the title say it.
    }
  }

  /** Where nothing was prepared, sound comes if the customer has pressed anything on the page. */
  wake(): void {
    try {
      this.#audio ??= new AudioContext()
      void this.#audio.resume().catch(() => {})
    } catch {
      // No sound in this browser.
    }
  }

  /** Calls until it is told null. The same call again changes nothing. */
  ring(call: Call | null): void {
    if (call?.tag === this.#call?.tag) return
    this.#call = call
    clearInterval(this.#timer)
    this.#notice?.close()
    this.#notice = undefined
    if (!call) return
    this.wake()
    this.#timer = setInterval(() => this.#sound(turnTones), ringMs)
    this.#sound(turnTones)
    this.look()
  }

  /** The page is seen, or no longer. */
  look(): void {
    const call = this.#call
    if (!call || this.#notice || document.visibilityState === 'visible') return
    try {
      if (Notification.permission !== 'granted') return
      this.#notice = new Notification(call.title, { tag: call.tag, body: call.body, requireInteraction: true })
      this.#notice.onclick = () => {
        window.focus()
        this.open()
      }
    } catch {
      // Some phones show notices of workers only.
    }
  }

  destroy(): void {
    this.ring(null)
    void this.#audio?.close().catch(() => {})
  }

  /** One soft tone: there is a message. */
  chime(): void {
    this.#sound([[0, 880]])
  }

  /** Tones, soft at both ends: seconds from now, and hertz. */
  #sound(tones: readonly (readonly [at: number, hertz: number])[]): void {
    const audio = this.#audio
    if (audio?.state !== 'running') return
    for (const [at, hertz] of tones) {
      const begin = audio.currentTime + at
      const tone = audio.createOscillator()
      const gain = audio.createGain()
      tone.frequency.value = hertz
      gain.gain.setValueAtTime(0, begin)
      gain.gain.linearRampToValueAtTime(0.2, begin + 0.02)
      gain.gain.exponentialRampToValueAtTime(0.001, begin + 0.4)
      tone.connect(gain).connect(audio.destination)
      tone.start(begin)
      tone.stop(begin + 0.4)
    }
  }
}
