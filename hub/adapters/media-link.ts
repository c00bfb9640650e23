/**
 * The media port over any connection that carries lines: connects again whenever it ends, treats silence as absence, since
 * a process that hangs closes nothing, and says all wanted calls again on each connection. What could not be told for sure
 * is thereby told anew, so no single command is ever repeated.
 */
import { durationMs } from '../model/time.ts'
import type { CallId, LegId } from '../model/ids.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { Call } from '../ports/media-call.ts'
import type { MediaEvent } from '../ports/media-event.ts'
import type { MediaCommand, MediaFrame } from '../ports/media-frame.ts'
import type { LegAnswers, LegRequest, MediaAnswer } from '../ports/media-request.ts'
import type { MediaHealth, MediaPort } from '../ports/media.ts'

/** A connection, from its beginning; what is written before it is there waits. */
export interface MediaWire {
  write(line: string): void
  /** Hangs up; `closed` follows. */
  end(): void
}

/** Begins a connection that tells what comes, and once that it has ended or could not be made. */
export type OpenWire = (told: { text(text: string): void; closed(): void }) => MediaWire

/** The media process starts within a second or so of the hub; until then each try costs next to nothing. */
const againAfter = durationMs(250)
/** It speaks every 2 s; three missed lines and it counts as gone. */
const silenceMax = durationMs(6_000)
/** The media process answers within 3 s, if only that its worker does not. */
const answerMax = durationMs(5_000)
/** Far above any health of 256 workers; more without an end of line is not our media process. */
const lineCharsMax = 256 * 1024
/** What a browser asks is a few kilobytes. */
const askCharsMax = 64 * 1024

const unreachable: MediaHealth = { available: false, reason: 'the media process cannot be reached', workers: [] }
const silent: MediaHealth = { available: false, reason: 'the media process does not answer', workers: [] }

type WithoutId<Command> = Command extends unknown ? Omit<Command, 'id' | 'epoch'> : never
type Result = MediaAnswer<unknown>

/** Connects and keeps connected until closed. Never throws: what fails shows in `health()` and in answers. */
export class MediaLink implements MediaPort {
  readonly #open: OpenWire
  readonly #clock: Clock
  readonly #listeners = new Set<(health: MediaHealth) => void>()
  readonly #heard = new Set<(event: MediaEvent) => void>()
  readonly #wanted = new Map<CallId, Call>()
  /** Who waits for an answer, by the id of the command. */
  readonly #waiting = new Map<number, (result: Result) => void>()
  #health: MediaHealth = unreachable
  #text = JSON.stringify(unreachable)
  /** `null` until this hub has taken charge. */
  #epoch: number | null = null
  #lastId = 0
  #wire: MediaWire | null = null
  /** The media process has spoken on this connection, and knows what is wanted. */
  #spoken = false
  #cancelTimer: Cancel = () => {}
  #closed = false

  constructor(open: OpenWire, clock: Clock) {
    this.#open = open
    this.#clock = clock
    this.#connect()
  }

  health(): MediaHealth {
    return this.#health
  }

  onChange(changed: (health: MediaHealth) => void): () => void {
    this.#listeners.add(changed)
    return () => void this.#listeners.delete(changed)
  }

  onEvent(heard: (event: MediaEvent) => void): () => void {
    this.#heard.add(heard)
    return () => void this.#heard.delete(heard)
  }

