/** Many sockets opened, each up to the end of its handshake, some at a time: more at once would only wait in the kernel. */
import { sourceAddress } from '../../hub/attack/source-address.ts'
import type { Dialect, PairRole } from './dialect.ts'
import { LeanSocket } from './lean-socket.ts'

export interface Opening {
  readonly role: PairRole
  readonly pair: number
}

const atOnce = 128
/** From one address to one port there are some 28,000 ways. */
const perAddress = 20_000
const stalledMs = 15_000

/**
 * Resolves with all of them, ready, in order; they go on answering heartbeats. Rejects when one is closed before, or when
 * nothing goes on for 15 s.
 */
export function opened(dialect: Dialect, port: number, openings: readonly Opening[]): Promise<LeanSocket[]> {
  const sockets: LeanSocket[] = []
  let ready = 0
  return new Promise((resolve, reject) => {
    let seen = -1
    const watch = setInterval(() => {
      if (ready === seen)
        fail(`${ready} of ${openings.length} sockets are ready, and no more for ${stalledMs / 1_000} s`)
      seen = ready
    }, stalledMs)
    const fail = (why: string): void => {
      if (ready === openings.length) return
      clearInterval(watch)
      for (const socket of sockets) socket.cut()
      reject(new Error(`${dialect.name}: ${why}`))
    }
    const next = (): void => {
      const at = sockets.length
      if (at < openings.length) sockets.push(open(dialect, port, openings[at]!, at, isReady, fail))
    }
    const isReady = (): void => {
      ready += 1
      if (ready < openings.length) return next()
      clearInterval(watch)
      resolve(sockets)
    }
    if (openings.length === 0) isReady()
    for (let turn = 0; turn < atOnce; turn++) next()
  })
}

function open(
  dialect: Dialect,
  port: number,
  { role, pair }: Opening,
  at: number,
  isReady: () => void,
  fail: (why: string) => void,
): LeanSocket {
  const from = at < perAddress ? undefined : sourceAddress(Math.floor(at / perAddress))
  const target = { port, path: dialect.path(role, pair), ...(from !== undefined && { from }) }
  let ready = false
  const socket: LeanSocket = new LeanSocket(target, {
    opened: () => {
      for (const frame of dialect.hello(role, pair)) socket.send(frame)
      if (dialect.isReady) return
      ready = true
      isReady()
    },
    frame: (payload, binary) => {
      const answer = dialect.answer?.(payload, binary)
      if (answer) socket.send(answer)
      if (ready || !dialect.isReady!(payload, binary)) return
      ready = true
      isReady()
    },
    closed: (_, why) => fail(`the ${role} of pair ${pair} was closed, ${why}`),
  })
  return socket
}
