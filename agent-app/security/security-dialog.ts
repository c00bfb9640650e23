/** One's own security: the password, the second factor, and the places where one is signed in. Loaded when it is opened first. */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { composing } from '../keys.ts'
import { LockWait } from '../lock-wait.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'
import {
  changePassword,
  endSession,
  ownSecurity,
  removeSecondFactor,
  type OwnSecurity,
  type OwnSession,
} from './asking.ts'
import { lockedLine, unsaidMs } from './locked-line.ts'
import { securityWords } from './words.ts'
import './enrolment.ts'

type Part = 'none' | 'password' | 'enrol' | 'remove'

/** The button that opens a part; both of the second factor stand in one place. */
const openerOf = (part: Part): string => `button[data-opens=${part === 'password' ? 'password' : 'factor'}]`

export class SecurityDialog extends LitElement {
  static override styles = [
    look,
    css`
      dialog {
        width: min(520px, calc(100vw - 32px));
        max-height: calc(100vh - 48px);
      }
      .frame,
      section,
      form {
        display: flex;
        flex-direction: column;
        gap: var(--mdg-space-3);
      }
      .frame {
        gap: var(--mdg-space-5);
        padding: var(--mdg-space-5);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--mdg-space-2) var(--mdg-space-4);
      }
      .row > p {
        flex: 1 1 200px;
      }
      h3 {
        font-size: var(--mdg-size-14);
      }
      li {
        padding: var(--mdg-space-2) 0;
        border-top: 1px solid var(--mdg-line);
      }
      .told {
        padding: var(--mdg-space-2) var(--mdg-space-3);
        border-radius: var(--mdg-radius-1);
        background: var(--mdg-surface-2);
        font-size: var(--mdg-size-13);
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @state() private known: OwnSecurity | null = null
  @state() private shown: Part = 'none'
  @state() private problem = ''
  @state() private told = ''
  /** Another sign-in was ended. */
  @state() private ended = false
  @query('dialog') private dialog!: HTMLDialogElement
  readonly #wait = new LockWait(this)
  /** The last try was one too many. */
  @state() private isLocked = false

  async show(): Promise<void> {
    if (this.dialog.open) return
    this.#open('none')
    this.told = ''
    this.ended = false
    this.dialog.showModal()
    await this.#load()
  }

  async #load(): Promise<void> {
    const answer = await ownSecurity()
    if (answer.ok) this.known = answer.body
    else this.problem = this.#words.failed
  }

  get #words() {
    return securityWords(this.speech.locale)
  }

  /** The keyboard follows: into what is opened, and back to where it was opened from. */
  #open(part: Part): void {
    const from = this.shown
    this.shown = part
    this.problem = ''
    this.isLocked = this.#wait.leftMs > 0
    void this.#focusAfter(part === 'none' ? (from === 'none' ? '' : openerOf(from)) : 'form input')
  }

  async #focusAfter(place: string): Promise<void> {
    await this.updateComplete
    if (place !== '') this.renderRoot.querySelector<HTMLElement>(place)?.focus()
  }

  /** What a refusal says. */
  #refused({ code, waitMs = unsaidMs }: { readonly code: string; readonly waitMs?: number }): void {
    const { password, factor, failed } = this.#words
    this.isLocked = code === 'signIn.locked'
    this.problem = ''
    if (this.isLocked) return this.#wait.begin(waitMs)
    const known: Readonly<Record<string, string>> = {
      'password.wrong': password.wrong,
      'password.short': password.short,
      'password.common': password.common,
      'password.known': password.known,
      'secondFactor.required': factor.required,
    }
    this.problem = known[code] ?? failed
  }

  readonly #changePassword = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (this.#wait.leftMs > 0) return
    const [old, fresh, again] = this.#typed(event)
    if (fresh !== again) return void (this.problem = this.#words.password.differ)
    const answer = await changePassword(old!, fresh!)
    if (!answer.ok) return this.#refused(answer)
    this.#open('none')
    this.told = this.#words.password.saved
    await this.#load()
  }

  readonly #remove = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (this.#wait.leftMs > 0) return
    const answer = await removeSecondFactor(this.#typed(event)[0]!)
    if (!answer.ok) return this.#refused(answer)
    this.#open('none')
    await this.#load()
  }

  #typed(event: Event): readonly string[] {
    return [...(event.target as HTMLFormElement).querySelectorAll('input')].map((input) => input.value)
  }

  async #end({ session }: OwnSession): Promise<void> {
    const answer = await endSession(session)
    if (!answer.ok && answer.code !== 'session.unknown') return this.#refused(answer)
    this.ended = true
    await this.#load()
    // What was pressed is gone with its line.
    await this.#focusAfter('#sessions')
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && composing(event)) event.preventDefault()
  }

  #field(label: string, name: string, autocomplete: 'current-password' | 'new-password', hint = ''): TemplateResult {
    return html`<label
      ><span class="label">${label}</span
      ><input class="field" type="password" name=${name} autocomplete=${autocomplete} maxlength="200" />${
        hint === '' ? nothing : html`<span class="quiet">${hint}</span>`
      }</label
    >`
  }

  #form(submit: (event: Event) => Promise<void>, fields: unknown, save: string): TemplateResult {
    return html`<form novalidate @submit=${submit} @keydown=${this.#key}>
      ${fields} ${this.problem === '' ? nothing : html`<p class="problem" role="alert">${this.problem}</p>`}
      ${this.isLocked ? lockedLine(this.speech, this.#wait) : nothing}
      <div class="actions">
        <button class="button" type="button" @click=${() => this.#open('none')}>${this.#words.cancel}</button>
        <button class="button main" aria-disabled=${this.#wait.leftMs > 0}>${save}</button>
      </div>
    </form>`
  }

  #passwordPart({ password }: OwnSecurity): TemplateResult {
    const { password: words } = this.#words
    const fields = [
      this.#field(words.old, 'old', 'current-password'),
      this.#field(words.fresh, 'fresh', 'new-password', words.hint),
      this.#field(words.again, 'again', 'new-password'),
    ]
    return html`<section>
      <div class="row">
        <h3>${words.heading}</h3>
        ${
          password && this.shown !== 'password'
            ? html`<button class="button" data-opens="password" @click=${() => this.#open('password')}>
                ${words.change}
              </button>`
            : nothing
        }
      </div>
      ${password ? nothing : html`<p class="quiet">${words.none}</p>`}
      ${this.told === '' ? nothing : html`<p class="told" role="status">${this.told}</p>`}
      ${this.shown === 'password' ? this.#form(this.#changePassword, fields, words.save) : nothing}
    </section>`
  }

  #factorPart({
    password,
    secondFactor,
    secondFactorRule,
    recoveryCodesLeft,
  }: OwnSecurity): TemplateResult | typeof nothing {
    const { factor } = this.#words
    if (!password) return nothing
    const isUsed = secondFactorRule !== 'off'
    const state = !isUsed ? factor.notUsed : secondFactor ? factor.on(recoveryCodesLeft) : factor.off
    const next: Part = secondFactor ? 'remove' : 'enrol'
    const mayChange = isUsed && !(secondFactor && secondFactorRule === 'required') && this.shown !== next
    return html`<section>
      <h3>${factor.heading}</h3>
      <div class="row">
        <p class="quiet">${state}</p>
        ${
          mayChange
            ? html`<button class="button" data-opens="factor" @click=${() => this.#open(next)}>
                ${secondFactor ? factor.remove : factor.begin}
              </button>`
            : nothing
        }
      </div>
      ${
        this.shown === 'enrol'
          ? html`<mdg-a-enrolment .speech=${this.speech} @mdg-a-enrolled=${this.#enrolled}></mdg-a-enrolment>`
          : nothing
      }
      ${
        this.shown === 'remove'
          ? html`<p class="quiet">${factor.removeLead}</p>
              ${this.#form(
                this.#remove,
                this.#field(this.#words.password.heading, 'password', 'current-password'),
                factor.remove,
              )}`
          : nothing
      }
    </section>`
  }

  readonly #enrolled = async (): Promise<void> => {
    this.#open('none')
    await this.#load()
  }

  #sessionsPart({ sessions }: OwnSecurity): TemplateResult {
    const { sessions: words } = this.#words
    return html`<section>
      <h3 id="sessions" tabindex="-1">${words.heading}</h3>
      ${this.ended ? html`<p class="told" role="status">${words.ended}</p>` : nothing}
      <ul>
        ${sessions.map((one) => {
          const browser = one.browser === '' ? words.unknown : one.browser
          return html`<li class="row">
            <p>
              ${browser}${one.address === '' ? nothing : html` <span class="quiet">${one.address}</span>`}<br />
              <span class="quiet">${one.isThis ? words.here : words.used(this.speech.moment(one.lastUsedAt))}</span>
            </p>
            ${
              one.isThis
                ? nothing
                : html`<button class="button" aria-label=${words.endOf(browser)} @click=${() => void this.#end(one)}>
                    ${words.end}
                  </button>`
            }
          </li>`
        })}
      </ul>
    </section>`
  }

  protected override render(): unknown {
    const { known } = this
    const words = this.#words
    return html`<dialog aria-labelledby="title">
      <div class="frame">
        <h2 id="title">${words.title}</h2>
        ${
          known === null
            ? html`<p class="quiet" role="status">${this.problem === '' ? words.loading : this.problem}</p>`
            : [this.#passwordPart(known), this.#factorPart(known), this.#sessionsPart(known)]
        }
        <div class="actions">
          <button class="button" @click=${() => this.dialog.close()}>${words.close}</button>
        </div>
      </div>
    </dialog>`
  }
}
customElements.define('mdg-a-security-dialog', SecurityDialog)
