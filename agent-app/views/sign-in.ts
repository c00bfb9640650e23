/** Signing in: name, password, and in words what went wrong. Nothing else is on this page. */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { say } from '../deeds.ts'
import { composing } from '../keys.ts'
import { look } from '../look.ts'
import { signIn, type Identity, type SignInResult } from '../session.ts'
import type { Speech } from '../speech.ts'

type Phase =
  | { readonly kind: 'ready' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'incomplete' | 'wrong' | 'unreachable' }
  | { readonly kind: 'locked'; readonly until: number }

/** Tells who has signed in. */
export class SignedInEvent extends CustomEvent<Identity> {
  constructor(identity: Identity) {
    super('mdg-a-signed-in', { detail: identity, bubbles: true, composed: true })
  }
}

/**
 * @event mdg-a-signed-in - Somebody has signed in.
 * @event mdg-a-deed - `locale`.
 */
export class SignIn extends LitElement {
  static override styles = [
    look,
    css`
      :host {
        display: grid;
        place-items: center;
        min-height: 100%;
        padding: var(--mdg-space-4);
        background: var(--mdg-surface-1);
      }
      main {
        width: min(380px, 100%);
      }
      form {
        display: flex;
        flex-direction: column;
        gap: var(--mdg-space-4);
        padding: var(--mdg-space-6);
        border: 1px solid var(--mdg-line);
        border-radius: var(--mdg-radius-3);
        background: var(--mdg-surface-0);
      }
      .brand {
        display: flex;
        align-items: center;
        gap: var(--mdg-space-2);
        margin-bottom: var(--mdg-space-1);
        font-weight: 600;
      }
      h1 {
        font-size: var(--mdg-size-20);
        line-height: 1.3;
      }
      .lead {
        margin-top: var(--mdg-space-1);
        color: var(--mdg-text-2);
        font-size: var(--mdg-size-13);
      }
      .field {
        min-height: 40px;
      }
      .button.main {
        min-height: 40px;
        font-size: var(--mdg-size-14);
      }
      .problem {
        min-height: 0;
      }
      .told {
        padding: var(--mdg-space-2) var(--mdg-space-3);
        border-radius: var(--mdg-radius-1);
        background: var(--mdg-surface-2);
        font-size: var(--mdg-size-13);
      }
      .languages {
        display: flex;
        justify-content: center;
        gap: var(--mdg-space-1);
        margin-top: var(--mdg-space-3);
      }
      .languages [aria-pressed='true'] {
        color: var(--mdg-accent);
        font-weight: 600;
      }
      @media (max-width: 479px) {
        form {
          padding: var(--mdg-space-5) var(--mdg-space-4);
        }
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  /** The hub ended an earlier session. */
  @property({ type: Boolean }) signedOut = false

  @state() private phase: Phase = { kind: 'ready' }
  @query('[name=name]') private name!: HTMLInputElement
  @query('[name=password]') private password!: HTMLInputElement
  #ticking: ReturnType<typeof setInterval> | null = null

  override disconnectedCallback(): void {
    this.#stopTicking()
    super.disconnectedCallback()
  }

  protected override firstUpdated(): void {
    this.name.focus()
  }

  readonly #submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (this.phase.kind === 'asking' || this.phase.kind === 'locked') return
    const name = this.name.value.trim()
    const password = this.password.value
    if (name === '' || password === '') {
      this.phase = { kind: 'incomplete' }
      return (name === '' ? this.name : this.password).focus()
    }
    this.phase = { kind: 'asking' }
    this.#take(await signIn(name, password))
  }

  #take(result: SignInResult): void {
    if (result.kind === 'signedIn') {
      this.dispatchEvent(new SignedInEvent(result.identity))
      return
    }
    if (result.kind === 'locked') return this.#lock(result.retryAfterMs)
    this.phase = { kind: result.kind }
    if (result.kind === 'wrong') {
      this.password.value = ''
      this.password.focus()
    }
  }

  #lock(forMs: number): void {
    this.phase = { kind: 'locked', until: performance.now() + forMs }
    this.#ticking ??= setInterval(() => {
      if (this.phase.kind === 'locked' && this.phase.until <= performance.now()) this.phase = { kind: 'ready' }
      if (this.phase.kind !== 'locked') this.#stopTicking()
      this.requestUpdate()
    }, 1_000)
  }

  #stopTicking(): void {
    if (this.#ticking !== null) clearInterval(this.#ticking)
    this.#ticking = null
  }

  /** A form is sent by Enter also while kanji are being chosen, in some browsers; not in ours. */
  readonly #key = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && composing(event)) event.preventDefault()
  }

  #problem(): TemplateResult | typeof nothing {
    const { signIn: words } = this.speech.words
    const { phase } = this
    if (phase.kind === 'ready' || phase.kind === 'asking')
      return this.signedOut && phase.kind === 'ready'
        ? html`<p class="told" role="status">${words.signedOut}</p>`
        : nothing
    const text =
      phase.kind === 'locked'
        ? words.locked(this.speech.duration(Math.ceil((phase.until - performance.now()) / 1_000) * 1_000))
        : words[phase.kind]
    // A countdown is not read out each second.
    return html`<p
      class="problem figures"
      id="problem"
      role=${phase.kind === 'locked' ? 'status' : 'alert'}
      aria-live=${phase.kind === 'locked' ? 'off' : 'assertive'}
    >
      ${text}
    </p>`
  }

  protected override render(): unknown {
    const { words, locale } = this.speech
    const asking = this.phase.kind === 'asking'
    return html`<main>
      <form novalidate @submit=${this.#submit} @keydown=${this.#key}>
        <div>
          <p class="brand"><mdg-a-mark></mdg-a-mark>${words.product}</p>
          <h1>${words.signIn.title}</h1>
          <p class="lead">${words.signIn.lead}</p>
        </div>
        <label
          ><span class="label">${words.signIn.name}</span
          ><input class="field" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required
        /></label>
        <label
          ><span class="label">${words.signIn.password}</span
          ><input class="field" name="password" type="password" autocomplete="current-password" required
        /></label>
        ${this.#problem()}
        <button class="button main" aria-disabled=${asking || this.phase.kind === 'locked'}>
          ${asking ? words.signIn.submitting : words.signIn.submit}
        </button>
      </form>
      <div class="languages" role="group" aria-label=${words.language}>
        ${(['ja', 'en'] as const).map(
          (one) =>
            html`<button
              class="button bare"
              lang=${one}
              aria-pressed=${one === locale}
              @click=${() => say(this, { do: 'locale', locale: one })}
            >
              ${words.languages[one]}
            </button>`,
        )}
      </div>
    </main>`
  }
}
