/**
 * Signing in: by name and password, with a code where there is a second factor, or by a provider of the company's own; and in
 * words what went wrong. Whoever must set up a second factor does it here, before anything else is shown.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { say } from '../deeds.ts'
import { composing } from '../keys.ts'
import { LockWait } from '../lock-wait.ts'
import { look } from '../look.ts'
import {
  currentIdentity,
  providerUrl,
  signIn,
  signInWays,
  type Identity,
  type SignInResult,
  type SignInWays,
} from '../session.ts'
import type { Speech } from '../speech.ts'

type Phase =
  | { readonly kind: 'ready' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'incomplete' | 'wrong' | 'unreachable' | 'codeWrong' | 'codeMissing' | 'passwordOff' }
  | { readonly kind: 'refused'; readonly why: Refused }
  | { readonly kind: 'locked' }

type Refused = 'failed' | 'unreachable' | 'unknown' | 'disabled' | 'noRole' | 'expired'
const refusedReasons: readonly string[] = [
  'failed',
  'unreachable',
  'unknown',
  'disabled',
  'noRole',
  'expired',
] satisfies readonly Refused[]

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
      form,
      .card {
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
      .provider {
        min-height: 40px;
        color: inherit;
        text-decoration: none;
      }
      .or {
        color: var(--mdg-text-2);
        font-size: var(--mdg-size-13);
        text-align: center;
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

  /** A second factor must be set up before anything else. */
  @property({ type: Boolean }) enrolling = false

  @state() private phase: Phase = { kind: 'ready' }
  /** The password was right, and a code is asked for. */
  @state() private asksCode = false
  @state() private ways: SignInWays = { password: true, providers: [] }
  @query('[name=name]') private name!: HTMLInputElement
  @query('[name=password]') private password!: HTMLInputElement
  @query('[name=code]') private code!: HTMLInputElement | null
  readonly #wait = new LockWait(this)

  override connectedCallback(): void {
    super.connectedCallback()
    this.#readRefusal()
    void signInWays().then((ways) => (this.ways = ways))
  }

  protected override firstUpdated(): void {
    if (this.enrolling) this.#loadEnrolment()
    else this.name.focus()
  }

  /** A provider's refusal comes back in the address, which is not for keeping. */
  #readRefusal(): void {
    const why = new URLSearchParams(location.search).get('refused')
    if (why === null) return
    history.replaceState(null, '', location.pathname + location.hash)
    this.phase = { kind: 'refused', why: refusedReasons.includes(why) ? (why as Refused) : 'failed' }
  }

  #loadEnrolment(): void {
    this.enrolling = true
    void import('../security/enrolment.ts')
  }

  readonly #enrolled = async (): Promise<void> => {
    const identity = await currentIdentity().catch(() => null)
    if (identity !== null && identity !== 'mustEnrol') this.dispatchEvent(new SignedInEvent(identity))
    else this.enrolling = false
  }

  readonly #submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (this.phase.kind === 'asking' || this.#isLocked) return
    if (!this.ways.password) return
    const name = this.name.value.trim()
    const password = this.password.value
    if (name === '' || password === '') {
      this.phase = { kind: 'incomplete' }
      return (name === '' ? this.name : this.password).focus()
    }
    const code = this.code?.value.trim() ?? ''
    if (this.asksCode && code === '') {
      this.phase = { kind: 'codeMissing' }
      return this.code?.focus()
    }
    this.phase = { kind: 'asking' }
    this.#take(await signIn(name, password, code))
  }

  #take(result: SignInResult): void {
    if (result.kind === 'signedIn') {
      this.dispatchEvent(new SignedInEvent(result.identity))
      return
    }
    if (result.kind === 'locked') {
      this.phase = { kind: 'locked' }
      return this.#wait.begin(result.retryAfterMs)
    }
    if (result.kind === 'mustEnrol') return this.#loadEnrolment()
    if (result.kind === 'codeNeeded') return void this.#askCode(true)
    this.phase = { kind: result.kind }
    if (result.kind === 'codeWrong') this.code?.select()
    if (result.kind === 'wrong') {
      this.asksCode = false
      this.password.value = ''
      this.password.focus()
    }
  }

  async #askCode(asks: boolean): Promise<void> {
    this.asksCode = asks
    this.phase = { kind: 'ready' }
    await this.updateComplete
    if (asks) this.code?.focus()
    else this.password.focus()
  }

  get #isLocked(): boolean {
    return this.phase.kind === 'locked' && this.#wait.leftMs > 0
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
    if (phase.kind === 'locked') return this.#lockedProblem()
    const text = phase.kind === 'refused' ? words.refused[phase.why] : words[phase.kind]
    return html`<p class="problem" id="problem" role="alert">${text}</p>`
  }

  /** A countdown is not read out each second: its beginning is, and its end. */
  #lockedProblem(): TemplateResult {
    const { signIn: words } = this.speech.words
    const { leftMs } = this.#wait
    if (leftMs === 0) return html`<p class="told" role="status">${words.tryAgain}</p>`
    return html`<p class="problem figures" id="problem" role="timer">${words.locked(this.speech.duration(leftMs))}</p>
      <p class="unseen" role="alert">${words.locked(this.speech.duration(this.#wait.wholeMs))}</p>`
  }

  /** Stays in the page while the code is asked for: what was typed is sent with it. */
  #credentials(): TemplateResult {
    const { signIn: words } = this.speech.words
    return html`<label ?hidden=${this.asksCode}
        ><span class="label">${words.name}</span
        ><input class="field" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required
      /></label>
      <label ?hidden=${this.asksCode}
        ><span class="label">${words.password}</span
        ><input class="field" name="password" type="password" autocomplete="current-password" required
      /></label>`
  }

  #codeField(): TemplateResult {
    const { signIn: words } = this.speech.words
    return html`<label
      ><span class="label">${words.code}</span
      ><input
        class="field"
        name="code"
        autocomplete="one-time-code"
        autocapitalize="none"
        spellcheck="false"
        maxlength="40"
    /></label>`
  }

  #form(): TemplateResult {
    const { signIn: words } = this.speech.words
    const asking = this.phase.kind === 'asking'
    const { password, providers } = this.ways
    return html`${password ? this.#credentials() : nothing} ${this.asksCode ? this.#codeField() : nothing}
    ${this.#problem()}
    ${
      password
        ? html`<button class="button main" aria-disabled=${asking || this.#isLocked}>
            ${asking ? words.submitting : words.submit}
          </button>`
        : nothing
    }
    ${
      this.asksCode
        ? html`<button class="button bare" type="button" @click=${() => void this.#askCode(false)}>
            ${words.back}
          </button>`
        : html`${password && providers.length > 0 ? html`<p class="or">${words.or}</p>` : nothing}
          ${providers.map(
            ({ id, name }) => html`<a class="button provider" href=${providerUrl(id)}>${words.by(name)}</a>`,
          )}`
    }`
  }

  protected override render(): unknown {
    const { words, locale } = this.speech
    const { title, lead, must, codeLead } = words.signIn
    return html`<main>
      <form novalidate @submit=${this.#submit} @keydown=${this.#key} ?hidden=${this.enrolling}>
        <div>
          <p class="brand"><mdg-a-mark></mdg-a-mark>${words.product}</p>
          <h1>${title}</h1>
          <p class="lead">${this.asksCode ? codeLead : lead}</p>
        </div>
        ${this.#form()}
      </form>
      ${
        this.enrolling
          ? html`<div class="card">
              <p class="brand"><mdg-a-mark></mdg-a-mark>${words.product}</p>
              <h1>${must}</h1>
              <mdg-a-enrolment .speech=${this.speech} @mdg-a-enrolled=${this.#enrolled}></mdg-a-enrolment>
            </div>`
          : nothing
      }
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
