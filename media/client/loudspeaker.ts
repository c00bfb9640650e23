/**
 * Plays what is heard: browsers make sound of a stream only in an element. One for each stream, in no document. Where the
 * browser plays nothing before the person has pressed something, it says so.
 */
export class Loudspeaker {
  readonly #playing = new Map<MediaStream, HTMLAudioElement>()
  readonly #changed: () => void
  #deviceId = ''
  #blocked = false

  constructor(changed: () => void) {
    this.#changed = changed
  }

  get blocked(): boolean {
    return this.#blocked
  }

  /** These and nothing else. */
  play(streams: ReadonlySet<MediaStream>): void {
    for (const [stream, element] of this.#playing)
      if (!streams.has(stream)) {
        element.srcObject = null
        this.#playing.delete(stream)
      }
    for (const stream of streams) {
      if (this.#playing.has(stream)) continue
      const element = new Audio()
      this.#playing.set(stream, element)
      element.srcObject = stream
      this.#use(element)
      this.#start(element)
    }
    if (this.#playing.size === 0) this.#blocked = false
  }

  /** By its id; '' is the browser's default. Nothing changes where the browser lets nobody choose. */
  use(deviceId: string): void {
    if (deviceId === this.#deviceId) return
    this.#deviceId = deviceId
    for (const element of this.#playing.values()) this.#use(element)
  }

  /** While a press is being handled. */
  unblock(): void {
    this.#blocked = false
    for (const element of this.#playing.values()) if (element.paused) this.#start(element)
    this.#changed()
  }

  #start(element: HTMLAudioElement): void {
    element.play().catch((error: Error) => {
      // Any other error says that it was taken away meanwhile.
      if (error.name !== 'NotAllowedError' || this.#blocked) return
      this.#blocked = true
      this.#changed()
    })
  }

  #use(element: HTMLAudioElement): void {
    // Not in every browser, and a device may be pulled: then it goes on where it is.
    if (this.#deviceId || element.sinkId) void element.setSinkId?.(this.#deviceId).catch(() => {})
  }
}