  begin(epoch: number, calls: readonly Call[]): void {
    this.#epoch = epoch
    for (const call of calls) this.#wanted.set(call.id, call)
    if (this.#spoken) this.#sayAll()
  }

  setCall(call: Call): void {
    this.#wanted.set(call.id, call)
    if (this.#spoken) this.#command({ type: 'call', call })
  }

  endCall(call: CallId): void {
    this.#wanted.delete(call)
    if (this.#spoken) this.#command({ type: 'end', call })
  }

  async ask<Verb extends LegRequest['verb']>(
    call: CallId,
    leg: LegId,
    request: Extract<LegRequest, { verb: Verb }>,
  ): Promise<MediaAnswer<LegAnswers[Verb]>> {
    const result = await this.#send({ type: 'ask', call, leg, request })
    return result as MediaAnswer<LegAnswers[Verb]>
  }

  close(): void {
    this.#closed = true
    this.#listeners.clear()
    this.#heard.clear()
    this.#cancelTimer()
    this.#giveUp()
    this.#wire?.end()
  }

  #connect(): void {
    let rest = ''
    let ended = false
    this.#watchSilence()
    this.#wire = this.#open({
      text: (text) => {
        if (ended || this.#closed) return
        this.#watchSilence()
        const lines = (rest + text).split('\n')
        rest = lines.pop() ?? ''
        if (rest.length > lineCharsMax || !lines.every((line) => this.#line(line))) this.#wire?.end()
      },
      closed: () => {
        if (ended || this.#closed) return
        ended = true
        this.#lost()
      },
    })
  }

  #lost(): void {
    this.#wire = null
    this.#giveUp()
    // What silence has said is more telling than that the connection is gone too.
    if (this.#health !== silent) this.#become(unreachable)
    this.#cancelTimer()
    this.#cancelTimer = this.#clock.after(againAfter, () => this.#connect())
  }

  #giveUp(): void {
    this.#spoken = false
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const answered of waiting) answered({ ok: false, code: 'media.unreachable' })
  }

  #watchSilence(): void {
    this.#cancelTimer()
    this.#cancelTimer = this.#clock.after(silenceMax, () => {
      this.#become(silent)
      this.#wire?.end()
    })
  }

  #sayAll(): void {
    this.#command({ type: 'begin' })
    for (const call of this.#wanted.values()) this.#command({ type: 'call', call })
    this.#command({ type: 'complete' })
  }

  /** The connection is ended, and all is said again on the next, when it is not known whether this was done. */
  #command(command: WithoutId<MediaCommand>): void {
    const wire = this.#wire
    void this.#send(command).then((result) => {
      if (!result.ok && result.code === 'media.timeout' && this.#wire === wire) wire?.end()
    })
  }

  #send(command: WithoutId<MediaCommand>): Promise<Result> {
    const wire = this.#wire
    if (!this.#spoken || this.#epoch === null || !wire) return refusal('media.unreachable')
    const id = ++this.#lastId
    const line = JSON.stringify({ id, epoch: this.#epoch, ...command })
    if (command.type === 'ask' && line.length > askCharsMax) return refusal('request.invalid')
    return new Promise((resolve) => {
      const cancel = this.#clock.after(answerMax, () => this.#answered(id, { ok: false, code: 'media.timeout' }))
      this.#waiting.set(id, (result) => {
        cancel()
        resolve(result)
      })
      wire.write(`${line}\n`)
    })
  }

  #answered(id: number, result: Result): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    waiting?.(result)
  }

  /** False when the line is nothing that a media process says. */
  #line(line: string): boolean {
    const frame = parseFrame(line)
    if (frame === null) return false
    if (frame.type === 'answer') this.#answered(frame.id, frame.result)
    else if (frame.type === 'event') for (const heard of this.#heard) heard(frame.event)
    else {
      const { available, reason, workers } = frame
      this.#become({ available, reason, workers })
      if (!this.#spoken) {
        this.#spoken = true
        if (this.#epoch !== null) this.#sayAll()
      }
    }
    return true
  }

  #become(health: MediaHealth): void {
    const text = JSON.stringify(health)
    this.#health = health
    if (text === this.#text) return
    this.#text = text
    for (const listener of this.#listeners) listener(health)
  }
}

const refusal = (code: 'media.unreachable' | 'request.invalid'): Promise<Result> => Promise.resolve({ ok: false, code })

/** The media process is ours, yet may be of another release while one of the two restarts. */
function parseFrame(line: string): MediaFrame | null {
  try {
    const frame = JSON.parse(line) as Record<string, unknown>
    return isFrame(frame) ? (frame as unknown as MediaFrame) : null
  } catch {
    return null
  }
}

function isFrame({ type, available, reason, workers, id, result, event }: Record<string, unknown>): boolean {
  if (type === 'health') return typeof available === 'boolean' && typeof reason === 'string' && Array.isArray(workers)
  if (type === 'answer') return typeof id === 'number' && typeof (result as { ok?: unknown } | null)?.ok === 'boolean'
  return type === 'event' && typeof (event as { type?: unknown } | null)?.type === 'string'
}
