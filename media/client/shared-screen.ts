/** The own screen while it is shared. The person ends that here, or by the browser's own bar. */
export class SharedScreen {
  readonly #changed: () => void
  #stream: MediaStream | null = null
  #closed = false

  constructor(changed: () => void) {
    this.#changed = changed
  }

  get stream(): MediaStream | null {
    return this.#stream
  }

  /** Only while a press is being handled. Resolves to whether it is shared now; never rejects. */
  async share(on: boolean): Promise<boolean> {
    if (on === (this.#stream !== null)) return on
    if (!on) return (this.stop(), false)
    try {
      const video = { frameRate: { max: 15 } }
      const stream = await navigator.mediaDevices.getDisplayMedia({ video, audio: true })
      if (this.#closed || this.#stream) return (end(stream), false)
      this.#stream = stream
      const [picture] = stream.getVideoTracks()
      if (picture) {
        // Letters stay sharp where the network is slow.
        picture.contentHint = 'detail'
        picture.onended = () => this.#stream === stream && this.stop()
      }
      this.#changed()
      return true
    } catch {
      // The person chose nothing, or this browser shares no screens.
      return false
    }
  }

  stop(): void {
    if (!this.#stream) return
    end(this.#stream)
    this.#stream = null
    this.#changed()
  }

  /** What the person still chooses after this is not shared. */
  close(): void {
    this.#closed = true
    this.stop()
  }
}

function end(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}
