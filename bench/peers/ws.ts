/** The package `ws` by itself: a map of receivers, and one `send` a message. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'

const receivers = new Map<string, WebSocket>()
const http = createServer()
const server = new WebSocketServer({ server: http, perMessageDeflate: false })
server.on('connection', (socket, request) => {
  const [, role, pair] = request.url!.split('/')
  if (role === 'receiver') {
    receivers.set(pair!, socket)
    socket.on('close', () => receivers.delete(pair!))
  } else socket.on('message', (bytes, binary) => receivers.get(pair!)?.send(bytes, { binary }))
  socket.on('error', () => socket.terminate())
})
// Node's own backlog of 511 would have a crowd that connects at once wait for seconds.
http.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, () =>
  console.log(`port ${(http.address() as AddressInfo).port}`),
)
process.once('SIGTERM', () => process.exit(0))
