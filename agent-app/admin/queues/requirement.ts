/** A requirement such as `lang.ja>=3 && billing`, checked while it is typed by the reader that the hub itself uses. */
import { html, nothing, type TemplateResult } from 'lit'
import { isExpressionError, readRequirement } from '../../../hub/acd/requirement-expression.ts'
import type { QueueWords } from '../../translations/en-admin-queues.ts'
import { textField, type FieldHost } from '../fields/index.ts'

interface RequirementPart {
  readonly at: string
  readonly label: string
  readonly help?: string
}

/** Says what is wrong with a requirement and where; '' for nothing. */
export function requirementFault(text: string, words: QueueWords['requirement']): string {
  const read = readRequirement(text)
  if (!isExpressionError(read)) return ''
  return read.found === ''
    ? words.faultAtEnd(words.expected(read))
    : words.faultAt(read.position + 1, read.found, words.expected(read))
}

/** What a requirement means, in words; '' where it cannot be read. */
export function requirementWords(text: string, words: QueueWords['requirement']): string {
  const read = readRequirement(text)
  if (isExpressionError(read)) return ''
  return words.either(read.map((set) => words.all(set.map(({ skill, level }) => words.skill(skill, level)))))
}

/** `skills`: proposals for the next name. */
export function requirementField(
  host: FieldHost,
  part: RequirementPart,
  words: QueueWords['requirement'],
  skills: readonly string[],
): TemplateResult {
  const found = host.editing.at(part.at)
  const text = typeof found === 'string' ? found : ''
  const add = (skill: string): void => {
    const before = text.trim()
    host.editing.set(
      part.at,
      before === '' ? skill : /(&&|\|\||\()$/.test(before) ? `${before} ${skill}` : `${before} && ${skill}`,
    )
  }
  const meaning = text === '' ? '' : requirementWords(text, words)
  return html`<div class="requirement">
    ${textField(host, { ...part, isCode: true, max: 500, placeholder: 'lang.ja>=3', check: (typed) => requirementFault(typed, words) })}
    ${meaning === '' ? nothing : html`<p class="help" role="status">${words.means(meaning)}</p>`}
    ${
      skills.length === 0 || !host.mayChange
        ? nothing
        : html`<p class="proposals">
            <span class="quiet">${words.add}</span>${skills
              .slice(0, 8)
              .map(
                (skill) => html`<button type="button" class="button bare" @click=${() => add(skill)}>${skill}</button>`,
              )}
          </p>`
    }
  </div>`
}
