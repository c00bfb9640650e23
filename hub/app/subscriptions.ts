/**
 * Browsers that are to be told when a contact's customer is called. They are kept with the contact, sealed with its key,
 * and go when it ends. What has still to be told stands in the same row, written with the event that calls for it: so a
 * hub that dies in between finds it when it starts.
 */
import { contactOf } from '../acd/index.ts'
import type { FloorEvent } from '../acd/events.ts'
import type { ContactId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import type { PushTarget } from '../ports/push.ts'
import { Refused } from '../protocol/index.ts'
import { fingerprint } from './fingerprint.ts'
import type { Live } from './live.ts'
import { keys, rows } from './records.ts'
import { places } from './sealing.ts'
import type { Work } from './work.ts'

/** A row of table `push`. */
export interface SubscriptionRow {
  /** The `PushTarget`, sealed. */
  readonly target: Uint8Array
  /** The call that this browser has not been told of yet; null when there is none. */
  readonly due: { readonly call: number; readonly until: Instant } | null
}

/** By a number of its endpoint, of one contact. */
export type Subscriptions = Map<number, SubscriptionRow>

/** Browsers of one contact. */
export const subscriptionsMax = 5

/** Keeps a browser; if its customer is being called already, it is told at once. Throws `Refused`. */
export function subscribe(work: Work, contact: ContactId, target: PushTarget): void {
  const { live } = work
  const file = live.file(contact)!
  const known: Subscriptions = live.subscriptions.get(contact) ?? new Map()
  const number = fingerprint(Buffer.from(target.endpoint))
  if (!known.has(number) && known.size >= subscriptionsMax) throw new Refused('push.tooMany')
  const { endpoint, p256dh, auth } = target
  const sealed = live.sealing.sealToHold(file.slot, places.push(contact, number), [endpoint, p256dh, auth])
  live.subscriptions.set(contact, known)
  put(work, contact, number, { target: sealed, due: dueNow(live, contact) })
  work.touchContact(contact)
}

/** Where to send, or null when it was erased. */
export function targetOf(live: Live, contact: ContactId, number: number, row: SubscriptionRow): PushTarget | null {
  const fields = live.sealing.openValue<[string, string, string]>(places.push(contact, number), row.target)
  if (fields === null) return null
  const [endpoint, p256dh, auth] = fields
  return { endpoint, p256dh, auth }
}

/** A browser was told of a call; what it has to be told of since stays. */
export function noteTold(work: Work, contact: ContactId, number: number, call: number): void {
  const row = work.live.subscriptions.get(contact)?.get(number)
  if (row?.due?.call === call) put(work, contact, number, { ...row, due: null })
}

/** Nothing reaches this browser any more. */
export function forget(work: Work, contact: ContactId, number: number): void {
  if (work.live.subscriptions.get(contact)?.delete(number) === true)
    work.tick.put(rows.push.remove(keys.push(contact, number)))
}

/** What an event of the floor means to the browsers of its contact. Runs after the floor has changed. */
export function followCall(work: Work, event: FloorEvent): void {
  if (!('contact' in event)) return
  const { contact } = event
  const known = work.live.subscriptions.get(contact)
  if (known === undefined) return
  switch (event.type) {
    case 'callStarted':
      for (const [number, row] of known)
        put(work, contact, number, { ...row, due: { call: event.call, until: event.deadline } })
      return
    case 'callFailed':
    case 'customerJoined':
      for (const [number, row] of known) if (row.due !== null) put(work, contact, number, { ...row, due: null })
      return
    case 'contactClosed':
      for (const number of [...known.keys()]) forget(work, contact, number)
      work.live.subscriptions.delete(contact)
      return
    default:
  }
}

function put(work: Work, contact: ContactId, number: number, row: SubscriptionRow): void {
  work.live.subscriptions.get(contact)!.set(number, row)
  work.tick.put(rows.push.put(keys.push(contact, number), row))
}

function dueNow({ floor }: Live, contact: ContactId): SubscriptionRow['due'] {
  const record = contactOf(floor, contact)
  if (record?.state.phase !== 'called' || record.hold === null) return null
  return { call: record.hold.calls, until: record.state.deadline }
}
