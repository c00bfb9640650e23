/** Hours: calendars by which queues are open, with the week, holidays, single dates, and what that means now. */
import { css, html, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { live } from 'lit/directives/live.js'
import type { Tables, WrittenCalendar } from '../../../hub/hours/index.ts'
import { icons } from '../../icons.ts'
import { look } from '../../look.ts'
import { enAdminHours, type HoursWords } from '../../translations/en-admin-hours.ts'
import { jaAdminHours } from '../../translations/ja-admin-hours.ts'
import { adminLook } from '../admin-look.ts'
import { EntriesSection, type Entry, type EntryWords } from '../entries.ts'
import { fieldLook, group, grouped, keyField, spansField, textField, wrongAt } from '../fields/index.ts'
import { holidaysAhead, openingOf } from './opening.ts'

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const workingDay = ['09:00-17:00']

/** Holidays that are told ahead, days. */
const aheadDays = 120

export class HoursSection extends EntriesSection {
  static override styles = [
    look,
    adminLook,
    fieldLook,
    css`
      .week .setting {
        display: grid;
        grid-template-columns: 104px minmax(0, 1fr);
        align-items: start;
        gap: 0 var(--mdg-space-3);
        padding-block: var(--mdg-space-1);
      }
      .week .setting > legend {
        float: left;
        min-height: 36px;
        line-height: 36px;
        font-weight: 500;
      }
      .now {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px var(--mdg-space-2);
        margin-bottom: var(--mdg-space-4);
        padding: var(--mdg-space-3) var(--mdg-space-4);
        border-radius: var(--mdg-radius-2);
        background: var(--mdg-surface-1);
      }
      .now .is-open {
        color: var(--mdg-good);
      }
      .now .is-closed {
        color: var(--mdg-waiting);
      }
      .date {
        display: flex;
        flex-wrap: wrap;
        align-items: start;
        gap: var(--mdg-space-2) var(--mdg-space-3);
        padding-block: var(--mdg-space-2);
        border-bottom: 1px solid var(--mdg-line);
      }
      .date .setting {
        flex: 1;
        min-width: 220px;
      }
      .date .setting > legend {
        font-variant-numeric: tabular-nums;
      }
      .new-date {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--mdg-space-2);
      }
      .new-date .field {
        width: auto;
      }
      .ahead {
        font-size: var(--mdg-size-13);
      }
    `,
  ]

  protected override readonly list = 'calendars'
  protected override readonly max = 100
  protected override readonly firstKey = 'hours'
  @state() private tables: Tables | null = null
  @state() private newDate = ''

  private get words(): HoursWords {
    return this.speech.locale === 'ja' ? jaAdminHours : enAdminHours
  }

  /** Tables of zones and of holidays are large: they come when they are first needed. */
  override connectedCallback(): void {
    super.connectedCallback()
    void Promise.all([
      import('../../../hub/adapters/civil-time-intl.ts'),
      import('../../../hub/adapters/holidays-japan.ts'),
    ]).then(
      ([{ IntlCivilTime }, { japaneseHolidays }]) =>
        (this.tables = { zones: new IntlCivilTime(), holidays: japaneseHolidays }),
      () => undefined,
    )
  }

  protected override entryWords(): EntryWords {
    return this.words
  }

  protected override blank(): Entry {
    const week = Object.fromEntries(days.slice(0, 5).map((day) => [day, workingDay]))
    return { zone: Intl.DateTimeFormat().resolvedOptions().timeZone, week }
  }

  protected override facts(entry: Entry): readonly string[] {
    const zone = String(entry['zone'] ?? '')
    const opening = this.#openingOf(entry)
    return opening === null ? [zone] : [zone, this.#told(opening, entry)]
  }

  protected override uses(key: string): readonly string[] {
    const queues = this.editing.list<Entry>('queues').filter(({ calendar }) => calendar === key)
    return queues.map((queue) => this.words.usedByQueue(this.called(queue)))
  }

  #openingOf(entry: Entry) {
    return this.tables === null ? null : openingOf(entry as unknown as WrittenCalendar, this.clock.now(), this.tables)
  }

  /** By the clock of the calendar's own zone, which is known: it could be read. */
  #told({ open, changesAt }: NonNullable<ReturnType<typeof openingOf>>, entry: Entry): string {
    const { words } = this
    const tag = this.speech.locale === 'ja' ? 'ja-JP' : 'en-GB'
    const clock = { weekday: 'short', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const
    const format = new Intl.DateTimeFormat(tag, { ...clock, timeZone: String(entry['zone']) })
    const when = changesAt === null ? null : format.format(changesAt)
    return open ? words.openUntil(when) : words.closedUntil(when)
  }

  #now(entry: Entry): TemplateResult {
    const { words } = this
    const opening = this.#openingOf(entry)
    if (this.tables === null) return html`<p class="now quiet">${this.adminWords.loading}</p>`
    if (opening === null) return html`<p class="now">${icons.warn}${words.unreadable}</p>`
    return html`<p class="now" role="status">
      <b class=${opening.open ? 'is-open' : 'is-closed'}>${opening.open ? words.open : words.closed}</b
      ><span>${this.#told(opening, entry)}</span>
    </p>`
  }

  protected override form(place: string, entry: Entry): unknown {
    const { words, adminWords } = this
    const names = adminWords.settings['calendar']!
    const key = this.keyOf(entry)
    return html`${this.#zones()} ${this.#now(entry)}
    ${group(
      words.groups.basics,
      '',
      keyField(this, {
        at: `${place}/id`,
        label: names['id']!,
        help: words.keyHelp,
        taken: this.others(key),
        locked: this.isInForce(key),
        changed: (next) => this.rename(place, next),
      }),
      textField(this, {
        at: `${place}/zone`,
        label: names['zone']!,
        help: words.zoneHelp,
        needed: true,
        list: 'zones',
        check: (zone) => (this.tables === null || this.tables.zones.knows(zone) ? '' : words.zoneUnknown),
      }),
    )}
    ${group(
      words.groups.week,
      words.weekLead,
      html`<div class="week">
        ${days.map((day) => spansField(this, { at: `${place}/week/${day}`, label: adminWords.changes.parts[day]! }))}
      </div>`,
      html`<p>
        <button class="button" ?disabled=${!this.mayChange} @click=${() => this.#likeMonday(place)}>
          ${icons.copy}${words.likeMonday}
        </button>
      </p>`,
    )}
    ${this.#holidays(place, entry)} ${this.#dates(place, entry)}`
  }

  #likeMonday(place: string): void {
    const week = (this.editing.at(`${place}/week`) ?? {}) as Readonly<Record<string, unknown>>
    const monday = week['mon'] ?? []
    this.editing.set(`${place}/week`, { ...week, tue: monday, wed: monday, thu: monday, fri: monday })
  }

  #holidays(place: string, entry: Entry): TemplateResult {
    const { words } = this
    const at = `${place}/holidays`
    const own = entry['holidays'] !== undefined
    const today = new Date(this.clock.now()).toISOString().slice(0, 10)
    const ahead =
      this.tables === null
        ? []
        : holidaysAhead(entry as unknown as WrittenCalendar, today, aheadDays, this.tables.holidays.has)
    return group(
      words.groups.holidays,
      words.holidaysLead,
      html`<label class="tick"
        ><input
          type="checkbox"
          ?disabled=${!this.mayChange}
          .checked=${live(own)}
          @change=${(event: Event) => this.editing.set(at, (event.target as HTMLInputElement).checked ? [] : undefined)}
        /><span>${words.holidaysOwn}</span></label
      >`,
      own ? spansField(this, { at, label: words.onHolidays }) : nothing,
      ahead.length === 0
        ? nothing
        : html`<p class="ahead quiet">${words.ahead(ahead.slice(0, 6).map((date) => this.#date(date)))}</p>`,
    )
  }

  #date(date: string): string {
    const at = Date.parse(`${date}T00:00:00Z`)
    const tag = this.speech.locale === 'ja' ? 'ja-JP' : 'en-GB'
    return new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone: 'UTC' }).format(at)
  }

  #dates(place: string, entry: Entry): TemplateResult {
    const { words } = this
    const at = `${place}/dates`
    const dates = Object.keys((entry['dates'] ?? {}) as object).toSorted()
    const add = (): void => {
      if (this.newDate === '') return
      this.editing.set(`${at}/${this.newDate}`, [])
      this.newDate = ''
    }
    return group(
      words.groups.dates,
      words.datesLead,
      grouped(
        { at, label: words.datesLabel },
        wrongAt(this, at, ''),
        html`${dates.map((date) => this.#oneDate(at, date))}
          <p class="new-date">
            <input
              class="field"
              type="date"
              aria-label=${words.newDate}
              ?disabled=${!this.mayChange}
              .value=${live(this.newDate)}
              @change=${(event: Event) => (this.newDate = (event.target as HTMLInputElement).value)}
            /><button class="button" ?disabled=${!this.mayChange || this.newDate === ''} @click=${add}>
              ${icons.add}${words.addDate}
            </button>
          </p>`,
      ),
    )
  }

  #oneDate(at: string, date: string): TemplateResult {
    return html`<div class="date">
      ${spansField(this, { at: `${at}/${date}`, label: this.#date(date) })}
      <button
        class="button bare square"
        aria-label=${this.adminWords.fields.remove(this.#date(date))}
        ?disabled=${!this.mayChange}
        @click=${() => this.editing.set(`${at}/${date}`, undefined)}
      >
        ${icons.close}
      </button>
    </div>`
  }

  #zones(): TemplateResult {
    return html`<datalist id="zones">
      ${Intl.supportedValuesOf('timeZone').map((zone) => html`<option value=${zone}></option>`)}
    </datalist>`
  }
}

customElements.define('mdg-a-admin-hours', HoursSection)
