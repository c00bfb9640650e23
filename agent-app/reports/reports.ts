/**
 * The place of reports, for supervisors: what happened in a period, by queue, agent, absence or result, as a table and as a
 * file. Figures, their names and what they mean come from the hub; asked anew whenever a question changes.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import { say } from '../deeds.ts'
import { icons } from '../icons.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'
import type { Clock } from '../ticker.ts'
import { enReports, type ReportWords } from '../translations/en-reports.ts'
import { jaReports } from '../translations/ja-reports.ts'
import { fetched, guard, type Answer } from './answer.ts'
import {
  besideOf,
  besides,
  changed,
  firstAsked,
  intervals,
  kinds,
  pageRows,
  periods,
  queryOf,
  shownFigures,
  targets,
  views,
  type Asking,
  type Kind,
} from './asking.ts'
import { barChart, heatMap, lineChart, type Drawn } from './drawing.ts'
import type { PictureRow } from './pictures.ts'
import { reportsLook } from './reports-look.ts'
import { reportTable } from './table.ts'

type Shown = Answer | 'loading' | 'failed' | 'tooLong' | 'noDates'

/**
 * @event mdg-a-deed - `pane`.
 */
export class Reports extends LitElement {
  static override styles = [look, reportsLook]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) clock!: Clock
  @state() private asking: Asking = firstAsked
  @state() private shown: Shown = 'loading'
  /** Asked anew, and what was said before is shown until the answer is there. */
  @state() private isAsking = false
  /** All figures of the kind are shown, not the usual ones alone. */
  @state() private all = false
  /** What a picture is of: a formula, '' for the first. */
  @state() private pictured = ''
  /** Names that a report of a kind had, for choosing one of them. */
  readonly #names = new Map<Kind, ReadonlyMap<string, string>>()
  /** Whose meaning is told: its formula. */
  @state() private told = ''
  #asked = ''
  #turn = 0

  private get words(): ReportWords {
    return this.speech.locale === 'ja' ? jaReports : enReports
  }

  protected override firstUpdated(): void {
    // The focus was sent here before there was anything to have it.
    if (this.matches(':focus')) this.focus()
  }

  override focus(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector('select')?.focus())
  }

  #query(form: 'json' | 'csv'): string | null {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    const query = queryOf(this.asking, this.clock.now(), zone, this.speech.locale)
    query?.set('form', form)
    return query === null ? null : `/api/reports?${query}`
  }

  protected override willUpdate(): void {
    const query = this.#query('json') ?? ''
    if (query === this.#asked) return
    this.#asked = query
    void this.#ask(query)
  }

  async #ask(query: string): Promise<void> {
    const turn = (this.#turn += 1)
    const { asking, shown: before } = this
    const { of, only, view } = asking
    // The table that is there stays until the next one comes: nothing jumps, and the focus stays in its head.
    const stays = typeof before === 'object' && before.asking.of === of && before.asking.view === view
    if (query === '' || !stays) this.shown = query === '' ? 'noDates' : 'loading'
    this.isAsking = query !== ''
    const shown = query === '' ? this.shown : await fetched(query, asking)
    // Asked again meanwhile: this is an answer to another question.
    if (turn !== this.#turn) return
    this.isAsking = false
    this.shown = shown
    if (typeof shown === 'object' && only === '' && view !== 'heat')
      this.#names.set(of, new Map(shown.rows.map(({ parts }) => [parts[0]?.id ?? '', parts[0]?.name ?? ''])))
  }

  async #save(): Promise<void> {
    const query = this.#query('csv')
    const answer = query === null ? null : await fetch(query, { headers: guard }).catch(() => null)
    if (answer?.ok !== true) return void (this.shown = 'failed')
    const link = document.createElement('a')
    link.href = URL.createObjectURL(await answer.blob())
    link.download = `${this.asking.of}-${this.asking.period}.csv`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
  }

  #change(change: Partial<Asking>): void {
    this.asking = changed(this.asking, change)
  }

  #choose<K extends keyof Asking, V extends Asking[K] & (string | number)>(
    label: string,
    key: K,
    options: readonly V[],
    told: (option: V) => string,
  ): TemplateResult {
    const chosen = this.asking[key]
    const change = (event: Event): void => {
      const { selectedIndex } = event.target as HTMLSelectElement
      this.#change({ [key]: options[selectedIndex] })
    }
    return html`<label
      >${label}<select class="field" name=${key} @change=${change}>
        ${options.map((option) => html`<option ?selected=${option === chosen}>${told(option)}</option>`)}
      </select></label
    >`
  }

  #date(label: string, key: 'from' | 'to'): TemplateResult {
    const change = (event: Event): void => this.#change({ [key]: (event.target as HTMLInputElement).value })
    return html`<label>${label}<input class="field" type="date" .value=${this.asking[key]} @change=${change} /></label>`
  }

  #questions(): TemplateResult {
    const { words, asking } = this
    const finer = words.finer[asking.of]
    return html`<form class="questions" @submit=${(event: Event) => event.preventDefault()}>
      ${this.#choose(words.of, 'of', kinds, (kind) => words.kinds[kind])}
      ${this.#choose(words.period, 'period', periods, (period) => words.periods[period])}
      ${asking.period === 'dates' ? [this.#date(words.from, 'from'), this.#date(words.to, 'to')] : nothing}
      ${this.#only()}
      ${
        asking.view === 'heat'
          ? nothing
          : this.#choose(words.interval, 'interval', intervals, (interval) => words.intervals[interval])
      }
      ${asking.of === 'queue' ? this.#choose(words.target, 'targetS', targets, words.seconds) : nothing}
      ${asking.view === 'table' ? this.#choose(words.beside, 'beside', besides, (one) => words.besides[one]) : nothing}
      ${this.#choose(words.view, 'view', views, (view) => words.views[view])} ${this.#figure()}
      ${
        finer === '' || asking.view !== 'table'
          ? nothing
          : html`<label class="tick"
              ><input
                type="checkbox"
                .checked=${asking.finer}
                @change=${(event: Event) => this.#change({ finer: (event.target as HTMLInputElement).checked })}
              />${finer}</label
            >`
      }
      <label class="tick"
        ><input
          type="checkbox"
          .checked=${this.all}
          @change=${(event: Event) => (this.all = (event.target as HTMLInputElement).checked)}
        />${words.all}</label
      >
    </form>`
  }

  /** Which figure a picture is of. */
  #figure(): TemplateResult | typeof nothing {
    const { words, asking, shown } = this
    if (asking.view === 'table' || typeof shown === 'string') return nothing
    const drawn = this.#drawn(shown)
    const places = this.#places(shown)
    return html`<label
      >${words.figure}<select
        class="field"
        name="figure"
        @change=${(event: Event) =>
          (this.pictured = shown.figures[places[(event.target as HTMLSelectElement).selectedIndex]!]!.formula)}
      >
        ${places.map((at) => html`<option ?selected=${at === drawn?.place}>${shown.figures[at]!.name}</option>`)}
      </select></label
    >`
  }

  /** One of those that the last report of all of them had. */
  #only(): TemplateResult | typeof nothing {
    const { words, asking } = this
    const names = [...(this.#names.get(asking.of) ?? [])].filter(([id]) => id !== '')
    if (names.length < 2) return nothing
    return this.#choose(words.only, 'only', ['', ...names.map(([id]) => id)], (id) =>
      id === '' ? words.everything : (names.find(([one]) => one === id)?.[1] ?? id),
    )
  }

  #places({ figures }: Answer): readonly number[] {
    const formulas = figures.map(({ formula }) => formula)
    return shownFigures(this.asking.of, formulas, this.all)
  }

  #drawn(answer: Answer): Drawn | null {
    const places = this.#places(answer)
    const place = places.find((at) => answer.figures[at]!.formula === this.pictured) ?? places[0]
    if (place === undefined) return null
    const { name, unit } = answer.figures[place]!
    return { name, unit, place }
  }

  #picture(answer: Answer): TemplateResult {
    const { words, speech, asking } = this
    const figure = this.#drawn(answer)
    if (figure === null) return html`<p class="none quiet">${words.none}</p>`
    const part = answer.parts[0]
    const drawing = {
      ...{ rows: answer.rows, figure, speech, words },
      moment: (at: number) => this.#begin(at),
      tick: (at: number) => shortly(speech, at, asking.interval === 'day'),
      nameOf: ({ parts: [first] }: PictureRow) =>
        part === undefined ? words.everything : this.#part(part, first?.id ?? '', first?.name ?? ''),
    }
    if (asking.view === 'heat') return heatMap(drawing, weekdays(speech.locale))
    return asking.interval === 'all' ? barChart(drawing) : lineChart(drawing)
  }

  /** What is said of the figure whose name was pressed. */
  #meaning({ figures }: Answer): TemplateResult {
    const { words } = this
    const figure = figures.find(({ formula }) => formula === this.told)
    return html`<p class="told quiet" role="status">
      ${
        figure === undefined
          ? words.hint
          : html`<b>${figure.name}</b>${figure.means} (${words.formula(figure.formula)})`
      }
    </p>`
  }

  #table(answer: Answer): TemplateResult {
    const { words, speech, told, isAsking } = this
    const { rows, count, asking } = answer
    const table = reportTable({
      ...{ answer, speech, words, told, places: this.#places(answer) },
      tell: (formula) => (this.told = formula),
      sort: (sort) => this.#change({ sort }),
      begin: (at) => this.#begin(at),
      nameOf: (part, id, name) => this.#part(part, id, name),
    })
    return html`${this.#meaning(answer)} ${this.#besideTold(asking)}
      <div
        class="table ${isAsking ? 'busy' : ''}"
        aria-busy=${isAsking}
        tabindex="0"
        role="region"
        aria-label=${words.rows(count)}
      >
        ${table}
        ${
          count > rows.length
            ? html`<p class="more quiet">
                ${words.shownOf(speech.number(rows.length), speech.number(count))}
                <button class="button" @click=${() => this.#change({ limit: asking.limit + pageRows })}>
                  ${words.more}
                </button>
              </p>`
            : nothing
        }
      </div>`
  }

  #besideTold(asking: Asking): TemplateResult | typeof nothing {
    const from = besideOf(asking, this.clock.now())
    if (from === null) return nothing
    return html`<p class="told beside-told quiet">${this.words.besideFrom(dateOf(this.speech.locale, from))}</p>`
  }

  #begin(at: number): string {
    const { speech, shown } = this
    const isDay = typeof shown === 'object' && shown.asking.interval === 'day'
    return isDay ? speech.day(at, this.clock.now()) : speech.moment(at)
  }

  #part(part: keyof ReportWords['parts'], id: string, name: string): string {
    const { words } = this
    if (part === 'channel') return words.channels[id] ?? id
    if (name !== '') return name
    if (part === 'queue' || part === 'agent') return words.botAlone
    return part === 'reason' ? words.noReason : words.noResult
  }

  #body(): TemplateResult {
    const { words, shown } = this
    if (shown === 'loading') return html`<p class="none quiet" role="status">${words.loading}</p>`
    if (typeof shown === 'string')
      return html`<p class="none" role="alert">
        ${words[shown]}
        ${
          shown === 'failed'
            ? html`<button class="button" @click=${() => void this.#ask(this.#asked)}>${words.again}</button>`
            : nothing
        }
      </p>`
    if (shown.rows.length === 0) return html`<p class="none quiet" role="status">${words.none}</p>`
    return this.asking.view === 'table' ? this.#table(shown) : this.#picture(shown)
  }

  protected override render(): unknown {
    const { words, speech, shown } = this
    return html`<header>
        <button
          class="button bare square back"
          aria-label=${speech.words.floor.places.back}
          @click=${() => say(this, { do: 'pane', pane: 'list' })}
        >
          ${icons.back}
        </button>
        <h2>${speech.words.floor.places.reports}</h2>
        <button class="button" ?disabled=${typeof shown === 'string'} @click=${() => void this.#save()}>
          ${icons.save}${words.save}
        </button>
      </header>
      ${this.#questions()}${this.#body()}`
  }
}

const dateOf = (locale: string, at: number): string =>
  new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { dateStyle: 'long' }).format(new Date(at))

/** A time below an axis: the day where it begins, else the time of day. */
function shortly(speech: Speech, at: number, isDay: boolean): string {
  const begins = new Date(at)
  const isMidnight = begins.getHours() === 0 && begins.getMinutes() === 0
  if (!isDay && !isMidnight) return speech.time(at)
  return new Intl.DateTimeFormat(speech.locale, { month: 'numeric', day: 'numeric' }).format(begins)
}

/** Names of the days from Monday. */
function weekdays(locale: string): readonly string[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' })
  // The 5th of January 1970 was a Monday.
  return Array.from({ length: 7 }, (_, day) => format.format(new Date((4 + day) * 86_400_000)))
}

customElements.define('mdg-a-reports', Reports)
