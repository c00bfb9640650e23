/** The media port over a real local socket; the media process is a small server that this test holds in its hand. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { instant } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import { mediaContract } from '../ports/media.contract.ts'
import type { MediaHealth } from '../ports/media.ts'
import { mediaSocket } from './media-socket.ts'

/** Real time, twenty times as fast, so that silence is noticed in 300 ms. */
const fastClock: Clock = {
  now: () => instant(performance.now()),
  after: (delay, action) => {
    const timer = setTimeout(action, delay / 20)
    return () => clearTimeout(timer)
  },
  soon: (action) => {
    const timer = setImmediate(action)
    return () => clearImmediate(timer)
  },
}

/** A media process: repeats the last it was told to say, until it hangs or vanishes. */
class Speaker {
  readonly sockets = new Set<Socket>()
  #server: Server | null = null
  #last = ''
  #timer: NodeJS.Timeout | undefined
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  async say(text: string): Promise<void> {
    this.#last = text
    if (!this.#server) await this.#listen()
    for (const socket of this.sockets) socket.write(text)
  }

  hang(): void {
    clearInterval(this.#timer)
    this.#last = ''
  }

  vanish(): Promise<void> {
    this.hang()
    for (const socket of this.sockets) socket.destroy()
    const server = this.#server
    this.#server = null
    return new Promise((resolve) => (server ? server.close(() => resolve()) : resolve()))
  }

  #listen(): Promise<void> {
    const server = createServer((socket) => {
      this.sockets.add(socket)
      socket.on('error', () => {}).on('close', () => this.sockets.delete(socket))
      socket.write(this.#last)
    })
    this.#server = server
    this.#timer = setInterval(() => {
      for (const socket of this.sockets) socket.write(this.#last)
    }, 50)
    return new Promise((resolve) => server.listen(this.#path, resolve))
  }
}

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'media-socket-'))
  path = join(folder, 'media.sock')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const line = (health: MediaHealth): string => `${JSON.stringify({ type: 'health', ...health })}\n`

mediaContract('local socket', () => {
  const speaker = new Speaker(path)
  const media = mediaSocket(path, fastClock)
  return Promise.resolve({
    media,
    say: (health) => speaker.say(line(health)),
    vanish: () => speaker.vanish(),
    hang: () => speaker.hang(),
    dispose: async () => {
      media.close()
      await speaker.vanish()
    },
  })
})

const well: MediaHealth = { available: true, reason: '', workers: [{ state: 'running', since: 1, pid: 7 }] }

test('a line that comes in pieces, and two lines that come at once, are read as they were written', async () => {
  const speaker = new Speaker(path)
  const media = mediaSocket(path, fastClock)
  const told: string[] = []
  media.onChange((health) => told.push(health.reason))
  const text = line({ ...well, reason: '一' }) + line({ ...well, reason: '二' })
  await speaker.say('')
  await vi.waitFor(() => expect(speaker.sockets.size).toBe(1))
  // One byte at a time, which also cuts every character of the reason in three.
  for (const byte of Buffer.from(text)) for (const socket of speaker.sockets) socket.write(Buffer.of(byte))
  await vi.waitFor(() => expect(told).toEqual(['一', '二']))
  media.close()
  await speaker.vanish()
})

test.each(['not json\n', '{"type":"health"}\n', '[]\n', 'null\n', 'x'.repeat(300_000)])(
  'what is no health ends the connection and is never believed: %.20s',
  async (nonsense) => {
    const speaker = new Speaker(path)
    const media = mediaSocket(path, fastClock)
    await speaker.say(line(well))
    await vi.waitFor(() => expect(media.health()).toEqual(well))
    const [first] = speaker.sockets
    await speaker.say(nonsense)
    await vi.waitFor(() => expect(first?.destroyed).toBe(true))
    expect(media.health().available).toBe(false)
    await speaker.say(line(well))
    await vi.waitFor(() => expect(media.health()).toEqual(well))
    media.close()
    await speaker.vanish()
    expect(existsSync(path)).toBe(false)
  },
)
