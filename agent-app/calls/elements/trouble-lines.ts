/** What stands in the way of a call, each with the way out. */
import { html, nothing, type TemplateResult } from 'lit'
import { say } from '../../deeds.ts'
import { icons } from '../../icons.ts'
import type { Speech } from '../../speech.ts'
import type { Seat } from '../line.ts'
import type { Trouble } from '../screen.ts'
import { callWords } from '../words.ts'

export function troubleLines(
  host: EventTarget,
  speech: Speech,
  troubles: readonly Trouble[],
  seat: Seat | null,
): readonly TemplateResult[] {
  return troubles.map((trouble) => {
    const isWrong = trouble.kind === 'microphone' && trouble.state !== 'asking'
    return html`<p class="line trouble ${isWrong ? 'wrong' : ''}" role=${isWrong ? 'alert' : 'status'}>
      ${icons.warn}<span>${sentence(speech, trouble)}</span>${wayOut(host, speech, trouble, seat)}
    </p>`
  })
}

function sentence(speech: Speech, trouble: Trouble): string {
  const { trouble: words } = callWords(speech)
  switch (trouble.kind) {
    case 'soundBlocked':
      return words.soundBlocked
    case 'microphone':
    case 'camera':
      return words.device[trouble.kind][trouble.state]
    case 'poor':
      if (trouble.role === 'own') return words.poorOwn
      return trouble.role === 'customer' ? words.poorCustomer : words.poorOther(trouble.name ?? '')
  }
}

function wayOut(
  host: EventTarget,
  speech: Speech,
  trouble: Trouble,
  seat: Seat | null,
): TemplateResult | typeof nothing {
  const { trouble: words, retry } = callWords(speech)
  const line = seat?.at === 'here' ? seat.line : null
  const button = (text: string, act: () => unknown): TemplateResult =>
    html`<button class="button" @click=${act}>${text}</button>`
  switch (trouble.kind) {
    case 'soundBlocked':
      return button(words.hear, () => line?.unblock())
    case 'microphone':
    case 'camera': {
      if (trouble.state === 'asking') return nothing
      const again = (): unknown => (trouble.kind === 'microphone' ? line?.setMicrophone(true) : line?.setCamera(true))
      return html`${button(retry, again)}${button(words.check, () => say(host, { do: 'action', action: 'callDevices' }))}`
    }
    case 'poor':
      return nothing
  }
}
