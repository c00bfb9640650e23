/**
 * Bare TCP in numbers, from a process of its own (storm-generator.ts): sockets that say nothing, requests that drip, upgrades
 * as fast as told, frames too long, and what would unfold into megabytes. No library: one would be too polite for this.
 */
import { connect, type Socket } from 'node:net'
import { setTimeout as passed } from 'node:timers/promises'
import { deflateRawSync } from 'node:zlib'
import { frame, opcode, upgradeRequest } from '../ports/transport.contract-client.ts'
import { percentile } from './attack.ts'
import { sourceAddress } from './source-address.ts'
import { obey } from './storm-generator.ts'
import { until } from './waiting.ts'

/** 60 MB of nothing, in as few bytes as deflate needs. */
const bomb = deflateRawSync(Buffer.alloc(60_000_000)).subarray(0, 65_000)
const finAndCompressed = 0x80 | 0x40

export const wireKinds = ['silent', 'dripping', 'upgrades', 'oversize', 'pieces', 'bombs'] as const
export type WireKind = (typeof wireKinds)[number]

/** What a kind does beyond the upgrade. */
interface Behaviour {
  readonly headers: Readonly<Record<string, string>>
  /** After the upgrade: what is written, and whether we leave by ourselves. */
  readonly then: readonly (() => Uint8Array)[]
  readonly leaves: boolean
}

const plain: Behaviour = { headers: {}, then: [], leaves: false }
const offer = { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' }
const behaviours: Readonly<Record<WireKind, Behaviour>> = {
  silent: plain,
  dripping: plain,
  upgrades: { ...plain, leaves: true },
  oversize: { ...plain, then: [() => frame(opcode.binary, new Uint8Array(200_000))] },
  pieces: {
    ...plain,
    then: [
      () => frame(opcode.binary, new Uint8Array(60_000), 0),
      ...Array.from({ length: 5 }, () => () => frame(opcode.continuation, new Uint8Array(60_000), 0)),
    ],
  },
  bombs: { ...plain, headers: offer, then: [() => frame(opcode.binary, bomb, finAndCompressed)] },
}

class FloodWire {
  /** The answer to the upgrade, 0 before. */
  status = 0
  /** The code the hub closed with; 1006 when there was none. */
  code = 0
  /** The hub agreed to an extension. */
  agreed = false
  openedAt: number | null = null
  answeredAt: number | null = null
  endedAt: number | null = null
  error = ''
  readonly beganAt = performance.now()
  readonly #tcp: Socket
  #bytes = Buffer.alloc(0)
  #drip: NodeJS.Timeout | null = null

  constructor(port: number, address: number, kind: WireKind) {
    const { headers, then, leaves } = behaviours[kind]
    const upgrade = upgradeRequest('/ws', { Origin: `http://127.0.0.1:${port}`, ...headers })
    this.#tcp = connect({ port, host: '127.0.0.1', localAddress: sourceAddress(address) })
    this.#tcp.on('connect', () => {
      this.openedAt = performance.now()
      if (kind === 'dripping') this.#dripOut(upgrade)
      else this.#tcp.write(upgrade)
    })
    this.#tcp.on('data', (data) => {
      this.#bytes = Buffer.concat([this.#bytes, data])
      if (this.answeredAt === null) this.#answered(then, leaves)
      else this.#frames()
    })
    this.#tcp.on('error', (error: NodeJS.ErrnoException) => (this.error = error.code ?? 'unknown'))
    this.#tcp.on('close', () => {
      this.endedAt = performance.now()
      if (this.#drip !== null) clearInterval(this.#drip)
      if (this.code === 0) this.code = 1006
    })
  }

  end(): void {
    this.#tcp.destroy()
  }

  /** The first lines whole, since the engine refuses half a first line on the spot; then a byte now and then, never the last. */
  #dripOut(text: string): void {
    let at = text.indexOf('\r\n', text.indexOf('\r\n') + 2)
    this.#tcp.write(text.slice(0, at))
    this.#drip = setInterval(() => {
      if (at < text.length - 1) this.#tcp.write(text[at++]!)
    }, 1_000)
  }

  #answered(then: Behaviour['then'], leaves: boolean): void {
    const end = this.#bytes.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = this.#bytes.toString('latin1', 0, end)
    this.answeredAt = performance.now()
    this.status = Number(head.split(' ')[1])
    this.agreed = /sec-websocket-extensions/i.test(head)
    this.#bytes = this.#bytes.subarray(end + 4)
    if (this.status !== 101) return
    for (const bytes of then) this.#tcp.write(bytes())
    if (leaves) this.end()
    else this.#frames()
  }

  #frames(): void {
    if (this.#bytes.length >= 4 && (this.#bytes[0]! & 0x0f) === opcode.close) {
      this.code = this.#bytes.readUInt16BE(2)
      this.#tcp.end(frame(opcode.close, this.#bytes.subarray(2, 4)))
    }
  }
}

