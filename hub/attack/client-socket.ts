/** A real socket as the client of the pages takes it, for whoever plays people outside of a browser. */
import { WebSocket } from 'ws'
import type { ClientSocket, SocketEvents } from '../client/index.ts'

/** Passes on what happens to `native` from now on. */
export function clientSocket(native: WebSocket, events: SocketEvents): ClientSocket {
  native.binaryType = 'arraybuffer'
  native.on('open', () => events.opened())
  native.on('message', (bytes: ArrayBuffer) => events.message(new Uint8Array(bytes)))
  native.on('error', () => {})
  native.on('close', (code) => events.closed(code))
  return {
    send: (bytes) => {
      if (native.readyState === WebSocket.OPEN) native.send(bytes)
    },
    close: (code = 1000, reason = '') => native.close(code, reason),
  }
}
