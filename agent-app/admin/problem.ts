/** What stands beside something that the hub has refused. */
import { html, nothing, type TemplateResult } from 'lit'
import { icons } from '../icons.ts'
import type { Speech } from '../speech.ts'
import { enAdminProblems } from '../translations/en-admin-problems.ts'
import { jaAdminProblems } from '../translations/ja-admin-problems.ts'
import type { Answer } from './api.ts'

export type Refusal = Extract<Answer<unknown>, { ok: false }>

/** A refusal in words; a sentence of the hub's own where the code cannot say it. */
export function refusalWords({ locale }: Speech, { code, words }: Refusal): string {
  const known = locale === 'ja' ? jaAdminProblems : enAdminProblems
  return Object.hasOwn(known, code) ? known[code as keyof typeof known] : words || known.other
}

export const problemLine = (speech: Speech, refusal: Refusal | null): TemplateResult | typeof nothing =>
  refusal === null
    ? nothing
    : html`<p class="problem" role="alert">${icons.warn}<span>${refusalWords(speech, refusal)}</span></p>`
