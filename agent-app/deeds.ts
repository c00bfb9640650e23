/**
 * What the agent can do on the screen, as one typed event that bubbles from any element to the desk's view. Elements never
 * hold the desk itself: properties in, deeds out. To add a deed: a line in `Deed`, its doing in views/desk.ts.
 */
import type { DeskCall, DeskOffer, FloorAgent, PresenceStatus, RequestBody } from '#protocol'
import type { CallAsk } from './calls/key.ts'
import type { Draft } from './drafts.ts'
import type { Action } from './keys.ts'

/**
 * What the screen shows: a column of the desk, of which a phone has one at a time, or a place of its own that stands where
 * talk and customer else are.
 */
export type Pane = 'list' | 'talk' | 'customer' | 'queues' | 'team' | 'board' | 'reports' | 'admin' | 'call'

/** A contact and how its customer is called, which is all that an act on it needs. */
export interface Named {
  readonly contact: string
  readonly name: string
}

export type Deed =
  | { readonly do: 'choose'; readonly contact: string }
  | { readonly do: 'accept' | 'decline'; readonly offer: DeskOffer }
  /** Looks at the customer of an offer, or no more. */
  | { readonly do: 'look'; readonly offer: string | null }
  | { readonly do: 'presence'; readonly status: PresenceStatus; readonly reason: string }
  | { readonly do: 'write'; readonly contact: string; readonly part: Partial<Draft> }
  | { readonly do: 'send' | 'sendNote'; readonly contact: string }
  /** Writes at the caret of the open talk's composer. */
  | { readonly do: 'insert'; readonly text: string }
  | { readonly do: 'tag'; readonly contact: string; readonly tags: readonly string[] }
  | { readonly do: 'setField'; readonly contact: string; readonly name: string; readonly value: string }
  | {
      readonly do: 'changeCard'
      readonly contact: string
      readonly card: Omit<RequestBody<'customer.change'>, 'contact'>
    }
  /** Reads a contact that need not be at hand. */
  | { readonly do: 'read'; readonly contact: string; readonly customerName: string }
  /** The width of a column in pixels, null for the usual one. */
  | { readonly do: 'width'; readonly column: Column; readonly px: number | null }
  | { readonly do: 'attach'; readonly contact: string; readonly files: readonly File[] }
  | { readonly do: 'detach'; readonly contact: string; readonly key: string }
  | { readonly do: 'retryUpload'; readonly key: string }
  | { readonly do: 'retry' | 'discard'; readonly message: string }
  | { readonly do: 'endNow' | 'wrapUp'; readonly contact: string }
  | {
      readonly do: 'transferNow'
      readonly contact: string
      readonly target: Pick<RequestBody<'contact.transfer'>, 'queue' | 'agent'>
      readonly note: string
    }
  | { readonly do: 'pull' | 'takeOver' | 'askAssign' | 'why'; readonly of: Named }
  | { readonly do: 'askTakeOver'; readonly of: Named; readonly from: string }
  | { readonly do: 'park' | 'extendWrapUp'; readonly contact: string }
  | { readonly do: 'assign'; readonly of: Named; readonly agent: FloorAgent['agent']; readonly force: boolean }
  | { readonly do: 'askPresenceOf' | 'askRescue' | 'rescue'; readonly agent: FloorAgent }
  | {
      readonly do: 'presenceOf'
      readonly agent: FloorAgent
      readonly status: PresenceStatus
      readonly reason: string
    }
  /** `named`: a refusal is told with this name, where nothing of the call is on screen. */
  | { readonly do: 'call'; readonly ask: CallAsk; readonly named?: string }
  /** Puts a call on screen that has no talk of its own. */
  | { readonly do: 'showCall'; readonly contact: string }
  /** From another window. */
  | { readonly do: 'callHere'; readonly call: DeskCall }
  | { readonly do: 'dismissNotice' }
  | { readonly do: 'retryConnection' }
  | { readonly do: 'pane'; readonly pane: Pane }
  | { readonly do: 'action'; readonly action: Action }
  | { readonly do: 'locale'; readonly locale: 'en' | 'ja' }
  | { readonly do: 'density'; readonly density: Density }
  | { readonly do: 'allowAlerts' }
  | { readonly do: 'signOut' | 'signOutEverywhere' }

export type Density = 'comfortable' | 'compact'

/** A column whose width is the agent's choice. */
export type Column = 'list' | 'customer'

/** Carries a deed. */
export class DeedEvent extends CustomEvent<Deed> {
  constructor(deed: Deed) {
    super('mdg-a-deed', { detail: deed, bubbles: true, composed: true })
  }
}

/** Says from `element` what was done. */
export function say(element: EventTarget, deed: Deed): void {
  element.dispatchEvent(new DeedEvent(deed))
}

declare global {
  interface HTMLElementEventMap {
    'mdg-a-deed': DeedEvent
  }
}
