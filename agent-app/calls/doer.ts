/** What keys, palette and buttons ask of calls: to begin one, to answer one that rings, and what is done to a running one. */
import type { DeskCall } from '#protocol'
import { quietly } from '../drafts.ts'
import type { Action } from '../keys.ts'
import { actOnCall } from './act.ts'
import type { CallDoing } from './calls.ts'
import { mayPropose, type CallAsk } from './key.ts'
import { atHand, ringing } from './kind.ts'
import type { Seat } from './line.ts'
import { callWords } from './words.ts'

/** What the doing is done to. */
export interface CallTools {
  readonly all: ReadonlyMap<string, DeskCall>
  readonly seat: (contact: string) => Seat | null
  readonly ask: (ask: CallAsk) => void
}

/** Does it. False when there is nothing to do it to; null for what is no matter of calls. */
export function doCall(tools: CallTools, action: Action, doing: CallDoing): boolean | null {
  switch (action) {
    case 'acceptOffer':
      return answer(tools, true)
    case 'declineOffer':
      return answer(tools, false)
    case 'callVoice':
      return propose(tools, doing, 'audio')
    case 'callVideo':
      return propose(tools, doing, 'video')
    case 'callDevices':
      check(doing)
      return true
    case 'callMute':
    case 'callCamera':
    case 'callScreen':
    case 'callHold':
    case 'callInvite':
    case 'callKeypad':
    case 'callLarge':
    case 'callEnd':
      return actOnRunning(tools, action, doing)
    default:
      return null
  }
}

/** The call that rings longest. */
function answer({ all, ask }: CallTools, accept: boolean): boolean {
  const [call] = ringing(all.values())
  if (call !== undefined) ask({ verb: 'call.answer', body: { contact: call.contact, accept } })
  return call !== undefined
}

function actOnRunning({ all, seat, ask }: CallTools, action: Action, doing: CallDoing): boolean {
  const { shown, element, dialogs } = doing
  const call = atHand(all, shown)
  if (call === null) return false
  if (action === 'callInvite') {
    const may = call.part === 'owner' && call.phase === 'running'
    if (may) dialogs.invite(call)
    return may
  }
  return (
    actOnCall(action, call, seat(call.contact), ask) || (call.contact === shown && (element?.act?.(action) ?? false))
  )
}

const checkedKey = 'madoguchi.agent.devices'

function check({ dialogs }: CallDoing, then: Parameters<CallDoing['dialogs']['devices']>[0] = null): void {
  quietly(() => localStorage.setItem(checkedKey, 'yes'))
  dialogs.devices(then)
}

function propose({ all, ask }: CallTools, doing: CallDoing, media: 'audio' | 'video'): boolean {
  const { lists, chosen } = doing.view
  const open = chosen?.contact ?? null
  if (open === null || !mayPropose(open, lists.me?.calls ?? false, all.has(open.contact))) return false
  const run = (): void => ask({ verb: 'call.propose', body: { contact: open.contact, media } })
  // Before the first call the devices are tried: a customer who says yes should be heard at once.
  if (quietly(() => localStorage.getItem(checkedKey)) === 'yes') run()
  else check(doing, { text: callWords(doing.speech).propose, run })
  return true
}
