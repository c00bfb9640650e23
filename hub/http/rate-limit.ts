/**
 * Token buckets by key (an address, a session): so many a minute, with as many at once when none were used before.
 * Memory is bounded: the key that asked longest ago is forgotten first.
 */
import { since, type Instant } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'

interface Bucket {
  tokens: number
  at: Instant
}

export class RateLimit {
  readonly #buckets = new Map<string, Bucket>()
  constructor(
    private readonly clock: Clock,
    private readonly perMinute: number,
    private readonly keysMax = 50_000,
  ) {}

  /** Takes one. False when there is none left: then nothing is taken. */
  take(key: string): boolean {
    const now = this.clock.now()
    const bucket = this.#refilled(key, now)
    const free = bucket.tokens >= 1
    if (free) bucket.tokens -= 1
    // Put last, so that the first is the one that asked longest ago.
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    if (this.#buckets.size > this.keysMax) this.#buckets.delete(this.#buckets.keys().next().value!)
    return free
  }

  /** How long until a key without tokens has one again, milliseconds. */
  get waitMs(): number {
    return Math.ceil(60_000 / this.perMinute)
  }

  #refilled(key: string, now: Instant): Bucket {
    const bucket = this.#buckets.get(key)
    if (bucket === undefined) return { tokens: this.perMinute, at: now }
    const gained = (since(bucket.at, now) * this.perMinute) / 60_000
    return { tokens: Math.min(this.perMinute, bucket.tokens + gained), at: now }
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
