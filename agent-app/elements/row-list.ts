/**
 * A long list of rows with controls, drawn only where it is seen. Up and Down walk the rows, Left and Right the controls of
 * a row or open and close it, Tab leaves. The row with the focus stays drawn however far one scrolls, so that it is never lost.
 */
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { composing } from '../keys.ts'
import { inSight, scrolledTo, tops, type Row } from '../row-window.ts'

type Host = ReactiveControllerHost & HTMLElement

/** A row, and what assistive technology is told of it. */
export interface ListRow extends Row {
  /** 1 for one that may hold others, 2 for one of those. */
  readonly level: 1 | 2
  /** Null for a row that holds none. */
  readonly opened: boolean | null
}

/** Drawn beyond what is seen, in pixels, so that scrolling shows no blank. */
const beyond = 300

export class RowList<R extends ListRow> implements ReactiveController {
  #rows: readonly R[] = []
  #tops: readonly number[] = [0]
  /** Key of the row that Tab goes to. */
  #at: string | null = null
  #observed: HTMLElement | null = null
  readonly #observer = new ResizeObserver(() => this.host.requestUpdate())

  constructor(
    private readonly host: Host,
    /** Opens or closes a row that holds others. */
    private readonly toggle: (row: R) => void,
  ) {
    host.addController(this)
  }

  hostUpdated(): void {
    const scroller = this.#scroller()
    // A search that finds nothing takes the list away; the next one brings another.
    if (scroller === this.#observed) return
    this.#observer.disconnect()
    this.#observed = scroller
    if (scroller !== null) this.#observer.observe(scroller)
  }

  hostDisconnected(): void {
    this.#observer.disconnect()
    this.#observed = null
  }

  /** To the row that has the focus of the list. */
  focus(): void {
    this.#focusRow(this.#index())
  }

  /** The list. `draw` makes the cells of a row; their controls get the tabindex that it is given. */
  render(label: string, rows: readonly R[], draw: (row: R, tab: number) => TemplateResult): TemplateResult {
    this.#rows = rows
    this.#tops = tops(rows)
    const active = this.#index()
    const { scrollTop: top = 0, clientHeight: height = 800 } = this.#scroller() ?? {}
    const { first, end } = inSight(this.#tops, top - beyond, top + height + beyond)
    const shown = rows.slice(first, end).map((row, nth) => ({ row, at: first + nth }))
    const kept = rows[active]
    if (kept !== undefined && active < first) shown.unshift({ row: kept, at: active })
    if (kept !== undefined && active >= end) shown.push({ row: kept, at: active })
    return html`<div
      class="rows"
      role="treegrid"
      aria-label=${label}
      aria-rowcount=${rows.length}
      @scroll=${() => this.host.requestUpdate()}
      @keydown=${this.#key}
      @focusin=${this.#focused}
    >
      <div class="all" role="rowgroup" .style=${`height:${this.#tops.at(-1)}px`}>
        ${repeat(
          shown,
          ({ row }) => row.key,
          ({ row, at }) =>
            html`<div
              class="line"
              role="row"
              tabindex="-1"
              data-key=${row.key}
              aria-rowindex=${at + 1}
              aria-level=${row.level}
              aria-expanded=${row.opened ?? nothing}
              .style=${`top:${this.#tops[at]}px;height:${row.height}px`}
            >
              ${draw(row, at === active ? 0 : -1)}
            </div>`,
        )}
      </div>
    </div>`
  }

  #index(): number {
    const at = this.#rows.findIndex(({ key }) => key === this.#at)
    return at === -1 ? 0 : at
  }

  readonly #focused = (event: FocusEvent): void => {
    const key = (event.target as HTMLElement).closest<HTMLElement>('.line')?.dataset['key'] ?? null
    if (key === null || key === this.#at) return
    this.#at = key
    this.host.requestUpdate()
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || composing(event)) return
    const [at, last] = [this.#index(), this.#rows.length - 1]
    const page = Math.max(1, Math.floor((this.#scroller()?.clientHeight ?? 0) / (this.#rows[at]?.height ?? 1)) - 1)
    const to: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: last,
    }
    const next = to[event.key]
    if (next !== undefined) this.#focusRow(Math.min(last, Math.max(0, next)))
    else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') this.#aside(event.key === 'ArrowRight' ? 1 : -1)
    else return
    event.preventDefault()
  }

  /** Opens, closes, or goes to the next control of the row. */
  #aside(by: 1 | -1): void {
    const row = this.#rows[this.#index()]
    if (row === undefined) return
    if (row.opened === (by === -1)) return this.toggle(row)
    const controls = this.#controls(row.key)
    const now = controls.indexOf((this.host.shadowRoot?.activeElement ?? null) as HTMLElement)
    controls[now + by]?.focus()
  }

  #focusRow(at: number): void {
    const row = this.#rows[at]
    const scroller = this.#scroller()
    if (row === undefined || scroller === null) return
    this.#at = row.key
    scroller.scrollTop = scrolledTo(this.#tops, at, scroller.scrollTop, scroller.clientHeight)
    this.host.requestUpdate()
    // A row without controls takes the focus itself, so that it is read out.
    void this.host.updateComplete.then(() =>
      (this.#controls(row.key)[0] ?? this.#line(row.key))?.focus({ preventScroll: true }),
    )
  }

  #controls(key: string): HTMLElement[] {
    return [...(this.#line(key)?.querySelectorAll<HTMLElement>('[tabindex]') ?? [])]
  }

  #line(key: string): HTMLElement | undefined {
    const lines = [...(this.#scroller()?.querySelectorAll<HTMLElement>('.line') ?? [])]
    return lines.find((one) => one.dataset['key'] === key)
  }

  #scroller(): HTMLElement | null {
    return this.host.shadowRoot?.querySelector<HTMLElement>('.rows') ?? null
  }
}
