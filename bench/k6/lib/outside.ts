/**
 * The outside as the people of a run need it, in two ways: k6 (outside-k6.ts) and Node (bench/k6/node/outside-node.ts). The
 * people, their client and the protocol are the same in both.
 */
import type { ClientSocket, SocketEvents } from '#client'
import type { Measure, Tags } from './measures.ts'

export interface Answer {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number
  /** Of JSON; null when it was none. */
  readonly body: unknown
}

/** The browser of one person: cookies of its own, and a socket. */
export interface Browser {
  /** Posts JSON to the hub. Never rejects. */
  post(path: string, body: object): Promise<Answer>
  openSocket(path: string, events: SocketEvents): ClientSocket
  /** When the frame that is being handled came off the wire, in the time of `Outside.now`. */
  readonly arrivedAt: number
}

export interface Outside {
  /** Milliseconds since 1970 by this machine's clock. All people of one run share it. */
  now(): number
  /** Runs `action` after `ms`. Returns what calls it off. */
  after(ms: number, action: () => void): () => void
  /** From 0 to below 1. */
  random(): number
  add(measure: Measure, value: number, tags?: Tags): void
  /** For whoever watches: the first few of each virtual user. */
  tell(line: string): void
  browser(person: 'visitor' | 'agent'): Browser
  /** When the run began, in the time of `now`. */
  startedAt(): number
}

/** Resolves after `ms`. */
export const rest = (outside: Outside, ms: number): Promise<void> =>
  new Promise((resolve) => void outside.after(ms, resolve))

/** Half to one and a half of it, so that people do not walk in step. */
export const about = (outside: Outside, ms: number): number => ms * (0.5 + outside.random())
