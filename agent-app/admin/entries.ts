/**
 * Sections whose settings are a list of named entries: a page of all of them with a search, and a page for each, with
 * everything it says. New ones, copies and removals are part of the shared draft as any change is.
 */
import type { BothLanguages } from '#protocol'
import { html, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { icons } from '../icons.ts'
import { writeAddress } from './address.ts'
import { freeKey, same } from './draft.ts'
import { isWithin } from './refusal.ts'
import { AdminSection } from './section.ts'

export type Entry = Readonly<Record<string, unknown>>

/** What a section says of its list, in words. */
export interface EntryWords {
  readonly title: string
  readonly lead: string
  readonly none: string
  readonly add: string
}

export abstract class EntriesSection extends AdminSection {
  /** The setting at the top, such as `queues`. */
  protected abstract readonly list: string
  /** What entries are told apart by. */
  protected readonly nameKey: string = 'id'
  /** At most. */
  protected abstract readonly max: number
  /** What a new one begins with, beside its key. */
  protected abstract blank(): Entry
  /** Key of a first entry. */
  protected abstract readonly firstKey: string
  protected abstract entryWords(): EntryWords
  /** What the list says of an entry below its name. */
  protected abstract facts(entry: Entry): readonly string[]
  /** All fields of the entry at a place. */
  protected abstract form(place: string, entry: Entry): unknown
  /** Who names an entry, in words: it cannot be served without it. */
  protected uses(_key: string): readonly string[] {
    return []
  }
  /** Entries are in force that the document does not name: what holds where it says nothing. */
  protected builtIn(): readonly Entry[] {
    return []
  }

  @state() private search = ''
  /** Key of what was just added: one goes on by naming it. */
  #fresh: string | null = null

  /** How an entry is called: by its name, or by its key as long as it has none. */
  protected called(entry: Entry): string {
    const name = (entry['name'] ?? entry['label'] ?? entry['title']) as BothLanguages | undefined
    const both = typeof name === 'object' ? this.speech.both(name) || name.en || name.ja : ''
    return both || String(entry[this.nameKey] ?? '')
  }

  protected get entries(): readonly Entry[] {
    return this.editing.at(this.list) === undefined ? this.builtIn() : this.editing.list<Entry>(this.list)
  }

  protected keyOf(entry: Entry): string {
    return String(entry[this.nameKey])
  }

  /** The entry of that key is in force: what is kept refers to it. */
  protected isInForce(key: string): boolean {
    const found = this.editing.inForce[this.list]
    return Array.isArray(found) && (found as Entry[]).some((entry) => entry[this.nameKey] === key)
  }

  protected others(key: string): readonly string[] {
    return this.entries.map((entry) => this.keyOf(entry)).filter((one) => one !== key)
  }

  #write(entries: readonly Entry[]): void {
    this.editing.set(this.list, entries)
  }

  #add(entry: Entry, near: string): void {
    const taken = this.entries.map((one) => this.keyOf(one))
    const key = taken.includes(near) ? freeKey(near, taken) : near
    this.#write([
      ...this.entries,
      { [this.nameKey]: key, ...entry, ...(this.nameKey in entry && { [this.nameKey]: key }) },
    ])
    this.#fresh = key
    this.go(key)
  }

  /** To the heading, or to the first field of what was just added. */
  override focus(): void {
    const isFresh = this.#fresh !== null && this.#fresh === this.path
    this.#fresh = null
    if (!isFresh) return super.focus()
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('.form input:not(:disabled), .form select')?.focus(),
    )
  }

  #remove(entry: Entry): void {
    const key = this.keyOf(entry)
    const { entries: words } = this.adminWords
    const uses = this.uses(key)
    this.confirm({
      title: words.removeTitle(this.called(entry)),
      lead: uses.length === 0 ? words.removeLead : words.removeUsed(uses),
      confirm: words.remove,
      run: () => {
        this.#write(this.entries.filter((one) => one !== entry))
        this.go('', true)
      },
    })
  }

  /** Gives an entry another key, and stays on its page. */
  protected rename(place: string, key: string): void {
    this.editing.set(`${place}/${this.nameKey}`, key)
    this.go(key, true)
  }

  protected override render(): unknown {
    const { path } = this
    const at = path === '' ? -1 : this.entries.findIndex((entry) => this.keyOf(entry) === path)
    if (path !== '' && at !== -1) return this.#page(this.entries[at]!, at)
    return this.#all(path !== '')
  }

  #all(isMissing: boolean): TemplateResult {
    const { entries: words } = this.adminWords
    const { title, lead, none, add } = this.entryWords()
    const wanted = this.search.normalize('NFKC').trim().toLowerCase()
    const found = this.entries.filter((entry) =>
      [this.called(entry), this.keyOf(entry), ...this.facts(entry)].some((text) =>
        text.normalize('NFKC').toLowerCase().includes(wanted),
      ),
    )
    return html`<div class="head">
        <h2 tabindex="-1">${title}</h2>
        ${
          this.entries.length < 6
            ? nothing
            : html`<label class="search"
                ><span class="unseen">${words.filter}</span>${icons.search}<input
                  class="field"
                  type="search"
                  autocomplete="off"
                  placeholder=${words.filter}
                  .value=${this.search}
                  @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
              /></label>`
        }
        <button
          class="button"
          ?disabled=${!this.mayChange || this.entries.length >= this.max}
          @click=${() => this.#add(this.blank(), this.firstKey)}
        >
          ${icons.add}${add}
        </button>
      </div>
      <p class="lead">${lead}</p>
      ${isMissing ? html`<p class="problem" role="alert">${words.missing(this.path)}</p>` : nothing}
      ${
        found.length === 0
          ? html`<p class="nobody quiet">${this.search === '' ? none : words.noMatch(this.search)}</p>`
          : html`<ul class="cards">
              ${found.map((entry) => this.#card(entry))}
            </ul>`
      }`
  }

  #card(entry: Entry): TemplateResult {
    const key = this.keyOf(entry)
    const facts = this.facts(entry)
    return html`<li>
      <a
        class="card"
        href=${writeAddress({ section: this.section, path: key })}
        @click=${(event: Event) => {
          event.preventDefault()
          this.go(key)
        }}
        ><span class="what"
          ><b>${this.called(entry)}</b
          >${facts.length === 0 ? nothing : html`<span class="facts">${facts.join(' · ')}</span>`}</span
        >${this.#standing(entry)}${icons.back}</a
      >
    </li>`
  }

  /** What of an entry is not as it is served. */
  #standing(entry: Entry): TemplateResult | typeof nothing {
    const { entries: words } = this.adminWords
    const { editing } = this
    const key = this.keyOf(entry)
    const at = this.entries.indexOf(entry)
    if (isWithin(editing.fault, `${this.list}/${at}`)) return html`<span class="tag wrong">${words.refused}</span>`
    if (editing.inForce[this.list] === editing.document[this.list]) return nothing
    const found = editing.inForce[this.list]
    const was = Array.isArray(found) ? (found as Entry[]).find((one) => one[this.nameKey] === key) : undefined
    if (was === undefined)
      return this.builtIn().includes(entry) ? nothing : html`<span class="tag">${words.isNew}</span>`
    return same(was, entry) ? nothing : html`<span class="tag">${words.isChanged}</span>`
  }

  #page(entry: Entry, at: number): TemplateResult {
    const { entries: words } = this.adminWords
    const key = this.keyOf(entry)
    const { [this.nameKey]: _, ...rest } = entry
    // Built-in entries become the document's own with the first change.
    if (this.editing.at(this.list) === undefined && this.mayChange) return this.#own(entry)
    const full = this.entries.length >= this.max
    return html`<button class="button bare up" @click=${() => this.go('')}>
        ${icons.back}${this.entryWords().title}
      </button>
      <div class="head">
        <h2 tabindex="-1">${this.called(entry)}</h2>
        ${this.#standing(entry)}
        <button class="button" ?disabled=${!this.mayChange || full} @click=${() => this.#add(rest, key)}>
          ${icons.copy}${words.copy}
        </button>
        <button class="button" ?disabled=${!this.mayChange} @click=${() => this.#remove(entry)}>
          ${icons.close}${words.remove}
        </button>
      </div>
      <div class="form">${this.form(`${this.list}/${at}`, entry)}</div>`
  }

  /** Asks whether the built-in entries are to become one's own. */
  #own(entry: Entry): TemplateResult {
    const { entries: words } = this.adminWords
    return html`<button class="button bare up" @click=${() => this.go('')}>
        ${icons.back}${this.entryWords().title}
      </button>
      <div class="head"><h2 tabindex="-1">${this.called(entry)}</h2></div>
      <p class="lead">${words.builtInLead}</p>
      <p>
        <button class="button main" @click=${() => this.editing.set(this.list, this.builtIn())}>
          ${words.makeOwn}
        </button>
      </p>`
  }
}
