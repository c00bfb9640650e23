/** A number with its unit. Empty, the built-in value holds, which stands in the field in grey. */
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { describedBy, framed, idOf, wrongAt, type FieldHost, type FieldPart } from './frame.ts'

/** A setting that is a number, as hub/config-schema.ts has it. */
export interface NumberRule {
  readonly min: number
  readonly max: number
  /** Decimals that it may have; none where it is left out. */
  readonly decimals?: number
}

interface NumberPart extends FieldPart, NumberRule {
  /** In words, behind the field; '' for a bare number. */
  readonly unit: string
  /** In words, such as "20"; '' where nothing holds. */
  readonly builtIn: string
}

export function numberField(host: FieldHost, part: NumberPart): TemplateResult {
  const { at, help, unit, builtIn } = part
  const { fields } = host.adminWords
  const found = host.editing.at(at)
  const wrong = wrongAt(host, at, isWithin(found, part) ? '' : fields.between(part.min, part.max, part.decimals ?? 0))
  const write = (event: Event): void => host.editing.set(at, readNumber((event.target as HTMLInputElement).value))
  return framed(
    part,
    wrong,
    html`<span class="measure"
      ><input
        class="field number"
        id=${idOf(at)}
        type="text"
        inputmode=${(part.decimals ?? 0) > 0 ? 'decimal' : 'numeric'}
        autocomplete="off"
        placeholder=${builtIn}
        ?disabled=${!host.mayChange}
        aria-invalid=${wrong === '' ? nothing : 'true'}
        aria-describedby=${`${describedBy(at, help, wrong) === nothing ? '' : String(describedBy(at, help, wrong))} ${idOf(at)}-unit`.trim()}
        .value=${live(found === undefined ? '' : String(found))}
        @input=${write}
      /><span class="unit" id="${idOf(at)}-unit"
        >${unit}${found === undefined && builtIn !== '' ? html`<span class="quiet"> · ${fields.builtIn}</span>` : nothing}</span
      ></span
    >`,
  )
}

/** What was typed, in digits of whatever width; text that is no number stays as it is, to be mended. */
export function readNumber(typed: string): number | string | undefined {
  const text = typed.normalize('NFKC').trim()
  if (text === '') return undefined
  return /^-?\d{1,9}(\.\d{1,6})?$/.test(text) ? Number(text) : typed
}

function isWithin(found: unknown, { min, max, decimals = 0 }: NumberRule): boolean {
  if (found === undefined) return true
  const fits = typeof found === 'number' && found >= min && found <= max
  return fits && Number((found as number).toFixed(decimals)) === found
}
