/**
 * How a side of a comparison is spoken to: what its clients send and how they read what comes. The generator does the rest,
 * the same for all. A new side is a dialect and, for one that is not the hub, a server in `bench/peers/`.
 *
 * The content of message N of a pair is the same for all sides, and of one length, so that a dialect encodes it once per pair
 * and afterwards only writes the number into the bytes.
 */

/** One WebSocket message. */
export interface Frame {
  readonly payload: Uint8Array
  /** Else it is text. */
  readonly binary: boolean
}

/** Of each pair one sends and one receives. */
export type PairRole = 'sender' | 'receiver'

export interface Dialect {
  readonly name: string
  /** Path and query of the upgrade. `pair` counts from 0. */
  path(role: PairRole, pair: number): string
  /** Sent once the socket is open. */
  hello(role: PairRole, pair: number): readonly Frame[]
  /** Whether this frame ends the handshake. A side whose sockets are ready when they are open has no `isReady`. */
  isReady?(payload: Buffer, binary: boolean): boolean
  /** Message `number` (from 1) of a pair. It is copied before the next call, which may give the same bytes, changed. */
  message(pair: number, number: number): readonly Frame[]
  /** The number of the message that the receiver of this pair has got, or -1 when this is something else. The bytes are good for this call only. */
  read(pair: number, payload: Buffer, binary: boolean): number
  /** In place of `read`, where a frame may hold several: `got` is told each number, in order. False when it holds none. */
  readAll?(pair: number, payload: Buffer, got: (number: number) => void): boolean
  /** Of which pair a frame tells, or -1: where one socket receives for several pairs. */
  pairOf?(payload: Buffer): number
  /** What to answer to something else, such as a heartbeat. Throws when it says that something was refused. */
  answer?(payload: Buffer, binary: boolean): Frame | null
  /** What every socket has to say from time to time, lest it be taken for dead. */
  readonly beat?: { readonly everyMs: number; readonly frame: Frame }
}

/** What a message consists of, in the fields of the hub's own `message.send`. About 120 bytes as msgpack. */
export interface Content {
  readonly request: string
  readonly contact: string
  readonly text: string
  readonly attachments: readonly string[]
}

const digits = 10
/** Stands where the number belongs. */
const blank = '#'.repeat(digits)
const pairDigits = 6
const begins = 'message '
const middle = ' of pair '
const textLength = 60

const textFrom = (number: string, pair: number): string =>
  `${begins}${number}${middle}${String(pair).padStart(pairDigits, '0')} `.padEnd(textLength, '.')

/** The text of message `number` of a pair. */
export const textOf = (pair: number, number: number): string => textFrom(String(number).padStart(digits, '0'), pair)

/** The content of a pair's messages, with the number left blank: for `numbered`. `contact`: where the side has one of its own. */
export const contentOf = (pair: number, contact = `cnt_${String(pair).padStart(20, '0')}`): Content => ({
  request: `r${blank}`,
  contact,
  text: textFrom(blank, pair),
  attachments: [],
})

/** From an encoded content, frames of messages by their numbers: the same bytes each time, with another number in them. */
export function numbered(encoded: Uint8Array, binary: boolean): (number: number) => readonly Frame[] {
  const payload = Buffer.from(encoded)
  const places: number[] = []
  for (let at = payload.indexOf(blank); at >= 0; at = payload.indexOf(blank, at + digits)) places.push(at)
  if (places.length === 0) throw new Error('There is no place for the number in the encoded message.')
  const frames = [{ payload, binary }]
  return (number) => {
    let rest = number
    for (let digit = digits - 1; digit >= 0; digit--) {
      const code = 48 + (rest % 10)
      rest = Math.floor(rest / 10)
      for (const at of places) payload[at + digit] = code
    }
    return frames
  }
}

const beginning = Buffer.from(begins)

/** The number of the message whose text stands somewhere in these bytes, when it is a whole one of this pair; else -1. */
export function numberIn(payload: Buffer, pair: number): number {
  const start = payload.indexOf(beginning)
  return start < 0 ? -1 : numberAt(payload, start, pair)
}

/** Tells the numbers of all messages in these bytes. False when there is none; throws when one is not whole or not of this pair. */
export function numbersIn(payload: Buffer, pair: number, got: (number: number) => void): boolean {
  let start = payload.indexOf(beginning)
  if (start < 0) return false
  for (; start >= 0; start = payload.indexOf(beginning, start + textLength)) {
    const number = numberAt(payload, start, pair)
    if (number < 0) throw new Error(`Pair ${pair} got ${payload.toString('latin1', start, start + textLength)}.`)
    got(number)
  }
  return true
}

function numberAt(payload: Buffer, start: number, pair: number): number {
  if (payload.length - start < textLength) return -1
  const at = start + begins.length
  const rest = at + digits
  const end = endOf(pair)
  if (end.compare(payload, rest, rest + end.length) !== 0) return -1
  let number = 0
  for (let digit = at; digit < rest; digit++) {
    const value = payload[digit]! - 48
    if (value < 0 || value > 9) return -1
    number = number * 10 + value
  }
  return number
}

const ends: Buffer[] = []

/** What follows the number in the texts of a pair. */
function endOf(pair: number): Buffer {
  let end = ends[pair]
  if (end === undefined) ends[pair] = end = Buffer.from(textOf(pair, 0).slice(begins.length + digits))
  return end
}
