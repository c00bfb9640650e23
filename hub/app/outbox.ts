/**
 * What a tick tells leaves as one piece for each reader: its frames are held until the tick is told, and then written
 * together. A write for each frame is a system call for each frame, and in a full house those were dearer than making them.
 */
export interface Holder {
  /** What was held leaves, in the order in which it was told. */
  release(): void
}

export class Outbox {
  #gathering = false
  #holders: Holder[] = []

  /** Runs `tell`; what it says to anybody leaves when it is done. `begun` runs when some were told and others not yet. */
  gather(tell: () => void, begun: () => void = () => {}): void {
    this.#gathering = true
    try {
      tell()
    } finally {
      this.#gathering = false
    }
    const holders = this.#holders
    this.#holders = []
    for (const [at, holder] of holders.entries()) {
      if (at === 1) begun()
      holder.release()
    }
  }

  /** Whether this one is to hold back what it says now. To be asked once before the first frame that is held. */
  holds(holder: Holder): boolean {
    if (this.#gathering) this.#holders.push(holder)
    return this.#gathering
  }
}
