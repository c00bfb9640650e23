/** A list whose order counts: each entry with its own fields, moved by buttons or Alt+Shift with an arrow, taken out, added. */
import { html, nothing, type TemplateResult } from 'lit'
import { icons } from '../../icons.ts'
import { composing } from '../../keys.ts'
import { grouped, idOf, wrongAt, type FieldHost, type FieldPart } from './frame.ts'

interface ListPart extends FieldPart {
  /** Draws the fields of the entry at `place`. */
  readonly draw: (place: string, index: number) => unknown
  /** What a new entry is. */
  readonly blank: () => unknown
  readonly addLabel: string
  /** How an entry is called, for the buttons beside it. */
  readonly named: (index: number) => string
  /** Entries at most. */
  readonly max: number
  /** In one line each. */
  readonly compact?: boolean
  /** What is said of an empty list. */
  readonly none?: string
  /** An empty list stays in the document: it means something else than none. */
  readonly keepsEmpty?: boolean
}

export function listField(host: FieldHost, part: ListPart): TemplateResult {
  const { at, max, blank, addLabel, none = '', compact = false } = part
  const entries = host.editing.list<unknown>(at)
  const write = (next: readonly unknown[]): void =>
    host.editing.set(at, next.length === 0 && part.keepsEmpty !== true ? undefined : next)
  const add = (event: Event): void => {
    write([...entries, blank()])
    focusLast(event)
  }
  const rows = entries.map((_, index) => row(host, part, index, entries, write))
  return grouped(
    part,
    wrongAt(host, at, ''),
    html`${
        entries.length === 0
          ? none === ''
            ? nothing
            : html`<p class="quiet none-yet">${none}</p>`
          : html`<ol class="entries ${compact ? 'compact' : ''}">
              ${rows}
            </ol>`
      }
      <button type="button" class="button" ?disabled=${!host.mayChange || entries.length >= max} @click=${add}>
        ${icons.add}${addLabel}
      </button>`,
  )
}

function row(
  host: FieldHost,
  { at, draw, named }: ListPart,
  index: number,
  entries: readonly unknown[],
  write: (next: readonly unknown[]) => void,
): TemplateResult {
  const { fields } = host.adminWords
  const name = named(index)
  const move = (to: number): void => {
    if (to < 0 || to >= entries.length || !host.mayChange) return
    const next = entries.filter((_, one) => one !== index)
    write([...next.slice(0, to), entries[index], ...next.slice(to)])
  }
  const key = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (by === 0 || !event.altKey || !event.shiftKey || composing(event)) return
    event.preventDefault()
    event.stopPropagation()
    move(index + by)
    follow(event, by)
  }
  const button = (label: string, icon: TemplateResult, off: boolean, run: () => void): TemplateResult =>
    html`<button
      type="button"
      class="button bare square"
      aria-label=${label}
      title=${label}
      ?disabled=${off || !host.mayChange}
      @click=${run}
    >
      ${icon}
    </button>`
  return html`<li class="entry" id="${idOf(at)}-entry-${index}" @keydown=${key}>
    <div class="entry-fields">${draw(`${at}/${index}`, index)}</div>
    <div class="entry-acts">
      ${button(fields.up(name), icons.up, index === 0, () => move(index - 1))}
      ${button(fields.down(name), icons.fold, index === entries.length - 1, () => move(index + 1))}
      ${button(fields.remove(name), icons.close, false, () => write(entries.filter((_, one) => one !== index)))}
    </div>
  </li>`
}

/** The focus goes to the first field of what was added, once it stands there. */
function focusLast(event: Event): void {
  const set = (event.currentTarget as HTMLElement).closest('fieldset')
  requestAnimationFrame(() => {
    const entry = [...(set?.querySelectorAll('.entry') ?? [])].at(-1)
    entry?.querySelector<HTMLElement>('input, select, textarea')?.focus()
  })
}

/** The focus goes along with what was moved. */
function follow(event: KeyboardEvent, by: number): void {
  const entry = event.currentTarget as HTMLElement
  const inside = [...entry.querySelectorAll<HTMLElement>('input, select, textarea, button')]
  const nth = inside.indexOf(event.composedPath()[0] as HTMLElement)
  const target = by < 0 ? entry.previousElementSibling : entry.nextElementSibling
  requestAnimationFrame(() =>
    [...(target?.querySelectorAll<HTMLElement>('input, select, textarea, button') ?? [])][nth]?.focus(),
  )
}
