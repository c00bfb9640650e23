/** The agent's own day: how it went, when their queues are open, what was served, how it was rated. Nobody is compared with anybody here. */
import type { DeskMe, FloorQueue, ReplyBody } from '#protocol'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { presenceText } from '../elements/presence.ts'
import { icons } from '../icons.ts'
import { look } from '../look.ts'
import type { Questions } from '../questions.ts'
import type { Speech } from '../speech.ts'
import type { Clock } from '../ticker.ts'
import { courseLook, courseOf } from './course.ts'

type Figures = ReplyBody<'agent.figures'>
type Figure = Exclude<keyof Figures, 'reasons' | 'course'>
type Shown = { readonly kind: 'loading' | 'failed' } | { readonly kind: 'there'; readonly figures: Figures }

const groups: Readonly<Record<'contacts' | 'time' | 'ratings', readonly Figure[]>> = {
  contacts: ['answered', 'handled', 'missed', 'declined'],
  time: ['workMs', 'availableMs', 'awayMs', 'talkMs', 'wrapUpMs', 'handleMs', 'occupancyPermille'],
  ratings: ['surveys', 'score'],
}

/** When the day of this machine began. */
const dayBegan = (now: number): number => new Date(now).setHours(0, 0, 0, 0)

export class DayDialog extends LitElement {
  static override styles = [
    look,
    courseLook,
    css`
      header {
        display: flex;
        align-items: center;
        padding: var(--mdg-space-3) var(--mdg-space-3) 0 var(--mdg-space-5);
      }
      h2 {
        flex: 1;
      }
      .body {
        padding: 0 var(--mdg-space-5) var(--mdg-space-5);
      }
      .lead {
        font-size: var(--mdg-size-13);
      }
      h3 {
        margin: var(--mdg-space-4) 0 var(--mdg-space-2);
        font-size: var(--mdg-size-13);
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(104px, 1fr));
        gap: var(--mdg-space-2);
      }
      dl div {
        display: flex;
        flex-direction: column-reverse;
        justify-content: flex-end;
        padding: var(--mdg-space-2) var(--mdg-space-3);
        border-radius: var(--mdg-radius-1);
        background: var(--mdg-surface-1);
      }
      li {
        display: flex;
        justify-content: space-between;
        padding: var(--mdg-space-1) var(--mdg-space-3);
        font-size: var(--mdg-size-13);
      }
      dt {
        color: var(--mdg-text-2);
        font-size: var(--mdg-size-12);
      }
      dd {
        font-size: var(--mdg-size-16);
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) clock!: Clock
  @property({ attribute: false }) questions!: Questions
  /** For the words of the reasons. */
  @property({ attribute: false }) me: DeskMe | null = null

  /** Those that they serve. */
  @property({ attribute: false }) queues: readonly FloorQueue[] = []

  @state() private shown: Shown = { kind: 'loading' }
  @query('dialog') private dialog!: HTMLDialogElement

  show(): void {
    void this.updateComplete.then(() => {
      if (!this.dialog.open) this.dialog.showModal()
    })
    void this.#load()
  }

  async #load(): Promise<void> {
    this.shown = await this.questions.figures(dayBegan(this.clock.now())).then(
      (figures): Shown => ({ kind: 'there', figures }),
      (): Shown => ({ kind: 'failed' }),
    )
  }

  #told(figure: Figure, value: number | null): string {
    const { speech } = this
    if (value === null) return '–'
    if (figure.endsWith('Ms')) return speech.duration(value)
    return figure === 'occupancyPermille' ? speech.percent(value / 1_000) : speech.number(value)
  }

  #figures(figures: Figures): TemplateResult[] {
    const { myDay } = this.speech.words.desk
    return (Object.keys(groups) as (keyof typeof groups)[]).map(
      (group) =>
        html`<h3>${myDay.groups[group]}</h3>
          <dl>
            ${groups[group].map(
              (figure) =>
                html`<div>
                  <dt>${myDay.figures[figure]}</dt>
                  <dd>${this.#told(figure, figures[figure])}</dd>
                </div>`,
            )}
          </dl>`,
    )
  }

  /** Where the time away went. */
  #reasons({ reasons }: Figures): TemplateResult | typeof nothing {
    if (reasons.length === 0) return nothing
    const { speech, me } = this
    return html`<h3>${speech.words.desk.myDay.away}</h3>
      <ul>
        ${reasons.map(
          ({ reason, ms }) =>
            html`<li>
              <span>${presenceText(speech, 'away', reason, me?.reasons ?? [])}</span
              ><span class="figures">${speech.duration(ms)}</span>
            </li>`,
        )}
      </ul>`
  }

  /** Until when their queues are open; nothing where none has hours. */
  #hours(): TemplateResult | typeof nothing {
    const timed = this.queues.filter(({ open }) => open !== null)
    if (timed.length === 0) return nothing
    const { speech } = this
    const { queues } = speech.words.floor
    const told = ({ open, changesAt }: FloorQueue): string => {
      const when = changesAt === null ? null : speech.soon(changesAt, this.clock.now())
      if (open === true) return when === null ? queues.open : queues.openUntil(when)
      return when === null ? queues.closed : queues.closedUntil(when)
    }
    return html`<h3>${speech.words.desk.myDay.hours}</h3>
      <ul>
        ${timed.map((queue) => html`<li><span>${speech.both(queue.name)}</span><span>${told(queue)}</span></li>`)}
      </ul>`
  }

  #body(): TemplateResult {
    const { myDay } = this.speech.words.desk
    if (this.shown.kind === 'there')
      return html`${courseOf(this.speech, this.shown.figures.course, this.clock.now())}${this.#hours()}${this.#figures(
        this.shown.figures,
      )}${this.#reasons(this.shown.figures)}`
    if (this.shown.kind === 'loading') return html`<p class="quiet" role="status">${myDay.loading}</p>`
    return html`<p class="problem" role="alert">${myDay.failed}</p>
      <p class="actions">
        <button class="button" @click=${() => void this.#load()}>${this.speech.words.customer.again}</button>
      </p>`
  }

  protected override render(): unknown {
    const { words } = this.speech
    const { myDay } = words.desk
    return html`<dialog aria-labelledby="title">
      <header>
        <h2 id="title">${myDay.title}</h2>
        <button
          class="button bare square"
          aria-label=${words.talk.close}
          title="${words.talk.close} (Esc)"
          @click=${() => this.dialog.close()}
        >
          ${icons.close}
        </button>
      </header>
      <div class="body">
        <p class="lead quiet">${myDay.since(this.speech.time(dayBegan(this.clock.now())))}</p>
        ${this.#body()}
      </div>
    </dialog>`
  }
}

customElements.define('mdg-a-day-dialog', DayDialog)
