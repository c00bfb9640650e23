/** Spans of a day, `09:00-12:30`: two times each, which browsers let one type or choose. 24:00 is written as such. */
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { icons } from '../../icons.ts'
import { grouped, wrongAt, type FieldHost, type FieldPart } from './frame.ts'

interface SpansPart extends FieldPart {
  /** Taken out of the document when it is empty; otherwise an empty list stays, which means closed. */
  readonly dropsEmpty?: boolean
}

const spanForm = /^(\d{2}:[0-5]\d)-(\d{2}:[0-5]\d)$/

export function spansField(host: FieldHost, part: SpansPart): TemplateResult {
  const { at, label, dropsEmpty = false } = part
  const { fields } = host.adminWords
  const spans = host.editing.list<string>(at)
  const write = (next: readonly string[]): void =>
    host.editing.set(at, next.length === 0 && dropsEmpty ? undefined : next)
  const change = (index: number, text: string): void => write(spans.map((span, nth) => (nth === index ? text : span)))
  return grouped(
    part,
    wrongAt(host, at, faultIn(spans, fields), true),
    html`<div class="spans">
      ${spans.length === 0 ? html`<span class="quiet closed">${fields.closed}</span>` : nothing}
      ${spans.map((span, index) =>
        one(
          host,
          label,
          span,
          (text) => change(index, text),
          () => write(spans.filter((_, nth) => nth !== index)),
        ),
      )}
      <button
        type="button"
        class="button bare"
        aria-label=${fields.addSpan(label)}
        ?disabled=${!host.mayChange || spans.length >= 12}
        @click=${() => write([...spans, following(spans)])}
      >
        ${icons.add}${fields.span}
      </button>
    </div>`,
  )
}

function one(
  host: FieldHost,
  label: string,
  span: string,
  change: (text: string) => void,
  remove: () => void,
): TemplateResult {
  const { fields } = host.adminWords
  const [, from = '', to = ''] = spanForm.exec(span) ?? []
  const time = (value: string, name: string, write: (time: string) => void): TemplateResult =>
    html`<input
      class="field time"
      type="text"
      inputmode="numeric"
      autocomplete="off"
      maxlength="5"
      placeholder="--:--"
      aria-label=${`${label}: ${name}`}
      ?disabled=${!host.mayChange}
      .value=${live(value)}
      @change=${(event: Event) => write(readTime((event.target as HTMLInputElement).value))}
    />`
  return html`<span class="span"
    >${time(from, fields.from, (value) => change(`${value}-${to}`))}<span aria-hidden="true">–</span>${time(
      to,
      fields.to,
      (value) => change(`${from}-${value}`),
    )}<button
      type="button"
      class="button bare square"
      aria-label=${fields.remove(`${label} ${span}`)}
      ?disabled=${!host.mayChange}
      @click=${remove}
    >
      ${icons.close}
    </button></span
  >`
}

/** `9`, `930`, `9:30`, in digits of whatever width, as `09:30`; what is no time stays as it was typed. */
export function readTime(typed: string): string {
  const text = typed.normalize('NFKC').trim()
  const [, hour, minute = '00'] = /^(\d{1,2})[:.]?([0-5]\d)?$/.exec(text) ?? []
  return hour === undefined || Number(hour) > 24 ? text : `${hour.padStart(2, '0')}:${minute}`
}

/** The span that one begins with: the working day, or what of it is left. */
function following(spans: readonly string[]): string {
  const [, , end] = spanForm.exec(spans.at(-1) ?? '') ?? []
  if (end === undefined) return '09:00-17:00'
  const hour = Math.min(23, Number(end.slice(0, 2)) + 1)
  return `${String(hour).padStart(2, '0')}:00-${hour >= 18 ? '24:00' : '18:00'}`
}

function faultIn(spans: readonly string[], fields: FieldHost['adminWords']['fields']): string {
  let before = '00:00'
  for (const span of spans) {
    const [, from = '', to = ''] = spanForm.exec(span) ?? []
    if (from === '' || to > '24:00' || from >= to) return fields.spanForm
    if (from < before) return fields.spanOrder
    before = to
  }
  return ''
}
