/** What a company puts on its pages, to copy, with the choices that are the page's own; and the address of the chat alone. */
import type { Locale } from '#protocol'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import { icons } from '../../icons.ts'
import { look } from '../../look.ts'
import type { Speech } from '../../speech.ts'
import { enSites, type SiteWords } from '../../translations/en-admin-sites.ts'
import { jaSites } from '../../translations/ja-admin-sites.ts'
import { chatAddress, plainChoices, snippetOf, type SnippetChoices } from './snippet.ts'

const attentions = ['blink', 'badge', 'sound'] as const

export class SnippetBox extends LitElement {
  static override styles = [
    look,
    css`
      :host {
        display: block;
      }
      pre {
        margin: 0 0 var(--mdg-space-2);
        padding: var(--mdg-space-3);
        overflow: auto;
        border: 1px solid var(--mdg-line);
        border-radius: var(--mdg-radius-1);
        background: var(--mdg-surface-1);
        font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
        font-size: var(--mdg-size-12);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .after {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--mdg-space-2);
        margin-bottom: var(--mdg-space-3);
      }
      .label {
        font-weight: 600;
      }
      .help {
        margin-bottom: var(--mdg-space-2);
        color: var(--mdg-text-2);
        font-size: var(--mdg-size-13);
      }
      summary {
        min-height: 32px;
        cursor: pointer;
      }
      .choices {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(220px, 100%), 1fr));
        gap: var(--mdg-space-3);
        padding: var(--mdg-space-2) 0 var(--mdg-space-4);
      }
      .choices label > .label,
      legend {
        display: block;
        margin-bottom: var(--mdg-space-1);
        padding: 0;
        font-size: var(--mdg-size-14);
        font-weight: 600;
      }
      fieldset {
        margin: 0;
        padding: 0;
        border: 0;
      }
      .tick {
        display: flex;
        align-items: center;
        gap: var(--mdg-space-2);
        min-height: 32px;
      }
      .tick input {
        flex: none;
        width: 18px;
        height: 18px;
        margin: 0;
        accent-color: var(--mdg-accent);
      }
      a {
        color: var(--mdg-accent);
        overflow-wrap: anywhere;
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  /** Public key of the site. */
  @property() site = ''
  /** It is not served as it stands. */
  @property({ type: Boolean }) isDraft = false
  /** As the site says: the launcher is the page's own. */
  @property({ type: Boolean }) hasOwnButton = false
  /** As the site says: customers are known by a token of the page's. */
  @property({ type: Boolean }) hasIdentity = false
  @state() private chosen: Pick<SnippetChoices, 'locale' | 'storage' | 'attention' | 'isIsolated'> = plainChoices
  /** What became of copying it. */
  @state() private told = ''

  private get words(): SiteWords {
    return this.speech.locale === 'ja' ? jaSites : enSites
  }

  #choose(chosen: Partial<SnippetChoices>): void {
    this.chosen = { ...this.chosen, ...chosen }
    this.told = ''
  }

  #copy(snippet: string): void {
    void navigator.clipboard.writeText(snippet).then(
      () => (this.told = this.words.copied),
      () => (this.told = this.words.notCopied),
    )
  }

  #pick(label: string, options: readonly (readonly [string, string])[], now: string, write: (value: string) => void) {
    return html`<label
      ><span class="label">${label}</span
      ><select class="field" @change=${(event: Event) => write((event.target as HTMLSelectElement).value)}>
        ${options.map(([value, words]) => html`<option value=${value} ?selected=${value === now}>${words}</option>`)}
      </select></label
    >`
  }

  #tick(label: string, checked: boolean, write: (on: boolean) => void): TemplateResult {
    return html`<label class="tick"
      ><input
        type="checkbox"
        .checked=${checked}
        @change=${(event: Event) => write((event.target as HTMLInputElement).checked)}
      /><span>${label}</span></label
    >`
  }

  #choices(): TemplateResult {
    const { words, chosen } = this
    const { attention } = chosen
    return html`<details>
      <summary>${words.pageChoices}</summary>
      <div class="choices">
        ${this.#pick(
          words.language,
          [['', words.pageLanguage], ...Object.entries(words.languages)],
          chosen.locale ?? '',
          (value) => this.#choose({ locale: value === '' ? null : (value as Locale) }),
        )}
        ${this.#pick(words.storage, Object.entries(words.storages), chosen.storage, (value) =>
          this.#choose({ storage: value as SnippetChoices['storage'] }),
        )}
        <fieldset>
          <legend>${words.attention}</legend>
          ${attentions.map((one) =>
            this.#tick(words.attentions[one], attention.includes(one), (on) =>
              this.#choose({ attention: attentions.filter((each) => (each === one ? on : attention.includes(each))) }),
            ),
          )}
        </fieldset>
        <fieldset>
          <legend>${words.isolation}</legend>
          ${this.#tick(words.isolate, chosen.isIsolated, (isIsolated) => this.#choose({ isIsolated }))}
        </fieldset>
      </div>
    </details>`
  }

  protected override render(): unknown {
    const { words, speech, site, hasOwnButton, hasIdentity } = this
    const snippet = snippetOf(location.origin, site, { ...this.chosen, hasOwnButton, hasIdentity })
    const address = chatAddress(location.origin, site, speech.locale)
    return html`<p class="help">${words.snippetHelp}</p>
      <pre tabindex="0" aria-label=${words.snippet}><code>${snippet}</code></pre>
      <p class="after">
        <button type="button" class="button" @click=${() => this.#copy(snippet)}>${icons.copy}${words.copy}</button>
        <span role="status">${this.told}</span>
      </p>
      ${this.isDraft ? html`<p class="help">${words.servedFirst}</p>` : nothing} ${this.#choices()}
      <p class="label">${words.link}</p>
      <p class="help">${words.linkHelp}</p>
      <p><a href=${address} target="_blank" rel="noopener">${address}</a></p>`
  }
}

customElements.define('mdg-a-snippet', SnippetBox)
