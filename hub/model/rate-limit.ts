/**
 * Token buckets by key (an address, a session): so much in a time, with as much at once when none was used before, and
 * filling evenly. Memory is bounded: a bucket that is full again is forgotten, and beyond that the key that asked longest ago.
 */
import { since, type Instant } from './time.ts'

interface Bucket {
  tokens: number
  at: Instant
}

export class RateLimit {
  readonly #buckets = new Map<string, Bucket>()

  /** `count` in `periodMs` (default a minute). `keysMax` keys are remembered. */
  constructor(
    private readonly clock: { now(): Instant },
    private readonly count: number,
    private readonly keysMax = 50_000,
    private readonly periodMs = 60_000,
  ) {}

  /** Takes `amount` (default one). False when there is not as much left: then nothing is taken. */
  take(key: string, amount = 1): boolean {
    const bucket = this.#refilled(key)
    const free = bucket.tokens >= amount
    if (free) bucket.tokens -= amount
    // Put last, so that the first is the one that asked longest ago.
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    this.#forgetFull(bucket.at)
    if (this.#buckets.size > this.keysMax) this.#buckets.delete(this.#buckets.keys().next().value!)
    return free
  }

  /** Keys remembered. */
  get size(): number {
    return this.#buckets.size
  }

  /** What was taken is free again: nothing came of it. */
  giveBack(key: string, amount = 1): void {
    const bucket = this.#buckets.get(key)
    if (bucket !== undefined) bucket.tokens = Math.min(this.count, bucket.tokens + amount)
  }

  /** True when `take` would give as much. */
  has(key: string, amount = 1): boolean {
    return this.#refilled(key).tokens >= amount
  }

  /** How long until a key without tokens has one again, milliseconds. */
  get waitMs(): number {
    return Math.ceil(this.periodMs / this.count)
  }

  /** How long until this key has as much, milliseconds; 0 when it has. More than a full bucket never comes: then the time of a full one. */
  waitOf(key: string, amount = 1): number {
    const missing = Math.min(amount, this.count) - this.#refilled(key).tokens
    return missing <= 0 ? 0 : Math.ceil((missing * this.periodMs) / this.count)
  }

  /** Who has not asked for a whole period has as much as if they never had. */
  #forgetFull(now: Instant): void {
    for (const [key, { at }] of this.#buckets) {
      if (since(at, now) < this.periodMs) return
      this.#buckets.delete(key)
    }
  }

  #refilled(key: string): Bucket {
    const now = this.clock.now()
    const bucket = this.#buckets.get(key)
    if (bucket === undefined) return { tokens: this.count, at: now }
    const gained = (since(bucket.at, now) * this.count) / this.periodMs
    return { tokens: Math.min(this.count, bucket.tokens + gained), at: now }
  }
}

/**
 * What stands for one neighbour: an IPv4 address, or the /64 of an IPv6 one, of which a household has 2^64. An IPv4 address
 * written as IPv6 is the same neighbour.
 */
export function neighbour(address: string): string {
  const mapped = /^(?:::|0:0:0:0:0:)ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!address.includes(':')) return address
  const [front = '', back] = address.split('::')
  const groups = front === '' ? [] : front.split(':')
  const behind = back === undefined || back === '' ? [] : back.split(':')
  while (back !== undefined && groups.length + behind.length < 8) groups.push('0')
  return [...groups, ...behind]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
