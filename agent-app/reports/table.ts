/**
 * The table of a report: heads that sort and tell what their figure means, all rows together at the foot, and below each
 * figure how it differs from that of the stretch beside it.
 */
import { html, nothing, type TemplateResult } from 'lit'
import { icons } from '../icons.ts'
import type { Speech } from '../speech.ts'
import type { ReportWords } from '../translations/en-reports.ts'
import type { Answer, Figure, Figures } from './answer.ts'
import { nextSort } from './asking.ts'
import { toldValue } from './drawing.ts'

interface Table {
  readonly answer: Answer
  /** Places of the figures that are shown. */
  readonly places: readonly number[]
  readonly speech: Speech
  readonly words: ReportWords
  /** The formula whose meaning is told, '' for none. */
  readonly told: string
  readonly tell: (formula: string) => void
  readonly sort: (sort: string) => void
  readonly begin: (at: number) => string
  readonly nameOf: (part: keyof ReportWords['parts'], id: string, name: string) => string
}

export function reportTable(table: Table): TemplateResult {
  const { answer, places, words, begin, nameOf } = table
  const hasTime = answer.asking.interval !== 'all'
  return html`<table>
    <thead>
      <tr>
        ${hasTime ? head(table, 'at', words.begins) : nothing}
        ${answer.parts.map((part) => head(table, part, words.parts[part]))}
        ${places.map((at) => head(table, answer.figures[at]!.formula, answer.figures[at]!.name, answer.figures[at]))}
      </tr>
    </thead>
    <tbody>
      ${answer.rows.map(
        (row) =>
          html`<tr>
            ${hasTime ? html`<th class="time" scope="row">${begin(row.at)}</th>` : nothing}
            ${row.parts.map(({ id, name }, at) => html`<th scope="row"><span>${nameOf(answer.parts[at]!, id, name)}</span></th>`)}
            ${places.map((at) => cell(table, answer.figures[at]!, row.figures[at], row.before, at))}
          </tr>`,
      )}
    </tbody>
    ${foot(table, answer.parts.length + (hasTime ? 1 : 0))}
  </table>`
}

/** Of one row there is nothing to add up. */
function foot(table: Table, columns: number): TemplateResult | typeof nothing {
  const { answer, places, words } = table
  const { total } = answer
  if (total === null || answer.count < 2 || columns === 0) return nothing
  return html`<tfoot>
    <tr>
      <th scope="row" colspan=${columns}>${words.together}</th>
      ${places.map((at) => cell(table, answer.figures[at]!, total.figures[at], total.before, at))}
    </tr>
  </tfoot>`
}

function head(table: Table, column: string, name: string, figure?: Figure): TemplateResult {
  const { answer } = table
  const { sort } = answer.asking
  const way = sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : 'none'
  return html`<th class=${figure === undefined ? 'name' : ''} scope="col" aria-sort=${way}>
    <span class="head">
      <button class="bare sort" @click=${() => table.sort(nextSort(sort, column))}>
        ${name}<span class="way ${way}">${way === 'ascending' ? icons.up : icons.fold}</span>
      </button>
      ${figure === undefined ? nothing : why(table, figure)}
    </span>
  </th>`
}

function why({ words, told, tell }: Table, { formula, name, means }: Figure): TemplateResult {
  return html`<button
    class="bare why"
    aria-expanded=${told === formula}
    aria-label=${words.explain(name)}
    title=${means}
    @click=${() => tell(told === formula ? '' : formula)}
  >
    ${icons.why}
  </button>`
}

function cell(
  { speech, words }: Table,
  figure: Figure,
  value: number | null | undefined,
  before: Figures | null | undefined,
  at: number,
): TemplateResult {
  const now = value ?? null
  const shown = now === null ? html`<span class="empty">–</span>` : toldValue(speech, now, figure.unit)
  if (before === undefined) return html`<td>${shown}</td>`
  const was = before?.[at] ?? null
  const told = was === null ? words.nothingBefore : words.before(toldValue(speech, was, figure.unit))
  return html`<td title=${told}>
    ${shown}<span class="beside">${differenceOf(speech, words, now, was, figure.unit)}</span>
  </td>`
}

/** `+24`, `−3 pt`: of shares in points, and nothing where one of the two says nothing. */
export function differenceOf(
  speech: Speech,
  words: ReportWords,
  now: number | null,
  was: number | null,
  unit: Figure['unit'],
): string {
  if (now === null || was === null) return '–'
  const by = now - was
  const size = Math.abs(by)
  const told = unit === 'share' ? words.points(speech.number(Math.round(size * 100))) : toldValue(speech, size, unit)
  const isNothing = told === (unit === 'share' ? words.points(speech.number(0)) : toldValue(speech, 0, unit))
  return isNothing ? `±${told}` : `${by > 0 ? '+' : '−'}${told}`
}
