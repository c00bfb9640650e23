/** How a supervisor is in a call: listening, whispering to the agent, or talking with all. Radios, so that arrows change it. */
import type { CallParty, DeskCall } from '#protocol'
import { html, type TemplateResult } from 'lit'
import type { Speech } from '../../speech.ts'
import type { CallAsk } from '../key.ts'
import { callWords } from '../words.ts'

const modes = ['monitor', 'whisper', 'barge'] as const

export function modeChoice(
  speech: Speech,
  { contact, call }: DeskCall,
  own: CallParty | null,
  ask: (ask: CallAsk) => void,
): TemplateResult {
  const words = callWords(speech).modes
  return html`<div class="modes" role="radiogroup" aria-label=${words.label}>
    ${modes.map(
      (mode) =>
        html`<label title=${words.hint[mode]}
          ><input
            type="radio"
            name="mode-${call}"
            .checked=${own?.mode === mode}
            @change=${(event: Event) => {
              // It is so once the hub has said so.
              ;(event.target as HTMLInputElement).checked = own?.mode === mode
              ask({ verb: 'call.listen', body: { contact, mode } })
            }}
          />${words[mode]}</label
        >`,
    )}
  </div>`
}
