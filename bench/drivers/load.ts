/**
 * One run of a load over pairs. Closed loop: a pair sends its next message when one has arrived, which tells capacity. Fixed
 * rate: messages leave by the clock, whatever comes back, and their times count from when each was meant to leave, so that a
 * side which stands still for a while does not get away with the one message that it met.
 */
import { quantile } from '../run/report.ts'
import { flush } from './lean-socket.ts'
import type { Pairs } from './pairs.ts'

export type Load = {
  /** How long messages are sent, milliseconds. */
  readonly ms: number
  /** So many of each pair are sent in any case, and the checksum is made of them. */
  readonly counted: number
} & ({ readonly inFlight: number } | { readonly perSecond: number })

export interface LoadResult {
  readonly messages: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly p999Ms: number
  /** Processor time of the generator over the time of the run. At a fixed rate it looks at the clock all the time, and this says nothing. */
  readonly generatorLoad: number
  /** At a fixed rate: p99 of how much later than meant messages left. Then this tells of a generator that is the limit. */
  readonly lateMs: number
  readonly checksum: number
}

const stalledMs = 15_000

/** Resolves when everything that was sent has arrived. Rejects when something is missing, doubled, out of order or cut off. */
export async function runLoad(pairs: Pairs, load: Load): Promise<LoadResult> {
  const run = 'inFlight' in load ? new ClosedLoop(pairs, load) : new FixedRate(pairs, load)
  try {
    return await new Promise<LoadResult>((resolve, reject) => {
      const failed = (why: string): void => reject(new Error(`${pairs.dialect.name}: ${why}`))
      pairs.listener = { arrived: (pair) => run.arrived(pair), failed }
      run.begin(resolve, failed)
    })
  } finally {
    run.end()
    pairs.listener = null
  }
}

abstract class Run {
  protected readonly pairs: Pairs
  protected readonly load: Load
  protected startedAt = 0
  protected sent = 0
  protected sending = true
  /** Of each pair in this run. */
  protected readonly sentOf: Uint32Array
  readonly #gotOf: Uint32Array
  readonly #took = new Samples()
  protected readonly late = new Samples()
  #checksum = 0
  #usedBefore: NodeJS.CpuUsage | undefined
  #watch: NodeJS.Timeout | undefined
  #done: (result: LoadResult) => void = () => {}

  constructor(pairs: Pairs, load: Load) {
    this.pairs = pairs
    this.load = load
    this.sentOf = new Uint32Array(pairs.count)
    this.#gotOf = new Uint32Array(pairs.count)
  }

  begin(done: (result: LoadResult) => void, failed: (why: string) => void): void {
    this.#done = done
    let seen = -1
    this.#watch = setInterval(() => {
      if (this.#took.count === seen) failed(`nothing arrived for ${stalledMs / 1_000} s`)
      seen = this.#took.count
    }, stalledMs)
    this.#usedBefore = process.cpuUsage()
    this.startedAt = performance.now()
    this.go()
    flush()
  }

  arrived(pair: number): void {
    const now = performance.now()
    const number = this.#gotOf[pair]!++
    this.#took.add(now - this.sentAt(pair, number))
    if (number < this.load.counted) this.#checksum = (this.#checksum + mixed(pair, number)) >>> 0
    if (now - this.startedAt >= this.load.ms) this.sending = false
    this.next(pair, now)
    if (!this.sending && this.#took.count === this.sent) this.#finish(now)
  }

  end(): void {
    clearInterval(this.#watch)
    this.sending = false
  }

  /** Sends the first messages. */
  protected abstract go(): void
  /** When message `number` of the pair was sent, or was meant to be. */
  protected abstract sentAt(pair: number, number: number): number
  /** Something of this pair has arrived. */
  protected abstract next(pair: number, now: number): void

  #finish(now: number): void {
    const elapsedMs = now - this.startedAt
    const { user, system } = process.cpuUsage(this.#usedBefore)
    const took = this.#took.values()
    this.#done({
      messages: this.sent,
      perSecond: (this.sent / elapsedMs) * 1_000,
      p50Ms: quantile(took, 0.5),
      p99Ms: quantile(took, 0.99),
      p999Ms: quantile(took, 0.999),
      generatorLoad: (user + system) / 1_000 / elapsedMs,
      lateMs: this.late.count === 0 ? 0 : quantile(this.late.values(), 0.99),
      checksum: this.#checksum,
    })
  }
}

class ClosedLoop extends Run {
  readonly #inFlight: number
  /** When the messages under way were sent, a ring for each pair. */
  readonly #sentAt: Float64Array

  constructor(pairs: Pairs, load: Load & { readonly inFlight: number }) {
    super(pairs, load)
    this.#inFlight = load.inFlight
    this.#sentAt = new Float64Array(pairs.count * load.inFlight)
  }

  protected go(): void {
    for (let pair = 0; pair < this.pairs.count; pair++)
      for (let turn = 0; turn < this.#inFlight; turn++) this.#send(pair, performance.now())
  }

  protected sentAt(pair: number, number: number): number {
    return this.#sentAt[pair * this.#inFlight + (number % this.#inFlight)]!
  }

  protected next(pair: number, now: number): void {
    if (this.sending || this.sentOf[pair]! < this.load.counted) this.#send(pair, now)
  }

  #send(pair: number, now: number): void {
    this.sent += 1
    this.#sentAt[pair * this.#inFlight + (this.sentOf[pair]!++ % this.#inFlight)] = now
    this.pairs.send(pair)
  }
}

class FixedRate extends Run {
  readonly #gapMs: number
  readonly #total: number
  #over = false

  constructor(pairs: Pairs, load: Load & { readonly perSecond: number }) {
    super(pairs, load)
    this.#gapMs = 1_000 / load.perSecond
    this.#total = Math.max(Math.round(load.ms / this.#gapMs), load.counted * pairs.count)
  }

  protected go(): void {
    const now = performance.now()
    const due = Math.min(this.#total, Math.floor((now - this.startedAt) / this.#gapMs) + 1)
    while (this.sent < due) {
      this.late.add(now - this.#meantAt(this.sent))
      this.pairs.send(this.sent++ % this.pairs.count)
    }
    flush()
    // A timer would be a millisecond late, which is longer than some sides take: so this looks at the clock all the time.
    if (this.sent < this.#total && !this.#over) setImmediate(() => this.go())
  }

  /** Pairs send in turns. */
  protected sentAt(pair: number, number: number): number {
    return this.#meantAt(number * this.pairs.count + pair)
  }

  #meantAt(at: number): number {
    return this.startedAt + at * this.#gapMs
  }

  protected next(): void {
    this.sending = this.sent < this.#total
  }

  override end(): void {
    super.end()
    this.#over = true
  }
}

/** A list of numbers that grows by doubling. */
class Samples {
  #values = new Float64Array(4_096)
  count = 0

  add(value: number): void {
    if (this.count === this.#values.length) {
      const more = new Float64Array(2 * this.count)
      more.set(this.#values)
      this.#values = more
    }
    this.#values[this.count++] = value
  }

  values(): Float64Array {
    return this.#values.subarray(0, this.count)
  }
}

/** Of a sum of these it can be told which messages it was made of, in whatever order they came. */
const mixed = (pair: number, number: number): number =>
  Math.imul(Math.imul(pair + 1, 0x9e3779b1) ^ (number + 1), 0x85ebca6b)
