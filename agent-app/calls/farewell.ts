/** PURE: what is to be heard when calls have changed: a customer who did not want one, or one that is over. */
import type { DeskCall } from '#protocol'
import { kindOf } from './kind.ts'

/** Calls by contact, as they were: the client's own map changes in place. */
export type CallsBefore = ReadonlyMap<string, DeskCall>

/**
 * `here`: this window has the call. `endedHere`: it was hung up, or taken back, in this window, where nothing has to be told.
 */
export function farewell(
  before: CallsBefore,
  after: CallsBefore,
  here: (contact: string) => boolean,
  endedHere: (contact: string) => boolean,
): 'busy' | 'ended' | null {
  for (const [contact, was] of before) {
    const now = after.get(contact)
    const isOver = now === undefined || now.call !== was.call
    if (kindOf(was) === 'asking' && isOver && !endedHere(contact)) return 'busy'
    if (kindOf(was) === 'running' && was.leg !== null && here(contact) && (isOver || now.leg === null)) return 'ended'
  }
  return null
}
