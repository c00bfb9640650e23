/**
 * Draws what pictures.ts has made of a report: lines over time and bars as SVG, the week as a table. A line is told apart by its
 * dashes as well as by its colour; whoever cannot see a picture has every value in the table.
 */
import { html, nothing, svg, type TemplateResult } from 'lit'
import type { Speech } from '../speech.ts'
import type { ReportWords } from '../translations/en-reports.ts'
import { axisOf, barsOf, gridOf, linesOf, shadeOf, weekHours, type Line, type PictureRow } from './pictures.ts'

export interface Drawn {
  readonly name: string
  readonly unit: 'count' | 'share' | 'duration' | 'decimal'
  /** Of the figure, in the rows. */
  readonly place: number
}

interface Drawing {
  readonly rows: readonly PictureRow[]
  readonly figure: Drawn
  readonly speech: Speech
  readonly words: ReportWords
  /** What is said of a row's time, in full and below an axis, and of a row. */
  readonly moment: (at: number) => string
  readonly tick: (at: number) => string
  readonly nameOf: (row: PictureRow) => string
}

const wide = 960
const high = 320
const left = 64
const bottom = 28
const top = 12
const right = 12
/** Times that are written below the lines. */
const ticksMax = 7

export function lineChart(drawing: Drawing): TemplateResult {
  const { rows, figure, speech, words, moment, tick } = drawing
  const { times, lines, left: more } = linesOf(rows, figure.place)
  const most = Math.max(0, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)))
  const [middle, end] = axisOf(most, figure.unit)
  const told = (value: number): string => toldValue(speech, value, figure.unit)
  const x = (index: number): number =>
    left + ((wide - left - right) * (times.length > 1 ? index : 0.5)) / Math.max(1, times.length - 1)
  const y = (value: number): number => high - bottom - ((high - bottom - top) * value) / end
  const every = Math.max(1, Math.ceil(times.length / ticksMax))
  return html`<figure>
    <svg class="chart" viewBox="0 0 ${wide} ${high}" role="img" aria-label=${words.chartOf(figure.name, lines.length)}>
      ${[0, middle, end].map(
        (value) =>
          svg`<line class="grid" x1=${left} x2=${wide - right} y1=${y(value)} y2=${y(value)}></line>
            <text class="axis" x=${left - 8} y=${y(value) + 4} text-anchor="end">${told(value)}</text>`,
      )}
      ${times.map((at, index) =>
        index % every === 0
          ? svg`<text class="axis" x=${x(index)} y=${high - 8} text-anchor=${index === 0 ? 'start' : 'middle'}>${tick(at)}</text>`
          : nothing,
      )}
      ${lines.map(
        ({ name, values }, nth) => svg`<g class="line l${nth}">
          ${piecesOf(values).map((piece) => svg`<polyline points=${piece.map(([at, value]) => `${x(at)},${y(value)}`).join(' ')}></polyline>`)}
          ${values.map((value, index) =>
            value === null
              ? nothing
              : svg`<circle cx=${x(index)} cy=${y(value)} r="3"><title>${name} ${moment(times[index]!)}: ${told(value)}</title></circle>`,
          )}
        </g>`,
      )}
    </svg>
    ${legend(drawing, lines, more)}
  </figure>`
}

/** Where a value is missing a line is broken. */
function piecesOf(values: Line['values']): readonly (readonly (readonly [number, number])[])[] {
  const pieces: [number, number][][] = [[]]
  values.forEach((value, at) => {
    if (value === null) pieces.push([])
    else pieces.at(-1)!.push([at, value])
  })
  return pieces.filter(({ length }) => length > 1)
}

function legend({ words, nameOf }: Drawing, lines: readonly Line[], more: number): TemplateResult {
  return html`<figcaption>
    ${lines.map(
      ({ name }, nth) =>
        html`<span class="key"
          ><svg class="line l${nth}" viewBox="0 0 28 8" aria-hidden="true">
            <polyline points="0,4 28,4"></polyline></svg
          >${name === '' ? nameOf({ at: 0, parts: [{ id: '', name: '' }], figures: [] }) : name}</span
        >`,
    )}
    ${more > 0 ? html`<span class="quiet">${words.moreLines(more)}</span>` : nothing}
  </figcaption>`
}

export function barChart({ rows, figure, speech, words, nameOf }: Drawing): TemplateResult {
  const { bars, left: more } = barsOf(rows, figure.place)
  const most = Math.max(0, ...bars.map(({ value }) => value))
  return html`<figure>
    <ol class="bars" aria-label=${words.chartOf(figure.name, bars.length)}>
      ${bars.map(
        ({ row, value }) =>
          html`<li>
            <span class="cut">${nameOf(row)}</span>
            <svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
              <rect class="track" width="100" height="12"></rect>
              <rect class="bar" width=${most > 0 ? (100 * value) / most : 0} height="12"></rect>
            </svg>
            <b class="figures">${toldValue(speech, value, figure.unit)}</b>
          </li>`,
      )}
    </ol>
    ${more > 0 ? html`<figcaption class="quiet">${words.moreLines(more)}</figcaption>` : nothing}
  </figure>`
}

/** `days`: names from Monday. */
export function heatMap({ rows, figure, speech, words }: Drawing, days: readonly string[]): TemplateResult {
  const grid = gridOf(rows, figure.place)
  const most = Math.max(0, ...grid.flat().map((value) => value ?? 0))
  const hours = Array.from({ length: weekHours }, (_, hour) => hour)
  return html`<div class="table" tabindex="0" role="region" aria-label=${words.weekOf(figure.name)}>
    <table class="heat">
      <caption class="unseen">
        ${words.weekOf(figure.name)}
      </caption>
      <thead>
        <tr>
          <th class="name" scope="col">${words.hour}</th>
          ${hours.map((hour) => html`<th scope="col">${hour}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${grid.map(
          (values, day) =>
            html`<tr>
              <th scope="row">${days[day]}</th>
              ${values.map(
                (value) =>
                  html`<td class="h${shadeOf(value, most)}">
                    ${value === null ? html`<span class="empty">–</span>` : shortValue(speech, value, figure.unit)}
                  </td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

export function toldValue(speech: Speech, value: number, unit: Drawn['unit']): string {
  if (unit === 'share') return speech.percent(value)
  if (unit === 'decimal') return speech.number(Math.round(value * 100) / 100)
  return unit === 'duration' ? speech.duration(value) : speech.number(value)
}

/** For a narrow cell: times as `2:10`, minutes and seconds. */
function shortValue(speech: Speech, value: number, unit: Drawn['unit']): string {
  if (unit !== 'duration') return toldValue(speech, value, unit)
  const seconds = Math.round(value / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
