/** The media port over the media process's local socket. */
import { connect } from 'node:net'
import type { Clock } from '../ports/clock.ts'
import type { MediaPort } from '../ports/media.ts'
import { MediaLink } from './media-link.ts'

/** A media process that is this far behind does not read; it is told everything anew. */
const unreadBytesMax = 8 * 1024 * 1024

/** Connects to the socket at `path` and keeps connected until closed. Never throws: what fails shows in `health()`. */
export function mediaSocket(path: string, clock: Clock): MediaPort {
  return new MediaLink((told) => {
    const socket = connect(path)
    socket
      .setEncoding('utf8')
      .on('data', (text: string) => told.text(text))
      // An 'error' is always followed by 'close'; without a listener it would end the hub.
      .on('error', () => {})
      .on('close', () => told.closed())
    return {
      write: (line) => void (socket.writableLength > unreadBytesMax ? socket.destroy() : socket.write(line)),
      end: () => socket.destroy(),
    }
  }, clock)
}
