/**
 * The hub's own widget in a frame, with the look of the draft: in either language, as wide as a window beside a page or as a
 * phone, light or dark. It is the real one: what is written in it arrives.
 */
import type { Locale, SiteFace } from '#protocol'
import { LitElement, css, html, type PropertyValues } from 'lit'
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
      iframe.phone {
        width: 340px;
        height: 660px;
        border: 6px solid var(--mdg-text-2);
        border-radius: 28px;
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  /** Public key of a site that is served. */
  @property() site = ''
  @property({ attribute: false }) face!: SiteFace
  @state() private locale: Locale | null = null
  @state() private size: 'desk' | 'phone' = 'desk'
  @state() private isDark = false
  @query('iframe') private frame!: HTMLIFrameElement | null
  #said = ''
  #timer = 0

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

  /** The page in the frame asks once it is there. */
  readonly #heard = ({ source, origin, data }: MessageEvent): void => {
    const target = this.frame?.contentWindow
    if (!target || source !== target || origin !== location.origin || data !== frameReady) return
    const { port2 } = new MessageChannel()
    const attributes = { locale: this.shownLocale, 'color-scheme': this.isDark ? 'dark' : 'light', open: '' }
    const begin = {
      kind: frameReady,
      attributes,
      url: location.origin,
      title: this.face.name[this.shownLocale],
      face: this.face,
    }
    target.postMessage(begin, location.origin, [port2])
  }

  protected override updated(changed: PropertyValues): void {
    const said = JSON.stringify([this.site, this.face.look, this.shownLocale, this.isDark])
    if (said === this.#said) return
    const isFirst = this.#said === ''
    this.#said = said
    clearTimeout(this.#timer)
    if (!isFirst) this.#timer = window.setTimeout(() => this.#again(), changed.has('face') ? restMs : 0)
  }

  #again(): void {
    this.frame?.contentWindow?.location.replace(chatAddress(location.origin, this.site, this.shownLocale))
  }

  protected override render(): unknown {
    const { words } = this
    const pressed = (label: string, isOn: boolean, run: () => void) =>
      html`<button type="button" class="button" aria-pressed=${isOn ? 'true' : 'false'} @click=${run}>${label}</button>`
    return html`<div class="switches">
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
      <div class="stage">
        <iframe
          class=${this.size}
          title=${words.previewOf(this.face.name[this.speech.locale])}
          src=${chatAddress(location.origin, this.site, this.speech.locale)}
        ></iframe>
      </div>`
  }
}

customElements.define('mdg-a-site-preview', SitePreview)
