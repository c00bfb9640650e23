/** Typing, both ways: ours is told at most every few seconds, theirs is believed for as long as the hint holds. */
const tellEveryMs = 4_000
const holdsMs = 6_000

export class Typing {
  /** The other side is writing. */
  theirs = false
  #toldAt = -Infinity
  #timer = 0

  constructor(
    private readonly tell: (on: boolean) => void,
    private readonly changed: () => void,
  ) {}

  /** The own text has changed; an empty one ends the hint. */
  own(writing: boolean): void {
    const now = performance.now()
    if (writing ? now - this.#toldAt < tellEveryMs : this.#toldAt === -Infinity) return
    this.#toldAt = writing ? now : -Infinity
    this.tell(writing)
  }

  /** The other side says that it writes, or stops, or has just sent what it wrote. */
  heard(on: boolean): void {
    clearTimeout(this.#timer)
    if (on) this.#timer = window.setTimeout(() => this.heard(false), holdsMs)
    if (on === this.theirs) return
    this.theirs = on
    this.changed()
  }
}
