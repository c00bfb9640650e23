/**
 * One socket after its first frame: who it is, what it follows and how far, and whether it keeps up. What is durable
 * leaves only through `tell`, which asks for the store's proof that it is on the disk; hints leave through `hint`.
 */
import type { ContactId, SessionId } from '../model/ids.ts'
import { seconds, type Instant } from '../model/time.ts'
import type { FlushToken } from '../ports/store.ts'
import type { Socket } from '../ports/transport.ts'
import {
  closeCodes,
  encode,
  type CloseCode,
  type HubFrame,
  type ListCursor,
  type LogCursor,
  type Topic,
} from '../protocol/index.ts'
import type { Actor } from '../http/door.ts'
import { Outbox, type Holder } from './outbox.ts'
import { Turns } from './turns.ts'

/** A reader this far behind for `slowReaderMs` is closed and resumes (P5). */
export const slowReaderBytes = 1024 * 1024
export const slowReaderMs = seconds(10)

/** Before the hello only the socket exists; after it somebody is there. */
export class Connection implements Holder {
  /** Null until a ticket was redeemed and the hello's tick has run. */
  actor: Actor | null = null
  /** Whose ticket was redeemed: they can be signed out from then on, before `actor` is set. */
  bearer: Actor | null = null
  open = true
  /** When who is there must have been proved anew; null for ever. */
  until: Instant | null = null
  /** Closed because nothing came for the length of a lease: whoever was there has had their time (P11). */
  silent = false
  /** Entries sent, by contact: the client holds 1 to this. */
  readonly logs = new Map<ContactId, number>()
  /** What the client said it holds, until the log is first followed. */
  readonly claimedLogs = new Map<string, number>()
  readonly claimedLists = new Map<string, ListCursor>()
  readonly turns = new Turns()
  /** Told within the tick that is being told, and not gone yet. */
  #held: Uint8Array[] = []

  constructor(
    readonly socket: Socket,
    /** Called whenever something is sent to a reader that is far behind. */
    private readonly fellBehind: () => void = () => {},
    private readonly outbox: Outbox = new Outbox(),
  ) {}

  /** True from the moment a ticket was redeemed: a second hello is not allowed. */
  get greeted(): boolean {
    return this.bearer !== null
  }

  get session(): SessionId | null {
    return this.bearer?.session ?? null
  }

  /** Keeps what the hello claims to hold. */
  claim(logs: readonly LogCursor[], lists: readonly ListCursor[]): void {
    for (const [contact, seq] of logs) this.claimedLogs.set(contact, seq)
    for (const cursor of lists) this.claimedLists.set(cursor[0], cursor)
  }

  /** The claimed number of a list within this epoch, or null. */
  listCursor(topic: Topic, epoch: number): number | null {
    const claimed = this.claimedLists.get(topic)
    return claimed !== undefined && claimed[1] === epoch ? claimed[2] : null
  }

  /** Tells something durable, or something that follows from it. The token proves that it has happened. */
  tell(_proof: FlushToken, frame: HubFrame): void {
    this.#send(encode(frame))
  }

  /** The same for a frame that goes to many and was encoded once. */
  tellEncoded(_proof: FlushToken, bytes: Uint8Array): void {
    this.#send(bytes)
  }

  /** Says something that is never kept: typing, beats, going away. */
  hint(frame: HubFrame): void {
    this.#send(encode(frame))
  }

  /** True while more than `slowReaderBytes` wait for the reader. */
  get isBehind(): boolean {
    return this.socket.bufferedBytes > slowReaderBytes
  }

  close(code: CloseCode, reason: string): void {
    this.release()
    if (!this.open) return
    this.open = false
    this.socket.close(code, reason)
  }

  release(): void {
    if (this.#held.length === 0) return
    const held = this.#held
    this.#held = []
    if (held.length === 1) return this.#write(held[0]!)
    this.socket.cork(() => held.forEach((bytes) => this.#write(bytes)))
    // Within a cork nothing is queued yet; whether the reader took it all shows only now.
    if (this.open && this.isBehind) this.fellBehind()
  }

  #send(bytes: Uint8Array): void {
    if (!this.open) return
    if (this.#held.length > 0 || this.outbox.holds(this)) this.#held.push(bytes)
    else this.#write(bytes)
  }

  #write(bytes: Uint8Array): void {
    if (!this.open) return
    const result = this.socket.send(bytes)
    // A dropped frame would be a silent gap: the client must come back and resume (P5).
    if (result === 'dropped') this.close(closeCodes.slowReader, 'slow reader')
    else if (result === 'queued' && this.isBehind) this.fellBehind()
  }
}
