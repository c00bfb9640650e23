/** One line while something is wrong with the connection; nothing while all is well. */
import { html, nothing, type TemplateResult } from 'lit'
import { say } from '../deeds.ts'
import type { DeskView } from '../desk-view.ts'
import type { Speech } from '../speech.ts'

/** The line, for the top of `host`, which says the deeds of its buttons. */
export function connectionLine(
  host: EventTarget,
  { connection, lists }: DeskView,
  { words }: Speech,
): TemplateResult | typeof nothing {
  if (connection.kind === 'waiting')
    return line(words.connection.lost, words.connection.retry, () => say(host, { do: 'retryConnection' }))
  if (connection.kind === 'connecting' && lists.me !== null) return line(words.connection.lost, '', () => {})
  if (connection.kind !== 'stopped' || connection.reason === 'signedOut') return nothing
  const text = connection.reason === 'versionUnsupported' ? words.connection.outdated : words.connection.closed
  return line(text, words.connection.reload, () => location.reload())
}

const line = (text: string, button: string, act: () => void): TemplateResult =>
  html`<div class="quiet-line" role="status">
    <span>${text}</span>${button === '' ? nothing : html`<button class="button" @click=${act}>${button}</button>`}
  </div>`
