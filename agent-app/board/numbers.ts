/** The four numbers that are read from across the room, each with how it went in the last half hour. */
import { html, nothing, svg, type TemplateResult } from 'lit'
import { trendBox, trendPath, type Measure, type Totals, type Trend } from '../floor-totals.ts'
import { icons } from '../icons.ts'
import type { Telling } from './columns.ts'

export function numbers(totals: Totals, trend: Trend, telling: Telling): TemplateResult {
  const { speech, words, now } = telling
  const { numbers: told } = words
  const { waiting, longestSince, levelNow, levelToday, free, staffed } = totals
  const share = (permille: number): string => speech.percent(permille / 1_000)
  const line = (name: string, of: Measure): TemplateResult => drawn(trend, of, now, told.trend(name))
  const isMissed = levelNow !== null && totals.levelTarget !== null && levelNow < totals.levelTarget
  return html`<div class="numbers-group" role="group" aria-label=${told.label}>
    <dl class="numbers">
      ${number(told.waiting, speech.number(waiting), '', waiting > 0 ? 'waits' : '', line(told.waiting, 'waiting'))}
      ${number(
        told.longest,
        longestSince === null ? '–' : speech.duration(now - longestSince),
        longestSince === null ? told.nobody : '',
        longestSince === null ? '' : 'waits',
        line(told.longest, 'longestMs'),
      )}
      ${number(
        told.level,
        levelNow === null ? '–' : html`${isMissed ? icons.warn : nothing}${share(levelNow)}`,
        [
          levelNow === null && levelToday === null ? told.unknown : told.levelNow,
          levelToday === null ? '' : told.levelToday(share(levelToday)),
        ]
          .filter((part) => part !== '')
          .join(' · '),
        isMissed ? 'late' : '',
        line(told.level, 'level'),
      )}
      ${number(
        told.free,
        speech.number(free),
        told.ofStaffed(speech.number(staffed)),
        free > 0 ? 'good' : '',
        line(told.free, 'free'),
      )}
    </dl>
  </div>`
}

/** Letters of a value that has room for being large. */
const shortMax = 5

const number = (
  name: string,
  value: string | TemplateResult,
  below: string,
  tone: string,
  line: TemplateResult,
): TemplateResult =>
  html`<div class="number">
    <dt>${name}</dt>
    <dd>
      <b class="${tone} ${typeof value === 'string' && value.length > shortMax ? '' : 'short'}">${value}</b
      ><span class="below">${below}</span>${line}
    </dd>
  </div>`

/** The picture of a line; its words are for those who do not see it. */
function drawn(trend: Trend, of: Measure, now: number, label: string): TemplateResult {
  const path = trendPath(trend.samples, of, now)
  return html`<svg class="trend" viewBox=${trendBox} preserveAspectRatio="none" role="img" aria-label=${label}>
    ${path === '' ? nothing : svg`<path d=${path} />`}
  </svg>`
}
