/** Accounts: everybody who may sign in, somebody more, and for each their role, password, second factor and open sign-ins. */
import { html, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { icons } from '../../icons.ts'
import { look } from '../../look.ts'
import type { PeopleWords } from '../../translations/en-admin-people.ts'
import { adminLook } from '../admin-look.ts'
import { ask, tell } from '../api.ts'
import { fieldLook } from '../fields/index.ts'
import { problemLine, type Refusal } from '../problem.ts'
import { AdminSection } from '../section.ts'
import { peopleWords, rolesInForce, type Account } from './accounts.ts'
import './add-account.ts'
import type { Added } from './add-account.ts'
import './import-people.ts'
import { generatedPassword } from './password.ts'
import { peopleLook } from './people-look.ts'
import './secret-once.ts'

interface Session {
  readonly session: string
  readonly beganAt: number
  readonly lastUsedAt: number
  readonly browser: string
  readonly address: string
  readonly isThis: boolean
}

/** Pages of the forms; no agent's id is like them. */
const adding = 'new'
const importing = 'table'

export class UsersSection extends AdminSection {
  static override styles = [look, adminLook, fieldLook, peopleLook]

  @state() private accounts: readonly Account[] | null = null
  @state() private sessions: readonly Session[] = []
  @state() private refusal: Refusal | null = null
  @state() private search = ''
  @state() private told = ''
  /** A password that is shown this once, with what is said of it. */
  @state() private once: { readonly lead: string; readonly password: string; readonly of: string } | null = null
  #sessionsOf = ''

  private get words(): PeopleWords['users'] {
    return peopleWords(this.speech).users
  }

  private get mayChangeAccounts(): boolean {
    return this.can('accounts.change')
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#ask()
  }

  protected override willUpdate(): void {
    if (this.#sessionsOf === this.path) return
    this.#sessionsOf = this.path
    this.sessions = []
    this.refusal = null
    this.told = ''
    if (this.once?.of !== this.path) this.once = null
    // Others sign in, are locked out and changed meanwhile.
    if (this.path === '') void this.#ask()
    if (this.path !== '' && this.path !== adding && this.path !== importing) void this.#askSessions(this.path)
  }

  async #ask(): Promise<void> {
    const answer = await ask<{ accounts: readonly Account[] }>('/api/accounts')
    this.refusal = answer.ok ? null : answer
    if (answer.ok) this.accounts = answer.body.accounts
  }

  async #askSessions(agent: string): Promise<void> {
    const answer = await ask<{ sessions: readonly Session[] }>(`/api/accounts/${agent}/sessions`)
    if (answer.ok && agent === this.path) this.sessions = answer.body.sessions
  }

  async #change({ agent }: Account, change: object, told = this.words.saved): Promise<boolean> {
    const answer = await tell<Account>(`/api/accounts/${agent}`, change)
    this.refusal = answer.ok ? null : answer
    this.told = answer.ok ? told : ''
    await Promise.all([answer.ok ? this.#ask() : null, this.#askSessions(agent)])
    return answer.ok
  }

  async #end({ agent }: Account, session?: string): Promise<void> {
    const answer = await tell(`/api/accounts/${agent}/sign-out`, session === undefined ? {} : { session })
    this.refusal = answer.ok ? null : answer
    await Promise.all([this.#ask(), this.#askSessions(agent)])
  }

  readonly #added = ({ detail: { agent, name, password } }: CustomEvent<Added>): void => {
    this.once = { lead: `${this.words.added(name)} ${this.words.passwordOnce}`, password, of: agent }
    void this.#ask().then(() => this.go(agent, true))
  }

  protected override render(): unknown {
    const { words, accounts, path } = this
    if (path === adding) return this.#add()
    if (accounts === null)
      return html`<div class="head"><h2 tabindex="-1">${words.title}</h2></div>
        ${problemLine(this.speech, this.refusal)}
        <p class="quiet" role="status">${this.refusal === null ? words.loading : nothing}</p>`
    if (path === importing) return this.#import(accounts)
    const one = accounts.find(({ agent }) => agent === path)
    return one === undefined ? this.#all(accounts) : this.#one(one)
  }

  #up(title: string): TemplateResult {
    return html`<button class="button bare up" @click=${() => this.go('')}>${icons.back}${this.words.title}</button>
      <div class="head"><h2 tabindex="-1">${title}</h2></div>`
  }

  #add(): TemplateResult {
    return html`${this.#up(this.words.addTitle)}
      <mdg-a-add-account
        .speech=${this.speech}
        .roles=${rolesInForce(this.speech, this.editing)}
        @mdg-a-added=${this.#added}
        @mdg-a-left=${() => this.go('')}
      ></mdg-a-add-account>`
  }

  #import(accounts: readonly Account[]): TemplateResult {
    return html`${this.#up(peopleWords(this.speech).people.title)}
      <mdg-a-import-people
        .speech=${this.speech}
        .editing=${this.editing}
        .logins=${new Set(accounts.map(({ login }) => login))}
        .roles=${rolesInForce(this.speech, this.editing)}
        .mayChangeRules=${this.mayChange && this.editing.status === 'ready'}
        @mdg-a-imported=${() => void this.#ask()}
      ></mdg-a-import-people>`
  }

  #all(accounts: readonly Account[]): TemplateResult {
    const { words, speech } = this
    const wanted = this.search.normalize('NFKC').trim().toLowerCase()
    const roles = new Map(rolesInForce(speech, this.editing))
    const found = accounts.filter(({ name, login, role }) =>
      `${name} ${login} ${roles.get(role) ?? role}`.normalize('NFKC').toLowerCase().includes(wanted),
    )
    return html`<div class="head">
        <h2 tabindex="-1">${words.title}</h2>
        <label class="search" ?hidden=${accounts.length < 6}
          ><span class="unseen">${words.find}</span>${icons.search}<input
            class="field"
            type="search"
            autocomplete="off"
            placeholder=${words.find}
            .value=${this.search}
            @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
        /></label>
        <button class="button" ?disabled=${!this.mayChangeAccounts} @click=${() => this.go(importing)}>
          ${icons.file}${peopleWords(speech).people.open}
        </button>
        <button class="button" ?disabled=${!this.mayChangeAccounts} @click=${() => this.go(adding)}>
          ${icons.add}${words.add}
        </button>
      </div>
      <p class="lead">${words.lead}</p>
      ${problemLine(speech, this.refusal)}
      ${
        found.length === 0
          ? html`<p class="nobody quiet">${wanted === '' ? words.none : words.noMatch}</p>`
          : html`<ul class="cards">
              ${found.map(
                (one) =>
                  html`<li>
                    <a
                      class="card"
                      href="#admin=users/${one.agent}"
                      @click=${(event: Event) => {
                        event.preventDefault()
                        this.go(one.agent)
                      }}
                      ><span class="what"
                        ><b>${one.name}</b
                        ><span class="facts">${this.#facts(one, roles.get(one.role) ?? one.role)}</span></span
                      >${one.disabled ? html`<span class="tag wrong">${words.disabled}</span>` : nothing}${one.lockedMs > 0 ? html`<span class="tag">${words.locked}</span>` : nothing}${icons.back}</a
                    >
                  </li>`,
              )}
            </ul>`
      }`
  }

  #facts({ login, sessions, lastSeenAt, secondFactor }: Account, role: string): string {
    const { words, speech } = this
    return [
      login,
      role,
      words.sessionCount(sessions),
      ...(lastSeenAt === null ? [] : [words.seen(speech.moment(lastSeenAt))]),
      ...(secondFactor ? [words.secondFactor] : []),
    ].join(' · ')
  }

  #one(one: Account): TemplateResult {
    const { words, speech, once } = this
    const off = !this.mayChangeAccounts
    return html`${this.#up(one.name)}
      ${
        once?.of === one.agent
          ? html`<mdg-a-secret-once
              .lead=${once.lead}
              .secret=${once.password}
              .words=${{ copy: words.copyPassword, copied: words.copied, notCopied: words.notCopied }}
            ></mdg-a-secret-once>`
          : nothing
      }
      ${problemLine(speech, this.refusal)}
      <p role="status" class="quiet">${this.told}</p>
      <form class="one" @submit=${(event: Event) => this.#save(event, one)}>
        <div class="pair">
          <label
            ><span class="label">${words.name}</span
            ><input
              class="field"
              name="name"
              autocomplete="off"
              maxlength="80"
              required
              ?disabled=${off}
              .value=${one.name} /></label
          ><label
            ><span class="label">${words.role}</span
            ><select class="field" name="role" ?disabled=${off}>
              ${rolesInForce(speech, this.editing).map(
                ([id, label]) => html`<option value=${id} ?selected=${id === one.role}>${label}</option>`,
              )}
            </select></label
          >
        </div>
        <p class="acts"><button class="button main" ?disabled=${off}>${words.save}</button></p>
      </form>
      ${this.#signIn(one, off)} ${this.#logins(one, off)}
      <section class="group">
        <h3>${words.rules}</h3>
        <p class="quiet lead">${words.rulesLead}</p>
        <p><button class="button" @click=${() => this.open('agents', one.login)}>${words.rules}</button></p>
      </section>`
  }

  #save(event: Event, one: Account): void {
    event.preventDefault()
    const data = new FormData(event.currentTarget as HTMLFormElement)
    const name = String(data.get('name')).normalize('NFKC').trim()
    const role = String(data.get('role'))
    const change = { ...(name !== one.name && { name }), ...(role !== one.role && { role }) }
    if (name !== '' && Object.keys(change).length > 0) void this.#change(one, change)
  }

  #signIn(one: Account, off: boolean): TemplateResult {
    const { words, speech } = this
    const { name } = one
    const isOwn = this.sessions.some(({ isThis }) => isThis)
    const reset = async (): Promise<void> => {
      const password = generatedPassword()
      if (await this.#change(one, { password }, '')) this.once = { lead: words.passwordSet, password, of: one.agent }
    }
    return html`<section class="group">
      <h3>${words.state}</h3>
      <p>
        ${words.login}: <span class="code">${one.login}</span> · ${words.secondFactor}:
        ${one.secondFactor ? words.secondFactorOn : words.secondFactorOff}${one.by === 'oidc' ? ` · ${words.byProvider}` : nothing}
      </p>
      ${one.lockedMs === 0 ? nothing : html`<p>${words.lockedFor(speech.duration(one.lockedMs))}</p>`}
      ${isOwn ? html`<p class="quiet">${words.ownSignIn}</p>` : nothing}
      <p class="acts">
        ${
          one.lockedMs === 0 || isOwn
            ? nothing
            : html`<button class="button" ?disabled=${off} @click=${() => void this.#change(one, { unlock: true })}>
                ${words.unlock}
              </button>`
        }
        <button
          class="button"
          ?hidden=${isOwn || one.by === 'oidc'}
          ?disabled=${off}
          @click=${() =>
            this.confirm({
              ...{ title: words.setPasswordTitle(name), lead: words.setPasswordLead, confirm: words.setPassword },
              run: () => void reset(),
            })}
        >
          ${words.setPassword}
        </button>
        ${
          one.secondFactor && !isOwn
            ? html`<button
                class="button"
                ?disabled=${off}
                @click=${() =>
                  this.confirm({
                    ...{ title: words.forgetTitle(name), lead: words.forgetLead, confirm: words.forget },
                    run: () => void this.#change(one, { forgetSecondFactor: true }),
                  })}
              >
                ${words.forget}
              </button>`
            : nothing
        }
        ${
          one.disabled
            ? html`<button class="button" ?disabled=${off} @click=${() => void this.#change(one, { disabled: false })}>
                ${words.enable}
              </button>`
            : html`<button
                class="button grave"
                ?disabled=${off}
                @click=${() =>
                  this.confirm({
                    ...{ title: words.disableTitle(name), lead: words.disableLead, confirm: words.disable },
                    run: () => void this.#change(one, { disabled: true }),
                  })}
              >
                ${words.disable}
              </button>`
        }
      </p>
    </section>`
  }

  #logins(one: Account, off: boolean): TemplateResult {
    const { words, speech, sessions } = this
    return html`<section class="group">
      <h3>${words.sessions}</h3>
      ${
        sessions.length === 0
          ? html`<p class="quiet">${words.sessionCount(0)}</p>`
          : html`<ul class="logins">
                ${sessions.map(({ session, browser, address, beganAt, lastUsedAt, isThis }) => {
                  const what = words.session(browser, address)
                  return html`<li>
                    <span class="what"
                      ><span>${what}${isThis ? ` (${words.thisOne})` : nothing}</span
                      ><span class="facts"
                        >${words.began(speech.moment(beganAt))} · ${words.seen(speech.moment(lastUsedAt))}</span
                      ></span
                    ><button
                      class="button"
                      aria-label=${words.endOf(what)}
                      ?disabled=${off}
                      @click=${() => void this.#end(one, session)}
                    >
                      ${words.end}
                    </button>
                  </li>`
                })}
              </ul>
              <p class="acts">
                <button class="button" ?disabled=${off} @click=${() => void this.#end(one)}>${words.endAll}</button>
              </p>`
      }
    </section>`
  }
}

customElements.define('mdg-a-admin-users', UsersSection)
