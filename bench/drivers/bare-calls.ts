/** The bare relay as a side that carries calls. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { RelayCalls } from '../peers/mediasoup.ts'
import type { Bench } from '../run/bench.ts'
import { cryptoSuite, type CallSide, type LegName } from './talk.ts'
import type { Voice } from './voice.ts'

export const bareName = 'mediasoup alone'

interface Call {
  readonly capabilities: RelayCalls['begin']['answer']['capabilities']
  readonly legs: Map<LegName, BareLeg>
}

interface BareLeg {
  readonly voice: Voice
  readonly ear: string
  readonly master: string
  readonly producer: string
}

export async function startBare(bench: Bench, workerBin: string): Promise<CallSide> {
  const path = join(bench.scratch, 'bare.sock')
  const server = await bench.start({
    name: bareName,
    run: new URL('../peers/mediasoup.ts', import.meta.url),
    args: [path],
    env: { MEDIASOUP_WORKER_BIN: workerBin },
  })
  const socket = connect(path)
  await once(socket, 'connect')
  return new BareCalls(server.pid, new Wire(socket), () => server.stop())
}

class BareCalls implements CallSide {
  readonly name = bareName
  /** It ends when its worker does, and then answers nothing. */
  readonly broken = null
  readonly #calls = new Map<number, Call>()

  constructor(
    readonly pid: number,
    private readonly wire: Wire,
    private readonly stop: () => Promise<void>,
  ) {}

  async begin(call: number): Promise<void> {
    const { capabilities } = await this.wire.ask('begin', { call })
    this.#calls.set(call, { capabilities, legs: new Map() })
  }

  async join(call: number, name: LegName, voice: Voice, partner: Voice): Promise<void> {
    const known = this.#calls.get(call)!
    const ear = await this.wire.ask('open', { call })
    const mouth = await this.wire.ask('open', { call })
    await Promise.all([
      this.wire.ask('connect', { transport: ear.transport, parameters: voice.connection('ear', cryptoSuite) }),
      this.wire.ask('connect', { transport: mouth.transport, parameters: voice.connection('mouth', cryptoSuite) }),
      voice.aim(mouth.port),
    ])
    const { producer } = await this.wire.ask('produce', { transport: mouth.transport, parameters: voice.parameters })
    const leg = { voice, ear: ear.transport, master: ear.srtp.keyBase64, producer }
    known.legs.set(name, leg)
    const other = [...known.legs.values()].find((one) => one.voice === partner)
    if (other === undefined) return
    void this.#hear(known, leg, other)
    void this.#hear(known, other, leg)
  }

  async end(call: number): Promise<void> {
    this.#calls.delete(call)
    await this.wire.ask('end', { call })
  }

  close(): Promise<void> {
    this.wire.close()
    return this.stop()
  }

  async #hear({ capabilities }: Call, who: BareLeg, whom: BareLeg): Promise<void> {
    const asked = { transport: who.ear, producer: whom.producer, capabilities }
    const { consumer, parameters } = await this.wire.ask('consume', asked)
    who.voice.listen(whom.voice, parameters, who.master)
    await this.wire.ask('resume', { consumer })
  }
}

interface Answer {
  readonly id: number
  readonly answer?: unknown
  readonly error?: string
}

/** Requests over the local socket, and their answers. */
class Wire {
  readonly #waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>()
  #lastId = 0

  constructor(private readonly socket: Socket) {
    createInterface({ input: socket }).on('line', (line) => {
      const { id, answer, error } = JSON.parse(line) as Answer
      const waits = this.#waiting.get(id)!
      this.#waiting.delete(id)
      if (error === undefined) waits.resolve(answer)
      else waits.reject(new Error(error))
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`${bareName} has ended`))
    })
  }

  ask<Verb extends keyof RelayCalls>(
    verb: Verb,
    asked: RelayCalls[Verb]['asked'],
  ): Promise<RelayCalls[Verb]['answer']> {
    const id = ++this.#lastId
    this.socket.write(`${JSON.stringify({ id, verb, asked })}\n`)
    return new Promise<never>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject })
    })
  }

  close(): void {
    this.socket.destroy()
  }
}
