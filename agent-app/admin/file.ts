/**
 * The whole draft as a file: to keep, to send to a colleague, to put in a repository, and to read one back. What is read
 * becomes the draft; nothing of it is served before it was looked at.
 */
import { css, html, nothing } from 'lit'
import { query, state } from 'lit/decorators.js'
import { icons } from '../icons.ts'
import { look } from '../look.ts'
import { adminLook } from './admin-look.ts'
import type { Document } from './draft.ts'
import { AdminSection } from './section.ts'

/** Nobody can read more at once; the file has all of it. */
const charactersShown = 200_000

export class ConfigurationFile extends AdminSection {
  static override styles = [
    look,
    adminLook,
    css`
      pre {
        max-height: 60vh;
        margin: var(--mdg-space-3) 0 0;
        padding: var(--mdg-space-3);
        overflow: auto;
        border: 1px solid var(--mdg-line);
        border-radius: var(--mdg-radius-1);
        background: var(--mdg-surface-1);
        font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
        font-size: var(--mdg-size-12);
        line-height: 1.5;
        tab-size: 2;
      }
      .told {
        min-height: 1.6em;
        margin-top: var(--mdg-space-2);
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: var(--mdg-space-2);
        margin-top: var(--mdg-space-3);
      }
    `,
  ]

  @state() private told = ''
  @state() private wrong = ''
  @query('input[type=file]') private chooser!: HTMLInputElement

  get #text(): string {
    return `${JSON.stringify(this.editing.document, null, 2)}\n`
  }

  async #copy(): Promise<void> {
    const { file } = this.adminWords
    this.wrong = ''
    try {
      await navigator.clipboard.writeText(this.#text)
      this.told = file.copied
    } catch {
      this.told = ''
      this.wrong = file.notCopied
    }
  }

  #save(): void {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([this.#text], { type: 'application/json' }))
    link.download = 'madoguchi.json'
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
  }

  async #read(file: File | undefined): Promise<void> {
    const { file: words } = this.adminWords
    this.chooser.value = ''
    if (file === undefined) return
    const found = await file.text().then(documentIn, () => null)
    this.told = ''
    this.wrong = found === null ? words.notJson(file.name) : ''
    if (found === null) return
    this.editing.replace(found)
    this.told = words.read(file.name, this.editing.changes.length)
  }

  protected override render(): unknown {
    const { file: words } = this.adminWords
    const text = this.#text
    return html`<div class="head"><h2 tabindex="-1">${words.title}</h2></div>
      <p class="lead">${words.lead}</p>
      <div class="acts">
        <button class="button" @click=${() => void this.#copy()}>${icons.copy}${words.copy}</button>
        <button class="button" @click=${() => this.#save()}>${icons.save}${words.save}</button>
        <button class="button" ?disabled=${!this.mayChange} @click=${() => this.chooser.click()}>
          ${icons.file}${words.open}
        </button>
        <input
          type="file"
          accept="application/json,.json"
          hidden
          aria-label=${words.open}
          @change=${() => void this.#read(this.chooser.files?.[0])}
        />
      </div>
      <p class="told" role="status">${this.told}</p>
      ${this.wrong === '' ? nothing : html`<p class="problem" role="alert">${icons.warn}${this.wrong}</p>`}
      <pre tabindex="0" aria-label=${words.title}>${text.slice(0, charactersShown)}</pre>
      ${text.length > charactersShown ? html`<p class="quiet">${words.cut}</p>` : nothing}`
  }
}

/** The object that a text is, or null. */
function documentIn(text: string): Document | null {
  try {
    const found: unknown = JSON.parse(text)
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Document) : null
  } catch {
    return null
  }
}

customElements.define('mdg-a-admin-file', ConfigurationFile)
