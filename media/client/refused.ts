/** What the media process would not do for a line, with its code. */
import type { MediaRefusal } from '../../hub/ports/media-request.ts'

export class Refused extends Error {
  readonly code: MediaRefusal

  constructor(code: MediaRefusal) {
    super(code)
    this.code = code
  }
}

/** Anything else that goes wrong while joining, such as code that could not be loaded, is tried again as if unreachable. */
export const refusalOf = (error: unknown): MediaRefusal => (error instanceof Refused ? error.code : 'media.unreachable')
