/**
 * Tells whoever connects to a local socket how the media process is: one JSON object a line, at once on connecting, on
 * every change and every two seconds, so that the other side can tell silence from health.
 */
import { rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import type { MediaHealth } from '../hub/ports/media.ts'

const everyMs = 2_000
/** A reader that is this far behind does not read; it may connect again. */
const unreadBytesMax = 64 * 1024

/** A server that is listening. */
export interface HealthServer {
  /** Sends the health to everyone connected. */
  tell(): void
  close(): Promise<void>
}

/** Listens at `path`, replacing what a predecessor left there. Rejects when the folder cannot be written. */
export async function serveHealth(path: string, health: () => MediaHealth): Promise<HealthServer> {
  const sockets = new Set<Socket>()
  const line = (): string => `${JSON.stringify({ type: 'health', ...health() })}\n`
  const server = createServer((socket) => {
    sockets.add(socket)
    // Nothing is expected from there; reading it keeps a talkative peer from filling memory.
    socket
      .on('error', () => socket.destroy())
      .on('close', () => sockets.delete(socket))
      .resume()
    socket.write(line())
  })
  const tell = (): void => {
    const now = line()
    for (const socket of sockets) {
      if (socket.writableLength > unreadBytesMax) socket.destroy()
      else socket.write(now)
    }
  }
  rmSync(path, { force: true })
  await listen(server, path)
  const timer = setInterval(tell, everyMs)
  return {
    tell,
    close: () => {
      clearInterval(timer)
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
}
