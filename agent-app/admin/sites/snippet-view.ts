/** The line for a company's pages, to copy, and the address of the chat alone. */
import { html, nothing, type TemplateResult } from 'lit'
import { icons } from '../../icons.ts'
import type { Speech } from '../../speech.ts'
import type { SiteWords } from '../../translations/en-admin-sites.ts'
import { chatAddress, snippetOf } from './snippet.ts'

interface SnippetPart {
  readonly speech: Speech
  readonly words: SiteWords
  readonly site: string
  /** It is not served as it stands. */
  readonly isDraft: boolean
  /** What became of copying it. */
  readonly told: string
  readonly copied: (told: string) => void
}

export function snippetView({ speech, words, site, isDraft, told, copied }: SnippetPart): TemplateResult {
  const snippet = snippetOf(location.origin, site)
  const address = chatAddress(location.origin, site, speech.locale)
  const copy = (): void =>
    void navigator.clipboard.writeText(snippet).then(
      () => copied(words.copied),
      () => copied(words.notCopied),
    )
  return html`<div class="snippet">
    <p class="label" id="snippet">${words.snippet}</p>
    <p class="help">${words.snippetHelp}</p>
    <pre tabindex="0" aria-labelledby="snippet"><code>${snippet}</code></pre>
    <p class="after">
      <button type="button" class="button" @click=${copy}>${icons.copy}${words.copy}</button>
      <span role="status">${told}</span>
    </p>
    ${isDraft ? html`<p class="quiet">${words.servedFirst}</p>` : nothing}
    <p class="label">${words.link}</p>
    <p class="help">${words.linkHelp}</p>
    <p><a href=${address} target="_blank" rel="noopener">${address}</a></p>
  </div>`
}
