/**
 * Records in a stream of Redis, with an append-only file that is flushed before each answer. Redis runs as our child, so that
 * its processor time and memory count as ours. Commands of records that came together go out as one write.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import type { Keeper } from './keeper.ts'

export async function openRedis(folder: string): Promise<Keeper> {
  const path = join(folder, 'redis.sock')
  const child = startRedis(folder, path)
  const socket = await connected(path, child)
  const replies = new Replies(socket)
  let count = 0
  return {
    async keep(records) {
      // Ids of a stream begin at 1.
      socket.write(Buffer.concat(records.map((record) => command('XADD', 'records', `0-${++count}`, 'body', record))))
      await replies.take(records.length)
    },
    async read(at) {
      socket.write(command('XRANGE', 'records', `0-${at + 1}`, `0-${at + 1}`))
      const [[[, [, body]]]] = (await replies.take(1)) as [[[string, [string, Buffer]]]]
      return body
    },
    async close() {
      socket.destroy()
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

function startRedis(folder: string, path: string): ChildProcess {
  const settings = { port: '0', unixsocket: path, dir: folder, save: '', appendonly: 'yes', appendfsync: 'always' }
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  const child = spawn('redis-server', args, { stdio: 'ignore' })
  process.once('exit', () => child.kill('SIGKILL'))
  return child
}

/** Asks until it listens. */
async function connected(path: string, child: ChildProcess): Promise<Socket> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}.`)
    const socket = connect(path)
    try {
      await once(socket, 'connect')
      return socket
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

function command(...parts: readonly (string | Uint8Array)[]): Buffer {
  const pieces = [Buffer.from(`*${parts.length}\r\n`)]
  for (const part of parts) {
    const bytes = Buffer.from(part as string)
    pieces.push(Buffer.from(`$${bytes.length}\r\n`), bytes, lineEnd)
  }
  return Buffer.concat(pieces)
}

const lineEnd = Buffer.from('\r\n')
const unfinished = Symbol('unfinished')

/** Replies in the order of their commands. */
class Replies {
  #bytes: Buffer = Buffer.alloc(0)
  #at = 0
  #values: unknown[] = []
  #wanted = 0
  #resolve: (values: unknown[]) => void = () => {}
  #reject: (error: Error) => void = () => {}

  constructor(socket: Socket) {
    socket.on('data', (bytes) => {
      this.#bytes = this.#bytes.length === this.#at ? bytes : Buffer.concat([this.#bytes.subarray(this.#at), bytes])
      this.#at = 0
      try {
        this.#readAll()
      } catch (error) {
        this.#reject(error as Error)
      }
    })
  }

  /** The next so many replies. */
  take(count: number): Promise<unknown[]> {
    this.#wanted = count
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  #readAll(): void {
    for (;;) {
      const before = this.#at
      const value = this.#value()
      if (value === unfinished) {
        this.#at = before
        return
      }
      if (this.#values.push(value) === this.#wanted) this.#resolve(this.#values.splice(0))
    }
  }

  #value(): unknown {
    const end = this.#bytes.indexOf(lineEnd, this.#at)
    if (end < 0) return unfinished
    const kind = this.#bytes[this.#at]!
    const line = this.#bytes.toString('latin1', this.#at + 1, end)
    this.#at = end + 2
    switch (String.fromCharCode(kind)) {
      case '+':
        return line
      case ':':
        return Number(line)
      case '$':
        return this.#bulk(Number(line))
      case '*':
        return this.#list(Number(line))
      default:
        throw new Error(`Redis refused: ${line}`)
    }
  }

  #bulk(length: number): unknown {
    if (length < 0) return null
    if (this.#bytes.length < this.#at + length + 2) return unfinished
    const bytes = Buffer.from(this.#bytes.subarray(this.#at, this.#at + length))
    this.#at += length + 2
    return bytes
  }

  #list(length: number): unknown {
    const values: unknown[] = []
    for (let at = 0; at < length; at++) {
      const value = this.#value()
      if (value === unfinished) return unfinished
      values.push(value)
    }
    return values
  }
}
