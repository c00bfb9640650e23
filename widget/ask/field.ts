/** One field to be filled in, with its label, what is known, and what is wrong: the same in forms of the bot and before a contact. */
import { html, nothing, type TemplateResult } from 'lit'
import { inputId, type Field } from './fields.ts'
import { normalised, setupOf } from './inputs.ts'
import type { AskWords } from './words.ts'

type Chose = (file: File | undefined) => void

/** What is typed is brought to its one form when the field is left: people see what is understood. */
function changed({ kind, field }: Field, input: HTMLInputElement, chose?: Chose): void {
  if (input.files) chose?.(input.files[0])
  else input.value = normalised(kind, field, input.value)
}

/** `chose`: a file was chosen for it, or none any more. */
export function fieldOf(said: AskWords, field: Field, value = '', chose?: Chose): TemplateResult {
  const id = inputId(field.field)
  const { problem, locked } = field
  const note = locked ? said.locked : field.hint
  const described = [problem && `${id}-problem`, note && `${id}-note`].filter(Boolean).join(' ') || nothing
  return html`<div class="field">
    <label for=${id}>${field.label} ${field.optional && !locked ? html`<span>${said.optional}</span>` : nothing}</label>
    ${
      (field.kind === 'choice' || field.kind === 'yesNo') && !locked
        ? html`<select
            id=${id}
            name=${field.field}
            aria-describedby=${described}
            aria-invalid=${problem !== ''}
            aria-required=${!field.optional}
          >
            <option value="">${said.choose}</option>
            ${field.choices.map(
              ({ key, label }) =>
                html`<option value=${key} ?selected=${key === value || (!value && label === field.known)}>
                  ${label}
                </option>`,
            )}
          </select>`
        : inputOf(field, id, described, locked ? field.known : value, chose)
    }
    ${problem ? html`<p class="wrong" id="${id}-problem">${problem}</p>` : nothing}
    ${note ? html`<p class="quiet" id="${id}-note">${note}</p>` : nothing}
  </div>`
}

function inputOf(field: Field, id: string, described: unknown, value: string, chose?: Chose): TemplateResult {
  const { type, inputmode, autocomplete } = setupOf(field.kind, field.field, field.sensitive)
  return html`<input
    id=${id}
    name=${field.field}
    type=${field.locked ? 'text' : type}
    inputmode=${inputmode}
    autocomplete=${autocomplete}
    maxlength="1000"
    ?readonly=${field.locked}
    aria-describedby=${described}
    aria-invalid=${field.problem !== ''}
    aria-required=${!field.optional}
    .defaultValue=${value}
    @change=${(event: Event) => changed(field, event.target as HTMLInputElement, chose)}
  />`
}
