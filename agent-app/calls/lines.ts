/**
 * Carries the agent's calls in this window: a line for each call that the agent has a leg in, as long as they have it. What
 * the hub wants of the own leg (mute, camera, screen) is done to the line, and what the line finds out (a screen that the
 * browser's own bar has ended) is asked of the hub. Of an agent's windows one alone has a call: whoever holds its lock.
 */
import type { CallLine } from '../../media/client/index.ts'
import type { CallParty, DeskCall } from '#protocol'
import type { CallAsk } from './key.ts'
import { setAsk } from './kind.ts'
import type { Seat } from './line.ts'

/** A line, and what its way to the hub needs when it has been left. */
export interface JoinedLine {
  readonly line: CallLine
  readonly close: () => void
}

/** Of the own devices. */
export interface Wants {
  readonly microphone: boolean
  readonly camera: boolean
}

export interface LinesOptions {
  readonly join: (call: DeskCall, wants: Wants) => JoinedLine
  readonly ask: (ask: CallAsk) => void
  readonly changed: () => void
  /** This window asked for it, or had it before a reload. */
  readonly isMine: (contact: string) => boolean
  /** Null where the browser has none: then every window joins, and the last one has the call. */
  readonly locks: Pick<LockManager, 'request'> | null
}

export class CallLines {
  readonly #seats = new Map<string, WindowSeat>()

  constructor(private readonly options: LinesOptions) {}

  follow(calls: ReadonlyMap<string, DeskCall>): void {
    for (const [contact, seat] of this.#seats) {
      const call = calls.get(contact)
      if (call !== undefined && isJoined(call) && call.leg === seat.leg) seat.follow(call)
      else {
        seat.close()
        this.#seats.delete(contact)
      }
    }
    for (const [contact, call] of calls)
      if (isJoined(call) && !this.#seats.has(contact)) this.#seats.set(contact, new WindowSeat(this.options, call))
  }

  seat(contact: string): Seat | null {
    return this.#seats.get(contact)?.seat ?? null
  }

  /** A line that this window has; null while it has none. */
  get here(): CallLine | null {
    for (const { seat } of this.#seats.values()) if (seat.at === 'here') return seat.line
    return null
  }

  takeHere(contact: string): void {
    this.#seats.get(contact)?.takeHere()
  }

  close(): void {
    for (const seat of this.#seats.values()) seat.close()
    this.#seats.clear()
  }
}

const isJoined = ({ phase, leg }: DeskCall): boolean => phase === 'running' && leg !== null

/** Who listens in alone is asked for no microphone. */
const wantsOf = (own: CallParty | null): Wants => ({
  microphone: own !== null && !own.muted && own.mode !== 'monitor',
  camera: own?.cameraOff === false,
})

/** One call in this window. */
class WindowSeat {
  readonly leg: DeskCall['leg']
  seat: Seat = { at: 'joining' }
  #call: DeskCall
  #line: CallLine | null = null
  #closeLine: () => void = () => {}
  readonly #ended = new AbortController()
  /** Counts how often its lock was asked for: what an earlier asking still brings is let go. */
  #holds = 0
  /** The own screen was seen, so that its end can be told. */
  #shared = false
  /** What the line was told last. */
  #wanted: Wants = { microphone: false, camera: false }

  constructor(
    private readonly options: LinesOptions,
    call: DeskCall,
  ) {
    this.leg = call.leg
    this.#call = call
    const { locks } = options
    if (locks === null) this.#begin()
    else if (options.isMine(call.contact)) void this.#hold(locks, { steal: true })
    else void this.#wait(locks)
  }

  follow(call: DeskCall): void {
    this.#call = call
    this.#tellLine()
  }

  takeHere(): void {
    const { locks } = this.options
    if (locks === null) this.#begin()
    else void this.#hold(locks, { steal: true })
  }

  close(): void {
    this.#ended.abort()
    this.#line?.leave()
    this.#line = null
    this.#closeLine()
  }

  /** Another window may have it. */
  async #wait(locks: Pick<LockManager, 'request'>): Promise<void> {
    if (!(await this.#hold(locks, { ifAvailable: true }))) this.#leaveToOther(locks)
  }

  /** Resolves to false when another window has it; else once it is over, or another window has taken it. */
  async #hold(locks: Pick<LockManager, 'request'>, how: LockOptions): Promise<boolean> {
    const { signal } = this.#ended
    const number = (this.#holds += 1)
    try {
      return await locks.request(`madoguchi.agent.call.${this.leg}`, how, (lock) => {
        if (lock === null) return false
        if (signal.aborted) return true
        this.#begin()
        return new Promise<boolean>((resolve) => signal.addEventListener('abort', () => resolve(true)))
      })
    } catch {
      // Called off, or stolen: by another window, unless this one has asked for it again.
      if (number === this.#holds) this.#leaveToOther(locks)
      return true
    }
  }

  /** When the other window closes, the call goes on here. */
  #leaveToOther(locks: Pick<LockManager, 'request'>): void {
    const { signal } = this.#ended
    if (signal.aborted) return
    this.#become({ at: 'elsewhere' })
    void this.#hold(locks, { signal })
  }

  #begin(): void {
    // The line has heard by itself that another window had joined.
    if (this.#line?.view.state === 'moved') this.#line.rejoin()
    const line = this.#line ?? this.#join()
    this.#become({ at: 'here', line })
  }

  #join(): CallLine {
    this.#wanted = wantsOf(this.#own)
    const { line, close } = this.options.join(this.#call, this.#wanted)
    this.#line = line
    this.#closeLine = close
    line.onChange(() => this.#lineChanged(line))
    // Of before a reload: a page can show its screen only after a press.
    if (this.#own?.sharing === true) this.options.ask(setAsk(this.#call.contact, { sharing: false }))
    return line
  }

  #become(seat: Seat): void {
    this.seat = seat
    this.options.changed()
  }

  get #own(): CallParty | null {
    return this.#call.parties.find(({ leg }) => leg === this.leg) ?? null
  }

  /** Each wish once: a device that was refused is not asked for again by every change of the call. */
  #tellLine(): void {
    const [line, own] = [this.#line, this.#own]
    if (line === null || own === null) return
    const wanted = wantsOf(own)
    const before = this.#wanted
    this.#wanted = wanted
    if (wanted.microphone !== before.microphone) void line.setMicrophone(wanted.microphone)
    if (wanted.camera !== before.camera) void line.setCamera(wanted.camera)
    if (!own.sharing && this.#shared && line.view.ownScreen !== null) {
      this.#shared = false
      void line.shareScreen(false)
    }
  }

  #lineChanged(line: CallLine): void {
    const isShared = line.view.ownScreen !== null
    if (isShared === this.#shared || line !== this.#line) return
    this.#shared = isShared
    if (this.#own?.sharing !== isShared) this.options.ask(setAsk(this.#call.contact, { sharing: isShared }))
  }
}
