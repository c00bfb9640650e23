/** Requests to an engine that may never answer, and refusals with the port's codes. */
import type { MediaRefusal } from '../hub/ports/media-request.ts'

/** Thrown inside the media process; becomes an answer with this code. */
export class Refused extends Error {
  readonly code: MediaRefusal

  constructor(code: MediaRefusal) {
    super(code)
    this.code = code
  }
}

/** Calls back after `ms`; the result calls it off. */
export type After = (ms: number, call: () => void) => () => void

/** A worker that lives answers within milliseconds; one that hangs is killed by the pool within 5 s. */
export const requestTimeoutMs = 3_000

/**
 * The result of `work`, or `media.timeout`, or `request.invalid` when the engine refuses. What comes after the time-out is
 * given to `tooLate`, which closes what nobody waits for any more.
 */
export function inTime<Result>(
  work: Promise<Result>,
  after: After,
  tooLate?: (result: Result) => void,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    let waits = true
    const callOff = after(requestTimeoutMs, () => {
      waits = false
      reject(new Refused('media.timeout'))
    })
    work.then(
      (result) => {
        callOff()
        if (waits) resolve(result)
        else tooLate?.(result)
      },
      (error: unknown) => {
        callOff()
        reject(error instanceof Refused ? error : new Refused('request.invalid'))
      },
    )
  })
}
