/**
 * Frames: the outermost arrays on the wire, told apart by a small number in front. PROTOCOL.md says for each when it is
 * allowed and what follows. Positions only ever grow at the end.
 */
import type { Wire } from './shape.ts'

/** Versions of the protocol this build speaks, best first. */
export const protocolVersions: readonly number[] = [1]

/** First element of a frame. Below 16: from the client; from 16: from the hub. */
export const frameKinds = {
  hello: 0,
  request: 1,
  hint: 2,
  beat: 3,
  bye: 4,
  welcome: 16,
  reply: 17,
  refusal: 18,
  snapshot: 19,
  delta: 20,
  entries: 21,
  hinted: 22,
  beaten: 23,
  goaway: 24,
  reset: 25,
} as const
export type FrameName = keyof typeof frameKinds

/** How far a client has read one contact's log: it holds entries 1 to `seq`. */
export type LogCursor = readonly [contact: string, seq: number]
/** How far a client has read a live list within one epoch of the hub. */
export type ListCursor = readonly [topic: string, epoch: number, seq: number]
/** One change of a live list: the item's kind and id ('' where there is only one), and its new value or null when it is gone. */
export type ListChange = readonly [kind: string, id: string, value: Wire]

export type ClientFrame =
  | readonly [
      kind: typeof frameKinds.hello,
      versions: readonly number[],
      ticket: string,
      logs: readonly LogCursor[],
      lists: readonly ListCursor[],
    ]
  | readonly [kind: typeof frameKinds.request, requestId: string, verb: string, body: Wire]
  | readonly [kind: typeof frameKinds.hint, verb: string, body: Wire]
  | readonly [kind: typeof frameKinds.beat]
  | readonly [kind: typeof frameKinds.bye]

export type HubFrame =
  | readonly [
      kind: typeof frameKinds.welcome,
      version: number,
      epoch: number,
      session: string,
      /** Hub time, milliseconds. */
      now: number,
      /** Send a beat this often, milliseconds. */
      beatMs: number,
      /** Nothing heard for so long means the line is dead, milliseconds. */
      leaseMs: number,
    ]
  | readonly [kind: typeof frameKinds.reply, requestId: string, body: Wire]
  | readonly [
      kind: typeof frameKinds.refusal,
      requestId: string,
      code: string,
      /** When to try again, milliseconds; not there when that is not known. */
      retryAfterMs?: number,
    ]
  | readonly [kind: typeof frameKinds.snapshot, topic: string, seq: number, items: readonly ListChange[]]
  | readonly [kind: typeof frameKinds.delta, topic: string, seq: number, changes: readonly ListChange[]]
  | readonly [kind: typeof frameKinds.entries, contact: string, firstSeq: number, entries: readonly Wire[]]
  | readonly [kind: typeof frameKinds.hinted, verb: string, body: Wire]
  | readonly [kind: typeof frameKinds.beaten, now: number]
  | readonly [kind: typeof frameKinds.goaway, retryMs: number]
  | readonly [kind: typeof frameKinds.reset, contact: string]

/** Bounds that both sides know. */
export const limits = {
  /** Bytes of a frame from a client. */
  frameBytesMax: 64 * 1024,
  /** UTF-16 code units of one message. */
  messageTextMax: 4_000,
  attachmentsPerMessageMax: 5,
  /** UTF-16 code units of a name, a topic or a file name. */
  nameMax: 80,
  /** UTF-16 code units of an e-mail address or a telephone number. */
  reachMax: 120,
  fileNameMax: 160,
  noteMax: 2_000,
  requestIdMax: 40,
  /** Log cursors in a hello. */
  cursorsMax: 100,
  /** Entries in one frame of the hub and in one page. */
  entriesPerFrameMax: 200,
} as const
