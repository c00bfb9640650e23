/** Reading ahead in something that is read once: a record may be longer than memory. */
export class Upcoming<Item> {
  readonly #items: Iterator<Item>
  readonly #ahead: Item[] = []

  constructor(items: Iterable<Item>) {
    this.#items = items[Symbol.iterator]()
  }

  /** The item so many after the next, 0 for the next itself; undefined past the end. */
  peek(at = 0): Item | undefined {
    while (this.#ahead.length <= at) {
      const next = this.#items.next()
      if (next.done === true) return undefined
      this.#ahead.push(next.value)
    }
    return this.#ahead[at]
  }

  /** Goes on by one. */
  take(): Item | undefined {
    this.peek()
    return this.#ahead.shift()
  }
}
