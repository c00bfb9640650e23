/**
 * The hub's own widget in a frame: in either language, as wide as a window beside a page or as a phone, light or dark. As the draft
 * has the site, it follows each change and sends nothing; as it is served, it is the real one, and what is written in it arrives.
 */
import type { Locale, SiteFace, VisitSite } from '#protocol'
import { LitElement, css, html, nothing, type PropertyValues } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { icons } from '../../icons.ts'
import { look } from '../../look.ts'
import type { Speech } from '../../speech.ts'
import { enSites, type SiteWords } from '../../translations/en-admin-sites.ts'
import { jaSites } from '../../translations/ja-admin-sites.ts'
import { chatAddress } from './snippet.ts'

/** What the framed page says when it is there, and hears (widget/bridge.ts). */
const frameReady = 'madoguchi-frame'
/** Colours are chosen by dragging: the frame begins anew when that rests. */
const restMs = 400

export class SitePreview extends LitElement {
  static override styles = [
    look,
    css`
      :host {
        display: grid;
        gap: var(--mdg-space-3);
      }
      .switches {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--mdg-space-2) var(--mdg-space-4);
      }
      .switches fieldset {
        display: flex;
        align-items: center;
        gap: var(--mdg-space-1);
        margin: 0;
        padding: 0;
        border: 0;
      }
      .button[aria-pressed='true'] {
        border-color: var(--mdg-accent);
        background: var(--mdg-accent-soft);
      }
      .stage {
        display: grid;
        justify-items: center;
        padding: var(--mdg-space-4);
        border: 1px solid var(--mdg-line);
        border-radius: var(--mdg-radius-2);
        background: var(--mdg-surface-2);
        overflow: auto;
      }
      iframe {
        width: 380px;
        max-width: 100%;
        height: 600px;
        border: 1px solid var(--mdg-line);
        border-radius: 16px;
        background: var(--mdg-surface-0);
      }
      .means {
        font-size: var(--mdg-size-13);
      }
      .told:empty {
        display: none;
      }
      iframe.phone {
        width: 340px;
        height: 660px;
        border: 6px solid var(--mdg-text-2);
        border-radius: 28px;
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  /** Public key of the site; '' for one that is not served. */
  @property() site = ''
  @property({ attribute: false }) face!: SiteFace
  /** The site as the draft has it; null where only what is served is shown. */
  @property({ attribute: false }) draft: VisitSite | null = null
  @state() private locale: Locale | null = null
  @state() private size: 'desk' | 'phone' = 'desk'
  @state() private isDark = false
  /** As it is served, although there is a draft. */
  @state() private isReal = false
  @state() private told = ''
  @query('iframe') private frame!: HTMLIFrameElement | null
  #said = ''
  #timer = 0
  /** To a page that shows a draft. */
  #port: MessagePort | null = null

  private get words(): SiteWords {
    return this.speech.locale === 'ja' ? jaSites : enSites
  }

  private get shownLocale(): Locale {
    return this.locale ?? this.speech.locale
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('message', this.#heard)
  }

  override disconnectedCallback(): void {
    removeEventListener('message', this.#heard)
    clearTimeout(this.#timer)
    super.disconnectedCallback()
  }

  /** What is shown is the draft. */
  private get isDraft(): boolean {
    return this.draft !== null && !(this.isReal && this.site !== '')
  }

  /** The page in the frame asks once it is there. */
  readonly #heard = ({ source, origin, data }: MessageEvent): void => {
    const target = this.frame?.contentWindow
    if (!target || source !== target || origin !== location.origin || data !== frameReady) return
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    port1.onmessage = () => (this.told = this.isDraft ? this.words.nothingSent : '')
    target.postMessage(this.#begin, location.origin, [port2])
  }

  /** What the framed page is told first; one that shows a draft again with each change. */
  get #begin(): object {
    const attributes = { locale: this.shownLocale, 'color-scheme': this.isDark ? 'dark' : 'light', open: '' }
    return {
      kind: frameReady,
      attributes,
      url: location.origin,
      title: this.face.name[this.shownLocale],
      face: this.face,
      ...(this.isDraft && { draft: this.draft }),
    }
  }

  protected override updated(changed: PropertyValues): void {
    const { isDraft } = this
    const shows = isDraft ? [this.draft, this.face] : [this.site, this.face.look]
    const said = JSON.stringify([isDraft, ...shows, this.shownLocale, this.isDark])
    if (said === this.#said) return
    const before = this.#said
    this.#said = said
    if (before === '') return
    clearTimeout(this.#timer)
    // One page shows all drafts, and is told; what is served is a page of each site.
    if (!before.startsWith(`[${isDraft}`)) this.#again()
    else if (isDraft) this.#port?.postMessage(this.#begin)
    else this.#timer = window.setTimeout(() => this.#again(), changed.has('face') ? restMs : 0)
  }

  get #address(): string {
    return chatAddress(location.origin, this.isDraft ? 'draft' : this.site, this.speech.locale)
  }

  #again(): void {
    this.told = ''
    this.#port = null
    this.frame?.contentWindow?.location.replace(this.#address)
  }

  protected override render(): unknown {
    const { words } = this
    const pressed = (label: string, isOn: boolean, run: () => void) =>
      html`<button type="button" class="button" aria-pressed=${isOn ? 'true' : 'false'} @click=${run}>${label}</button>`
    const isBoth = this.draft !== null && this.site !== ''
    return html`<div class="switches">
        ${
          isBoth
            ? html`<fieldset>
                <legend class="unseen">${words.shows}</legend>
                ${pressed(words.asDraft, !this.isReal, () => (this.isReal = false))}
                ${pressed(words.asServed, this.isReal, () => (this.isReal = true))}
              </fieldset>`
            : nothing
        }
        <fieldset>
          <legend class="unseen">${words.language}</legend>
          ${(['ja', 'en'] as const).map((locale) =>
            pressed(words.languages[locale], this.shownLocale === locale, () => (this.locale = locale)),
          )}
        </fieldset>
        <fieldset>
          <legend class="unseen">${words.size}</legend>
          ${(['desk', 'phone'] as const).map((size) =>
            pressed(words.sizes[size], this.size === size, () => (this.size = size)),
          )}
        </fieldset>
        ${pressed(words.dark, this.isDark, () => (this.isDark = !this.isDark))}
        <button type="button" class="button bare" @click=${() => this.#again()}>${icons.retry}${words.again}</button>
      </div>
      <p class="quiet means">${this.isDraft ? words.asDraftMeans : words.asServedMeans}</p>
      <div class="stage">
        <iframe
          class=${this.size}
          title=${words.previewOf(this.face.name[this.speech.locale])}
          src=${chatAddress(location.origin, this.draft === null ? this.site : 'draft', this.speech.locale)}
        ></iframe>
      </div>
      <p class="told" role="status">${this.told}</p>`
  }
}

customElements.define('mdg-a-site-preview', SitePreview)
