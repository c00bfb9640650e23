/**
 * How hub and media are, looked at again while somebody looks: each thing as it should be, late or wrong, in words, and where it
 * is not as it should be, what to do.
 */
import { html, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { icons } from '../../icons.ts'
import { look } from '../../look.ts'
import { enWatch, type WatchWords } from '../../translations/en-admin-watch.ts'
import { jaWatch } from '../../translations/ja-admin-watch.ts'
import { adminLook } from '../admin-look.ts'
import { ask } from '../api.ts'
import { problemLine, type Refusal } from '../problem.ts'
import { AdminSection } from '../section.ts'
import { watchLook } from './watch-look.ts'

type State = 'ok' | 'late' | 'wrong'
type CheckName = keyof WatchWords['health']['checks']

interface Check {
  readonly name: CheckName
  readonly state: State
  readonly value: number | null
  readonly bound: number | null
}

interface Details {
  readonly at: number
  readonly version: string
  readonly mode: 'demo' | 'production'
  readonly begunAt: number
  readonly draining: boolean
  readonly checks: readonly Check[]
  readonly media: {
    readonly available: boolean
    readonly reason: string
    readonly workers: readonly {
      readonly state: 'starting' | 'running' | 'waiting'
      readonly since: number
      readonly error: string
    }[]
  }
}

const everyMs = 10_000
/** The worst comes first. */
const order: readonly State[] = ['wrong', 'late', 'ok']
const signs = { ok: icons.checks, late: icons.clock, wrong: icons.warn } as const
const inBytes: readonly CheckName[] = ['store', 'disk', 'memory', 'files']
const inTime: readonly CheckName[] = ['backup', 'keysCopy']

export class HealthSection extends AdminSection {
  static override styles = [look, adminLook, watchLook]

  @state() private details: Details | null = null
  @state() private refusal: Refusal | null = null
  #timer = 0

  private get words(): WatchWords['health'] {
    return (this.speech.locale === 'ja' ? jaWatch : enWatch).health
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#ask()
    this.#timer = window.setInterval(() => void this.#ask(), everyMs)
  }

  override disconnectedCallback(): void {
    clearInterval(this.#timer)
    super.disconnectedCallback()
  }

  async #ask(): Promise<void> {
    const answer = await ask<Details>('/api/health/details')
    this.refusal = answer.ok ? null : answer
    if (answer.ok) this.details = answer.body
  }

  protected override render(): unknown {
    const { words, details } = this
    return html`<div class="head"><h2 tabindex="-1">${words.title}</h2></div>
      <p class="lead">${words.lead}</p>
      ${problemLine(this.speech, this.refusal)}
      ${details === null ? html`<p class="quiet" role="status">${words.loading}</p>` : this.#all(details)}`
  }

  #all(details: Details): TemplateResult {
    const { words, speech } = this
    const { checks, media, at, begunAt, version, mode, draining } = details
    const sorted = checks.toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state))
    const amiss = checks.filter((one) => one.state !== 'ok').length
    return html`<p class="chain" role="status">
        <span class="state ${amiss === 0 ? 'ok' : sorted[0]!.state}"
          >${signs[amiss === 0 ? 'ok' : sorted[0]!.state]}${amiss === 0 ? words.allWell : words.amiss(amiss)}</span
        >
        ${draining ? words.draining : nothing}
      </p>
      <dl class="facts-list">
        ${[
          [words.version, version],
          [words.mode, words.modes[mode]],
          [words.uptime, speech.duration(at - begunAt)],
          [words.since, speech.moment(begunAt)],
        ].map(
          ([label, text]) =>
            html`<div>
              <dt>${label}</dt>
              <dd>${text}</dd>
            </div>`,
        )}
      </dl>
      <ul class="checks">
        ${sorted.map((one) => this.#check(one))}
      </ul>
      ${media.workers.length === 0 ? nothing : this.#workers(media.workers)}
      ${media.available || media.reason === '' ? nothing : html`<p class="more quiet">${words.mediaReason(media.reason)}</p>`}`
  }

  #check({ name, state: standing, value, bound }: Check): TemplateResult {
    const { words } = this
    const { label, todo } = words.checks[name]
    return html`<li>
      <span class="state ${standing}">${signs[standing]}${words.states[standing]}</span>
      <b>${label}</b>
      <span class="figures">${this.#value(name, value, bound)}</span>
      ${standing === 'ok' ? nothing : html`<p class="todo">${todo}</p>`}
    </li>`
  }

  #value(name: CheckName, value: number | null, bound: number | null): string {
    const { words, speech } = this
    if (value === null) return words.never
    const shown = (one: number): string =>
      inTime.includes(name) ? speech.moment(one) : inBytes.includes(name) ? speech.size(one) : speech.number(one)
    if (bound === null) return shown(value)
    return name === 'disk' ? words.free(shown(value), shown(bound)) : words.of(shown(value), shown(bound))
  }

  #workers(workers: Details['media']['workers']): TemplateResult {
    const { words, speech } = this
    return html`<h3 class="more">${words.workers}</h3>
      <ul class="checks">
        ${workers.map(
          ({ state: standing, since, error }, at) =>
            html`<li>
              <span class="state ${standing === 'running' ? 'ok' : 'late'}"
                >${signs[standing === 'running' ? 'ok' : 'late']}${words.workerStates[standing]}</span
              ><b>${words.worker(at + 1)}</b><span class="figures">${speech.moment(since)}</span>
              ${error === '' ? nothing : html`<p class="todo">${error}</p>`}
            </li>`,
        )}
      </ul>`
  }
}

customElements.define('mdg-a-admin-health', HealthSection)
