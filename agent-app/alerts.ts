/**
 * Calls for attention when an offer or a call rings: a short tone that repeats, a desktop notification, a title that blinks. The tone
 * needs a gesture first and the notification a permission that is asked for by a button only. Of an agent's windows one
 * alone rings: whoever holds the lock. Everything a browser may lack is done without.
 */
export interface Ringing {
  /** An offer, or a call; told once each. */
  readonly key: string
  readonly title: string
  readonly body: string
}

const repeatMs = 4_000
/** Two soft tones, a fourth apart, Hz and seconds after the start. */
const tones = [
  { hertz: 587.33, at: 0 },
  { hertz: 783.99, at: 0.16 },
] as const

const permissionNow = (): NotificationPermission | 'none' =>
  'Notification' in globalThis ? Notification.permission : 'none'

export class Alerts {
  #sound: boolean
  #audio: AudioContext | null = null
  #mayRing = false
  #release: () => void = () => {}
  #timer: ReturnType<typeof setInterval> | null = null
  #blinks = false
  #title = document.title
  /** Asking the browser takes it a millisecond, and it changes hardly ever. */
  #permission = permissionNow()
  readonly #notified = new Map<string, Notification>()

  /** `sound` is the agent's stored wish. `open` is called when a notification is pressed. */
  constructor(
    sound: boolean,
    private readonly blinkTitle: () => string,
    private readonly open: () => void,
  ) {
    this.#sound = sound
    addEventListener('focus', this.#focused)
    addEventListener('pointerdown', this.#gesture, { capture: true })
    addEventListener('keydown', this.#gesture, { capture: true })
    this.#takeTheBell()
  }

  get sound(): boolean {
    return this.#sound
  }

  set sound(on: boolean) {
    this.#sound = on
    if (on && this.#timer !== null) this.#ring()
  }

  /** The page's title while nothing rings. */
  set title(title: string) {
    this.#title = title
    this.#showTitle()
  }

  /** 'none' where the browser has no notifications. */
  get permission(): NotificationPermission | 'none' {
    return this.#permission
  }

  async askPermission(): Promise<void> {
    if (this.permission === 'default') await Notification.requestPermission().catch(() => undefined)
    this.#permission = permissionNow()
  }

  /** All that rings now; none ends everything. */
  show(ringing: readonly Ringing[]): void {
    for (const [key, notification] of this.#notified) {
      if (ringing.some((one) => one.key === key)) continue
      notification.close()
      this.#notified.delete(key)
    }
    for (const one of ringing) this.#notify(one)
    if (ringing.length > 0) this.#start()
    else this.#stop()
  }

  /** One tone, for what has come without being asked and rings no further. */
  once(): void {
    this.#ring()
  }

  close(): void {
    removeEventListener('focus', this.#focused)
    removeEventListener('pointerdown', this.#gesture, { capture: true })
    removeEventListener('keydown', this.#gesture, { capture: true })
    this.show([])
    this.#release()
    void this.#audio?.close()
    this.#audio = null
  }

  /** It may have been changed in the browser's settings. */
  readonly #focused = (): void => void (this.#permission = permissionNow())

  readonly #gesture = (): void => {
    if (!('AudioContext' in globalThis)) return
    this.#audio ??= new AudioContext()
    if (this.#audio.state === 'suspended') void this.#audio.resume()
  }

  /** Held as long as the window lives; the next window gets it after. Without locks every window rings. */
  #takeTheBell(): void {
    if (!('locks' in navigator)) {
      this.#mayRing = true
      return
    }
    const given = new AbortController()
    this.#release = () => given.abort()
    const held = new Promise<void>((resolve) => given.signal.addEventListener('abort', () => resolve()))
    navigator.locks
      .request('madoguchi.agent.bell', { signal: given.signal }, () => {
        this.#mayRing = true
        return held
      })
      .catch(() => undefined)
  }

  #start(): void {
    if (this.#timer !== null) return
    this.#ring()
    let count = 0
    this.#timer = setInterval(() => {
      count += 1
      this.#blink(count % 2 === 1)
      if ((count * 1_000) % repeatMs === 0) this.#ring()
    }, 1_000)
  }

  #stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
    this.#blink(false)
  }

  #blink(on: boolean): void {
    this.#blinks = on
    this.#showTitle()
  }

  #showTitle(): void {
    const title = this.#blinks ? this.blinkTitle() : this.#title
    if (document.title !== title) document.title = title
  }

  #ring(): void {
    const audio = this.#audio
    if (!this.#sound || !this.#mayRing || audio?.state !== 'running') return
    for (const { hertz, at } of tones) {
      const from = audio.currentTime + at
      const tone = audio.createOscillator()
      const volume = audio.createGain()
      tone.type = 'sine'
      tone.frequency.value = hertz
      volume.gain.setValueAtTime(0, from)
      volume.gain.linearRampToValueAtTime(0.16, from + 0.02)
      volume.gain.exponentialRampToValueAtTime(0.001, from + 0.5)
      tone.connect(volume).connect(audio.destination)
      tone.start(from)
      tone.stop(from + 0.55)
    }
  }

  /** Once each, and only where the agent is not looking anyway. */
  #notify({ key, title, body }: Ringing): void {
    if (this.permission !== 'granted' || !this.#mayRing || this.#notified.has(key) || document.hasFocus()) return
    try {
      const notification = new Notification(title, { body, tag: key })
      notification.onclick = () => {
        window.focus()
        this.open()
      }
      this.#notified.set(key, notification)
    } catch {
      // Some phones have the name but not the thing.
    }
  }
}
