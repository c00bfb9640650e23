/**
 * Every action with its key, and every contact, found by typing. It is the help for the keys and the way to what has no
 * button in sight. A combobox over a list: the focus stays in the field.
 */
import type { FloorWaiting } from '#protocol'
import { writeAddress } from '../admin/address.ts'
import { sectionsFor } from '../admin/sections.ts'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { say } from '../deeds.ts'
import { isTakeable } from '../floor-rows.ts'
import { composing, keyNames, type Action } from '../keys.ts'
import { look } from '../look.ts'
import { may } from '../may.ts'
import { stored } from '../preferences.ts'
import { mayDo } from '../places.ts'
import type { Speech } from '../speech.ts'
import { rowsInOrder, type DeskLists } from '../state.ts'

/** Waiting contacts that are listed. */
const waitingMax = 20

interface Item {
  readonly text: string
  readonly hint: string
  readonly run: () => void
}

/**
 * @event mdg-a-deed - `action`, `choose` or `pull`.
 */
export class Palette extends LitElement {
  static override styles = [
    look,
    css`
      dialog {
        top: 12vh;
        margin-block-start: 0;
      }
      .frame {
        display: flex;
        flex-direction: column;
        max-height: min(560px, 76dvh);
      }
      .field {
        min-height: 48px;
        border: 0;
        border-bottom: 1px solid var(--mdg-line);
        border-radius: 0;
        padding-inline: var(--mdg-space-4);
        font-size: var(--mdg-size-16);
      }
      .field:focus-visible {
        outline: none;
        border-bottom-color: var(--mdg-accent);
      }
      [role='listbox'] {
        overflow: auto;
        padding: var(--mdg-space-2);
      }
      .heading {
        padding: var(--mdg-space-2) var(--mdg-space-2) var(--mdg-space-1);
        color: var(--mdg-text-2);
        font-size: var(--mdg-size-12);
      }
      [role='option'] {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--mdg-space-3);
        min-height: 36px;
        padding: 0 var(--mdg-space-2);
        border-radius: var(--mdg-radius-1);
        cursor: pointer;
      }
      [aria-selected='true'] {
        background: var(--mdg-accent-soft);
      }
      .none {
        padding: var(--mdg-space-4);
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) lists!: DeskLists
  @property({ attribute: false }) waiting: ReadonlyMap<string, FloorWaiting> = new Map()

  @state() private search = ''
  @state() private at = 0
  @query('dialog') private dialog!: HTMLDialogElement

  /** Opens, or closes when it is open. */
  toggle(): void {
    if (this.dialog.open) return this.dialog.close()
    this.search = ''
    this.at = 0
    this.dialog.showModal()
  }

  #contacts(): readonly Item[] {
    return rowsInOrder(this.lists).map(({ contact, digit }) => ({
      text: this.speech.customer(contact.customerName),
      hint: digit > 0 ? `Alt+${digit}` : '',
      run: () => say(this, { do: 'choose', contact: contact.contact }),
    }))
  }

  #actions(): readonly Item[] {
    const { actions } = this.speech.words
    return (Object.keys(keyNames) as Action[])
      .filter((action) => action !== 'palette' && mayDo(action, this.lists.me))
      .map((action) => ({
        text: actions[action],
        hint:
          action === 'followLongest'
            ? this.speech.words.desk[stored('follow') === 'on' ? 'on' : 'off']
            : keyNames[action],
        run: () => say(this, { do: 'action', action }),
      }))
  }

  /** Sections of the administration: each is an address. */
  #sections(): readonly Item[] {
    const { me } = this.lists
    if (this.search.trim() === '') return []
    const { sections, floor } = this.speech.words
    return sectionsFor((right) => may(me, right)).map(({ id }) => ({
      text: `${floor.places.admin}: ${sections[id]}`,
      hint: '',
      run: () => void (location.hash = writeAddress({ section: id, path: '' })),
    }))
  }

  /** Who can be taken from a queue: only once something is looked for, since they may be thousands. */
  #waiting(): readonly Item[] {
    if (this.search.trim() === '') return []
    const { me, ownQueues } = this.lists
    const { queues } = this.speech.words.floor
    const all = [...this.waiting.values()].filter((item) => isTakeable(item, ownQueues?.has(item.queue) ?? true, me))
    return all.map(({ contact, customerName }) => {
      const name = this.speech.customer(customerName)
      return { text: queues.takeName(name), hint: '', run: () => say(this, { do: 'pull', of: { contact, name } }) }
    })
  }

  #matching(items: readonly Item[]): readonly Item[] {
    const wanted = this.search.normalize('NFKC').trim().toLowerCase()
    return items.filter(({ text }) => text.normalize('NFKC').toLowerCase().includes(wanted))
  }

  #run(item: Item | undefined): void {
    if (item === undefined) return
    this.dialog.close()
    item.run()
  }

  #key(event: KeyboardEvent, items: readonly Item[]): void {
    if (composing(event)) return
    if (event.key === 'Enter') {
      event.preventDefault()
      return this.#run(items[this.at])
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 || event.altKey || items.length === 0) return
    event.preventDefault()
    this.at = (this.at + step + items.length) % items.length
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }),
    )
  }

  #option(item: Item, at: number): TemplateResult {
    return html`<div
      role="option"
      id="option-${at}"
      aria-selected=${at === this.at}
      @click=${() => this.#run(item)}
      @pointermove=${() => (this.at = at)}
    >
      <span class="cut">${item.text}</span>${item.hint === '' ? nothing : html`<kbd>${item.hint}</kbd>`}
    </div>`
  }

  protected override render(): unknown {
    const { palette } = this.speech.words
    const actions = this.#matching([...this.#actions(), ...this.#sections()])
    const contacts = this.#matching(this.#contacts())
    const waiting = this.#matching(this.#waiting()).slice(0, waitingMax)
    const items = [...actions, ...contacts, ...waiting]
    return html`<dialog aria-label=${palette.title}>
      <div class="frame">
        <input
          class="field"
          type="text"
          role="combobox"
          autofocus
          autocomplete="off"
          aria-label=${palette.filter}
          aria-expanded="true"
          aria-controls="list"
          aria-activedescendant=${items.length === 0 ? nothing : `option-${this.at}`}
          placeholder=${palette.filter}
          .value=${this.search}
          @input=${(event: InputEvent) => {
            this.search = (event.target as HTMLInputElement).value
            this.at = 0
          }}
          @keydown=${(event: KeyboardEvent) => this.#key(event, items)}
        />
        <div id="list" role="listbox" aria-label=${palette.title} tabindex="-1">
          ${
            actions.length === 0
              ? nothing
              : html`<div role="group" aria-label=${palette.actions}>
                  <p class="heading" aria-hidden="true">${palette.actions}</p>
                  ${actions.map((item, at) => this.#option(item, at))}
                </div>`
          }
          ${
            contacts.length === 0
              ? nothing
              : html`<div role="group" aria-label=${palette.contacts}>
                  <p class="heading" aria-hidden="true">${palette.contacts}</p>
                  ${contacts.map((item, at) => this.#option(item, actions.length + at))}
                </div>`
          }
          ${
            waiting.length === 0
              ? nothing
              : html`<div role="group" aria-label=${palette.waiting}>
                  <p class="heading" aria-hidden="true">${palette.waiting}</p>
                  ${waiting.map((item, at) => this.#option(item, actions.length + contacts.length + at))}
                </div>`
          }
        </div>
        ${items.length === 0 ? html`<p class="none quiet" role="status">${palette.noMatch}</p>` : nothing}
      </div>
    </dialog>`
  }
}
