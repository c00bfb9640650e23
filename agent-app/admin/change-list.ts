/** Differences between two configurations as people read them: entry by entry, each setting with what it was and what it is. */
import { html, nothing, type TemplateResult } from 'lit'
import type { Speech } from '../speech.ts'
import type { SettingChange } from './editing.ts'
import { adminWords, type AdminWords } from './words.ts'

/** Characters of a value that are shown; the file has all of them. */
const valueMax = 160

interface Entry {
  readonly what: SettingChange['what']
  readonly name: string
  readonly changes: readonly SettingChange[]
}

/** Changes of one entry together, in the order in which they come. */
export function byEntry(changes: readonly SettingChange[]): readonly Entry[] {
  const found = new Map<string, { what: SettingChange['what']; name: string; changes: SettingChange[] }>()
  for (const change of changes) {
    const key = `${change.what} ${change.name}`
    const entry = found.get(key) ?? { what: change.what, name: change.name, changes: [] }
    found.set(key, entry)
    entry.changes.push(change)
  }
  return [...found.values()]
}

/** `open`: where an entry is edited; null for one that no section has. */
export function changeList(
  speech: Speech,
  changes: readonly SettingChange[],
  open: ((entry: Entry) => (() => void) | null) | null = null,
): TemplateResult {
  const words = adminWords(speech.locale)
  return html`<ul class="changes">
    ${byEntry(changes).map((entry) => {
      const go = open?.(entry) ?? null
      const title = words.changes.entry(words.changes.what[entry.what] ?? entry.what, entry.name)
      return html`<li>
        <h4>
          ${go === null ? title : html`<button class="link" @click=${go}>${title}</button>`}${wholeOf(entry, words)}
        </h4>
        <dl>${entry.changes.map((change) => line(change, words, speech))}</dl>
      </li>`
    })}
  </ul>`
}

function wholeOf({ changes }: Entry, { changes: words }: AdminWords): TemplateResult | typeof nothing {
  const whole = changes.find(({ setting }) => setting === '')
  return whole === undefined || whole.change === 'changed'
    ? nothing
    : html`<span class="tag ${whole.change === 'removed' ? 'wrong' : ''}">${words.whole[whole.change]}</span>`
}

function line(change: SettingChange, words: AdminWords, speech: Speech): TemplateResult | typeof nothing {
  if (change.setting === '') return nothing
  return html`<div>
    <dt>${settingWords(change, words)}</dt>
    <dd>
      <span class="old">${valueWords(change.before, words, speech)}</span><span aria-hidden="true"> → </span
      ><span class="unseen">${words.changes.becomes}</span
      ><span class="new">${valueWords(change.after, words, speech)}</span>
    </dd>
  </div>`
}

/** `name/en` as "Name › English"; what has no words stays as it is written in the file. */
export function settingWords({ what, setting }: SettingChange, words: AdminWords): string {
  const known = words.settings[what] ?? {}
  const [first = '', ...rest] = setting
    .replace(/ ?\(order\)$/, '/(order)')
    .split('/')
    .filter((part) => part !== '')
  const told = rest.map((part) => words.changes.parts[part] ?? (/^\d+$/.test(part) ? String(Number(part) + 1) : part))
  return [known[first] ?? words.changes.parts[first] ?? first, ...told].join(' › ')
}

/** A value in words; nothing said means that the built-in value holds. */
export function valueWords(value: unknown, words: AdminWords, speech: Speech): string {
  if (value === undefined) return words.changes.notSaid
  if (typeof value === 'boolean') return value ? words.changes.yes : words.changes.no
  if (typeof value === 'number') return speech.number(value)
  if (typeof value === 'string') return value === '' ? '""' : cut(value)
  if (Array.isArray(value) && value.length === 0) return words.changes.empty
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return cut(value.join(', '))
  return cut(JSON.stringify(value))
}

const cut = (text: string): string => (text.length > valueMax ? `${text.slice(0, valueMax - 1)}…` : text)
