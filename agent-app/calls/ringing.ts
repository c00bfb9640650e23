/** What calls for attention, in words: calls that wait for this agent's yes or no. */
import type { DeskCall } from '#protocol'
import type { Ringing } from '../alerts.ts'
import type { Speech } from '../speech.ts'
import { kindOf } from './kind.ts'
import { callWords } from './words.ts'

/** Who asks for what, in a sentence. */
export function callSentence(speech: Speech, call: DeskCall): string {
  const { rings, invited } = callWords(speech)
  const name = speech.customer(call.customerName)
  if (kindOf(call) !== 'invited') return rings[call.media](name)
  const asked = call.invited[0]
  return invited[asked?.mode ?? 'talk'](asked?.by ?? '', name)
}

/** For sound, title, the desktop's notices and who is read to. */
export const ringingNow = (speech: Speech, calls: readonly DeskCall[]): Ringing[] =>
  calls.map((call) => ({ key: call.call, title: callSentence(speech, call), body: '' }))
