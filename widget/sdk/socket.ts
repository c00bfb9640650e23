/** A WebSocket of the platform, or one that is handed in, as the client needs it. */
import type { ClientSocket, SocketEvents } from '#client'

/** What is needed of a WebSocket: the browser's, Node's own, and those of package `ws` are such. */
export interface SocketLike {
  binaryType: string
  readonly readyState: number
  onopen: ((event: never) => unknown) | null
  onmessage: ((event: never) => unknown) | null
  onclose: ((event: never) => unknown) | null
  onerror: ((event: never) => unknown) | null
  send(bytes: Uint8Array<ArrayBuffer>): void
  close(code?: number, reason?: string): void
}

/** `readyState` of a socket that may be sent to. */
const open = 1

export function openSocket(socket: SocketLike, events: SocketEvents): ClientSocket {
  socket.binaryType = 'arraybuffer'
  socket.onopen = () => events.opened()
  socket.onmessage = ({ data }: { data: unknown }) => {
    if (data instanceof ArrayBuffer) events.message(new Uint8Array(data))
  }
  socket.onclose = ({ code }: { code: number }) => events.closed(code)
  // The close that follows says all there is to say; a socket of Node without this would end the program.
  socket.onerror = () => {}
  return {
    send: (bytes) => {
      if (socket.readyState === open) socket.send(bytes as Uint8Array<ArrayBuffer>)
    },
    close: (code, reason) => socket.close(code, reason),
  }
}
