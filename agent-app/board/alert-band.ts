/** Thresholds that queues are beyond now: which, by how much, since when, and who has seen it. Quiet: it pushes nothing away. */
import type { FloorAlert } from '#protocol'
import { html, nothing, type TemplateResult } from 'lit'
import { icons } from '../icons.ts'
import type { DeskLists } from '../state.ts'
import { isPhone, isWide } from '../widths.ts'
import type { Telling } from './columns.ts'

/** So many are shown before one asks for the rest. */
const shownMax = (): number => (isWide() ? 3 : isPhone() ? 1 : 2)

export interface Band {
  readonly alerts: ReadonlyMap<string, FloorAlert>
  readonly queues: DeskLists['queues']
  /** Seen by whoever reads: shown by their name. */
  readonly isAll: boolean
  readonly showAll: () => void
  readonly seen: (alert: string) => void
  readonly open: (queue: string) => void
}

/** Those that nobody has seen first, then the newest. */
export function alertsInOrder(alerts: ReadonlyMap<string, FloorAlert>): readonly (readonly [string, FloorAlert])[] {
  const rank = ({ seenBy }: FloorAlert): number => (seenBy.length === 0 ? 0 : 1)
  return [...alerts].sort(
    ([a, one], [b, other]) => rank(one) - rank(other) || other.since - one.since || (a < b ? -1 : 1),
  )
}

export function alertBand(band: Band, telling: Telling): TemplateResult | typeof nothing {
  const all = alertsInOrder(band.alerts)
  if (all.length === 0) return nothing
  const { alerts: words } = telling.words
  const most = shownMax()
  const shown = band.isAll ? all : all.slice(0, most)
  return html`<section class="alerts" aria-label=${words.label}>
    <p class="unseen" role="status">${words.count(telling.speech.number(all.length))}</p>
    <ul>
      ${shown.map(([key, alert]) => line(key, alert, band, telling))}
    </ul>
    ${
      all.length <= most
        ? nothing
        : html`<button class="button bare" aria-expanded=${band.isAll} @click=${band.showAll}>
            ${band.isAll ? words.fewer : words.more(telling.speech.number(all.length - most))}
          </button>`
    }
  </section>`
}

function line(key: string, alert: FloorAlert, band: Band, telling: Telling): TemplateResult {
  const { speech, words, me, now } = telling
  const { alerts: told } = words
  const queue = band.queues.find((one) => one.queue === alert.queue)
  const name = queue === undefined ? alert.queue : speech.both(queue.name)
  const isSeen = alert.seenBy.length > 0
  return html`<li class=${isSeen ? 'seen' : ''}>
    ${icons.warn}
    <span class="what"
      ><button class="queue" @click=${() => band.open(alert.queue)}>${name}</button>
      <span class="rule">${ruleText(alert, telling)}</span>
      <span class="quiet"
        >${told.since(speech.soon(alert.since, now))} ·
        ${isSeen ? told.seenBy(alert.seenBy.join(', ')) : told.unseen}</span
      ></span
    >
    ${
      me !== null && alert.seenBy.includes(me.name)
        ? nothing
        : html`<button class="button" aria-label=${told.seenOf(name)} @click=${() => band.seen(key)}>
            ${icons.check}${told.seen}
          </button>`
    }
  </li>`
}

/** What is beyond which bound. Waits come in seconds, levels in percent. */
export function ruleText({ measure, value, bound, isAbove }: FloorAlert, { speech, words }: Telling): string {
  const { rule } = words.alerts
  const told = (amount: number): string => {
    if (measure === 'longestWait' || measure === 'expectedWait') return speech.duration(amount * 1_000)
    return measure === 'levelNow' ? speech.percent(amount / 100) : speech.number(amount)
  }
  return rule[measure](told(value), told(bound), isAbove)
}
