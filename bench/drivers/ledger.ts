/** What happened on a floor: how long things took, and sums of what was said and of what arrived, which must be the same. */

export interface Times {
  readonly count: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly mostMs: number
}

/** What is timed. See README, `floor`. */
export const timed = ['message', 'offer', 'joined', 'wrapUp'] as const
export type Timed = (typeof timed)[number]

export interface Account {
  readonly times: Readonly<Record<Timed, Times>>
  /** Contacts begun, answered, ended by their customers, and wrapped up. */
  readonly counts: Readonly<Record<'begun' | 'answered' | 'ended' | 'wrappedUp' | 'transferred' | 'messages', number>>
  /** Over all texts that people wrote, and over those that stood in their customers' logs at the end. */
  readonly written: number
  readonly read: number
  /** What should not have been: requests that were refused, logs with a gap. */
  readonly faults: readonly string[]
}

export class Ledger {
  readonly counts = { begun: 0, answered: 0, ended: 0, wrappedUp: 0, transferred: 0, messages: 0 }
  readonly faults: string[] = []
  #written = 0
  #read = 0
  #samples = newSamples()
  /** When what is being timed began, by what it is. */
  readonly #begun = new Map<string, number>()

  /** Begins to time; the end is told by the same name. */
  begins(name: string, at = performance.now()): void {
    this.#begun.set(name, at)
  }

  /** Ends the timing. What was not begun, or has ended already, is passed over. */
  ends(what: Timed, name: string): void {
    const at = this.#begun.get(name)
    if (at === undefined) return
    this.#begun.delete(name)
    this.#samples[what].push(performance.now() - at)
  }

  writes(text: string): void {
    this.#written = added(this.#written, text)
  }

  reads(text: string): void {
    this.#read = added(this.#read, text)
  }

  fault(what: string): void {
    if (this.faults.length < 20) this.faults.push(what)
  }

  /** Of all so far; times only of those since the last account. */
  account(): Account {
    const samples = this.#samples
    this.#samples = newSamples()
    const times = Object.fromEntries(timed.map((what) => [what, timesOf(samples[what])])) as Record<Timed, Times>
    return { times, counts: { ...this.counts }, written: this.#written, read: this.#read, faults: [...this.faults] }
  }
}

const newSamples = (): Record<Timed, number[]> => ({ message: [], offer: [], joined: [], wrapUp: [] })

/** In whatever order they come. */
function added(sum: number, text: string): number {
  let hash = 0
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) >>> 0
  return (sum + hash) >>> 0
}

export function timesOf(values: number[]): Times {
  values.sort((a, b) => a - b)
  const at = (part: number): number => values[Math.min(values.length - 1, Math.floor(part * values.length))] ?? NaN
  return { count: values.length, p50Ms: at(0.5), p99Ms: at(0.99), mostMs: at(1) }
}
