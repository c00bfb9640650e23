/** Choices: one of several with what each means, yes or no, or any of several. */
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import {
  describedBy,
  framed,
  grouped,
  helpFor,
  idOf,
  wrongAt,
  wrongBeside,
  type FieldHost,
  type FieldPart,
} from './frame.ts'

/** Value, its words, and what it means. */
export type Option = readonly [value: string, words: string, means?: string]

interface ChoicePart extends FieldPart {
  readonly options: readonly Option[]
  /** What holds where nothing is said: one of the options, or words for none of them. */
  readonly builtIn?: string
  /** Words of the empty choice, where there may be none. */
  readonly none?: string
}

export function choiceField(host: FieldHost, part: ChoicePart): TemplateResult {
  const said = host.editing.at(part.at)
  const write = (value: string | undefined): void => host.editing.set(part.at, value)
  return pickField(host, { ...part, value: typeof said === 'string' ? said : undefined, write })
}

interface PickPart extends ChoicePart {
  /** What is chosen; undefined for what is built in, or for none. */
  readonly value: string | undefined
  readonly write: (value: string | undefined) => void
}

/** One of several that stands in the document as something else than its own word. */
export function pickField(host: FieldHost, part: PickPart): TemplateResult {
  const { at, options, builtIn, none, value: found } = part
  const { fields } = host.adminWords
  const known = found === undefined || options.some(([value]) => value === found)
  const wrong = wrongAt(host, at, known ? '' : fields.unknownChoice(found))
  const means = options.find(([value]) => value === (found ?? builtIn))?.[2]
  const help = means ?? part.help
  const write = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement
    part.write(value === '' ? undefined : value)
  }
  const isMarked = (value: string): string => (value === builtIn ? ` (${fields.builtIn})` : '')
  return framed(
    { ...part, help },
    wrong,
    html`<select
      class="field"
      id=${idOf(at)}
      ?disabled=${!host.mayChange}
      aria-invalid=${wrong === '' ? nothing : 'true'}
      aria-describedby=${describedBy(at, help, wrong)}
      .value=${live(found ?? builtIn ?? '')}
      @change=${write}
    >
      ${builtIn === undefined ? html`<option value="" ?selected=${found === undefined}>${none ?? '–'}</option>` : nothing}
      ${known ? nothing : html`<option value=${found} selected>${found}</option>`}
      ${options.map(
        ([value, words]) =>
          html`<option value=${value} ?selected=${value === (found ?? builtIn)}>${words}${isMarked(value)}</option>`,
      )}
    </select>`,
  )
}

interface SwitchPart extends FieldPart {
  readonly builtIn: boolean
}

export function switchField(host: FieldHost, part: SwitchPart): TemplateResult {
  const { at, label, help, builtIn } = part
  const found = host.editing.at(at)
  const wrong = wrongAt(host, at, '')
  const write = (event: Event): void => {
    const { checked } = event.target as HTMLInputElement
    host.editing.set(at, checked === builtIn ? undefined : checked)
  }
  return html`<div class="setting" data-at=${at}>
    <label class="tick"
      ><input
        type="checkbox"
        id=${idOf(at)}
        ?disabled=${!host.mayChange}
        aria-describedby=${describedBy(at, help, wrong)}
        .checked=${live(typeof found === 'boolean' ? found : builtIn)}
        @change=${write}
      /><span>${label}</span></label
    >${helpFor(at, help)}${wrongBeside(at, wrong)}
  </div>`
}

interface TicksPart extends FieldPart {
  readonly options: readonly Option[]
  /** Words for the choice of all, which is what holds where nothing is said. */
  readonly all?: string
  /** To choose none is to choose all: nothing else would make sense. */
  readonly emptyIsAll?: boolean
}

/** Any of several. With `all`: everything, now and later, unless some are chosen. */
export function ticksField(host: FieldHost, part: TicksPart): TemplateResult {
  const { at, options, all } = part
  const said = host.editing.at(at)
  const chosen = Array.isArray(said) ? (said as unknown[]) : null
  const wrong = wrongAt(host, at, '', true)
  const write = (value: string, isOn: boolean): void => {
    const next = options.map(([one]) => one).filter((one) => (one === value ? isOn : (chosen ?? []).includes(one)))
    host.editing.set(at, next.length === 0 && part.emptyIsAll === true ? undefined : next)
  }
  const tick = (label: string, checked: boolean, changed: (on: boolean) => void): TemplateResult =>
    html`<label class="tick"
      ><input
        type="checkbox"
        ?disabled=${!host.mayChange}
        .checked=${live(checked)}
        @change=${(event: Event) => changed((event.target as HTMLInputElement).checked)}
      /><span>${label}</span></label
    >`
  const everything =
    all === undefined
      ? nothing
      : tick(all, chosen === null, (on) => host.editing.set(at, on ? undefined : options.map(([value]) => value)))
  const each =
    all !== undefined && chosen === null
      ? nothing
      : options.map(([value, words]) => tick(words, chosen?.includes(value) === true, (on) => write(value, on)))
  return grouped(part, wrong, html`<div class="ticks">${everything}${each}</div>`)
}
