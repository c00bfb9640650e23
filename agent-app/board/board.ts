/**
 * The board: the four numbers of the floor, alerts, and its queues, agents and contacts as tables of which one is shown. What
 * happens on the floor is taken in beats, and while somebody reads or walks the rows their order stays as it is: figures
 * change in place, and nothing moves away from under a pointer. A press is answered at once, whatever the floor does.
 */
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import type { Notice } from '../choice.ts'
import { say } from '../deeds.ts'
import type { DeskView } from '../desk-view.ts'
import type { Desk } from '../desk.ts'
import type { Totals } from '../floor-totals.ts'
import { icons } from '../icons.ts'
import { composing } from '../keys.ts'
import { dotLook, look } from '../look.ts'
import type { Speech } from '../speech.ts'
import type { Clock } from '../ticker.ts'
import { enBoard, type BoardWords } from '../translations/en-board.ts'
import { jaBoard } from '../translations/ja-board.ts'
import { boardLook } from './board-look.ts'
import { columns, type Telling } from './columns.ts'
import { filters } from './filters.ts'
import { FloorIndex } from './floor-index.ts'
import { inCallLines } from './in-call.ts'
import { loadKept, saveKept, type Kept } from './kept.ts'
import { numbers } from './numbers.ts'
import { BoardPanel, type Opened } from './panel.ts'
import { anything, passing, tables, type Filter, type Row, type TableName } from './rows.ts'
import { Sorted, type Ordering } from './sorted.ts'
import { BoardTable } from './table.ts'
import { BoardTalk } from './talk.ts'
import { BoardLead } from './lead.ts'
import { alertBand } from './alert-band.ts'

/** The floor is looked at again no sooner than this: quicker than anybody reads, slower than it changes. */
const beatMs = 250
/** Rows keep their places for so long after the last touch of them, but at most so long in all. */
const restMs = 1_500
const restMaxMs = 8_000
/** How the board was left is remembered so long after it was changed. */
const saveMs = 300

/**
 * @event mdg-a-deed - `pane`, and those of its panels.
 */
