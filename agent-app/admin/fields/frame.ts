/**
 * What all fields of the administration have alike: a label, a sentence of help, the field, and beside it what is wrong
 * with it, be it found here at once or refused by the hub. Fields are functions that draw into the section's own root; `at`
 * is the place of the setting in the draft.
 */
import { html, nothing, type TemplateResult } from 'lit'
import { icons } from '../../icons.ts'
import type { Editing } from '../editing.ts'
import { isWithin } from '../refusal.ts'
import type { AdminWords } from '../words.ts'

/** The section that a field stands in. */
export interface FieldHost {
  readonly editing: Editing
  readonly mayChange: boolean
  readonly adminWords: AdminWords
}

export interface FieldPart {
  /** Place in the document, such as `queues/0/name`. */
  readonly at: string
  readonly label: string
  readonly help?: string | undefined
}

/** The id of the field's control in the section's root. */
export const idOf = (at: string): string => `at-${at.replaceAll('/', '-')}`

/** What is wrong at a place: what was found here, else what the hub has refused at it; '' for nothing. */
export function wrongAt({ editing, adminWords }: FieldHost, at: string, found: string, isWhole = false): string {
  if (found !== '') return found
  const { fault } = editing
  if (fault === null || !(isWhole ? isWithin(fault, at) : fault.place === at)) return ''
  return adminWords.fault(fault)
}

/** What `aria-describedby` of the control must name. */
export const describedBy = (at: string, help: string | undefined, wrong: string): string | typeof nothing =>
  [help === undefined ? '' : `${idOf(at)}-help`, wrong === '' ? '' : `${idOf(at)}-wrong`].join(' ').trim() || nothing

export const wrongBeside = (at: string, wrong: string): TemplateResult | typeof nothing =>
  wrong === '' ? nothing : html`<p class="wrong" id="${idOf(at)}-wrong">${icons.warn}<span>${wrong}</span></p>`

export const helpFor = (at: string, help: string | undefined): TemplateResult | typeof nothing =>
  help === undefined ? nothing : html`<p class="help" id="${idOf(at)}-help">${help}</p>`

/** A field with one control. */
export function framed({ at, label, help }: FieldPart, wrong: string, control: TemplateResult): TemplateResult {
  return html`<div class="setting" data-at=${at}>
    <label class="label" for=${idOf(at)}>${label}</label>${helpFor(at, help)}${control}${wrongBeside(at, wrong)}
  </div>`
}

/** A field of several controls, named together. `wrong` may be of anything within. */
export function grouped(part: FieldPart, wrong: string, controls: unknown): TemplateResult {
  const { at, label, help } = part
  return html`<fieldset
    class="setting"
    data-at=${at}
    id=${idOf(at)}
    tabindex="-1"
    aria-describedby=${describedBy(at, help, wrong)}
  >
    <legend class="label">${label}</legend>
    ${helpFor(at, help)}${controls}${wrongBeside(at, wrong)}
  </fieldset>`
}

/** A heading with the fields that belong together below it. */
export const group = (title: string, lead: string, ...fields: readonly unknown[]): TemplateResult =>
  html`<section class="group">
    <h3>${title}</h3>
    ${lead === '' ? nothing : html`<p class="quiet lead">${lead}</p>`}${fields}
  </section>`
