/**
 * Who of the staff may read a contact, live or over: whoever holds it or is offered it, served it last, is named in one of
 * its notes (until a week after its end), or may read all of them. Asked by whatever shows what was said in it.
 */
import { contactOf, holdersOf } from '../acd/index.ts'
import type { Actor } from '../http/door.ts'
import type { ContactId } from '../model/ids.ts'
import { hours, type Instant } from '../model/time.ts'
import type { Store } from '../ports/store.ts'
import type { ClosedContact, ContactFile } from './contact-file.ts'
import type { Live } from './live.ts'
import { closedOf } from './records.ts'

/** So long after its end a contact may be read by who was named in it. */
export const mentionHoldsMs = hours(7 * 24)

/** A contact wherever it is now. */
export interface FoundContact {
  readonly file: ContactFile
  /** Null while it lives. */
  readonly closed: ClosedContact | null
}

export interface ReadingSight {
  readonly live: Live
  readonly store: Pick<Store, 'get'>
}

/** Undefined when there is none, or it is erased. */
export function findContact({ live, store }: ReadingSight, contact: ContactId): FoundContact | undefined {
  const file = live.file(contact)
  if (file !== undefined) return { file, closed: null }
  const closed = closedOf(store, live.sealing, contact)
  return closed && { file: closed.file, closed }
}

/** True for somebody who may read whatever was said to anybody. */
export const readsAll = (actor: Actor): boolean => actor.kind === 'agent' && actor.rights.has('contacts.read')

/** True when they hold it, or are asked to take it. */
export function holds({ live }: ReadingSight, actor: Actor, contact: ContactId): boolean {
  const record = contactOf(live.floor, contact)
  return record !== undefined && actor.kind === 'agent' && holdersOf(record.state).includes(actor.agent)
}

/** Whether it is part of their own work: what they look at in it is nobody else's. */
export const isOwnWork = (sight: ReadingSight, actor: Actor, { file }: FoundContact): boolean =>
  actor.kind === 'agent' && (file.lastAgent === actor.agent || holds(sight, actor, file.contact))

export function mayRead(sight: ReadingSight, actor: Actor, found: FoundContact, now: Instant): boolean {
  if (actor.kind !== 'agent') return false
  return readsAll(actor) || isOwnWork(sight, actor, found) || isMentioned(actor, found, now)
}

/** Whether their name stands in a note of it; until a week after its end. */
export function isMentioned(actor: Actor, { file, closed }: FoundContact, now: Instant): boolean {
  if (actor.kind !== 'agent') return false
  const isNamed = file.mentioned?.includes(actor.agent) ?? false
  return isNamed && (closed === null || now - closed.closedAt < mentionHoldsMs)
}
