/** What keys, palette and buttons ask of calls: to begin one, to answer one that rings, and what is done to a running one. */
import type { DeskCall } from '#protocol'
import { quietly } from '../drafts.ts'
import { mayPropose } from '../calls/kind.ts'
import type { Desk } from '../desk.ts'
import type { DeskView } from '../desk-view.ts'
import type { Action } from '../keys.ts'
import type { Speech } from '../speech.ts'
import type { Dialogs } from './dialogs.ts'

/** The element that shows a call, as far as keys reach it. */
export interface CallElement extends HTMLElement {
  /** Opens what only it has: keypad, colleagues, its own size. */
  act?(action: Action): boolean
}

interface Doing {
  readonly desk: Desk
  readonly view: DeskView
  readonly dialogs: Dialogs
  /** The contact whose call is on screen, or would be. */
  readonly shown: string | null
  readonly element: CallElement | null
  readonly speech: Speech
}

/** Answers the call that rings longest. False when none does. */
export function answerCall(desk: Desk, accept: boolean): boolean {
  const [call] = desk.calls.ringing
  if (call !== undefined) answer(desk, call, accept)
  return call !== undefined
}

const answer = (desk: Desk, { contact }: DeskCall, accept: boolean): void =>
  desk.acts.call({ verb: 'call.answer', body: { contact, accept } })

/** Does it. False when there is nothing to do it to; null for what is no matter of calls. */
export function actOnCall(doing: Doing, action: Action): boolean | null {
  switch (action) {
    case 'callVoice':
      return propose(doing, 'audio')
    case 'callVideo':
      return propose(doing, 'video')
    case 'callDevices':
      check(doing.dialogs)
      return true
    case 'callMute':
    case 'callCamera':
    case 'callScreen':
    case 'callHold':
    case 'callInvite':
    case 'callKeypad':
    case 'callLarge':
    case 'callEnd':
      return actOnRunning(doing, action)
    default:
      return null
  }
}

function actOnRunning({ desk, shown, element, dialogs }: Doing, action: Action): boolean {
  const call = desk.calls.atHand(shown)
  if (call === null) return false
  if (action === 'callInvite') {
    const may = call.part === 'owner' && call.phase === 'running'
    if (may) dialogs.invite(call)
    return may
  }
  return desk.calls.act(action, call) || (call.contact === shown && (element?.act?.(action) ?? false))
}

const checkedKey = 'madoguchi.agent.devices'

function check(dialogs: Dialogs, then: Parameters<Dialogs['devices']>[0] = null): void {
  quietly(() => localStorage.setItem(checkedKey, 'yes'))
  dialogs.devices(then)
}

function propose({ desk, view, dialogs, speech }: Doing, media: 'audio' | 'video'): boolean {
  const open = view.chosen?.contact ?? null
  if (open === null || !mayPropose(open, view.lists.me?.calls ?? false, desk.calls.all.has(open.contact))) return false
  const run = (): void => desk.acts.call({ verb: 'call.propose', body: { contact: open.contact, media } })
  // Before the first call the devices are tried: a customer who says yes should be heard at once.
  if (quietly(() => localStorage.getItem(checkedKey)) === 'yes') run()
  else check(dialogs, { text: speech.words.calls.call, run })
  return true
}