export class Board extends LitElement {
  static override styles = [look, dotLook, boardLook]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) clock!: Clock
  @property({ attribute: false }) desk!: Desk
  @property({ attribute: false }) view!: DeskView
  @property({ attribute: false }) notice: Notice | null = null
  /** Counts the desk's changes: what was asked changes without any other property. */
  @property({ type: Number }) turn = 0

  @state() private kept: Kept = loadKept()
  @state() private opened: Opened | null = null
  @state() private allAlerts = false
  /** Counts what the floor's rows have changed. */
  @state() private beat = 0
  #isBegun = false
  #index!: FloorIndex
  #rows!: Sorted<Row>
  #totals!: Totals
  #skills: readonly string[] = []
  /** Rows that are not in their place yet. */
  readonly #unsettled = new Set<string>()
  #touchedAt = 0
  #restingSince: number | null = null
  #lookedAt = 0
  #timer: ReturnType<typeof setTimeout> | null = null
  #saving: ReturnType<typeof setTimeout> | null = null
  #off: () => void = () => {}

  /** Loaded after it was drawn, it gets its properties no sooner than this. */
  #begin(): void {
    const { floor } = this.desk
    this.#isBegun = true
    this.#index = new FloorIndex(floor.maps)
    this.#index.follow()
    this.#rows = new Sorted(this.#ordering())
    this.#refill()
    this.#reckon()
    const leaving = (): void => this.#saveNow()
    addEventListener('pagehide', leaving)
    const offs = [
      floor.onChange(() => this.#soon()),
      this.clock.every(() => this.requestUpdate()),
      () => removeEventListener('pagehide', leaving),
    ]
    this.#off = () => offs.forEach((off) => off())
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.#isBegun) this.#begin()
    // Names sort as they are told.
    else if (changed.has('speech')) this.#refill()
  }

  protected override firstUpdated(): void {
    if (this.matches(':focus')) this.focus()
  }

  override disconnectedCallback(): void {
    this.#off()
    this.#isBegun = false
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#saveNow()
    super.disconnectedCallback()
  }

  /** To the rows. */
  override focus(): void {
    void this.updateComplete.then(() => this.#table?.focus())
  }

  /** Escape closes what is open before it leads away. Returns whether something was. */
  escape(): boolean {
    if (this.opened === null) return false
    this.#close()
    return true
  }

  get #table(): BoardTable | null {
    return this.renderRoot.querySelector('mdg-a-board-table')
  }

  get #words(): BoardWords {
    return this.speech.locale === 'ja' ? jaBoard : enBoard
  }

  // The floor, in beats.

  #soon(): void {
    if (this.#timer !== null) return
    const wait = Math.max(0, this.#lookedAt + beatMs - performance.now())
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#look()
    }, wait)
  }

  #look(): void {
    this.#lookedAt = performance.now()
    const changed = this.#index.follow()
    const { table } = this.kept
    const rows = this.#index.rows[table]
    for (const key of changed[table]) {
      this.#unsettled.add(key)
      this.#rows.refresh(key, rows.get(key))
    }
    if (changed.queues.size + changed.agents.size > 0) this.#reckon()
    this.#settle()
    this.beat += 1
  }

  /** Puts rows where they belong, unless somebody is at them: then a little later. */
  #settle(atOnce = false): void {
    if (this.#unsettled.size === 0) return
    const now = performance.now()
    this.#restingSince ??= now
    if (!atOnce && now - this.#touchedAt < restMs && now - this.#restingSince < restMaxMs) return this.#soon()
    this.#restingSince = null
    const rows = this.#index.rows[this.kept.table]
    this.#rows.settle(this.#unsettled, (key) => rows.get(key))
    this.#unsettled.clear()
  }

  #reckon(): void {
    const { floor } = this.desk
    this.#totals = floor.totals()
    const skills = new Set<string>()
    for (const day of floor.maps.agentDay.values()) for (const { name } of day.skills) skills.add(name)
    this.#skills = [...skills].sort()
  }

  #ordering(): Ordering<Row> {
    const { table, sorts, filters: kept } = this.kept
    const { column, down } = sorts[table]
    const by = columns[table].find(({ key }) => key === column) ?? columns[table][0]!
    const { locale } = this.speech
    return { value: (row) => by.value(row, locale), down, passes: passing(kept[table]) }
  }

  #refill(): void {
    this.#unsettled.clear()
    this.#restingSince = null
    this.#rows.fill(this.#index.rows[this.kept.table], this.#ordering())
    this.beat += 1
  }

  // What somebody asks of it.

  #keptNow(part: Partial<Kept>): void {
    this.kept = { ...this.kept, ...part }
    // Not while somebody waits for what they have pressed.
    this.#saving ??= setTimeout(() => this.#saveNow(), saveMs)
  }

  #saveNow(): void {
    if (this.#saving === null) return
    clearTimeout(this.#saving)
    this.#saving = null
    saveKept(this.kept)
  }

  #keep(part: Partial<Kept>): void {
    this.#keptNow(part)
    this.#refill()
    this.#table?.toTop()
  }

  #sortBy(key: string): void {
    const { table, sorts } = this.kept
    const now = sorts[table]
    const first = columns[table].find((column) => column.key === key)?.downFirst ?? false
    const down = now.column === key ? !now.down : first
    this.#keep({ sorts: { ...sorts, [table]: { column: key, down } } })
  }

  /** Needs no sorting: it is asked for with every letter. */
  #filter(filter: Filter): void {
    const { table, filters: kept } = this.kept
    this.#keptNow({ filters: { ...kept, [table]: filter } })
    this.#settle(true)
    this.#rows.narrow(passing(filter))
    this.beat += 1
    this.#table?.toTop()
  }

  /** Another table, narrowed to a queue where one is given. */
  #show(table: TableName, queue = ''): void {
    const kept = this.kept.filters
    const narrowed = queue === '' ? kept[table] : { ...anything, queue }
    this.#keep({ table, filters: { ...kept, [table]: narrowed } })
  }

  #open(table: TableName, key: string): void {
    this.opened = { table, key }
    void this.updateComplete.then(() => this.renderRoot.querySelector<BoardPanel>('mdg-a-board-panel')?.focus())
  }

  #close(): void {
    this.opened = null
    this.#table?.focus()
  }

  readonly #tabKey = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (by === undefined || event.altKey || composing(event)) return
    event.preventDefault()
    const at = (tables.indexOf(this.kept.table) + by + tables.length) % tables.length
    this.#show(tables[at]!)
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus(),
    )
  }

  #tab(table: TableName): TemplateResult {
    const words = this.#words
    const isShown = table === this.kept.table
    const all = this.#index.rows[table].size
    const told = this.speech.number(all)
    const shown = isShown ? words.rowsOf(this.speech.number(this.#rows.length), told) : told
    return html`<button
      role="tab"
      id="tab-${table}"
      aria-selected=${isShown}
      aria-controls="panel"
      tabindex=${isShown ? 0 : -1}
      @click=${() => this.#show(table)}
    >
      ${words.tables[table]}<span class="figures quiet">${shown}</span>
    </button>`
  }

  /** Of long lines the hub tells the beginning alone. */
  #unshown(): TemplateResult | typeof nothing {
    if (this.kept.table !== 'contacts') return nothing
    const { maps } = this.desk.floor
    const more = this.#totals.waiting - maps.waiting.size
    return more <= 0 ? nothing : html`<p class="more quiet">${this.#words.more(this.speech.number(more))}</p>`
  }

  #tables(telling: Telling): TemplateResult {
    const words = this.#words
    const { table, sorts, filters: kept } = this.kept
    const isEmpty = this.#index.rows[table].size === 0
    const narrow = {
      table,
      filter: kept[table],
      sort: sorts[table],
      queues: this.view.lists.queues,
      skills: this.#skills,
      change: (filter: Filter) => this.#filter(filter),
      sortBy: (column: string) => this.#sortBy(column),
    }
    return html`<div class="bar">
        <div role="tablist" aria-label=${words.tablist} @keydown=${this.#tabKey}>
          ${tables.map((one) => this.#tab(one))}
        </div>
        ${filters(narrow, telling)}
      </div>
      <div class="table" id="panel" role="tabpanel" aria-labelledby="tab-${table}">
        <mdg-a-board-table
          .speech=${this.speech}
          .clock=${this.clock}
          .words=${words}
          .me=${telling.me}
          .table=${table}
          .rows=${this.#rows}
          .sort=${sorts[table]}
          .opened=${this.opened?.table === table ? this.opened.key : null}
          .none=${isEmpty ? words.none[table] : words.noneFound}
          .turn=${this.beat}
          @board-open=${(event: CustomEvent<string>) => this.#open(table, event.detail)}
          @board-sort=${(event: CustomEvent<string>) => this.#sortBy(event.detail)}
          @board-touch=${() => (this.#touchedAt = performance.now())}
        ></mdg-a-board-table>
        ${this.#unshown()}
      </div>`
  }

  #alerts(telling: Telling): TemplateResult | typeof nothing {
    const { floor } = this.desk
    const band = {
      alerts: floor.maps.alert,
      queues: this.view.lists.queues,
      isAll: this.allAlerts,
      showAll: () => (this.allAlerts = !this.allAlerts),
      // It shows that it was seen when the hub says so; a refusal leaves it as it is.
      seen: (alert: string) => void floor.seen(alert).catch(() => {}),
      open: (queue: string) => this.#open('queues', queue),
    }
    return alertBand(band, telling)
  }

  #panel(): TemplateResult | typeof nothing {
    if (this.opened === null) return nothing
    return html`<mdg-a-board-panel
      .speech=${this.speech}
      .clock=${this.clock}
      .words=${this.#words}
      .desk=${this.desk}
      .view=${this.view}
      .of=${this.opened}
      .index=${this.#index}
      .turn=${this.turn + this.beat}
      @board-close=${() => this.#close()}
      @board-go=${({ detail }: CustomEvent<Opened>) => this.#open(detail.table, detail.key)}
      @board-show=${({ detail }: CustomEvent<{ table: TableName; queue: string }>) => {
        this.opened = null
        this.#show(detail.table, detail.queue)
        this.#table?.focus()
      }}
    ></mdg-a-board-panel>`
  }

  protected override render(): unknown {
    const { speech } = this
    const { places } = speech.words.floor
    const telling = { speech, words: this.#words, now: this.clock.now(), me: this.view.lists.me }
    return html`<div class="main">
        <header>
          <button
            class="button bare square back"
            aria-label=${places.back}
            @click=${() => say(this, { do: 'pane', pane: 'list' })}
          >
            ${icons.back}
          </button>
          <h2>${places.board}</h2>
          ${numbers(this.#totals, this.desk.floor.trend, telling)}
        </header>
        ${inCallLines(this.desk.calls.all.values(), telling, (deed) => say(this, deed))} ${this.#alerts(telling)}
        <mdg-a-notice .speech=${speech} .notice=${this.notice}></mdg-a-notice>
        ${this.#tables(telling)}
      </div>
      ${this.#panel()}`
  }
}

customElements.define('mdg-a-board-table', BoardTable)
customElements.define('mdg-a-board-talk', BoardTalk)
customElements.define('mdg-a-board-lead', BoardLead)
customElements.define('mdg-a-board-panel', BoardPanel)
customElements.define('mdg-a-board', Board)
