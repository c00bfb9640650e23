/** How an agent's day went, as a strip of quarters of an hour, and the same in words for who does not see it. */
import type { ReplyBody } from '#protocol'
import { css, html, type TemplateResult } from 'lit'
import type { Speech } from '../speech.ts'

type Quarter = ReplyBody<'agent.figures'>['course'][number]
const kinds = ['workMs', 'readyMs', 'awayMs'] as const
type Kind = (typeof kinds)[number]

const quarterMs = 15 * 60_000
/** Of a quarter in the strip, in an early hour. */
const widestPx = 24

/** A stretch in which one of the three took most of the time. `to` is exclusive. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly kind: Kind
}

/** The day in few words: quarters of one kind that follow each other are one stretch. What is left out was time signed off. */
export function stretchesOf(course: readonly Quarter[]): readonly Stretch[] {
  const stretches: Stretch[] = []
  for (const quarter of course) {
    const [kind] = [...kinds].sort((one, other) => quarter[other] - quarter[one]) as [Kind]
    if (quarter[kind] === 0) continue
    const last = stretches.at(-1)
    const { at } = quarter
    if (last?.kind === kind && last.to === at) stretches[stretches.length - 1] = { ...last, to: at + quarterMs }
    else stretches.push({ from: at, to: at + quarterMs, kind })
  }
  return stretches
}

export const courseLook = css`
  .strip {
    min-width: 112px;
  }
  .course {
    display: flex;
    align-items: stretch;
    gap: 1px;
    height: 48px;
    border-bottom: 1px solid var(--mdg-line);
  }
  .quarter {
    display: flex;
    flex: 1;
    flex-direction: column-reverse;
    min-width: 1px;
  }
  .workMs {
    background: var(--mdg-accent);
  }
  .readyMs {
    background: var(--mdg-accent-soft);
  }
  .awayMs {
    background: repeating-linear-gradient(135deg, var(--mdg-text-2) 0 1px, transparent 1px 4px);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: var(--mdg-space-1) var(--mdg-space-4);
    margin-top: var(--mdg-space-1);
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
  }
  .legend span {
    display: flex;
    gap: var(--mdg-space-2);
    align-items: center;
  }
  .legend i {
    width: 12px;
    height: 12px;
    border: 1px solid var(--mdg-line);
  }
  .ends {
    display: flex;
    justify-content: space-between;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
    font-variant-numeric: tabular-nums;
  }
`

const nameOf = (speech: Speech, kind: Kind): string =>
  speech.words.desk.myDay.figures[kind === 'readyMs' ? 'availableMs' : kind]

/** From the first quarter that has something up to now; nothing before there is any. */
export function courseOf(speech: Speech, course: readonly Quarter[], now: number): TemplateResult | null {
  const [first] = course
  if (first === undefined) return null
  const { myDay } = speech.words.desk
  const byQuarter = new Map(course.map((quarter) => [quarter.at, quarter]))
  const count = Math.max(1, Math.min(104, Math.ceil((now - first.at) / quarterMs)))
  const all = Array.from({ length: count }, (_, n) => first.at + n * quarterMs)
  const share = (ms: number): string => `height: ${Math.min(100, (ms / quarterMs) * 100)}%`
  return html`<h3>${myDay.course}</h3>
    <div class="strip" aria-hidden="true" .style=${`max-width:${count * widestPx}px`}>
      <div class="course">
        ${all.map(
          (at) =>
            html`<div class="quarter" title=${speech.time(at)}>
              ${kinds.map((kind) => html`<div class=${kind} .style=${share(byQuarter.get(at)?.[kind] ?? 0)}></div>`)}
            </div>`,
        )}
      </div>
      <div class="ends"><span>${speech.time(first.at)}</span><span>${speech.time(now)}</span></div>
    </div>
    <p class="legend" aria-hidden="true">
      ${kinds.map((kind) => html`<span><i class=${kind}></i>${nameOf(speech, kind)}</span>`)}
    </p>
    <ol class="unseen">
      ${stretchesOf(course).map(
        ({ from, to, kind }) =>
          html`<li>${myDay.stretch(speech.time(from), speech.time(Math.min(to, now)), nameOf(speech, kind))}</li>`,
      )}
    </ol>`
}
