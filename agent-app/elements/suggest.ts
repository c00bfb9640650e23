/**
 * What is proposed while something is typed, in a list above the field that keeps the focus: arrows go through it, Enter or
 * Tab takes, Escape puts it away. The field names the marked line by `activedescendant`, so that it is read out.
 */
import { css, html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit'
import { composing } from '../keys.ts'

export const suggestLook = css`
  .suggest {
    position: absolute;
    z-index: 4;
    inset: auto 0 calc(100% + var(--mdg-space-1));
    max-height: min(336px, 50vh);
    overflow: auto;
    padding: var(--mdg-space-1);
    border: 1px solid var(--mdg-line);
    border-radius: var(--mdg-radius-2);
    background: var(--mdg-surface-0);
    box-shadow: var(--mdg-shadow);
    scrollbar-width: thin;
  }
  .suggest [role='option'] {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 var(--mdg-space-3);
    align-items: center;
    min-height: 36px;
    padding: var(--mdg-space-1) var(--mdg-space-2);
    border-radius: var(--mdg-radius-1);
    cursor: pointer;
  }
  .suggest [aria-selected='true'] {
    background: var(--mdg-accent-soft);
  }
  .suggest .more {
    grid-column: 1 / -1;
    display: -webkit-box;
    overflow: hidden;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-13);
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow-wrap: anywhere;
  }
  .suggest [aria-selected='true'] .more {
    color: var(--mdg-text);
    -webkit-line-clamp: 5;
  }
  .suggest .none {
    padding: var(--mdg-space-2);
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-13);
  }
  mark {
    border-radius: 3px;
    background: var(--mdg-waiting-soft);
    color: var(--mdg-waiting);
  }
`

/** One line of the list. */
export interface Proposal {
  readonly key: string
  readonly title: string
  /** How it can be typed, '' for no other way. */
  readonly typed: string
  /** What will stand in the field; nothing where the title says it. */
  readonly more: TemplateResult | string
  readonly take: () => void
}

type Host = ReactiveControllerHost & HTMLElement

export class Suggest implements ReactiveController {
  #proposals: readonly Proposal[] = []
  #at = 0

  constructor(
    private readonly host: Host,
    /** Puts the list away until something else is asked for. */
    private readonly dismiss: () => void,
  ) {
    host.addController(this)
  }

  hostDisconnected(): void {
    this.#proposals = []
  }

  /** Something else is asked for: the first line is marked. */
  first(): void {
    this.#at = 0
  }

  /** For the field: the id of the marked line, or nothing. */
  get marked(): string | typeof nothing {
    return this.#proposals.length === 0 ? nothing : `suggest-${this.#at}`
  }

  /** Takes a key of the field. Returns whether it was for the list. */
  key(event: KeyboardEvent): boolean {
    if (composing(event) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false
    const count = this.#proposals.length
    if (event.key === 'Escape') this.dismiss()
    else if (count === 0) return false
    else if (event.key === 'Enter' || event.key === 'Tab') this.#proposals[this.#at]?.take()
    else if (event.key === 'ArrowDown') this.#at = (this.#at + 1) % count
    else if (event.key === 'ArrowUp') this.#at = (this.#at + count - 1) % count
    else return false
    event.preventDefault()
    event.stopPropagation()
    this.host.requestUpdate()
    void this.host.updateComplete.then(() =>
      this.host.shadowRoot?.querySelector('.suggest [aria-selected=true]')?.scrollIntoView({ block: 'nearest' }),
    )
    return true
  }

  /** Nothing is proposed. */
  none(): typeof nothing {
    this.#proposals = []
    return nothing
  }

  render(label: string, proposals: readonly Proposal[], none: string): TemplateResult {
    this.#proposals = proposals
    this.#at = Math.min(this.#at, Math.max(0, proposals.length - 1))
    // Pressed, not clicked: a click would take the focus from the field first.
    const press = (event: Event, take: () => void): void => {
      event.preventDefault()
      take()
    }
    return html`<div id="suggest" class="suggest" role="listbox" aria-label=${label}>
      ${proposals.map(
        ({ title, typed, more, take }, at) =>
          html`<div
            role="option"
            id="suggest-${at}"
            aria-selected=${at === this.#at}
            @pointerdown=${(event: Event) => press(event, take)}
            @pointermove=${() => this.#mark(at)}
          >
            <span class="cut">${title}</span>${typed === '' ? nothing : html`<kbd>${typed}</kbd>`}
            ${more === '' ? nothing : html`<span class="more">${more}</span>`}
          </div>`,
      )}
      ${proposals.length > 0 ? nothing : html`<div role="option" aria-selected="false" aria-disabled="true" class="none">${none}</div>`}
    </div>`
  }

  #mark(at: number): void {
    if (this.#at === at) return
    this.#at = at
    this.host.requestUpdate()
  }
}
