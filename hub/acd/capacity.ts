/**
 * What a contact takes of an agent's capacity. A talk takes its channel's units, a wrap-up those that were set when it
 * began, so that new configuration never makes an agent hold more than before.
 */
import { channels } from '../channels/index.ts'
import type { ContactRecord } from './state.ts'

/** Units that the contact takes of whoever holds it, in the phase it is in. */
export function chargeOf({ state, channel }: ContactRecord): number {
  return state.phase === 'wrapUp' ? state.units : channels[channel].units
}
