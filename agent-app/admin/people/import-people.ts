/**
 * People from a table: a file of a spreadsheet, or rows that are pasted. What it would do is shown first; then accounts are added one
 * after the other, and queues and skills become part of the draft. Passwords are made here and can be saved this once.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { icons } from '../../icons.ts'
import { look } from '../../look.ts'
import type { Speech } from '../../speech.ts'
import { enPeople, type PeopleWords } from '../../translations/en-admin-people.ts'
import { jaPeople } from '../../translations/ja-admin-people.ts'
import { adminLook } from '../admin-look.ts'
import type { AgentEntry } from '../agents/matrix.ts'
import { tell } from '../api.ts'
import { csvRows, csvText, textOf } from '../csv.ts'
import type { Editing } from '../editing.ts'
import { refusalWords, type Refusal } from '../problem.ts'
import { saveFile } from '../save-file.ts'
import { peopleWords } from './accounts.ts'
import { planOf, withPeople, type KnownHere, type PlannedPerson } from './import-plan.ts'
import { generatedPassword } from './password.ts'
import { peopleLook } from './people-look.ts'

/** As many as a configuration has rules for. */
const peopleMax = 5_000
/** Rows that are shown; those with faults come first. */
const rowsShown = 300

interface MadeAccount {
  readonly name: string
  readonly login: string
  readonly password: string
}

/**
 * @event mdg-a-imported - Accounts were added.
 */
export class ImportPeople extends LitElement {
  static override styles = [
    look,
    adminLook,
    peopleLook,
    css`
      :host {
        max-width: none;
        padding: 0;
      }
      textarea.field {
        width: 100%;
        margin-bottom: var(--mdg-space-1);
        min-height: 112px;
        resize: vertical;
      }
      .table {
        max-height: 60vh;
        margin: var(--mdg-space-3) 0;
        overflow: auto;
        border: 1px solid var(--mdg-line);
        border-radius: var(--mdg-radius-2);
      }
      table {
        width: 100%;
        min-width: 720px;
        border-collapse: collapse;
        font-size: var(--mdg-size-13);
      }
      th,
      td {
        padding: 6px var(--mdg-space-3);
        border-bottom: 1px solid var(--mdg-line);
        text-align: start;
        vertical-align: top;
        overflow-wrap: anywhere;
      }
      thead th {
        position: sticky;
        top: 0;
        background: var(--mdg-surface-1);
        color: var(--mdg-text-2);
        font-weight: 500;
        white-space: nowrap;
      }
      td.number {
        font-variant-numeric: tabular-nums;
      }
      .wrong {
        color: var(--mdg-wrong);
      }
      .block {
        margin-bottom: var(--mdg-space-4);
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) editing!: Editing
  /** Sign-in names that are taken. */
  @property({ attribute: false }) logins: ReadonlySet<string> = new Set()
  /** Roles that can be given. */
  @property({ attribute: false }) roles: readonly (readonly [string, string])[] = []
  /** Rules of work can be changed too. */
  @property({ type: Boolean }) mayChangeRules = false
  @state() private text = ''
  /** What was read of the text; null for no table of people, undefined for none yet. */
  @state() private plan: readonly PlannedPerson[] | null | undefined = undefined
  @state() private done = 0
  @state() private isAdding = false
  @state() private made: readonly MadeAccount[] = []
  @state() private refused: readonly { readonly login: string; readonly refusal: Refusal }[] = []
  @state() private isOver = false
  @query('input[type=file]') private chooser!: HTMLInputElement

  private get words(): PeopleWords['people'] {
    return peopleWords(this.speech).people
  }

  private get known(): KnownHere {
    const both = [enPeople, jaPeople].map(({ roles }) => roles.names)
    return {
      logins: this.logins,
      roles: this.roles.map(([id, label]) => [id, label, ...both.flatMap((names) => names[id] ?? [])]),
      queues: this.editing.list<KnownHere['queues'][number]>('queues'),
    }
  }

  #read(text: string): void {
    this.text = text
    const rows = csvRows(text)
    this.plan = rows.length === 0 ? undefined : rows.length > peopleMax + 1 ? null : planOf(rows, this.known)
  }

  async #open(): Promise<void> {
    const [file] = this.chooser.files ?? []
    if (file !== undefined) this.#read(textOf(await file.arrayBuffer()))
    this.chooser.value = ''
  }

  #template(): void {
    const { template } = this.words
    const [queue] = this.known.queues
    saveFile(
      'people.csv',
      'text/csv',
      csvText([template.head, template.row.map((cell) => cell.replace('{queue}', queue?.id ?? ''))]),
    )
  }

  private get usable(): readonly PlannedPerson[] {
    return (this.plan ?? []).filter(({ fault }) => fault === null)
  }

  /** One after the other: each is a record in the audit, and each password costs the hub some work. */
  async #add(): Promise<void> {
    const people = this.usable
    const fresh = people.filter(({ isNew }) => isNew)
    this.isAdding = true
    this.done = 0
    for (const { login, name, role } of fresh) {
      const password = generatedPassword()
      const answer = await tell<{ agent: string }>('/api/accounts', { login, name, role, password })
      if (answer.ok) this.made = [...this.made, { name, login, password }]
      else this.refused = [...this.refused, { login, refusal: answer }]
      // What holds for one holds for all that follow.
      if (!answer.ok && /^(unreachable|request\.forbidden|signIn\.needed|storage\.)/.test(answer.code)) break
      this.done += 1
    }
    this.#giveRules(people)
    this.isAdding = false
    this.isOver = true
    this.dispatchEvent(new CustomEvent('mdg-a-imported', { bubbles: true, composed: true }))
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('h3')?.focus()
  }

  #giveRules(people: readonly PlannedPerson[]): void {
    if (!this.mayChangeRules) return
    const refused = new Set(this.refused.map(({ login }) => login))
    const entries = this.editing.list<AgentEntry>('agents')
    const next = withPeople(
      entries,
      people.filter(({ login }) => !refused.has(login)),
    )
    if (next.length > 0) this.editing.set('agents', next)
  }

  override focus(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('button')?.focus())
  }

  protected override render(): unknown {
    return this.isOver ? this.#over() : html`${this.#source()} ${this.#planned()}`
  }

  #source(): TemplateResult {
    const { words } = this
    return html`<p class="lead">${words.lead}</p>
      <p class="acts block">
        <button type="button" class="button" ?disabled=${this.isAdding} @click=${() => this.chooser.click()}>
          ${icons.file}${words.choose}
        </button>
        <button type="button" class="button" @click=${() => this.#template()}>${icons.save}${words.save}</button>
        <input
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          hidden
          aria-label=${words.choose}
          @change=${() => void this.#open()}
        />
      </p>
      <label class="block"
        ><span class="label">${words.paste}</span
        ><textarea
          class="field code"
          spellcheck="false"
          ?disabled=${this.isAdding}
          placeholder=${words.template.head.join(', ')}
          .value=${this.text}
          @input=${(event: Event) => this.#read((event.target as HTMLTextAreaElement).value)}
        ></textarea>
      </label>
      <p class="quiet block">${words.help}</p>`
  }

