/**
 * Everything that the widget tells the page, as `madoguchi-<name>`: bubbling, composed, with this in `detail`. Types only.
 * A new event is a line here and a row in CONTRACT.md, which a test holds together. Instants are hub time in milliseconds.
 */
import type { CallState } from './state.ts'

export type MessageStatus = 'sending' | 'sent' | 'delivered' | 'read' | 'failed'

/** A message. The same `id` comes again when the status of an own one changes. */
export interface MessageTold {
  readonly direction: 'in' | 'out'
  /** Of an own message; '' for others' and for one that an earlier page has sent. */
  readonly id: string
  readonly text: string
  /** Who wrote it, as shown; '' for the visitor. */
  readonly name: string
  readonly at: number
  /** Null for others' messages. */
  readonly status: MessageStatus | null
}

/** Where a contact stands in its line. Null is unknown. Waits are in milliseconds: half, and nine in ten, wait at most so long. */
export interface QueueTold {
  readonly position: number | null
  readonly ahead: number | null
  readonly ewtP50: number | null
  readonly ewtP90: number | null
}

export interface PlaceTold {
  /** `called`: the customer has until `until` to come. `left`: they have left a message. Null: nothing is kept any more. */
  readonly state: 'kept' | 'called' | 'resting' | 'left' | null
  readonly until: number | null
  /** What to subscribe to Web Push for, null where the hub sends none. */
  readonly pushKey: string | null
}

/** What a page can still say about the visitor while its listener runs, in the form that command `prefill` takes. */
export interface PrefillAsked {
  prefill(fields: unknown, options?: { readonly mode?: string; readonly intent?: string }): void
}

type Nothing = Readonly<Record<string, never>>

export interface MadoguchiEvents {
  /** The element is in the page; commands work. */
  readonly ready: Nothing
  readonly open: Nothing
  readonly close: Nothing
  readonly message: MessageTold
  /** Cancelable: something is about to be sent. Who prevents it keeps what was written where it was written. */
  readonly 'before-send': { readonly text: string }
  readonly unread: { readonly count: number }
  /** The other side writes, or has stopped. */
  readonly typing: { readonly on: boolean }
  readonly queue: QueueTold
  /** Somebody is asked to take the contact. */
  readonly offer: Nothing
  readonly agent: { readonly name: string }
  readonly call: { readonly state: CallState | 'ended' }
  readonly place: PlaceTold
  /** Cancelable: a contact is about to begin with what the page says of it. Who prevents it begins it without. */
  readonly 'prefill-request': PrefillAsked
  /** A new token is needed, and nobody gave one. */
  readonly 'identity-expired': Nothing
  /** `cleared`: it is another visitor than before, and what was the former's is gone. */
  readonly identity: { readonly identified: boolean; readonly cleared: boolean }
  /** The visitor has said what they think of the help: 1 to 5 for `csat`, 0 to 10 for `nps`. */
  readonly csat: { readonly scale: 'csat' | 'nps'; readonly score: number; readonly comment: string }
  /** The contact was handed on. '' for nobody in particular. */
  readonly transfer: { readonly to: string }
  readonly ended: Nothing
  /** Nobody is there to answer, or somebody is again. */
  readonly offline: { readonly offline: boolean }
  /** `stale`: what is shown may be old, since the line is lost. `resumed`: it is there again. */
  readonly connection: { readonly online: boolean; readonly stale: boolean; readonly resumed: boolean }
  /** An invitation of the site's was shown to the visitor, taken by them, or sent away. */
  readonly invite: { readonly name: string; readonly act: 'shown' | 'taken' | 'dismissed' }
  /** Something was refused. `name` is the field's where it is about one. */
  readonly error: { readonly code: string; readonly name?: string }
}

export type MadoguchiEventName = keyof MadoguchiEvents
