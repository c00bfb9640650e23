/**
 * One table of the board: a head that sorts, and rows of one height of which only those in sight are drawn. The table itself
 * has the focus and points at a row, so that rows may be drawn, moved and taken away under it and nothing is ever lost.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import { icons } from '../icons.ts'
import { composing } from '../keys.ts'
import { dotLook, look } from '../look.ts'
import { inSight, scrolledTo } from '../row-window.ts'
import type { Speech } from '../speech.ts'
import type { DeskLists } from '../state.ts'
import type { Clock } from '../ticker.ts'
import type { BoardWords } from '../translations/en-board.ts'
import { columnsFor, type Column, type Telling } from './columns.ts'
import { card } from './cards.ts'
import type { Row, TableName } from './rows.ts'
import type { Sorted } from './sorted.ts'
import { tableLook } from './table-look.ts'

/** Drawn beyond what is seen, in pixels, so that scrolling shows no blank. */
const beyond = 240
/** Below this there is no room for columns: a row is two lines. */
const cardsBelow = 480
/** Room at both ends of a line, and between two columns. */
const [padding, gap] = [32, 16]

/** Where rows of one height begin; grown as far as it was ever needed. */
const rulers = new Map<number, number[]>()
function ruler(height: number, count: number): readonly number[] {
  const all = rulers.get(height) ?? [0]
  rulers.set(height, all)
  while (all.length <= count) all.push(all.length * height)
  return all.length === count + 1 ? all : all.slice(0, count + 1)
}

/**
 * @event board-open - A row was opened; its key is the detail.
 * @event board-sort - The name of a column was pressed; its key is the detail.
 * @event board-touch - Somebody is reading or walking the rows, which should not move now.
 */
