/** The child of bare-side.ts: `/sender/N` to `/receiver/N`, by topics, which is the fastest way this engine has. Ends with its parent. */
import type * as uWS from 'uWebSockets.js'

const { default: engine } = (await import('uWebSockets.js')) as unknown as { default: typeof uWS }
const app = engine.App()
app.ws<{ pair: string; receives: boolean }>('/:role/:pair', {
  upgrade: (response, request, context) => {
    const data = { receives: request.getParameter(0) === 'receiver', pair: request.getParameter(1) ?? '' }
    const [key, protocol, extensions] = ['key', 'protocol', 'extensions'].map((name) =>
      request.getHeader(`sec-websocket-${name}`),
    )
    response.upgrade(data, key!, protocol!, extensions!, context)
  },
  open: (socket) => {
    const { pair, receives } = socket.getUserData()
    if (receives) socket.subscribe(pair)
  },
  message: (socket, bytes) => void app.publish(socket.getUserData().pair, bytes, true),
})
app.listen('127.0.0.1', 0, (listening) => {
  if (listening !== false) process.send!({ port: engine.us_socket_local_port(listening) })
})
process.once('disconnect', () => process.exit(0))
