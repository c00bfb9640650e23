/**
 * A request body between an engine that pushes bytes and a handler that pulls them. Holds little: when the handler is
 * slower than the network, the engine is told to stop reading, so that an upload costs memory by its reader's pace and
 * not by its sender's. Shared by every transport; knows no engine.
 */
import { assert } from '../model/assert.ts'
import { BodyAborted, BodyTooLarge } from '../ports/transport.ts'

/** How an engine is told to stop and go on reading. Both are called only while the request is still open. */
export interface BodyFlow {
  pause(): void
  resume(): void
}

/** So much may wait unread before the engine is paused; one more read of the engine may come on top. */
const waitingBytesMax = 64 * 1024

export class BodyIntake {
  private readonly waiting: Uint8Array[] = []
  private waitingBytes = 0
  private state: 'open' | 'complete' | 'aborted' | 'refused' = 'open'
  private paused = false
  private taken = false
  private wake: () => void = () => {}

  /** `announcedBytes`: what `Content-Length` says, or NaN. */
  constructor(
    private readonly flow: BodyFlow,
    private readonly announcedBytes: number,
  ) {}

  /** True once the other end has sent all of it: only then can the connection serve another request. */
  get complete(): boolean {
    return this.state === 'complete'
  }

  /** The engine has read these bytes. They must stay unchanged: the caller copies what its engine will use again. */
  push(bytes: Uint8Array): void {
    if (this.state !== 'open' || bytes.byteLength === 0) return
    this.waiting.push(bytes)
    this.waitingBytes += bytes.byteLength
    if (this.waitingBytes >= waitingBytesMax && !this.paused) {
      this.paused = true
      this.flow.pause()
    }
    this.wake()
  }

  /** The engine has read the last byte. */
  end(): void {
    if (this.state === 'open' || this.state === 'refused') this.state = 'complete'
    this.wake()
  }

  /** The other end is gone. */
  abort(): void {
    if (this.state === 'open') this.state = 'aborted'
    this.wake()
  }

  /** The answer has been given: what still arrives is read and forgotten. */
  discard(): void {
    if (this.state !== 'open') return
    this.state = 'refused'
    this.goOn()
  }

  /** See `HttpRequest.body`. */
  async body(limitBytes: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    for await (const part of this.chunks(limitBytes)) parts.push(part)
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
  }

  /** See `HttpRequest.chunks`. */
  async *chunks(limitBytes: number): AsyncGenerator<Uint8Array, void> {
    assert(!this.taken, 'a body is read once')
    this.taken = true
    if (this.announcedBytes > limitBytes) this.refuse(limitBytes)
    for (let total = 0; ;) {
      const part = this.waiting.shift()
      if (part === undefined) {
        if (this.state === 'complete') return
        if (this.state !== 'open') throw new BodyAborted('the other end went away before the body was complete')
        await this.more()
        continue
      }
      this.waitingBytes -= part.byteLength
      total += part.byteLength
      if (total > limitBytes) this.refuse(limitBytes)
      yield part
    }
  }

  private more(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve
      this.goOn()
    })
  }

  private goOn(): void {
    if (!this.paused || this.state === 'aborted') return
    this.paused = false
    this.flow.resume()
  }

  private refuse(limitBytes: number): never {
    if (this.state === 'open') this.state = 'refused'
    this.waiting.length = 0
    throw new BodyTooLarge(`the body is longer than ${limitBytes} bytes`)
  }
}
