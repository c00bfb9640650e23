/** What a site asks before a contact: the name, nothing, or fields of its own with their kinds. */
import { html, nothing, type TemplateResult } from 'lit'
import { nextKey } from '../draft.ts'
import { bothField, choiceField, group, listField, pickField, switchField, textField } from '../fields/index.ts'
import { optionsOf, type SiteHost } from './site-host.ts'

/** As flows call it: words of letters and digits, with points (hub/flow/shape.ts). */
const fieldForm = /^[a-z][a-zA-Z0-9]{0,29}(\.[a-z][a-zA-Z0-9]{0,29}){0,3}$/
/** Names that the hub and flows know something of. */
const usual = ['customer.name', 'customer.email', 'customer.phone', 'customer.company', 'order.id']

export function askedGroup(host: SiteHost, place: string): TemplateResult {
  const { words, editing } = host
  const at = `${place}/form`
  const form = editing.at(at)
  const value = !Array.isArray(form) ? 'name' : form.length === 0 ? 'nothing' : 'fields'
  const write = (next: string | undefined): void =>
    editing.set(at, next === 'nothing' ? [] : next === 'fields' ? [blankField([])] : undefined)
  return group(
    words.groups.asked,
    words.askedLead,
    pickField(host, { at, label: words.asked, options: optionsOf(words.askedKinds), builtIn: 'name', value, write }),
    value === 'fields' ? fieldList(host, at) : nothing,
    html`<datalist id="usual-fields">${usual.map((name) => html`<option value=${name}></option>`)}</datalist>`,
  )
}

function fieldList(host: SiteHost, at: string): TemplateResult {
  const { words, editing } = host
  return listField(host, {
    at,
    label: words.fields,
    max: 20,
    addLabel: words.addField,
    named: (index) => words.field(index + 1),
    blank: () => blankField(editing.list<{ field?: string }>(at).map(({ field = '' }) => field)),
    draw: (one) => fieldOf(host, one),
  })
}

function blankField(taken: readonly string[]): object {
  let n = 1
  while (taken.includes(`question${n}`)) n++
  return { field: `question${n}`, label: { en: '', ja: '' } }
}

function fieldOf(host: SiteHost, at: string): TemplateResult {
  const { words, editing } = host
  const isChoice = editing.at(`${at}/kind`) === 'choice'
  // The hub refuses choices of what is none, and a choice without any.
  const write = (kind: string | undefined): void => {
    const { choices, ...rest } = editing.at(at) as { choices?: unknown }
    const first = { key: 'choice-1', label: { en: '', ja: '' } }
    editing.set(at, { ...rest, kind, ...(kind === 'choice' && { choices: choices ?? [first] }) })
  }
  const kind = editing.at(`${at}/kind`)
  return html`${bothField(host, { at: `${at}/label`, label: words.fieldLabel })}
    <div class="pair">
      ${pickField(host, {
        at: `${at}/kind`,
        label: words.fieldKind,
        options: optionsOf(words.fieldKinds),
        builtIn: 'text',
        value: typeof kind === 'string' ? kind : undefined,
        write: (next) => write(next === 'text' ? undefined : next),
      })}
      ${choiceField(host, {
        at: `${at}/about`,
        label: words.fieldAbout,
        options: optionsOf(words.fieldAbouts),
        builtIn: 'topic',
      })}
      ${textField(host, {
        at: `${at}/field`,
        label: words.fieldName,
        help: words.fieldNameHelp,
        list: 'usual-fields',
        needed: true,
        isCode: true,
        check: (text) => (fieldForm.test(text) ? '' : words.fieldNameForm),
      })}
    </div>
    ${isChoice ? choices(host, `${at}/choices`) : nothing}
    ${switchField(host, { at: `${at}/optional`, label: words.fieldOptional, builtIn: false })}`
}

function choices(host: SiteHost, at: string): TemplateResult {
  const { words, editing } = host
  return listField(host, {
    at,
    label: words.choices,
    max: 20,
    addLabel: words.addChoice,
    named: (index) => words.choice(index + 1),
    blank: () => ({ key: nextKey('choice', editing.list<{ key?: string }>(at)), label: { en: '', ja: '' } }),
    draw: (one) => bothField(host, { at: `${one}/label`, label: words.choiceLabel }),
  })
}
