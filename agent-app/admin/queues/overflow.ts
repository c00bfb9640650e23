/** Where contacts go instead when too many wait, too few are there, or it is closed: rules, of which the first that holds counts. */
import { html, nothing, type TemplateResult } from 'lit'
import type { QueueWords } from '../../translations/en-admin-queues.ts'
import {
  choiceField,
  framed,
  idOf,
  listField,
  numberField,
  switchField,
  textField,
  wrongAt,
  type FieldHost,
  type NumberRule,
  type Option,
} from '../fields/index.ts'

const measures = ['waiting', 'expectedWaitSeconds', 'staffedBelow', 'closed'] as const
type Measure = (typeof measures)[number]

const bounds: Readonly<Record<Exclude<Measure, 'closed'>, NumberRule & { readonly first: number }>> = {
  waiting: { min: 0, max: 100_000, first: 20 },
  expectedWaitSeconds: { min: 1, max: 86_400, first: 300 },
  staffedBelow: { min: 1, max: 10_000, first: 1 },
}

type When = { readonly [Name in Measure]?: unknown }

export function overflowField(
  host: FieldHost,
  at: string,
  label: string,
  words: QueueWords,
  queues: readonly Option[],
): TemplateResult {
  const rules = host.editing.list<{ readonly name?: string }>(at)
  const names = rules.map(({ name }) => name)
  const free = (): string => {
    for (let n = rules.length + 1; ; n++) if (!names.includes(`rule-${n}`)) return `rule-${n}`
  }
  return listField(host, {
    at,
    label,
    help: `${words.help.overflow ?? ''} ${host.adminWords.fields.moveHint}`,
    max: 10,
    addLabel: words.overflow.add,
    none: words.overflow.none,
    named: (index) => words.overflow.named(names[index] ?? ''),
    blank: () => ({ name: free(), when: { waiting: 20 }, to: { way: 'form' } }),
    draw: (place) => rule(host, place, words, queues),
  })
}

function rule(host: FieldHost, place: string, words: QueueWords, queues: readonly Option[]): TemplateResult {
  const { overflow } = words
  const when = (host.editing.at(`${place}/when`) ?? {}) as When
  const measure = measures.find((one) => when[one] !== undefined) ?? 'waiting'
  return html`<div class="pair">
      ${textField(host, { at: `${place}/name`, label: overflow.name, needed: true, isCode: true })}
      ${measureField(host, place, measure, words)}
    </div>
    ${
      measure === 'closed'
        ? nothing
        : html`<div class="pair">
            ${numberField(host, {
              at: `${place}/when/${measure}`,
              label: overflow.begins[measure],
              unit: overflow.units[measure],
              builtIn: '',
              ...bounds[measure],
            })}
            ${numberField(host, {
              at: `${place}/when/until`,
              label: overflow.until,
              unit: overflow.units[measure],
              builtIn: overflow.untilBuiltIn[measure],
              min: 0,
              max: 100_000,
            })}
          </div>`
    }
    ${targetField(host, { at: `${place}/to`, label: overflow.to, withBot: true }, words, queues)}
    ${switchField(host, { at: `${place}/alsoWaiting`, label: overflow.alsoWaiting, builtIn: false })}`
}

function measureField(host: FieldHost, place: string, measure: Measure, words: QueueWords): TemplateResult {
  const at = `${place}/when`
  const choose = (next: Measure): void =>
    host.editing.set(at, next === 'closed' ? { closed: true } : { [next]: bounds[next].first })
  return framed(
    { at, label: words.overflow.when },
    wrongAt(host, at, ''),
    html`<select
      class="field"
      id=${idOf(at)}
      ?disabled=${!host.mayChange}
      @change=${(event: Event) => choose((event.target as HTMLSelectElement).value as Measure)}
    >
      ${measures.map((one) => html`<option value=${one} ?selected=${one === measure}>${words.overflow.measures[one]}</option>`)}
    </select>`,
  )
}

interface Target {
  readonly queue?: string
  readonly way?: string
}

/** Another queue, or another way; for the bot also what becomes of those whom it cannot take. */
export function targetField(
  host: FieldHost,
  {
    at,
    label,
    withBot,
    none,
  }: { readonly at: string; readonly label: string; readonly withBot: boolean; readonly none?: string },
  words: QueueWords,
  queues: readonly Option[],
): TemplateResult {
  const { overflow } = words
  const target = host.editing.at(at) as Target | undefined
  const now = target === undefined ? '' : target.way === undefined ? `queue:${target.queue ?? ''}` : `way:${target.way}`
  const ways = (withBot ? ['callBack', 'form', 'bot'] : ['callBack', 'form']) as readonly (keyof typeof overflow.ways)[]
  const choose = (chosen: string): void => {
    const [kind, name = ''] = chosen.split(':')
    const bot = { way: 'bot', orElse: 'form' }
    host.editing.set(
      at,
      kind === '' ? undefined : kind === 'queue' ? { queue: name } : name === 'bot' ? bot : { way: name },
    )
  }
  const options: readonly Option[] = [
    ...ways.map((way): Option => [`way:${way}`, overflow.ways[way]]),
    ...queues.map(([key, name]): Option => [`queue:${key}`, overflow.toQueue(name)]),
  ]
  const isKnown = now === '' || options.some(([value]) => value === now)
  const wrong = wrongAt(host, at, isKnown ? '' : host.adminWords.fields.unknownChoice(target?.queue ?? ''), true)
  return html`${framed(
    { at, label },
    wrong,
    html`<select
      class="field"
      id=${idOf(at)}
      ?disabled=${!host.mayChange}
      @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}
    >
      ${now === '' || none !== undefined ? html`<option value="" ?selected=${now === ''}>${none ?? '–'}</option>` : nothing}
      ${isKnown ? nothing : html`<option value=${now} selected>${target?.queue}</option>`}
      ${options.map(([value, text]) => html`<option value=${value} ?selected=${value === now}>${text}</option>`)}
    </select>`,
  )}
  ${
    target?.way === 'bot'
      ? choiceField(host, {
          at: `${at}/orElse`,
          label: overflow.orElse,
          options: (['callBack', 'form'] as const).map((way): Option => [way, overflow.ways[way]]),
        })
      : nothing
  }`
}
