/**
 * Work that would hold a tick up: done between ticks in slices of a few milliseconds, with a pause after each, and one piece of
 * work after the other. However many search, the rest of the hub keeps more than half of its time.
 */
import { durationMs } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'

/** Yields after each slice, and returns what came of it. */
export type Sliced<Result> = Generator<void, Result>

interface Piece {
  readonly name: string
  /** Does the next slice. True when there is none left. */
  step(): boolean
}

const pauseMs = durationMs(5)

export class Lane {
  readonly #pieces: Piece[] = []
  #isRunning = false

  constructor(private readonly clock: Pick<Clock, 'after'>) {}

  /** Who begins another piece under the same name ends the one before: that comes to null. Rejects with what a slice throws. */
  run<Result>(name: string, work: Sliced<Result>): Promise<Result | null> {
    const older = this.#pieces.findIndex((piece) => piece.name === name)
    return new Promise((resolve, reject) => {
      const piece: Piece & { end(): void } = {
        name,
        end: () => resolve(null),
        step() {
          try {
            const { done, value } = work.next()
            if (done === true) resolve(value)
            return done === true
          } catch (error) {
            reject(error)
            return true
          }
        },
      }
      if (older >= 0) (this.#pieces.splice(older, 1)[0] as typeof piece).end()
      this.#pieces.push(piece)
      if (!this.#isRunning) this.#next()
    })
  }

  /** In turn, so that a long search does not keep a short one waiting. */
  #next(): void {
    const piece = this.#pieces.shift()
    this.#isRunning = piece !== undefined
    if (piece === undefined) return
    if (!piece.step()) this.#pieces.push(piece)
    this.clock.after(pauseMs, () => this.#next())
  }
}
