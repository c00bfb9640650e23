/**
 * The media port over the media process's local socket: reads one JSON object a line, connects again whenever the
 * connection ends, and treats silence as absence, since a process that hangs closes nothing.
 */
import { connect, type Socket } from 'node:net'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { MediaHealth, MediaPort } from '../ports/media.ts'
import { durationMs } from '../model/time.ts'

/** The media process starts within a second or so of the hub; until then each try costs next to nothing. */
const againAfter = durationMs(250)
/** It speaks every 2 s; three missed lines and it counts as gone. */
const silenceMax = durationMs(6_000)
/** Far above any health of 256 workers; more without an end of line is not our media process. */
const lineCharsMax = 256 * 1024

const unreachable: MediaHealth = { available: false, reason: 'the media process cannot be reached', workers: [] }
const silent: MediaHealth = { available: false, reason: 'the media process does not answer', workers: [] }

/** Connects to the socket at `path` and keeps connected until closed. Never throws: what fails shows in `health()`. */
export function mediaSocket(path: string, clock: Clock): MediaPort {
  return new MediaSocket(path, clock)
}

class MediaSocket implements MediaPort {
  #health: MediaHealth = unreachable
  #text = JSON.stringify(unreachable)
  readonly #listeners = new Set<(health: MediaHealth) => void>()
  readonly #path: string
  readonly #clock: Clock
  #socket: Socket | null = null
  #cancelTimer: Cancel = () => {}

  constructor(path: string, clock: Clock) {
    this.#path = path
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

  close(): void {
    this.#listeners.clear()
    this.#cancelTimer()
    this.#socket?.removeAllListeners('close').destroy()
    this.#socket = null
  }

  #connect(): void {
    const socket = connect(this.#path)
    this.#socket = socket
    let rest = ''
    this.#watchSilence(socket)
    socket.setEncoding('utf8')
    socket.on('data', (text: string) => {
      this.#watchSilence(socket)
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      if (rest.length > lineCharsMax || !lines.every((line) => this.#line(line))) socket.destroy()
    })
    // An 'error' is always followed by 'close'; without a listener it would end the hub.
    socket.on('error', () => {})
    socket.on('close', () => this.#lost())
  }

  #lost(): void {
    // What silence has said is more telling than that the connection is gone too.
    if (this.#health !== silent) this.#become(unreachable)
    this.#cancelTimer()
    this.#cancelTimer = this.#clock.after(againAfter, () => this.#connect())
  }

  #watchSilence(socket: Socket): void {
    this.#cancelTimer()
    this.#cancelTimer = this.#clock.after(silenceMax, () => {
      this.#become(silent)
      socket.destroy()
    })
  }

  /** False when the line is not a health. */
  #line(line: string): boolean {
    const health = parseHealth(line)
    if (health) this.#become(health)
    return health !== null
  }

  #become(health: MediaHealth): void {
    const text = JSON.stringify(health)
    this.#health = health
    if (text === this.#text) return
    this.#text = text
    for (const listener of this.#listeners) listener(health)
  }
}

/** The media process is ours, yet may be of another release while one of the two restarts. */
function parseHealth(line: string): MediaHealth | null {
  try {
    const { type, available, reason, workers } = JSON.parse(line) as Record<string, unknown>
    const right =
      type === 'health' && typeof available === 'boolean' && typeof reason === 'string' && Array.isArray(workers)
    return right ? { available, reason, workers: workers as MediaHealth['workers'] } : null
  } catch {
    return null
  }
}
