/**
 * The media process's side of the port, without a socket: takes the hubs' lines, and gives them health, answers and events.
 * More than one hub may be connected while one follows another; events go to the one that began last.
 */
import type { MediaCommand, MediaFrame } from '../hub/ports/media-frame.ts'
import type { MediaEvent } from '../hub/ports/media-event.ts'
import type { MediaHealth } from '../hub/ports/media.ts'
import type { Calls } from './calls.ts'
import { readCommand } from './commands.ts'
import { Refused } from './in-time.ts'

/** A connected hub. */
export interface HubWire {
  write(line: string): void
  /** Hangs up. `closed` is called all the same. */
  end(): void
}

/** What its connection tells. */
export interface HubSeat {
  text(text: string): void
  closed(): void
}

/** As in hub/adapters/media-link.ts: more without an end of line is not our hub. */
const lineCharsMax = 256 * 1024

export class HubDesk {
  readonly #health: () => MediaHealth
  readonly #calls: Calls
  readonly #wires = new Set<HubWire>()
  #inCharge: HubWire | null = null

  constructor(health: () => MediaHealth, calls: Calls) {
    this.#health = health
    this.#calls = calls
  }

  connect(wire: HubWire): HubSeat {
    this.#wires.add(wire)
    write(wire, { type: 'health', ...this.#health() })
    let rest = ''
    return {
      text: (text) => {
        const lines = (rest + text).split('\n')
        rest = lines.pop() ?? ''
        if (rest.length > lineCharsMax || !lines.every((line) => this.#line(wire, line))) wire.end()
      },
      closed: () => {
        this.#wires.delete(wire)
        if (this.#inCharge === wire) this.#inCharge = null
      },
    }
  }

  /** Tells everyone how the workers are. */
  tellHealth(): void {
    for (const wire of this.#wires) write(wire, { type: 'health', ...this.#health() })
  }

  tellEvent(event: MediaEvent): void {
    if (this.#inCharge) write(this.#inCharge, { type: 'event', event })
  }

  /** False when the line is no command. */
  #line(wire: HubWire, line: string): boolean {
    const command = readCommand(line)
    if (command === null) return false
    const { id } = command
    this.#carryOut(wire, command).then(
      (answer) => write(wire, { type: 'answer', id, result: { ok: true, answer } }),
      (error: unknown) => {
        // Anything else is a mistake of ours: it ends the process, which is started anew and told all calls again.
        if (!(error instanceof Refused)) throw error
        write(wire, { type: 'answer', id, result: { ok: false, code: error.code } })
      },
    )
    return true
  }

  /** What changes a call is done before this returns, so that commands act in the order they came. */
  async #carryOut(wire: HubWire, command: MediaCommand | { type: null }): Promise<unknown> {
    switch (command.type) {
      case 'begin':
        this.#calls.begin(command.epoch)
        this.#inCharge = wire
        return {}
      case 'complete':
        this.#calls.complete(command.epoch)
        return {}
      case 'call':
        this.#calls.set(command.epoch, command.call)
        return {}
      case 'end':
        this.#calls.end(command.epoch, command.call)
        return {}
      case 'ask':
        return this.#calls.ask(command.epoch, command.call, command.leg, command.request)
      case null:
        throw new Refused('request.invalid')
    }
  }
}

const write = (wire: HubWire, frame: MediaFrame): void => wire.write(`${JSON.stringify(frame)}\n`)
