/**
 * People's queues and skills: everybody as a row, queues or skills as columns, cells that one moves through with the arrow
 * keys; some or all rows can be set at once. Behind a name stands what else the floor knows of somebody.
 */
import { html, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { live } from 'lit/directives/live.js'
import { icons } from '../../icons.ts'
import { composing } from '../../keys.ts'
import { look } from '../../look.ts'
import { enAdminAgents, type AgentsWords } from '../../translations/en-admin-agents.ts'
import { jaAdminAgents } from '../../translations/ja-admin-agents.ts'
import { writeAddress } from '../address.ts'
import { adminLook } from '../admin-look.ts'
import { ask } from '../api.ts'
import type { Entry } from '../entries.ts'
import { fieldLook } from '../fields/index.ts'
import { knownSkills } from '../known-skills.ts'
import { AdminSection } from '../section.ts'
import { agentsLook } from './agents-look.ts'
import { changed, rowsOf, skillForm, type Account, type AgentEntry, type Change, type Row } from './matrix.ts'
import { agentPage } from './one-agent.ts'

/** Rows that are drawn at once; a search finds the rest. */
const rowsMax = 100

export class AgentsSection extends AdminSection {
  static override styles = [look, adminLook, fieldLook, agentsLook]

  @state() private accounts: readonly Account[] = []
  @state() private shows: 'queues' | 'skills' = 'queues'
  @state() private search = ''
  @state() private shown = rowsMax
  @state() private chosen: ReadonlySet<string> = new Set()
  /** Skills that nobody has yet and that were added as columns. */
  @state() private fresh: readonly string[] = []
  @state() private newSkill = ''
  @state() private newLogin = ''
  @state() private bulkColumn = ''
  @state() private bulkLevel = '3'

  get words(): AgentsWords {
    return this.speech.locale === 'ja' ? jaAdminAgents : enAdminAgents
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.can('accounts.read')) void this.#askAccounts()
  }

  async #askAccounts(): Promise<void> {
    const answer = await ask<{ accounts?: readonly Account[] }>('/api/accounts')
    if (answer.ok) this.accounts = answer.body.accounts ?? []
  }

  get #queues(): readonly (readonly [key: string, name: string])[] {
    return this.editing.list<Entry>('queues').map(({ id, name }) => {
      const both = name as { en: string; ja: string } | undefined
      return [String(id), both === undefined ? String(id) : this.speech.both(both) || String(id)]
    })
  }

  get #skills(): readonly string[] {
    return [...new Set([...knownSkills(this.editing), ...this.fresh])]
  }

  get #columns(): readonly (readonly [key: string, name: string])[] {
    return this.shows === 'queues' ? this.#queues : this.#skills.map((skill) => [skill, skill])
  }

  get #entries(): readonly AgentEntry[] {
    return this.editing.list<AgentEntry>('agents')
  }

  /** Whoever works as their account says does not any more, once there is an entry: that is asked first. */
  #change(logins: ReadonlySet<string>, change: Change): void {
    const queues = this.#queues.map(([key]) => key)
    const run = (): void => this.editing.set('agents', changed(this.#entries, logins, change, queues))
    const known = new Set(this.#entries.map(({ login }) => login))
    const fresh = [...logins].filter((login) => !known.has(login))
    if (fresh.length === 0) return run()
    const { words } = this
    this.confirm({ title: words.ownTitle(fresh.length), lead: words.ownLead, confirm: words.ownRules, run })
    // The cell shows what holds until then.
    this.requestUpdate()
  }

  #rows(): readonly Row[] {
    const wanted = this.search.normalize('NFKC').trim().toLowerCase()
    const all = rowsOf(this.#entries, this.accounts, this.speech.locale)
    return all.filter(({ login, name, entry }) =>
      [login, name, ...Object.keys(entry?.skills ?? {})].some((text) =>
        text.normalize('NFKC').toLowerCase().includes(wanted),
      ),
    )
  }

  /** Arrow keys lead from cell to cell; a digit sets a level. */
  readonly #key = (event: KeyboardEvent): void => {
    if (composing(event) || event.altKey || event.ctrlKey || event.metaKey) return
    const cell = event.composedPath()[0] as HTMLElement
    const place = /^c(\d+)-(\d+)$/.exec(cell.id)
    if (place === null) return
    const [row, column] = [Number(place[1]), Number(place[2])]
    const to: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
    }
    const next = to[event.key]
    if (next === undefined) return
    event.preventDefault()
    const target = this.renderRoot.querySelector<HTMLInputElement>(`#c${next[0]}-${next[1]}`)
    target?.focus()
    if (target?.type === 'text') target.select()
  }

  protected override render(): unknown {
    const { words, path } = this
    if (path !== '') {
      const at = this.#entries.findIndex(({ login }) => login === path)
      const row = rowsOf(this.#entries, this.accounts, 'en').find(({ login }) => login === path)
      return agentPage(this, path, at, row?.name ?? '')
    }
    const rows = this.#rows()
    return html`<div class="head">
        <h2 tabindex="-1">${words.title}</h2>
        <label class="search"
          ><span class="unseen">${words.filter}</span>${icons.search}<input
            class="field"
            type="search"
            autocomplete="off"
            placeholder=${words.filter}
            .value=${this.search}
            @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
        /></label>
      </div>
      <p class="lead">${words.lead}</p>
      <div class="tools">
        <div class="tabs" role="radiogroup" aria-label=${words.shows}>
          ${(['queues', 'skills'] as const).map(
            (one) =>
              html`<label class=${this.shows === one ? 'on' : ''}
                ><input
                  type="radio"
                  name="shows"
                  class="unseen"
                  .checked=${live(this.shows === one)}
                  @change=${() => {
                    this.shows = one
                    this.bulkColumn = ''
                  }}
                />${words.tabs[one]}</label
              >`,
          )}
        </div>
        ${this.shows === 'skills' ? this.#addSkill() : nothing} ${this.#addPerson()}
      </div>
      ${this.#bulk(rows)} ${rows.length === 0 ? html`<p class="nobody quiet">${words.none}</p>` : this.#table(rows)}
      ${
        rows.length <= this.shown
          ? nothing
          : html`<p>
              <button class="button" @click=${() => (this.shown += rowsMax)}>
                ${words.more(rows.length - this.shown)}
              </button>
            </p>`
      }`
  }

  #addSkill(): TemplateResult {
    const { words } = this
    const name = this.newSkill.normalize('NFKC').trim()
    const isGood = skillForm.test(name) && !this.#skills.includes(name)
    const add = (): void => {
      if (!isGood) return
      this.fresh = [...this.fresh, name]
      this.newSkill = ''
    }
    return html`<span class="new"
      ><input
        class="field code"
        aria-label=${words.newSkill}
        placeholder=${words.newSkill}
        autocomplete="off"
        spellcheck="false"
        ?disabled=${!this.mayChange}
        .value=${live(this.newSkill)}
        @input=${(event: Event) => (this.newSkill = (event.target as HTMLInputElement).value)}
      /><button class="button" ?disabled=${!isGood} @click=${add}>${icons.add}${words.addSkill}</button></span
    >`
  }

  /** Somebody who has no account yet, or whose account is not shown to whoever looks. */
  #addPerson(): TemplateResult {
    const { words } = this
    const login = this.newLogin.normalize('NFKC').trim().toLowerCase()
    const isGood = /^[\p{L}\p{N}._@+-]{1,64}$/u.test(login) && !this.#entries.some((one) => one.login === login)
    const add = (): void => {
      if (!isGood) return
      this.editing.set('agents', [...this.#entries, { login }])
      this.newLogin = ''
    }
    return html`<span class="new"
      ><input
        class="field"
        aria-label=${words.newLogin}
        placeholder=${words.newLogin}
        autocomplete="off"
        spellcheck="false"
        ?disabled=${!this.mayChange}
        .value=${live(this.newLogin)}
        @input=${(event: Event) => (this.newLogin = (event.target as HTMLInputElement).value)}
      /><button class="button" ?disabled=${!isGood} @click=${add}>${icons.add}${words.addPerson}</button></span
    >`
  }

  #bulk(rows: readonly Row[]): TemplateResult | typeof nothing {
    const { words, chosen } = this
    if (!this.mayChange || chosen.size === 0) return nothing
    const columns = this.#columns
    const column = columns.some(([key]) => key === this.bulkColumn) ? this.bulkColumn : (columns[0]?.[0] ?? '')
    const give = (on: boolean): void =>
      this.#change(
        chosen,
        this.shows === 'queues'
          ? { kind: 'queue', queue: column, on }
          : { kind: 'skill', skill: column, level: on ? Number(this.bulkLevel) : 0 },
      )
    return html`<div class="bulk" role="group" aria-label=${words.chosen(chosen.size)}>
      <b>${words.chosen(chosen.size)}</b>
      <button class="button bare" @click=${() => (this.chosen = new Set(rows.map(({ login }) => login)))}>
        ${words.chooseAll(rows.length)}
      </button>
      <select
        class="field"
        aria-label=${words.tabs[this.shows]}
        @change=${(event: Event) => (this.bulkColumn = (event.target as HTMLSelectElement).value)}
      >
        ${columns.map(([key, name]) => html`<option value=${key} ?selected=${key === column}>${name}</option>`)}
      </select>
      ${
        this.shows === 'skills'
          ? html`<select
              class="field"
              aria-label=${words.level}
              @change=${(event: Event) => (this.bulkLevel = (event.target as HTMLSelectElement).value)}
            >
              ${['1', '2', '3', '4', '5'].map((one) => html`<option ?selected=${one === this.bulkLevel}>${one}</option>`)}
            </select>`
          : nothing
      }
      <button class="button" ?disabled=${column === ''} @click=${() => give(true)}>${words.give}</button>
      <button class="button" ?disabled=${column === ''} @click=${() => give(false)}>${words.take}</button>
      <button class="button bare" @click=${() => (this.chosen = new Set())}>${words.chooseNone}</button>
    </div>`
  }

  #table(rows: readonly Row[]): TemplateResult {
    const { words } = this
    const columns = this.#columns
    return html`<div class="table" role="region" tabindex="0" aria-label=${words.tabs[this.shows]}>
      <table @keydown=${this.#key}>
        <thead>
          <tr>
            <th scope="col" class="who">${words.who}</th>
            ${this.shows === 'queues' ? html`<th scope="col">${words.all}</th>` : nothing}
            ${columns.map(([, name]) => html`<th scope="col"><span>${name}</span></th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, this.shown).map((row, at) => this.#row(row, at, columns))}
        </tbody>
      </table>
    </div>`
  }

  #row({ login, name, entry }: Row, at: number, columns: readonly (readonly [string, string])[]): TemplateResult {
    const { words } = this
    const choose = (event: Event): void => {
      const next = new Set(this.chosen)
      if ((event.target as HTMLInputElement).checked) next.add(login)
      else next.delete(login)
      this.chosen = next
    }
    const called = name || login
    return html`<tr>
      <th scope="row" class="who">
        <span class="person"
          ><input
            type="checkbox"
            aria-label=${words.choose(called)}
            .checked=${live(this.chosen.has(login))}
            @change=${choose}
          /><a
            href=${writeAddress({ section: this.section, path: login })}
            @click=${(event: Event) => {
              event.preventDefault()
              this.go(login)
            }}
            ><b>${called}</b>${name === '' ? nothing : html`<span class="facts">${login}</span>`}${
              entry === null ? html`<span class="facts">${words.byAccount}</span>` : nothing
            }</a
          ></span
        >
      </th>
      ${
        this.shows === 'queues'
          ? [
              this.#allCell(login, called, entry, at),
              ...columns.map((column, nth) => this.#queueCell(login, called, entry, column, at, nth + 1)),
            ]
          : columns.map((column, nth) => this.#skillCell(login, called, entry, column, at, nth))
      }
    </tr>`
  }

  #allCell(login: string, called: string, entry: AgentEntry | null, at: number): TemplateResult {
    const { words } = this
    return html`<td>
      <input
        type="checkbox"
        id="c${at}-0"
        aria-label=${`${called}: ${words.all}`}
        ?disabled=${!this.mayChange}
        .indeterminate=${live(entry === null)}
        .checked=${live(entry !== null && entry.queues === undefined)}
        @change=${(event: Event) =>
          this.#change(new Set([login]), { kind: 'allQueues', on: (event.target as HTMLInputElement).checked })}
      />
    </td>`
  }

  #queueCell(
    login: string,
    called: string,
    entry: AgentEntry | null,
    [queue, name]: readonly [string, string],
    at: number,
    nth: number,
  ): TemplateResult {
    const on = entry !== null && (entry.queues?.includes(queue) ?? true)
    return html`<td>
      <input
        type="checkbox"
        id="c${at}-${nth}"
        aria-label=${`${called}: ${name}`}
        ?disabled=${!this.mayChange}
        .indeterminate=${live(entry === null)}
        .checked=${live(on)}
        @change=${(event: Event) =>
          this.#change(new Set([login]), { kind: 'queue', queue, on: (event.target as HTMLInputElement).checked })}
      />
    </td>`
  }

  #skillCell(
    login: string,
    called: string,
    entry: AgentEntry | null,
    [skill]: readonly [string, string],
    at: number,
    nth: number,
  ): TemplateResult {
    const level = entry?.skills?.[skill]
    const write = (event: Event): void => {
      const input = event.target as HTMLInputElement
      const typed = input.value.normalize('NFKC').trim()
      const digit = /[0-5]$/.exec(typed)?.[0]
      if (digit === undefined && typed !== '') {
        input.value = level === undefined ? '' : String(level)
        return
      }
      this.#change(new Set([login]), { kind: 'skill', skill, level: Number(digit ?? 0) })
      input.select()
    }
    return html`<td>
      <input
        class="field level"
        type="text"
        inputmode="numeric"
        autocomplete="off"
        id="c${at}-${nth}"
        aria-label=${`${called}: ${skill}`}
        ?disabled=${!this.mayChange}
        .value=${live(level === undefined ? '' : String(level))}
        @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
        @input=${write}
      />
    </td>`
  }
}

customElements.define('mdg-a-admin-agents', AgentsSection)
