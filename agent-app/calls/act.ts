/** What a key or a button asks of a call: a request to the hub, or a deed of the line where the browser alone can do it. */
import type { Action } from '../keys.ts'
import type { CallAsk } from './key.ts'
import { kindOf, setAsk } from './kind.ts'
import type { Seat } from './line.ts'
import { callScreen } from './screen.ts'
import type { DeskCall } from '#protocol'

/** Does it. Returns false for what only the call's screen can do, and where there is nothing to do. */
export function actOnCall(action: Action, call: DeskCall, seat: Seat | null, ask: (ask: CallAsk) => void): boolean {
  const { contact } = call
  const { own, muted, customer, controls } = callScreen(call, seat)
  const may = (control: Parameters<typeof controls.has>[0]): boolean => own !== null && controls.has(control)
  const set = (part: Parameters<typeof setAsk>[1]): boolean => {
    ask(setAsk(contact, part))
    return true
  }
  switch (action) {
    case 'callMute':
      if (!may('mute')) return false
      // Silence does not wait for the hub; to be heard again does, unless the hub never heard of it.
      if (seat?.at === 'here' && (!muted || own?.muted === false)) void seat.line.setMicrophone(muted)
      return own?.muted === muted ? set({ muted: !muted }) : true
    case 'callCamera':
      return may('camera') && set({ cameraOff: !own?.cameraOff })
    case 'callScreen':
      return may('screen') && seat?.at === 'here' && share(seat.line)
    case 'callHold':
      if (!may('hold') || customer === null) return false
      ask({ verb: 'call.hold', body: { contact, held: !customer.held } })
      return true
    case 'callEnd':
      ask(endAsk(call))
      return true
    default:
      return false
  }
}

/** Hangs up, leaves, takes a proposal back, or says no. */
export const endAsk = (call: DeskCall): CallAsk => {
  const { contact } = call
  const kind = kindOf(call)
  return kind === 'proposed' || kind === 'invited'
    ? { verb: 'call.answer', body: { contact, accept: false } }
    : { verb: 'call.end', body: { contact } }
}

/** The hub is told once the browser has a screen, or has it no longer (lines.ts). */
function share(line: Extract<Seat, { at: 'here' }>['line']): true {
  void line.shareScreen(line.view.ownScreen === null)
  return true
}
