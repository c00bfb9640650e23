/**
 * socket.io as its documentation has it: a room a pair, whose receiver joins it; the sender's event goes to the room. Arguments:
 * `json` or `msgpack` for the parser, `node` or `uws` for the engine below. WebSocket alone, without polling first, and the
 * first request of each socket is let go, as its page on memory advises.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import parser from 'socket.io-msgpack-parser'
import type * as uWS from 'uWebSockets.js'

const [, , parsed, below] = process.argv
const io = new Server({
  transports: ['websocket'],
  serveClient: false,
  ...(parsed === 'msgpack' ? { parser } : {}),
})
io.on('connection', (socket) => {
  const { role, pair } = socket.handshake.auth as { readonly role: string; readonly pair: string }
  if (role === 'receiver') void socket.join(pair)
  else socket.on('message.send', (body: unknown) => void socket.to(pair).emit('message.send', body))
})

if (below === 'uws') {
  const { default: engine } = (await import('uWebSockets.js')) as unknown as { default: typeof uWS }
  const app = engine.App()
  io.attachApp(app)
  app.listen('127.0.0.1', 0, (listening) => {
    if (listening !== false) console.log(`port ${engine.us_socket_local_port(listening)}`)
  })
} else {
  const http = createServer()
  io.attach(http)
  io.engine.on('connection', (socket: { request: unknown }) => {
    socket.request = null
  })
  http.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, () =>
    console.log(`port ${(http.address() as AddressInfo).port}`),
  )
}
process.once('SIGTERM', () => process.exit(0))