  #planned(): TemplateResult | typeof nothing {
    const { words, plan } = this
    if (plan === undefined) return nothing
    if (plan === null) return html`<p class="problem" role="alert">${icons.warn}${words.noTable(peopleMax)}</p>`
    const fresh = this.usable.filter(({ isNew }) => isNew).length
    const there = this.usable.length - fresh
    const faulty = plan.length - this.usable.length
    const isRuled = this.usable.some(({ queues, skills }) => queues !== null || skills !== null)
    return html`<p role="status"><b>${words.would(fresh, there, faulty)}</b></p>
      ${isRuled ? html`<p class="quiet">${this.mayChangeRules ? words.rules : words.noRules}</p>` : nothing}
      ${this.#table(plan)}
      <p class="acts">
        <button
          type="button"
          class="button main"
          ?disabled=${this.isAdding || (fresh === 0 && !(isRuled && this.mayChangeRules))}
          @click=${() => void this.#add()}
        >
          ${fresh === 0 ? words.giveRules(there) : words.add(fresh)}
        </button>
        <span role="status">${this.isAdding ? words.adding(this.done, fresh) : nothing}</span>
      </p>`
  }

  #table(plan: readonly PlannedPerson[]): TemplateResult {
    const { words } = this
    const faultsFirst = plan.toSorted((a, b) => Number(a.fault === null) - Number(b.fault === null))
    return html`<div class="table" role="region" tabindex="0" aria-label=${words.table}>
        <table>
          <thead>
            <tr>
              ${words.columns.map((column) => html`<th scope="col">${column}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${faultsFirst.slice(0, rowsShown).map((one) => this.#row(one))}
          </tbody>
        </table>
      </div>
      ${plan.length > rowsShown ? html`<p class="quiet">${words.more(plan.length - rowsShown)}</p>` : nothing}`
  }

  #row({ row, login, name, role, queues, skills, isNew, fault }: PlannedPerson): TemplateResult {
    const { words, speech } = this
    const label = this.roles.find(([id]) => id === role)?.[1] ?? role
    const named = new Map(this.known.queues.map(({ id, name: both }) => [id, speech.both(both) || id]))
    const served =
      queues === null ? '' : queues === 'all' ? words.all : queues.map((id) => named.get(id) ?? id).join(', ')
    const levels = Object.entries(skills ?? {}).map(([skill, level]) => `${skill} ${level}`)
    return html`<tr>
      <td class="number">${row}</td>
      <td>
        ${
          fault === null
            ? isNew
              ? words.isNew
              : words.isThere
            : html`<span class="wrong">${words.faults[fault.kind](fault.word)}</span>`
        }
      </td>
      <td>${name}</td>
      <td>${login}</td>
      <td>${isNew ? label : nothing}</td>
      <td>${served}</td>
      <td>${levels.join(', ')}</td>
    </tr>`
  }

  #over(): TemplateResult {
    const { words, made, refused, speech } = this
    const rows = made.map(({ name, login, password }) => [name, login, password])
    const keep = (): void => saveFile('passwords.csv', 'text/csv', csvText([words.passwordColumns, ...rows]))
    return html`<h3 tabindex="-1">${words.added(made.length)}</h3>
      ${
        made.length === 0
          ? nothing
          : html`<p class="block">${words.passwordsOnce}</p>
              <p class="acts block">
                <button type="button" class="button main" @click=${keep}>${icons.save}${words.savePasswords}</button>
              </p>`
      }
      ${
        refused.length === 0
          ? nothing
          : html`<p><b>${words.refused(refused.length)}</b></p>
              <ul class="block">
                ${refused.map(({ login, refusal }) => html`<li>${login}: ${refusalWords(speech, refusal)}</li>`)}
              </ul>`
      }
      ${this.editing.changes.length > 0 ? html`<p class="quiet">${words.thenServe}</p>` : nothing}`
  }
}

customElements.define('mdg-a-import-people', ImportPeople)
