/** What a contact goes through before it waits for anybody of the queue: one step after the other, each for a while. */
import { html, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { QueueWords } from '../../translations/en-admin-queues.ts'
import {
  choiceField,
  framed,
  idOf,
  listField,
  textField,
  wrongAt,
  type FieldHost,
  type Option,
} from '../fields/index.ts'
import { requirementField } from './requirement.ts'

interface Known {
  readonly skills: readonly string[]
  readonly logins: readonly string[]
  readonly strategies: readonly Option[]
}

interface Step {
  readonly prefer?: string | readonly string[]
}

export function stepsField(
  host: FieldHost,
  at: string,
  label: string,
  words: QueueWords,
  known: Known,
): TemplateResult {
  const { step } = words
  return listField(host, {
    at,
    label,
    help: `${words.help.steps ?? ''} ${host.adminWords.fields.moveHint}`,
    max: 10,
    addLabel: step.add,
    none: step.none,
    named: (index) => step.named(index + 1),
    blank: () => ({ for: '30s' }),
    draw: (place, index) =>
      html`<p class="nth">${step.named(index + 1)}</p>
        <div class="pair">${durationField(host, `${place}/for`, step.for, words)} ${skipField(host, place, words)}</div>
        ${requirementField(host, { at: `${place}/require`, label: step.require, help: step.requireHelp }, words.requirement, known.skills)}
        <div class="pair">
          ${preferField(host, place, words, known)}
          ${choiceField(host, {
            at: `${place}/strategy`,
            label: step.strategy,
            options: known.strategies,
            none: step.sameStrategy,
          })}
        </div>`,
  })
}

/** `30s`, `5m`, `1h`: a number and its unit. */
function durationField(host: FieldHost, at: string, label: string, words: QueueWords, units = 'smh'): TemplateResult {
  const found = String(host.editing.at(at) ?? '')
  const [, number = '', unit = 's'] = /^(.*?)([smhd])?$/.exec(found) ?? []
  const wrong = wrongAt(host, at, /^[1-9]\d{0,3}[smhd]$/.test(found) ? '' : words.step.durationWrong)
  const write = (next: string, nextUnit: string): void =>
    host.editing.set(at, `${next.normalize('NFKC').trim()}${nextUnit}`)
  return framed(
    { at, label },
    wrong,
    html`<span class="measure"
      ><input
        class="field number"
        id=${idOf(at)}
        inputmode="numeric"
        autocomplete="off"
        ?disabled=${!host.mayChange}
        .value=${live(number)}
        @input=${(event: Event) => write((event.target as HTMLInputElement).value, unit)}
      /><select
        class="field unit-choice"
        aria-label=${`${label}: ${words.step.unit}`}
        ?disabled=${!host.mayChange}
        @change=${(event: Event) => write(number, (event.target as HTMLSelectElement).value)}
      >
        ${[...units].map((one) => html`<option value=${one} ?selected=${one === unit}>${words.step.units[one]}</option>`)}
      </select></span
    >`,
  )
}

/** Left at once when too few of those it allows are there. */
function skipField(host: FieldHost, place: string, words: QueueWords): TemplateResult {
  const at = `${place}/skipIf`
  const found = host.editing.at(at)
  const known = ['available==0', 'free==0', 'available<2', 'free<2']
  const options: Option[] = known.map((text) => [text, words.step.skip[text] ?? text])
  if (typeof found === 'string' && !known.includes(found)) options.push([found, found])
  return choiceField(host, { at, label: words.step.skipIf, options, none: words.step.skipNever })
}

/** Everybody, whoever had the customer last, or some by name. */
function preferField(host: FieldHost, place: string, words: QueueWords, { logins }: Known): TemplateResult {
  const at = `${place}/prefer`
  const { prefer } = (host.editing.at(place) ?? {}) as Step
  const { step } = words
  const kind = prefer === undefined ? '' : typeof prefer === 'string' ? 'last' : 'named'
  const [, within = '7d'] = /^lastAgent\((.+)\)$/.exec(typeof prefer === 'string' ? prefer : '') ?? []
  const choose = (next: string): void =>
    host.editing.set(at, next === '' ? undefined : next === 'last' ? 'lastAgent(7d)' : [logins[0] ?? ''])
  return html`${framed(
    { at, label: step.prefer },
    wrongAt(host, at, '', true),
    html`<select
        class="field"
        id=${idOf(at)}
        ?disabled=${!host.mayChange}
        @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}
      >
        <option value="" ?selected=${kind === ''}>${step.preferAll}</option>
        <option value="last" ?selected=${kind === 'last'}>${step.preferLast}</option>
        <option value="named" ?selected=${kind === 'named'}>${step.preferNamed}</option>
      </select>
      ${kind === 'last' ? lastWithin(host, at, within, words) : ''}`,
  )}
  ${kind === 'named' ? named(host, at, words) : ''}`
}

function lastWithin(host: FieldHost, at: string, within: string, words: QueueWords): TemplateResult {
  return html`<label class="measure within"
    ><span>${words.step.within}</span
    ><input
      class="field number"
      autocomplete="off"
      ?disabled=${!host.mayChange}
      .value=${live(within)}
      @input=${(event: Event) => {
        const text = (event.target as HTMLInputElement).value.normalize('NFKC').trim()
        host.editing.set(at, `lastAgent(${text})`)
      }}
  /></label>`
}

const named = (host: FieldHost, at: string, words: QueueWords): TemplateResult =>
  listField(host, {
    at,
    label: words.step.logins,
    max: 20,
    addLabel: words.step.addLogin,
    named: (index) => String(host.editing.at(`${at}/${index}`) ?? ''),
    blank: () => '',
    compact: true,
    draw: (place) => textField(host, { at: place, label: words.step.login, needed: true, list: 'logins' }),
  })
