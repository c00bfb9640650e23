/** One piece of work at a time, in the order they came, where each is decided on what the one before has kept. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  /** Resolves and rejects with the work; what it rejects with holds up nobody behind it. */
  run<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.#last.then(work)
    this.#last = done.catch(() => undefined)
    return done
  }
}
