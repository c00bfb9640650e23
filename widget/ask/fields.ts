/**
 * PURE. Fields of a form, wherever it comes from: which are shown, what stands in them, and what of them is sent. What is
 * known is not asked again: it is shown as it stands, and sent only when the customer changes it.
 */
import type { FormInput, Prefilled, SiteFormField } from '#protocol'
import { normalised, problemOf, type InputKind, type Problem } from './inputs.ts'

/** A field as it is shown. */
export interface Field extends FormInput {
  /** What is known of it, in words; '' for nothing to say. */
  readonly hint: string
}

/** What was filled in, by field. */
export type Filled = Readonly<Record<string, string>>

export const inputId = (field: string): string => `in-${field.replace(/[^a-z0-9]/gi, '-')}`

/** Kinds whose known value can stand in the field itself: of the others the words are no value. */
const isShownAsValue = (kind: InputKind): boolean => kind !== 'date' && kind !== 'choice' && kind !== 'yesNo'

/** Of the bot's form. */
export const fieldsOfForm = (inputs: readonly FormInput[], known: (value: string) => string): readonly Field[] =>
  inputs.map((input) => ({
    ...input,
    hint: input.known && !input.locked && (input.sensitive || !isShownAsValue(input.kind)) ? known(input.known) : '',
  }))

/** What stands in a field to begin with. */
export const standsIn = ({ field, kind, known, sensitive }: Field, filled: Filled): string =>
  filled[field] ?? (sensitive || !isShownAsValue(kind) ? '' : known)

/** What is sent: all that the customer has filled in or changed. */
export const changedOf = (fields: readonly Field[], filled: Filled): { field: string; value: string }[] =>
  fields.flatMap(({ field, kind, known, locked }) => {
    const value = normalised(kind, field, filled[field] ?? '')
    return locked || value === '' || value === known ? [] : [{ field, value }]
  })

/** As a line of the log says it; what is sensitive is said by nobody. */
export const linesOf = (fields: readonly Field[], changed: readonly { field: string; value: string }[]): string =>
  changed
    .map(({ field, value }) => {
      const { label, choices, sensitive } = fields.find((one) => one.field === field)!
      return `${label}: ${sensitive ? '••••' : (choices.find(({ key }) => key === value)?.label ?? value)}`
    })
    .join('\n')

/** What of a form may be kept over a reload: nothing that is sensitive. */
export const draftOf = (fields: readonly Field[], filled: Filled): Filled =>
  Object.fromEntries(fields.flatMap(({ field, sensitive }) => (sensitive ? [] : [[field, filled[field] ?? '']])))

/**
 * Of the form before a contact: what the hub or the page knows is skipped, or shown where it may not be changed; what the
 * page wants hidden is not shown. A page's value of any other mode can still be changed later, by the bot or the agent.
 */
export function fieldsOfSite(
  form: readonly SiteFormField[],
  prefilled: readonly Prefilled[],
  lang: 'en' | 'ja',
  problems: Readonly<Record<string, string>>,
): readonly Field[] {
  return form.flatMap((one): Field[] => {
    const given = prefilled.findLast(({ name }) => name === one.field)
    const known = one.known || String(given?.value ?? '')
    const locked = one.locked || given?.mode === 'locked'
    if (given?.mode === 'hidden' || (known && !locked)) return []
    const choices = one.choices.map(({ key, label }) => ({ key, label: label[lang] }))
    const shown = choices.find(({ key }) => key === known)?.label ?? known
    const { field, kind, optional } = one
    const problem = problems[field] ?? ''
    return [
      {
        field,
        kind,
        optional,
        label: one.label[lang],
        choices,
        known: shown,
        locked,
        problem,
        hint: '',
        sensitive: false,
      },
    ]
  })
}

/** What is plainly wrong, by field. */
export function problemsOf(fields: readonly Field[], filled: Filled): Readonly<Record<string, Problem>> {
  return Object.fromEntries(
    fields.flatMap(({ field, kind, optional, locked }) => {
      const problem = locked ? null : problemOf(kind, normalised(kind, field, filled[field] ?? ''), optional)
      return problem === null ? [] : [[field, problem]]
    }),
  )
}

/** The fields of a form element as they are now. */
export const filledIn = (form: HTMLFormElement): Filled =>
  Object.fromEntries(
    [...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