export class BoardTable extends LitElement {
  static override styles = [look, dotLook, tableLook]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) clock!: Clock
  @property({ attribute: false }) words!: BoardWords
  @property({ attribute: false }) me: DeskLists['me'] = null
  @property() table: TableName = 'queues'
  @property({ attribute: false }) rows!: Sorted<Row>
  @property({ attribute: false }) sort!: { readonly column: string; readonly down: boolean }
  /** The row whose panel is open. */
  @property() opened: string | null = null
  /** Why there is no row. */
  @property() none = ''
  /** Counts the changes of the rows, which change in place. */
  @property({ type: Number }) turn = 0

  @state() private room = { width: 0, height: 0 }
  /** Key of the row that is pointed at. */
  @state() private at: string | null = null
  #shownColumns: { readonly of: string; readonly columns: readonly Column[] } = { of: '', columns: [] }
  #off: () => void = () => {}
  readonly #observer = new ResizeObserver(([entry]) => {
    const { width, height } = entry!.contentRect
    this.room = { width, height }
  })

  override connectedCallback(): void {
    super.connectedCallback()
    this.#off = this.clock.every(() => this.requestUpdate())
  }

  override disconnectedCallback(): void {
    this.#off()
    this.#observer.disconnect()
    super.disconnectedCallback()
  }

  protected override firstUpdated(): void {
    this.#observer.observe(this.#scroller)
  }

  override focus(): void {
    void this.updateComplete.then(() => this.#scroller.focus())
  }

  /** To the first row again, for another order or other rows. */
  toTop(): void {
    this.#scroller.scrollTop = 0
    this.at = null
  }

  get #scroller(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('.rows')!
  }

  get #isCards(): boolean {
    return this.room.width > 0 && this.room.width < cardsBelow
  }

  get #height(): number {
    return this.#isCards ? 64 : 40
  }

  get #columns(): readonly Column[] {
    const of = `${this.table} ${this.room.width}`
    if (this.#shownColumns.of !== of) {
      // A gap belongs to each column, and the first has the one at the beginning.
      const columns = columnsFor(this.table, this.room.width === 0 ? 1_000 : this.room.width - padding + gap, gap)
      this.#shownColumns = { of, columns }
    }
    return this.#shownColumns.columns
  }

  #index(): number {
    const at = this.at === null ? -1 : this.rows.indexOf(this.at)
    return Math.max(0, at)
  }

  readonly #key = (event: KeyboardEvent): void => {
    // The names of the columns are buttons and take their keys themselves.
    if (event.target !== event.currentTarget) return
    if (event.altKey || event.ctrlKey || event.metaKey || composing(event)) return
    const [at, last] = [this.#index(), this.rows.length - 1]
    const page = Math.max(1, Math.floor(this.room.height / this.#height) - 1)
    const to: Readonly<Record<string, number>> = {
      ArrowDown: this.at === null ? 0 : at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: last,
    }
    const next = to[event.key]
    if (next !== undefined) this.#point(Math.min(last, Math.max(0, next)))
    else if (event.key === 'Enter' || event.key === ' ') this.#open(this.rows.keyAt(at))
    else return
    event.preventDefault()
    this.dispatchEvent(new CustomEvent('board-touch'))
  }

  #point(index: number): void {
    const key = this.rows.keyAt(index)
    if (key === undefined) return
    this.at = key
    const scroller = this.#scroller
    const tops = ruler(this.#height, this.rows.length)
    const { scrollTop, clientHeight } = scroller
    const to = scrolledTo(tops, index, scrollTop, clientHeight)
    if (to !== scrollTop) scroller.scrollTop = to
  }

  #open(key: string | undefined): void {
    if (key === undefined) return
    this.at = key
    this.dispatchEvent(new CustomEvent('board-open', { detail: key }))
  }

  readonly #pressed = (event: Event): void => {
    const line = (event.target as HTMLElement).closest<HTMLElement>('.line')
    this.#open(line?.dataset['key'])
  }

  readonly #touched = (): void => void this.dispatchEvent(new CustomEvent('board-touch'))

  #head(): TemplateResult {
    const { words, sort } = this
    const columns = this.#columns
    return html`<div class="head" role="rowgroup">
      <div class="line" role="row" aria-rowindex="1" .style=${this.#tracks()}>
        ${columns.map((column) => {
          const name = words.columns[column.name]
          const isSorted = column.key === sort.column
          return html`<div
            class="cell ${column.figures ? 'figures' : ''}"
            role="columnheader"
            aria-sort=${isSorted ? (sort.down ? 'descending' : 'ascending') : 'none'}
          >
            <button
              class="sort ${isSorted ? 'on' : ''}"
              title=${words.sortBy(name)}
              @click=${() => this.dispatchEvent(new CustomEvent('board-sort', { detail: column.key }))}
            >
              <span class="cut">${name}</span
              ><span class="arrow ${isSorted && !sort.down ? 'up' : ''}">${isSorted ? icons.fold : nothing}</span>
            </button>
          </div>`
        })}
      </div>
    </div>`
  }

  #tracks(): string {
    const [, ...rest] = this.#columns
    return `grid-template-columns:minmax(0,1fr) ${rest.map(({ width }) => `${width}px`).join(' ')}`
  }

  #row(row: Row, index: number, tracks: string, telling: Telling): TemplateResult {
    const height = this.#height
    const place = `top:${index * height}px;height:${height}px`
    const isCards = this.#isCards
    return html`<div
      class="line ${isCards ? 'card' : ''}"
      role="row"
      id="row-${index}"
      data-key=${row.key}
      aria-rowindex=${index + 2}
      aria-selected=${row.key === this.opened}
      ?data-at=${row.key === this.at}
      .style=${isCards ? place : `${place};${tracks}`}
    >
      ${
        isCards
          ? html`<div class="cell" role="gridcell">${card(row, telling)}</div>`
          : this.#columns.map(
              (column, nth) =>
                html`<div class="cell ${column.figures ? 'figures' : ''}" role=${nth === 0 ? 'rowheader' : 'gridcell'}>
                  ${column.cell(row, telling)}
                </div>`,
            )
      }
    </div>`
  }

  #shown(): readonly TemplateResult[] {
    const { rows } = this
    const { scrollTop: top = 0 } = this.renderRoot.querySelector('.rows') ?? {}
    const height = this.room.height === 0 ? 800 : this.room.height
    const { first, end } = inSight(ruler(this.#height, rows.length), top - beyond, top + height + beyond)
    const telling = { speech: this.speech, words: this.words, now: this.clock.now(), me: this.me }
    const tracks = this.#tracks()
    return Array.from({ length: end - first }, (_, nth) =>
      this.#row(rows.at(first + nth)!, first + nth, tracks, telling),
    )
  }

  protected override render(): unknown {
    const { rows, words, none } = this
    const pointed = this.at === null ? -1 : rows.indexOf(this.at)
    return html`<div
        class="rows ${this.#isCards ? 'cards' : ''}"
        role="grid"
        tabindex="0"
        aria-label=${words.tables[this.table]}
        aria-rowcount=${rows.length + 1}
        aria-activedescendant=${pointed === -1 ? nothing : `row-${pointed}`}
        @scroll=${() => this.requestUpdate()}
        @keydown=${this.#key}
        @click=${this.#pressed}
        @pointermove=${this.#touched}
        @wheel=${this.#touched}
      >
        ${this.#isCards ? nothing : this.#head()}
        <div class="all" role="rowgroup" .style=${`height:${rows.length * this.#height}px`}>${this.#shown()}</div>
        ${rows.length === 0 ? html`<p class="none quiet" role="status">${none}</p>` : nothing}
      </div>
      <div class="ring"></div>`
  }
}
