/**
 * What a browser hands to the client: its socket, its clock, its chance and the storage of its tab. The only file here that
 * knows browser globals, and it touches them only when called.
 */
import type { ClientClock, ClientSocket, OutboxStorage, SocketEvents, StoredRequest } from './options.ts'

/** Opens sockets at `url` (ws: or wss:). */
export function openBrowserSocket(url: string): (events: SocketEvents) => ClientSocket {
  return (events) => {
    const socket = new WebSocket(url)
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => events.opened()
    socket.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) events.message(new Uint8Array(data))
    }
    socket.onclose = ({ code }) => events.closed(code)
    return {
      send: (bytes) => {
        // A socket that is still opening would throw, one that is closing would only warn.
        if (socket.readyState === WebSocket.OPEN) socket.send(bytes as Uint8Array<ArrayBuffer>)
      },
      close: (code, reason) => socket.close(code, reason),
    }
  }
}

/**
 * Unanswered requests in the tab's own storage, or in `place`. Where storage is forbidden or full they do not outlive a reload;
 * nor does what `mayKeep` says no to. Default: everything may.
 */
export function sessionOutbox(
  key: string,
  place?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
  mayKeep: (request: StoredRequest) => boolean = () => true,
): OutboxStorage {
  return {
    load: () => {
      try {
        const stored: unknown = JSON.parse((place ?? sessionStorage).getItem(key) ?? '[]')
        return Array.isArray(stored) ? (stored as StoredRequest[]) : []
      } catch {
        return []
      }
    },
    save: (unanswered) => {
      const requests = unanswered.filter(mayKeep)
      try {
        const storage = place ?? sessionStorage
        if (requests.length === 0) storage.removeItem(key)
        else storage.setItem(key, JSON.stringify(requests))
      } catch {
        // Forbidden or full: the requests still are in memory.
      }
    },
  }
}

/** Monotonic, and near Unix time, so that a first guess of hub time is a good one. */
export const browserClock: ClientClock = {
  now: () => performance.timeOrigin + performance.now(),
  after: (ms, action) => {
    const timer = setTimeout(action, ms)
    return () => clearTimeout(timer)
  },
}

/** 128 random bits, as 32 characters. Also on pages without a secure context, where `crypto.randomUUID` is missing. */
export function browserRequestId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
