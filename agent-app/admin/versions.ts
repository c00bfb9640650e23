/** Every configuration that was served: when, by whom, why, what it changed, and the way back to it. */
import { css, html, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { differenceOf } from '../../hub/app/configuration/difference.ts'
import { look } from '../look.ts'
import { adminLook } from './admin-look.ts'
import { ask } from './api.ts'
import { calledIn, changeList, type Called } from './change-list.ts'
import { changesLook } from './changes-look.ts'
import type { Document } from './draft.ts'
import type { SettingChange, Version } from './editing.ts'
import { AdminSection } from './section.ts'

interface Found {
  readonly changes: readonly SettingChange[]
  /** What it was before, and after. */
  readonly documents: readonly [Document, Document]
}
type Difference = Found | 'asking' | 'failed'

/** Versions that are shown at first. */
const shownAtFirst = 30

export class Versions extends AdminSection {
  static override styles = [
    look,
    adminLook,
    changesLook,
    css`
      .version {
        padding: var(--mdg-space-3) var(--mdg-space-4);
      }
      .version > p {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px var(--mdg-space-2);
      }
      .version .note {
        margin-top: 2px;
        overflow-wrap: anywhere;
      }
      .version > .actions {
        justify-content: flex-start;
        margin-top: var(--mdg-space-2);
      }
      .version .changes {
        margin-top: var(--mdg-space-3);
      }
    `,
  ]

  @state() private all = false
  @state() private differences: ReadonlyMap<number, Difference> = new Map()
  @state() private told = ''
  @state() private names: ReadonlyMap<string, string> = new Map()

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#askNames()
  }

  /** Ids become names where one may know them. */
  async #askNames(): Promise<void> {
    if (!this.can('accounts.read')) return
    const answer = await ask<{ accounts?: readonly { agent: string; name: string }[] }>('/api/accounts')
    if (answer.ok) this.names = new Map((answer.body.accounts ?? []).map(({ agent, name }) => [agent, name]))
  }

  async #look(version: Version): Promise<void> {
    const { n } = version
    if (this.differences.has(n)) return this.#know(n, null)
    this.#know(n, 'asking')
    const before = n === 1 ? {} : await this.editing.documentOf(n - 1)
    const after = await this.editing.documentOf(n)
    const isHere = before !== null && after !== null
    this.#know(n, isHere ? { changes: differenceOf(before, after), documents: [before, after] } : 'failed')
  }

  #know(n: number, difference: Difference | null): void {
    const next = new Map(this.differences)
    if (difference === null) next.delete(n)
    else next.set(n, difference)
    this.differences = next
  }

  #back({ n }: Version): void {
    const { versions: words } = this.adminWords
    this.confirm({
      title: words.backTitle(n),
      lead: this.editing.changes.length === 0 ? words.backLead : words.backLeadDraft,
      confirm: words.back,
      run: () => void this.#goBack(n),
    })
  }

  async #goBack(n: number): Promise<void> {
    const { versions: words } = this.adminWords
    const answer = await this.editing.rollback(n, words.backNote(n))
    this.told = answer.ok ? words.done(answer.body.version, n) : answer.words || words.failed
    this.focus()
  }

  #by({ by }: Version): string {
    const { versions: words } = this.adminWords
    return words.by[by] ?? this.names.get(by) ?? by
  }

  #version(version: Version, isServed: boolean): TemplateResult {
    const { versions: words } = this.adminWords
    const { n, at, note, source, of } = version
    const difference = this.differences.get(n)
    return html`<li class="version">
      <p>
        <b>${words.version(n)}</b>${isServed ? html`<span class="tag">${words.served}</span>` : nothing}<span
          class="facts"
          >${this.speech.moment(at)} · ${this.#by(version)} ·
          ${words.source[source]}${of === null ? nothing : ` ${words.of(of)}`}</span
        >
      </p>
      ${note === '' ? nothing : html`<p class="note">${note}</p>`}
      <div class="actions">
        <button
          class="button"
          aria-expanded=${difference !== undefined}
          aria-label=${words.lookAt(n)}
          @click=${() => void this.#look(version)}
        >
          ${difference === undefined ? words.look : words.hide}
        </button>
        ${
          isServed || !this.mayChange
            ? nothing
            : html`<button class="button" aria-label=${words.backTo(n)} @click=${() => this.#back(version)}>
                ${words.back}
              </button>`
        }
      </div>
      ${difference === undefined ? nothing : this.#difference(difference)}
    </li>`
  }

  #difference(difference: Difference): TemplateResult {
    const { versions: words } = this.adminWords
    if (difference === 'asking') return html`<p class="quiet" role="status">${this.adminWords.loading}</p>`
    if (difference === 'failed') return html`<p role="alert">${words.failed}</p>`
    const { changes, documents } = difference
    const called: Called = (what, key) => calledIn(documents.toReversed(), what, key, this.speech)
    return changes.length === 0 ? html`<p class="quiet">${words.nothing}</p>` : changeList(this.speech, changes, called)
  }

  protected override render(): unknown {
    const { versions: words } = this.adminWords
    const newest = this.editing.versions.toReversed()
    const shown = this.all ? newest : newest.slice(0, shownAtFirst)
    return html`<div class="head"><h2 tabindex="-1">${words.title}</h2></div>
      <p class="lead">${words.lead}</p>
      ${this.told === '' ? nothing : html`<p class="told" role="status"><b>${this.told}</b></p>`}
      <ol class="cards" reversed>
        ${shown.map((version, at) => this.#version(version, at === 0))}
      </ol>
      ${
        shown.length === newest.length
          ? nothing
          : html`<p><button class="button" @click=${() => (this.all = true)}>${words.more(newest.length)}</button></p>`
      }`
  }
}

customElements.define('mdg-a-admin-versions', Versions)
