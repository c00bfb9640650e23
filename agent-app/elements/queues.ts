/** The place of the queues: how each stands, and who waits in those that are opened, to be taken or assigned. */
import type { FloorBot, FloorQueue, FloorWaiting } from '#protocol'
import { LitElement, html, nothing, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import type { Asks } from '../asks.ts'
import type { Notice } from '../choice.ts'
import { say, type Named } from '../deeds.ts'
import { isTakeable, leads, queueLines, type Overflow, type QueueLine } from '../floor-rows.ts'
import { icons } from '../icons.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'
import type { DeskLists } from '../state.ts'
import type { Clock } from '../ticker.ts'
import { isPhone } from '../widths.ts'
import { floorLook } from './floor-look.ts'
import { floorPlace } from './floor-place.ts'
import { RowList, type ListRow } from './row-list.ts'

type Line = QueueLine & ListRow

const bare = (time: string): string => time

/**
 * @event mdg-a-deed - `pull`, `askAssign`, `why`, `pane`, `dismissNotice`.
 */
export class Queues extends LitElement {
  static override styles = [look, floorLook]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) clock!: Clock
  @property({ attribute: false }) lists!: DeskLists
  @property({ attribute: false }) bots: ReadonlyMap<string, FloorBot> = new Map()
  @property({ attribute: false }) waiting!: ReadonlyMap<string, FloorWaiting>
  @property({ attribute: false }) asks!: Asks
  @property({ attribute: false }) notice: Notice | null = null
  /** Counts the desk's changes: the lists change in place. */
  @property({ type: Number }) turn = 0

  @state() private opened: ReadonlySet<string> | null = null
  @state() search = ''
  readonly #rows = new RowList<Line>(this, (row) => this.#toggle(row.key))

  /** To the rows, or to the search where there is none. */
  override focus(): void {
    void this.updateComplete.then(() => this.#rows.focus())
  }

  #toggle(queue: string): void {
    const opened = new Set(this.#opened())
    if (!opened.delete(queue)) opened.add(queue)
    this.opened = opened
  }

  /** Until somebody opens or closes one, own queues in which somebody waits are open. */
  #opened(): ReadonlySet<string> {
    if (this.opened !== null) return this.opened
    const { queues, ownQueues } = this.lists
    const busy = queues.filter(({ queue, waiting }) => waiting > 0 && (ownQueues?.has(queue) ?? true))
    return new Set(busy.map(({ queue }) => queue))
  }

  #lines(): readonly Line[] {
    const looking = { opened: this.#opened(), search: this.search }
    return queueLines(this.lists, this.waiting.values(), looking).map((line): Line => {
      const height = this.#height(line)
      return line.kind === 'queue' ? { ...line, height, level: 1 } : { ...line, height, level: 2, opened: null }
    })
  }

  #height({ kind }: QueueLine): number {
    if (kind === 'queue') return isPhone() ? 76 : 60
    if (kind === 'waiting') return isPhone() ? 76 : 54
    return kind === 'overflow' && isPhone() ? 44 : 34
  }

  #queue(queue: FloorQueue, tab: number): TemplateResult {
    const { speech, clock } = this
    const { queues } = speech.words.floor
    const { waiting, longestSince, staffed, free } = queue
    return html`<div class="cell wide" role="gridcell">
      <button class="head" tabindex=${tab} @click=${() => this.#toggle(queue.queue)}>
        ${icons.fold}<span class="title"><span class="cut">${speech.both(queue.name)}</span></span
        ><span class="facts"
          ><span class=${waiting > 0 ? 'waits' : ''}>${queues.waiting(waiting)}</span>${
            longestSince === null
              ? nothing
              : html`<span class="waits"
                  >${icons.clock}<mdg-a-timer
                    .clock=${clock}
                    .speech=${speech}
                    .since=${longestSince}
                    .sentence=${queues.longest}
                  ></mdg-a-timer
                ></span>`
          }<span class=${free > 0 ? 'good' : ''}>${queues.staffing(free, staffed)}</span>${this.#hours(queue)}</span
        >
      </button>
    </div>`
  }

  #hours({ open, changesAt }: FloorQueue): TemplateResult | typeof nothing {
    if (open === null) return nothing
    const { queues } = this.speech.words.floor
    const until = changesAt === null ? null : this.speech.soon(changesAt, this.clock.now())
    if (open) return html`<span>${until === null ? queues.open : queues.openUntil(until)}</span>`
    return html`<span class="late">${icons.clock}${until === null ? queues.closed : queues.closedUntil(until)}</span>`
  }

  #overflow({ name, queue, way }: Overflow): TemplateResult {
    const { queues } = this.speech.words.floor
    const target = this.lists.queues.find((one) => one.queue === queue)
    const text =
      target === undefined ? queues.overflowWay(name, way) : queues.overflowTo(name, this.speech.both(target.name))
    return html`<div class="cell note" role="gridcell">${icons.overflow}<span>${text}</span></div>`
  }

  #who(item: FloorWaiting, name: string): TemplateResult {
    const { speech } = this
    const narrow = isPhone()
    const { queues } = speech.words.floor
    const tags = [queues.phase[item.phase](item.offeredTo), item.onlyFor === '' ? '' : queues.onlyFor(item.onlyFor)]
      .filter((tag) => tag !== '')
      .map((tag) => html`<span class="tag cut" title=${tag}>${tag}</span>`)
    const topic = html`<span class="cut">${speech.both(item.topic)}</span>`
    // Where there is little room the name has the first line for itself.
    return html`<span class="who"
      ><span class="cell"><span class="cut" title=${name}>${name}</span>${narrow ? nothing : tags}</span
      ><span class="facts"
        ><span class="waits"
          >${narrow ? icons.clock : nothing}<mdg-a-timer
            .clock=${this.clock}
            .speech=${speech}
            .since=${item.enqueuedAt}
            .sentence=${narrow ? bare : queues.waited}
          ></mdg-a-timer></span
        >${narrow && tags.length > 0 ? tags : topic}</span
      ></span
    >`
  }

  #waiting(item: FloorWaiting, place: number, own: boolean, tab: number): TemplateResult {
    const { speech, asks } = this
    const { floor } = speech.words
    const name = speech.customer(item.customerName)
    const of: Named = { contact: item.contact, name }
    const assigning = asks.busy(`assign ${item.contact}`)
    const taking = asks.busy(`pull ${item.contact}`)
    return html`<div class="cell place" role="gridcell">${floor.queues.place(place)}</div>
      <div class="cell wide" role="gridcell">${this.#who(item, name)}</div>
      <div class="cell acts" role="gridcell">
        ${
          isTakeable(item, own, this.lists.me)
            ? html`<button
                class="button main"
                tabindex=${tab}
                aria-disabled=${taking}
                aria-label=${floor.queues.takeName(name)}
                @click=${() => taking || say(this, { do: 'pull', of })}
              >
                <span class="word">${taking ? floor.queues.taking : floor.queues.take}</span>
              </button>`
            : nothing
        }${
          leads(this.lists.me)
            ? html`<button
                class="button"
                tabindex=${tab}
                aria-label=${floor.queues.assign(name)}
                title=${floor.queues.assign(name)}
                aria-disabled=${assigning}
                @click=${() => assigning || say(this, { do: 'askAssign', of })}
              >
                ${icons.assign}
              </button>`
            : nothing
        }<button
          class="button bare"
          tabindex=${tab}
          aria-label=${floor.queues.why(name)}
          title=${floor.queues.why(name)}
          @click=${() => say(this, { do: 'why', of })}
        >
          ${icons.why}<span class="word">${floor.why.button}</span>
        </button>
      </div>`
  }

  #rest(rest: (QueueLine & { kind: 'rest' })['rest']): TemplateResult {
    const { queues } = this.speech.words.floor
    const text = typeof rest === 'number' ? queues.more(rest) : queues[rest]
    return html`<div class="cell rest" role="gridcell">${text}</div>`
  }

  #draw(line: Line, tab: number): TemplateResult {
    switch (line.kind) {
      case 'queue':
        return this.#queue(line.queue, tab)
      case 'overflow':
        return this.#overflow(line.rule)
      case 'waiting':
        return this.#waiting(line.item, line.place, line.own, tab)
      case 'rest':
        return this.#rest(line.rest)
    }
  }

  /** Contacts that wait in no queue yet: the bot of their site has them. */
  #withBots(): TemplateResult | null {
    const bots = [...this.bots.values()].filter(({ contacts }) => contacts > 0)
    if (bots.length === 0) return null
    const { known } = this.speech.words
    return html`<ul class="bots">
      ${bots.map(
        ({ name, contacts }) =>
          html`<li>${icons.bot}<span>${known.withBot(this.speech.both(name), contacts)}</span></li>`,
      )}
    </ul>`
  }

  protected override render(): unknown {
    const { places, queues } = this.speech.words.floor
    const lines = this.#lines()
    const rows =
      lines.length === 0 ? null : this.#rows.render(places.queues, lines, (line, tab) => this.#draw(line, tab))
    const words = { title: places.queues, filter: queues.filter, none: queues.none }
    return floorPlace(this, words, rows, this.#withBots())
  }
}
