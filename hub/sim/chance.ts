/** Everything random in the simulator, from one seed. The generator is sfc32: small, fast, and good enough to play dice. */
export class Chance {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: number) {
    this.#a = 0x9e3779b9 ^ seed
    this.#b = 0x243f6a88
    this.#c = 0xb7e15162 ^ Math.imul(seed, 0x85ebca6b)
    for (let round = 0; round < 15; round++) this.next()
  }

  /** From 0 to below 1. */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum
    return (sum >>> 0) / 4_294_967_296
  }

  /** True with this probability. */
  hits(probability: number): boolean {
    return this.next() < probability
  }

  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1))
  }

  /** Exponentially distributed with this mean, at least 1: gaps between things that happen independently. */
  gap(mean: number): number {
    return Math.max(1, Math.round(-Math.log(1 - this.next()) * mean))
  }

  /** Random bytes. */
  fill(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at++) bytes[at] = this.next() * 256
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)] as T
  }

  shuffled<T>(items: readonly T[]): readonly T[] {
    return items
      .map((item) => ({ item, order: this.next() }))
      .sort((a, b) => a.order - b.order)
      .map(({ item }) => item)
  }

  /** A generator of its own, so that one actor's dice do not move another's. */
  fork(): Chance {
    return new Chance(Math.floor(this.next() * 4_294_967_296) | 0)
  }

  /** Text of the URL-safe alphabet. */
  word(length: number): string {
    const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
    let text = ''
    while (text.length < length) text += letters[Math.floor(this.next() * letters.length)]
    return text
  }
}
