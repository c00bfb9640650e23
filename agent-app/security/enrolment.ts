/**
 * Setting up a second factor: the key as a picture and as text, a code that confirms it, then the recovery codes, which are
 * shown this once. The same on the sign-in page, where a role needs one, and in the dialog of one's own security.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { composing } from '../keys.ts'
import { LockWait } from '../lock-wait.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'
import { beginEnrolment, confirmEnrolment, type Enrolment as Begun } from './asking.ts'
import { qrPicture } from './qr.ts'
import { lockedLine, unsaidMs } from './locked-line.ts'
import { securityWords } from './words.ts'

type Step =
  | { readonly kind: 'loading' | 'failed' }
  | { readonly kind: 'confirming'; readonly begun: Begun; readonly problem: 'wrong' | 'failed' | 'locked' | null }
  | { readonly kind: 'codes'; readonly codes: readonly string[]; readonly copied: boolean }

/** @event mdg-a-enrolled - It is set up, and the recovery codes were seen. */
export class Enrolment extends LitElement {
  static override styles = [
    look,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: var(--mdg-space-3);
      }
      form {
        display: flex;
        flex-direction: column;
        gap: var(--mdg-space-3);
      }
      .qr {
        align-self: center;
        width: 184px;
        height: 184px;
        border: 1px solid var(--mdg-line);
        border-radius: var(--mdg-radius-1);
      }
      .key,
      li {
        font-family: ui-monospace, monospace;
        overflow-wrap: anywhere;
      }
      .code {
        letter-spacing: 0.2em;
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(150px, 1fr));
        gap: var(--mdg-space-1) var(--mdg-space-4);
        padding: var(--mdg-space-3);
        border: 1px solid var(--mdg-line);
        border-radius: var(--mdg-radius-1);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: var(--mdg-space-2);
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @state() private step: Step = { kind: 'loading' }
  @query('[name=code]') private code!: HTMLInputElement | null
  readonly #wait = new LockWait(this)

  protected override firstUpdated(): void {
    void this.#begin()
  }

  async #begin(): Promise<void> {
    this.step = { kind: 'loading' }
    const answer = await beginEnrolment()
    this.step = answer.ok ? { kind: 'confirming', begun: answer.body, problem: null } : { kind: 'failed' }
    await this.updateComplete
    this.code?.focus()
  }

  readonly #confirm = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (this.step.kind !== 'confirming' || this.#wait.leftMs > 0) return
    const { begun } = this.step
    const answer = await confirmEnrolment(this.code?.value ?? '')
    if (answer.ok) {
      this.step = { kind: 'codes', codes: answer.body.recoveryCodes, copied: false }
      await this.updateComplete
      return this.renderRoot.querySelector<HTMLElement>('h3')?.focus()
    }
    const known = { 'secondFactor.codeWrong': 'wrong', 'signIn.locked': 'locked' } as const
    if (answer.code === 'signIn.locked') this.#wait.begin(answer.waitMs ?? unsaidMs)
    this.step = { kind: 'confirming', begun, problem: known[answer.code as keyof typeof known] ?? 'failed' }
    this.code?.select()
  }

  readonly #copy = async (): Promise<void> => {
    if (this.step.kind !== 'codes') return
    await navigator.clipboard.writeText(this.step.codes.join('\n')).catch(() => undefined)
    this.step = { ...this.step, copied: true }
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && composing(event)) event.preventDefault()
  }

  #confirming({ begun, problem }: Extract<Step, { readonly kind: 'confirming' }>): TemplateResult {
    const words = securityWords(this.speech.locale)
    const { enrol } = words
    return html`<form novalidate @submit=${this.#confirm} @keydown=${this.#key}>
      <p class="quiet">${enrol.lead}</p>
      ${qrPicture(begun.uri, enrol.picture)}
      <p><span class="label">${enrol.key}</span><span class="key">${begun.secret}</span></p>
      <label
        ><span class="label">${enrol.code}</span
        ><input class="field code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="10"
      /></label>
      ${problem === null ? nothing : this.#problem(problem)}
      <button class="button main" aria-disabled=${this.#wait.leftMs > 0}>${enrol.confirm}</button>
    </form>`
  }

  #problem(problem: 'wrong' | 'failed' | 'locked'): TemplateResult {
    const words = securityWords(this.speech.locale)
    if (problem === 'locked') return lockedLine(this.speech, this.#wait)
    return html`<p class="problem" role="alert">${problem === 'wrong' ? words.enrol.wrong : words.failed}</p>`
  }

  #codes(codes: readonly string[], copied: boolean): TemplateResult {
    const { enrol } = securityWords(this.speech.locale)
    return html`<h3 tabindex="-1">${enrol.recoveryTitle}</h3>
      <p class="quiet">${enrol.recoveryLead}</p>
      <ul>
        ${codes.map((code) => html`<li>${code}</li>`)}
      </ul>
      <div class="actions">
        <button class="button" @click=${this.#copy}>${copied ? enrol.copied : enrol.copy}</button>
        <button class="button main" @click=${() => this.dispatchEvent(new CustomEvent('mdg-a-enrolled'))}>
          ${enrol.kept}
        </button>
      </div>`
  }

  protected override render(): unknown {
    const words = securityWords(this.speech.locale)
    const { step } = this
    if (step.kind === 'confirming') return this.#confirming(step)
    if (step.kind === 'codes') return this.#codes(step.codes, step.copied)
    return html`<p class="quiet" role="status">${step.kind === 'failed' ? words.failed : words.loading}</p>`
  }
}
customElements.define('mdg-a-enrolment', Enrolment)
