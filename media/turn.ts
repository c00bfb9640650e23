/**
 * Relays for browsers behind networks that let neither UDP nor our TCP ports through: TURN servers of one's own, with
 * credentials that hold for some hours (the REST scheme that coturn calls `use-auth-secret`). What goes over a relay stays
 * encrypted to the media process.
 */
import { createHmac } from 'node:crypto'
import type { IceServer } from '../hub/ports/media-request.ts'

export interface Turn {
  /** As `turn:turn.example.jp:3478` or `turns:…`. */
  readonly urls: readonly string[]
  /** Shared with the TURN server. */
  readonly secret: string
}

/** Longer than any call: a relay that is in use is asked to go on with the same credentials. */
const validSeconds = 12 * 3_600

/** What a browser is told; `nowSeconds` is Unix time by the wall clock, which the relay goes by too. */
export function iceServers(turn: Turn | null, nowSeconds: number): IceServer[] {
  if (turn === null) return []
  const username = `${Math.floor(nowSeconds) + validSeconds}:madoguchi`
  const credential = createHmac('sha1', turn.secret).update(username).digest('base64')
  return [{ urls: turn.urls, username, credential }]
}
