/** The form by which somebody is added: sign-in name, name, role, and a password that is made here. */
import { LitElement, css, html } from 'lit'
import { property, state } from 'lit/decorators.js'
import { icons } from '../../icons.ts'
import { look } from '../../look.ts'
import type { Speech } from '../../speech.ts'
import { adminLook } from '../admin-look.ts'
import { tell } from '../api.ts'
import { fieldLook } from '../fields/index.ts'
import { problemLine, type Refusal } from '../problem.ts'
import { peopleWords } from './accounts.ts'
import { generatedPassword } from './password.ts'
import { peopleLook } from './people-look.ts'

/** Who was added, with what they sign in with. */
export interface Added {
  readonly agent: string
  readonly name: string
  readonly login: string
  readonly password: string
}

/**
 * @event mdg-a-added - Somebody was added.
 * @event mdg-a-left - It is not wanted.
 */
export class AddAccount extends LitElement {
  static override styles = [
    look,
    adminLook,
    fieldLook,
    peopleLook,
    css`
      :host {
        max-width: none;
        padding: 0;
      }
      .below {
        display: block;
        margin: 2px 0 0;
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) roles: readonly (readonly [string, string])[] = []
  /** Who is already there may be left; a first one may not. */
  @property({ type: Boolean }) canLeave = true
  @state() private password = generatedPassword()
  @state() private refusal: Refusal | null = null
  @state() private isAsking = false

  readonly #add = async (event: Event): Promise<void> => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const text = (name: string): string =>
      String(new FormData(form).get(name) ?? '')
        .normalize('NFKC')
        .trim()
    const [login, name, role, { password }] = [text('login'), text('name'), text('role'), this]
    if (this.isAsking || login === '' || name === '') return
    this.isAsking = true
    const answer = await tell<{ agent: string }>('/api/accounts', { login, name, role, password })
    this.isAsking = false
    this.refusal = answer.ok ? null : answer
    if (!answer.ok) return
    form.reset()
    this.password = generatedPassword()
    const detail: Added = { agent: answer.body.agent, name, login, password }
    this.dispatchEvent(new CustomEvent('mdg-a-added', { detail, bubbles: true, composed: true }))
  }

  override focus(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('input')?.focus())
  }

  protected override render(): unknown {
    const { users: words } = peopleWords(this.speech)
    return html`<form class="add" @submit=${this.#add} aria-label=${words.addTitle}>
      <div class="pair">
        <label
          ><span class="label">${words.name}</span
          ><input class="field" name="name" autocomplete="off" maxlength="80" required /><span class="help below"
            >${words.nameHelp}</span
          ></label
        ><label
          ><span class="label">${words.login}</span
          ><input
            class="field code"
            name="login"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            pattern="[a-z0-9][a-z0-9._\\-]{0,39}"
            maxlength="40"
            required
          /><span class="help below">${words.loginHelp}</span></label
        ><label
          ><span class="label">${words.role}</span
          ><select class="field" name="role">
            ${this.roles.map(([id, label]) => html`<option value=${id}>${label}</option>`)}
          </select></label
        >
        <div>
          <p class="label" id="password">${words.password}</p>
          <p class="with-button">
            <input class="field code" readonly aria-labelledby="password" .value=${this.password} />
            <button type="button" class="button" @click=${() => (this.password = generatedPassword())}>
              ${icons.retry}${words.generate}
            </button>
          </p>
          <p class="help below">${words.passwordHelp}</p>
        </div>
      </div>
      ${problemLine(this.speech, this.refusal)}
      <div class="actions">
        <button
          type="button"
          class="button"
          ?hidden=${!this.canLeave}
          @click=${() => this.dispatchEvent(new CustomEvent('mdg-a-left', { bubbles: true, composed: true }))}
        >
          ${words.cancel}</button
        ><button class="button main" ?disabled=${this.isAsking}>${words.make}</button>
      </div>
    </form>`
  }
}

customElements.define('mdg-a-add-account', AddAccount)
