/** How a call stands, in a sentence and a colour. */
import type { DeskCall } from '#protocol'
import type { Speech } from '../../speech.ts'
import type { CallStatus } from '../screen.ts'
import { callWords } from '../words.ts'

export function statusText(speech: Speech, call: DeskCall, status: CallStatus): string {
  const { status: words } = callWords(speech)
  switch (status.is) {
    case 'asking':
      return words.asking[call.media]
    case 'consulting':
      return status.heard ? words.consultingHeard(status.name) : words.consulting(status.name)
    case 'consulted':
      return words.consulted(status.name)
    default:
      return words[status.is]
  }
}

/** `good`: it is as it should be. `waiting`: somebody waits, or is not reached. */
export function stateClass({ is }: CallStatus): 'good' | 'waiting' | '' {
  if (is === 'talking' || is === 'barge' || is === 'whisper' || is === 'consulting' || is === 'consulted') return 'good'
  return is === 'monitor' || is === 'elsewhere' ? '' : 'waiting'
}
