/**
 * A WebSocket client on bare TCP that costs little, so that the load of a bench is not its limit: one buffer to read into for
 * all sockets, frames masked with a key of zeros, which leaves the bytes as they are, and one write for whatever is sent to a
 * socket in a turn. It takes what honest servers of today send: whole frames, no compression.
 */
import { connect, type Socket } from 'node:net'
import type { Frame } from './dialect.ts'

export interface LeanTarget {
  readonly port: number
  readonly path: string
  /** Own address, such as `127.0.0.2`: one pair of addresses carries some 28,000 sockets. */
  readonly from?: string
}

/** Who hears of a socket. `frame` is given bytes that are good for this call only. */
export interface LeanListener {
  opened(): void
  frame(payload: Buffer, binary: boolean): void
  /** Once: with the close code, or 1006 without one, and why. */
  closed(code: number, why: string): void
}

const opcodes = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const
const readInto = Buffer.allocUnsafeSlow(256 * 1024)

export class LeanSocket {
  /** Told of what comes. May be changed at any time. */
  listener: LeanListener
  #isOpen = false
  #code = 1006
  #why = 'the line was cut'
  /** Of a frame, or of the answer to the upgrade, that has not come whole yet. */
  #rest: Buffer | null = null
  readonly #tcp: Socket

  constructor({ port, path, from }: LeanTarget, listener: LeanListener) {
    this.listener = listener
    this.#tcp = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      ...(from !== undefined && { localAddress: from }),
      onread: { buffer: readInto, callback: (length) => this.#arrived(length) },
    })
    this.#tcp.on('connect', () => this.#tcp.write(upgradeOf(port, path)))
    this.#tcp.on('error', (error) => (this.#why = error.message))
    this.#tcp.on('close', () => {
      this.#isOpen = false
      this.listener.closed(this.#code, this.#why)
    })
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** The bytes are copied. They leave with the next `flush`, or when something is sent to another socket. */
  send({ payload, binary }: Frame): void {
    append(this, binary ? opcodes.binary : opcodes.text, payload)
  }

  /** For `flush` alone. */
  write(bytes: Buffer): void {
    if (!this.#tcp.destroyed) this.#tcp.write(bytes)
  }

  /** Without a word, and so that the port is free at once. */
  cut(): void {
    this.#tcp.resetAndDestroy()
  }

  #arrived(length: number): boolean {
    const fresh = readInto.subarray(0, length)
    const bytes = this.#rest === null ? fresh : Buffer.concat([this.#rest, fresh])
    this.#rest = null
    try {
      const taken = this.#isOpen ? this.#frames(bytes, 0) : this.#answered(bytes)
      if (taken < bytes.length) this.#rest = Buffer.from(bytes.subarray(taken))
    } catch (error) {
      this.#why = error instanceof Error ? error.message : String(error)
      this.#tcp.destroy()
    }
    flush()
    return true
  }

  /** Both answer how many bytes they took. */
  #answered(bytes: Buffer): number {
    const end = bytes.indexOf('\r\n\r\n')
    if (end < 0) return 0
    const status = bytes.toString('latin1', 9, 12)
    if (status !== '101') throw new Error(`the upgrade was answered by ${status}`)
    this.#isOpen = true
    this.listener.opened()
    return this.#frames(bytes, end + 4)
  }

  #frames(bytes: Buffer, from: number): number {
    let at = from
    for (;;) {
      const left = bytes.length - at
      if (left < 2) return at
      let length = bytes[at + 1]!
      let head = 2
      if (length === 126) {
        head = 4
        if (left < head) return at
        length = bytes.readUInt16BE(at + 2)
      } else if (length === 127) {
        head = 10
        if (left < head) return at
        length = Number(bytes.readBigUInt64BE(at + 2))
      }
      if (left < head + length) return at
      const first = bytes[at]!
      this.#frame(first, bytes.subarray(at + head, at + head + length))
      at += head + length
    }
  }

  #frame(first: number, payload: Buffer): void {
    if (first === 0x82) return this.listener.frame(payload, true)
    if (first === 0x81) return this.listener.frame(payload, false)
    if (first === (0x80 | opcodes.ping)) return append(this, opcodes.pong, payload)
    if (first === (0x80 | opcodes.close)) {
      if (payload.length >= 2) this.#code = payload.readUInt16BE(0)
      this.#why = `closed with ${this.#code} ${payload.toString('utf8', 2)}`.trimEnd()
      append(this, opcodes.close, payload)
      flush()
      return void this.#tcp.end()
    }
    if (first !== (0x80 | opcodes.pong)) throw new Error(`a frame that begins with ${first.toString(16)}`)
  }
}

const upgradeOf = (port: number, path: string): string =>
  [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    `Origin: http://127.0.0.1:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: bWFkb2d1Y2hpIGJlbmNoLg==',
    '\r\n',
  ].join('\r\n')

// What is to be written: a part of a pool that is only ever filled onwards, since Node may hold on to it until the kernel
// takes it. All of the part is for one socket, so that many frames leave in one write.
const poolBytes = 256 * 1024
const frameHeadMost = 14
let pool = Buffer.allocUnsafeSlow(poolBytes)
let begun = 0
let filled = 0
let receiver: LeanSocket | null = null

function append(socket: LeanSocket, opcode: number, payload: Uint8Array): void {
  const { length } = payload
  if (receiver !== socket || filled + length + frameHeadMost > pool.length) {
    flush()
    if (filled + length + frameHeadMost > pool.length) {
      pool = Buffer.allocUnsafeSlow(Math.max(poolBytes, length + frameHeadMost))
      begun = filled = 0
    }
    receiver = socket
  }
  pool[filled++] = 0x80 | opcode
  if (length < 126) pool[filled++] = 0x80 | length
  else {
    pool[filled++] = 0x80 | (length < 65_536 ? 126 : 127)
    if (length < 65_536) filled = pool.writeUInt16BE(length, filled)
    else filled = pool.writeBigUInt64BE(BigInt(length), filled)
  }
  // The key of the mask.
  filled = pool.writeUInt32BE(0, filled)
  pool.set(payload, filled)
  filled += length
}

/** Writes what was sent last. After a turn in which something came this happens by itself. */
export function flush(): void {
  const socket = receiver
  receiver = null
  const bytes = pool.subarray(begun, filled)
  begun = filled
  if (socket !== null && bytes.length > 0) socket.write(bytes)
}
