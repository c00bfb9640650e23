/**
 * Actions and deeds that need only the desk and its dialogs, whether a key, a button or the palette asks. Those that move the
 * screen stay in views/desk.ts.
 */
import type { Deed } from '../deeds.ts'
import type { Desk } from '../desk.ts'
import type { DeskView } from '../desk-view.ts'
import { nextToTake } from '../floor-rows.ts'
import type { Action } from '../keys.ts'
import type { Speech } from '../speech.ts'
import type { Dialogs } from './dialogs.ts'

export interface Doing {
  readonly desk: Desk
  readonly view: DeskView
  readonly dialogs: Dialogs
  readonly speech: Speech
}

/** Does it. False when there is nothing to do it to, so that the browser may have the key; null for what is the screen's. */
export function act(doing: Doing, action: Action): boolean | null {
  const { desk, view, dialogs } = doing
  const offer = view.lists.offers[0]
  switch (action) {
    case 'acceptOffer':
      // A call may ring instead.
      if (offer === undefined) return null
      desk.accept(offer)
      return true
    case 'declineOffer':
      if (offer === undefined) return null
      desk.decline(offer)
      return true
    case 'toggleAvailable':
      desk.acts.setPresence(view.lists.me?.status === 'available' ? 'away' : 'available', '')
      return true
    case 'takeNext':
      return takeNext(doing)
    case 'why':
      return why(doing)
    case 'security':
      dialogs.security()
      return true
    case 'signOutEverywhere':
      dialogs.signOutEverywhere()
      return true
    case 'palette':
      dialogs.palette()
      return true
    default:
      return actOnContact(doing, action)
  }
}

/** What is done to the contact that is open. */
function actOnContact({ desk, view, dialogs }: Doing, action: Action): boolean | null {
  const contact = view.chosen?.contact ?? null
  // Nothing can be done to a talk whose customer is still being called.
  const isTalk = contact?.phase === 'active' && contact.calledUntil === null
  switch (action) {
    case 'transferContact':
      if (isTalk) dialogs.transfer(contact)
      return contact !== null
    case 'endContact':
      if (isTalk) dialogs.end(contact)
      else if (contact?.phase === 'wrapUp') desk.wrapUp(contact.contact)
      return contact !== null
    case 'parkContact':
      if (isTalk) desk.acts.park(contact.contact)
      return contact !== null
    case 'extendWrapUp':
      if (contact?.phase === 'wrapUp') desk.acts.extendWrapUp(contact.contact)
      return contact !== null
    default:
      return null
  }
}

function takeNext({ desk, view, speech }: Doing): boolean {
  const next = nextToTake(view.lists, view.floor.waiting.values())
  if (next !== null) desk.acts.pull({ contact: next.contact, name: speech.customer(next.customerName) })
  return next !== null
}

/** Of the offer that rings, else of the talk that is open. */
function why({ view, dialogs, speech }: Doing): boolean {
  const of = view.lists.offers[0] ?? view.chosen?.contact ?? null
  if (of !== null) dialogs.why({ contact: of.contact, name: speech.customer(of.customerName) })
  return of !== null
}

/** Opens the dialog that a deed asks for. Returns false for other deeds. */
export function openFor(dialogs: Dialogs, deed: Deed): boolean {
  switch (deed.do) {
    case 'why':
      dialogs.why(deed.of)
      return true
    case 'read':
      dialogs.read(deed.contact, deed.customerName)
      return true
    case 'askAssign':
      dialogs.assign(deed.of)
      return true
    case 'askTakeOver':
      dialogs.takeOver(deed.of, deed.from)
      return true
    case 'askPresenceOf':
      dialogs.presenceOf(deed.agent)
      return true
    case 'askRescue':
      dialogs.rescue(deed.agent)
      return true
    default:
      return false
  }
}
