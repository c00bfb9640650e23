/**
 * The local socket at which hubs reach the media process; `hub-desk.ts` says what is spoken. Health is told every two
 * seconds besides every change, so that the other side can tell silence from health.
 */
import { rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import type { HubDesk } from './hub-desk.ts'

const everyMs = 2_000
/** All that is told of a thousand calls to a hub that has just begun fits; who is further behind does not read. */
const unreadBytesMax = 8 * 1024 * 1024

/** A server that is listening. */
export interface HubServer {
  close(): Promise<void>
}

/** Listens at `path`, replacing what a predecessor left there. Rejects when the folder cannot be written. */
export async function serveHubs(path: string, desk: HubDesk): Promise<HubServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    const seat = desk.connect({
      write: (line) => void (socket.writableLength > unreadBytesMax ? socket.destroy() : socket.write(line)),
      end: () => socket.destroy(),
    })
    socket
      .setEncoding('utf8')
      .on('data', (text: string) => seat.text(text))
      .on('error', () => socket.destroy())
      .on('close', () => {
        sockets.delete(socket)
        seat.closed()
      })
  })
  rmSync(path, { force: true })
  await listen(server, path)
  const timer = setInterval(() => desk.tellHealth(), everyMs)
  return {
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
