/** Beats of many sockets, so that none is taken for dead: a few sockets at a time, since all at once would be a burst. */
import type { Dialect } from './dialect.ts'
import { flush, type LeanSocket } from './lean-socket.ts'

const parts = 100

/** Returns what ends it. `sockets` may grow meanwhile. */
export function keepBeating(
  sockets: readonly LeanSocket[],
  { everyMs, frame }: NonNullable<Dialect['beat']>,
): () => void {
  let part = 0
  const timer = setInterval(() => {
    for (let at = part; at < sockets.length; at += parts) if (sockets[at]!.isOpen) sockets[at]!.send(frame)
    flush()
    part = (part + 1) % parts
  }, everyMs / parts)
  return () => clearInterval(timer)
}
