/**
 * The record of privileged acts: who did what to what and when, found by any of them, the newest first, and whether the chain of
 * hashes holds. Opening it is recorded too.
 */
import { html, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { icons } from '../../icons.ts'
import { look } from '../../look.ts'
import { enPeople } from '../../translations/en-admin-people.ts'
import { enWatch, type WatchWords } from '../../translations/en-admin-watch.ts'
import { jaPeople } from '../../translations/ja-admin-people.ts'
import { jaWatch } from '../../translations/ja-admin-watch.ts'
import { adminLook } from '../admin-look.ts'
import { ask } from '../api.ts'
import { problemLine, type Refusal } from '../problem.ts'
import { AdminSection } from '../section.ts'
import { saveFile } from '../save-file.ts'
import { auditCsv } from './audit-csv.ts'
import { detailText, objectText, type Names } from './audit-details.ts'
import { watchLook } from './watch-look.ts'

export interface AuditRecord {
  readonly n: number
  readonly at: number
  readonly actor: string
  readonly actorName: string
  readonly act: string
  readonly object: string
  readonly objectName: string
  readonly detail: string
  readonly hash: string
}

interface Page {
  readonly records: readonly AuditRecord[]
  readonly head: { readonly n: number; readonly hash: string }
  readonly before: number | null
}

interface Verdict {
  readonly records: number
  readonly brokenAt: number | null
  readonly damage: string | null
}

interface Filters {
  readonly actor: string
  readonly act: string
  readonly text: string
  readonly from: string
  readonly to: string
}

const noFilters: Filters = { actor: '', act: '', text: '', from: '', to: '' }
const pageSize = 100

export class AuditSection extends AdminSection {
  static override styles = [look, adminLook, watchLook]

  @state() private filters = noFilters
  @state() private page: Page | null = null
  @state() private refusal: Refusal | null = null
  @state() private isAsking = false
  @state() private verdict: Verdict | 'checking' | null = null
  /** Everybody who may have done something, by id. */
  @state() private people: readonly { readonly agent: string; readonly name: string }[] = []
  #turn = 0

  private get words(): WatchWords['audit'] {
    return (this.speech.locale === 'ja' ? jaWatch : enWatch).audit
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#ask(null)
    if (this.can('accounts.read')) void this.#askPeople()
  }

  async #askPeople(): Promise<void> {
    const answer = await ask<{ accounts: AuditSection['people'] }>('/api/accounts')
    if (answer.ok) this.people = answer.body.accounts
  }

  async #ask(before: number | null): Promise<void> {
    const turn = ++this.#turn
    this.isAsking = true
    const answer = await ask<Page>(`/api/audit?${this.#query(before)}`)
    if (turn !== this.#turn) return
    this.isAsking = false
    this.refusal = answer.ok ? null : answer
    if (!answer.ok) return
    const earlier = before === null ? [] : (this.page?.records ?? [])
    this.page = { ...answer.body, records: [...earlier, ...answer.body.records] }
  }

  #query(before: number | null): URLSearchParams {
    const { from, to, ...texts } = this.filters
    const query = new URLSearchParams({ limit: String(pageSize) })
    for (const [name, text] of Object.entries(texts)) if (text.trim() !== '') query.set(name, text.trim())
    // Days of whoever looks; the last one is meant whole.
    if (from !== '') query.set('from', String(new Date(`${from}T00:00`).getTime()))
    if (to !== '') query.set('to', String(new Date(`${to}T00:00`).getTime() + 86_400_000))
    if (before !== null) query.set('before', String(before))
    return query
  }

  #set(changed: Partial<Filters>): void {
    this.filters = { ...this.filters, ...changed }
    void this.#ask(null)
  }

  async #check(): Promise<void> {
    this.verdict = 'checking'
    const answer = await ask<Verdict>('/api/audit/check')
    this.verdict = answer.ok ? answer.body : null
    this.refusal = answer.ok ? null : answer
  }

  protected override render(): unknown {
    const { words, page } = this
    return html`<div class="head">
        <h2 tabindex="-1">${words.title}</h2>
        <button
          class="button"
          ?disabled=${page === null || page.records.length === 0}
          @click=${() => saveFile('audit.csv', 'text/csv', auditCsv(page!.records))}
        >
          ${icons.save}${words.save}
        </button>
      </div>
      <p class="lead">${words.lead}</p>
      ${this.#chain()} ${this.#filters()} ${problemLine(this.speech, this.refusal)}
      ${page === null ? html`<p class="quiet" role="status">${words.loading}</p>` : this.#records(page)}`
  }

  #chain(): TemplateResult {
    const { words, verdict, page } = this
    const told =
      verdict === null
        ? html`${words.chainUnchecked(page?.head.n ?? 0)}`
        : verdict === 'checking'
          ? html`${words.checking}`
          : verdict.brokenAt === null
            ? html`<span class="state ok">${icons.checks}${words.whole}</span> ${words.wholeMeans(verdict.records)}`
            : html`<span class="state wrong">${icons.warn}${words.broken(verdict.brokenAt)}</span>
                ${words.brokenMeans(words.damages[verdict.damage ?? ''] ?? '')}`
    return html`<div class="chain">
      <p role="status">${told}</p>
      <button class="button" ?disabled=${verdict === 'checking'} @click=${() => void this.#check()}>
        ${icons.shield}${words.check}
      </button>
    </div>`
  }

  #filters(): TemplateResult {
    const { words, filters } = this
    const families = [...new Set(Object.keys(words.acts).map((act) => act.split('.')[0]!))]
    const chosen = (name: keyof Filters) => (event: Event) =>
      this.#set({ [name]: (event.target as HTMLInputElement).value })
    return html`<form
      class="filters"
      role="search"
      aria-label=${words.search}
      @submit=${(event: Event) => event.preventDefault()}
    >
      <label
        ><span class="label">${words.who}</span
        ><select class="field" @change=${chosen('actor')}>
          <option value="">${words.anybody}</option>
          ${this.people.map(({ agent, name }) => html`<option value=${agent}>${name}</option>`)}
          <option value="hub">${words.hub}</option>
          <option value="command line">${words.commandLine}</option>
        </select></label
      ><label
        ><span class="label">${words.what}</span
        ><select class="field" @change=${chosen('act')}>
          <option value="">${words.anything}</option>
          ${families.map(
            (family) =>
              html`<optgroup label=${words.families[family] ?? family}>
                <option value=${family}>${words.all(words.families[family] ?? family)}</option>
                ${Object.entries(words.acts)
                  .filter(([act]) => act.startsWith(`${family}.`))
                  .map(([act, label]) => html`<option value=${act}>${label}</option>`)}
              </optgroup>`,
          )}
        </select></label
      ><label
        ><span class="label">${words.text}</span
        ><input
          class="field"
          type="search"
          autocomplete="off"
          .value=${filters.text}
          @change=${chosen('text')} /></label
      ><label
        ><span class="label">${words.from}</span
        ><input class="field" type="date" .value=${filters.from} @change=${chosen('from')} /></label
      ><label
        ><span class="label">${words.to}</span
        ><input class="field" type="date" .value=${filters.to} @change=${chosen('to')}
      /></label>
    </form>`
  }

  #records({ records, before }: Page): TemplateResult {
    const { words } = this
    const more =
      before === null
        ? html`<span class="quiet">${words.thatsAll}</span>`
        : html`<button class="button" ?disabled=${this.isAsking} @click=${() => void this.#ask(before)}>
            ${words.more}
          </button>`
    return html`${
        records.length === 0
          ? html`<p class="nobody quiet">${before === null ? words.none : words.noneYet}</p>`
          : html`<div class="scrolls" tabindex="0" role="region" aria-label=${words.title}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">${words.number}</th>
                    <th scope="col">${words.when}</th>
                    <th scope="col">${words.who}</th>
                    <th scope="col">${words.what}</th>
                    <th scope="col">${words.toWhat}</th>
                    <th scope="col">${words.detail}</th>
                  </tr>
                </thead>
                <tbody>
                  ${records.map((record) => this.#row(record))}
                </tbody>
              </table>
            </div>`
      }
      <p class="more" role="status">${words.count(records.length)} ${more}</p>`
  }

  #row({ n, at, actor, actorName, act, object, objectName, detail, hash }: AuditRecord): TemplateResult {
    const { words } = this
    const toWhat = objectName || objectText(act, object, words.details, this.#names)
    const who = actor === 'hub' ? words.hub : actor === 'command line' ? words.commandLine : actorName
    return html`<tr>
      <td class="n" title=${words.hash(hash)}>${n}</td>
      <td class="when">${this.speech.moment(at)}</td>
      <td>${who}</td>
      <td title=${act}>${(words.acts as Readonly<Record<string, string>>)[act] ?? act}</td>
      <td>${toWhat ?? html`<span class="code">${object}</span>`}</td>
      <td class="detail">${detail === '' ? nothing : detailText(act, detail, words.details, this.#names)}</td>
    </tr>`
  }

  readonly #names: Names = {
    agent: (id) => this.people.find(({ agent }) => agent === id)?.name ?? id,
    role: (key) => (this.speech.locale === 'ja' ? jaPeople : enPeople).roles.names[key] ?? key,
  }
}

customElements.define('mdg-a-admin-audit', AuditSection)