export interface FloodReport {
  readonly wires: number
  /** Answers to upgrades, by status; 0: none. */
  readonly statuses: Readonly<Record<string, number>>
  /** How the hub ended them, by close code. */
  readonly codes: Readonly<Record<string, number>>
  readonly errors: Readonly<Record<string, number>>
  readonly agreed: number
  /** From the first connection to the last answer or end, milliseconds. */
  readonly tookMs: number
  readonly answerP99Ms: number
  /** The longest that the hub left one open, milliseconds. */
  readonly openMostMs: number
  /** Connections tried a second. */
  readonly perSecond: number
}

let wires: FloodWire[] = []
let beganAt = 0
let triedMs = 0

const commands = {
  /** Opens so many, so many a second, from so many addresses, the first of them number `from`. Resolves when all were answered, or are dripping. */
  async open(body: {
    port: number
    kind: WireKind
    count: number
    perSecond: number
    from: number
    addresses: number
  }): Promise<number> {
    const { port, kind, count, perSecond, from, addresses } = body
    wires = []
    beganAt = performance.now()
    while (wires.length < count) {
      const due = Math.min(count, Math.ceil(((performance.now() - beganAt) / 1_000) * perSecond))
      while (wires.length < due) wires.push(new FloodWire(port, from + (wires.length % addresses), kind))
      await passed(2)
    }
    triedMs = performance.now() - beganAt
    const settled = (wire: FloodWire): boolean =>
      wire.endedAt !== null || (kind === 'dripping' ? wire.openedAt : wire.answeredAt) !== null
    await until(() => wires.every(settled), 60_000)
    return wires.filter((wire) => wire.endedAt === null).length
  },

  /** Resolves when the hub has ended all of them. */
  async ended({ withinMs }: { withinMs: number }): Promise<FloodReport> {
    await until(() => wires.every((wire) => wire.endedAt !== null), withinMs)
    return report()
  },

  /** Ends them from our side. */
  async leave(): Promise<void> {
    for (const wire of wires) wire.end()
    await until(() => wires.every((wire) => wire.endedAt !== null))
  },
}

export type WireCommands = typeof commands

function report(): FloodReport {
  const count = (values: readonly (string | number)[]): Record<string, number> => {
    const counts: Record<string, number> = {}
    for (const value of values) counts[value] = (counts[value] ?? 0) + 1
    return counts
  }
  const ends = wires.flatMap(({ endedAt }) => (endedAt === null ? [] : [endedAt]))
  const answers = wires.flatMap(({ beganAt: began, answeredAt }) => (answeredAt === null ? [] : [answeredAt - began]))
  return {
    wires: wires.length,
    statuses: count(wires.map(({ status }) => status)),
    codes: count(wires.map(({ code }) => code)),
    errors: count(wires.flatMap(({ error }) => (error === '' ? [] : [error]))),
    agreed: wires.filter(({ agreed }) => agreed).length,
    tookMs: ends.reduce((last, at) => Math.max(last, at), beganAt) - beganAt,
    answerP99Ms: percentile(answers, 0.99),
    openMostMs: wires.reduce((most, { beganAt: began, endedAt }) => Math.max(most, (endedAt ?? 0) - began), 0),
    perSecond: wires.length / (triedMs / 1_000),
  }
}

obey(commands)
