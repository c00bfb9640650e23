/** What a table is narrowed to. The choices are those that somebody on the floor has. */
import { html, nothing, type TemplateResult } from 'lit'
import { icons } from '../icons.ts'
import type { DeskLists } from '../state.ts'
import { columns, type Telling } from './columns.ts'
import type { Sort } from './kept.ts'
import { anything, states, type Filter, type TableName } from './rows.ts'

export interface Filtering {
  readonly table: TableName
  readonly filter: Filter
  readonly sort: Sort
  readonly queues: DeskLists['queues']
  /** Names of skills that anybody has. */
  readonly skills: readonly string[]
  readonly change: (filter: Filter) => void
  readonly sortBy: (column: string) => void
}

export function filters(filtering: Filtering, telling: Telling): TemplateResult {
  const { table, filter, queues, skills, change } = filtering
  const { speech, words } = telling
  const { filters: told } = words
  const isNarrowed = Object.values(filter).some((value) => value !== '')
  const queueChoices = [...queues]
    .map(({ queue, name }) => [queue as string, speech.both(name)] as const)
    .sort(([, a], [, b]) => (a < b ? -1 : 1))
  return html`<form
    class="filters"
    role="search"
    aria-label=${told.label}
    @submit=${(event: Event) => event.preventDefault()}
  >
    <label class="search"
      ><span class="unseen">${told.text[table]}</span>${icons.search}<input
        class="field"
        type="search"
        autocomplete="off"
        placeholder=${told.text[table]}
        .value=${filter.text}
        @input=${(event: InputEvent) => change({ ...filter, text: (event.target as HTMLInputElement).value })}
    /></label>
    ${
      table === 'queues'
        ? nothing
        : choice(told.queue, told.anyQueue, filter.queue, queueChoices, (queue) => change({ ...filter, queue }))
    }
    ${choice(
      told.state,
      told.anyState,
      filter.state,
      states[table].map((state) => [state, stateName(telling, table, state)] as const),
      (state) => change({ ...filter, state }),
    )}
    ${
      table !== 'agents' || skills.length === 0
        ? nothing
        : choice(
            told.skill,
            told.anySkill,
            filter.skill,
            skills.map((skill) => [skill, skill] as const),
            (skill) => change({ ...filter, skill }),
          )
    }
    ${sorting(filtering, telling)}
    ${isNarrowed ? html`<button class="button bare" type="button" @click=${() => change(anything)}>${icons.close}${told.clear}</button>` : nothing}
  </form>`
}

const stateName = ({ words }: Telling, table: TableName, state: string): string =>
  (words.states[table] as Readonly<Record<string, string>>)[state] ?? state

/** Where a table has no head to press; hidden elsewhere. */
function sorting({ table, sort, sortBy }: Filtering, { words }: Telling): TemplateResult {
  return html`<label class="choice sorting"
    ><span class="unseen">${words.filters.sort}</span
    ><select class="field" @change=${(event: Event) => sortBy((event.target as HTMLSelectElement).value)}>
      ${columns[table].map(
        ({ key, name }) => html`<option value=${key} ?selected=${key === sort.column}>${words.columns[name]}</option>`,
      )}
    </select></label
  >`
}

/** What is chosen stays a choice, also when nobody has it any more. */
function choice(
  label: string,
  all: string,
  chosen: string,
  choices: readonly (readonly [value: string, text: string])[],
  change: (value: string) => void,
): TemplateResult {
  const shown = chosen === '' || choices.some(([value]) => value === chosen) ? choices : [...choices, [chosen, chosen]]
  return html`<label class="choice"
    ><span class="unseen">${label}</span
    ><select
      class="field ${chosen === '' ? '' : 'chosen'}"
      @change=${(event: Event) => change((event.target as HTMLSelectElement).value)}
    >
      <option value="" ?selected=${chosen === ''}>${all}</option>
      ${shown.map(([value, text]) => html`<option value=${value!} ?selected=${value === chosen}>${text}</option>`)}
    </select></label
  >`
}
