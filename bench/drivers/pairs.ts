/**
 * Pairs of sockets to one side: what the sender of a pair sends has to reach its receiver, all of it, once, in order and
 * unchanged. When and how much is sent is for a run, see load.ts; numbers of messages count on from run to run.
 */
import type { Dialect, PairRole } from './dialect.ts'
import { Beating } from './beating.ts'
import type { LeanListener, LeanSocket } from './lean-socket.ts'
import { opened } from './opening.ts'

/** Who hears of what arrives. */
export interface PairsListener {
  arrived(pair: number): void
  failed(why: string): void
}

export interface PairSockets {
  readonly sender: LeanSocket
  readonly receiver: LeanSocket
}

export class Pairs {
  /** Of the run that goes on. */
  listener: PairsListener | null = null
  readonly #sent: Float64Array
  readonly #got: Float64Array
  #closing = false
  readonly #beating: Beating | null

  /** With sockets that are ready, and are this object's from now on. */
  constructor(
    readonly dialect: Dialect,
    private readonly sockets: readonly PairSockets[],
  ) {
    this.#sent = new Float64Array(sockets.length)
    this.#got = new Float64Array(sockets.length)
    const pairsOf = new Map<LeanSocket, number[]>()
    sockets.forEach(({ sender, receiver }, pair) => {
      this.#listen(sender, 'sender', pair, (payload, binary) => this.#other(sender, payload, binary))
      pairsOf.set(receiver, [...(pairsOf.get(receiver) ?? []), pair])
    })
    for (const [receiver, pairs] of pairsOf)
      this.#listen(receiver, 'receiver', pairs[0]!, this.#reader(receiver, pairs))
    const all = [...sockets.map(({ sender }) => sender), ...pairsOf.keys()]
    if (!all.every(({ isOpen }) => isOpen))
      throw new Error(`${dialect.name}: sockets were closed before anything was sent`)
    this.#beating = dialect.beat ? new Beating(dialect.beat) : null
    for (const socket of all) this.#beating?.add(socket)
  }

  /** Opens so many pairs at a side that needs nothing but its dialect. */
  static async open(dialect: Dialect, port: number, count: number): Promise<Pairs> {
    const numbers = Array.from({ length: count }, (_, pair) => pair)
    // Who receives comes first: nothing is sent to nobody.
    const receivers = await opened(
      dialect,
      port,
      numbers.map((pair) => ({ role: 'receiver', pair })),
    )
    const senders = await opened(
      dialect,
      port,
      numbers.map((pair) => ({ role: 'sender', pair })),
    )
    return new Pairs(
      dialect,
      numbers.map((pair) => ({ sender: senders[pair]!, receiver: receivers[pair]! })),
    )
  }

  get count(): number {
    return this.sockets.length
  }

  /** Sends the next message of a pair. It leaves with the next `flush`. */
  send(pair: number): void {
    const number = ++this.#sent[pair]!
    const { sender } = this.sockets[pair]!
    for (const frame of this.dialect.message(pair, number)) sender.send(frame)
  }

  close(): void {
    this.#closing = true
    this.#beating?.end()
    for (const { sender, receiver } of this.sockets) for (const socket of [sender, receiver]) socket.cut()
  }

  #listen(socket: LeanSocket, role: PairRole, pair: number, frame: LeanListener['frame']): void {
    const closed = (_: number, why: string): void => {
      if (!this.#closing) this.listener?.failed(`the ${role} of pair ${pair} lost its socket: ${why}`)
    }
    socket.listener = { opened: () => {}, frame, closed }
  }

  /** One for each pair, and for a socket that receives for several one that asks which is meant. */
  #reader(socket: LeanSocket, pairs: readonly number[]): LeanListener['frame'] {
    const { dialect } = this
    const readers = new Map(pairs.map((pair) => [pair, this.#readerOf(socket, pair)]))
    if (readers.size === 1) return readers.get(pairs[0]!)!
    return (payload, binary) => {
      const read = readers.get(dialect.pairOf!(payload))
      if (read === undefined) this.#other(socket, payload, binary)
      else read(payload, binary)
    }
  }

  #readerOf(socket: LeanSocket, pair: number): LeanListener['frame'] {
    const { dialect } = this
    const got = (number: number): void => this.#arrived(pair, number)
    if (dialect.readAll)
      return (payload, binary) => {
        if (!dialect.readAll!(pair, payload, got)) this.#other(socket, payload, binary)
      }
    return (payload, binary) => {
      const number = dialect.read(pair, payload, binary)
      if (number < 0) this.#other(socket, payload, binary)
      else got(number)
    }
  }

  #arrived(pair: number, number: number): void {
    const due = ++this.#got[pair]!
    if (number !== due) throw new Error(`message ${number} arrived where ${due} was due`)
    this.listener?.arrived(pair)
  }

  #other(socket: LeanSocket, payload: Buffer, binary: boolean): void {
    const answer = this.dialect.answer?.(payload, binary)
    if (answer) socket.send(answer)
  }
}
