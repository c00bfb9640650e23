/** Counts what is under way by name, so that whoever hangs under one name takes nothing from the others. */
export class UnderWay {
  readonly #counts = new Map<string, number>()

  constructor(private readonly max: number) {}

  /** Null when there is too much under this name already; then nothing was run. */
  async within<T>(name: string, run: () => Promise<T>): Promise<T | null> {
    const count = this.#counts.get(name) ?? 0
    if (count >= this.max) return null
    this.#counts.set(name, count + 1)
    try {
      return await run()
    } finally {
      const left = this.#counts.get(name)! - 1
      if (left === 0) this.#counts.delete(name)
      else this.#counts.set(name, left)
    }
  }
}
