/** Calls of others that one is in, told on the board: nobody is to forget that they listen, or are heard. */
import type { DeskCall } from '#protocol'
import { html, nothing, type TemplateResult } from 'lit'
import type { Deed } from '../deeds.ts'
import { icons } from '../icons.ts'
import type { Telling } from './columns.ts'

export function inCallLines(
  calls: Iterable<DeskCall>,
  { speech, words }: Telling,
  say: (deed: Deed) => void,
): TemplateResult | typeof nothing {
  const own = [...calls].filter(({ part }) => part === 'listener')
  if (own.length === 0) return nothing
  const { contact: told } = words.panel
  return html`<div class="in-call" role="status">
    ${own.map(
      ({ contact, customerName }) =>
        html`<p>
          ${icons.hear}<span class="cut">${told.inCallWith(speech.customer(customerName))}</span
          ><button class="button" @click=${() => say({ do: 'showCall', contact })}>${told.toCall}</button>
        </p>`,
    )}
  </div>`
}
