/** Differences between two configurations as people read them: entry by entry, each setting with what it was and what it is. */
import type { BothLanguages } from '#protocol'
import { html, nothing, type TemplateResult } from 'lit'
import type { Speech } from '../speech.ts'
import { enAdminQueues, type QueueWords } from '../translations/en-admin-queues.ts'
import { jaAdminQueues } from '../translations/ja-admin-queues.ts'
import { nameOf, type Document } from './draft.ts'
import type { SettingChange } from './editing.ts'
import { queueNumbers, type QueueNumberName, type Unit } from './queues/rules.ts'
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

/** How an entry of a kind is called: by its name, or by its key where it has none. */
export type Called = (what: string, key: string) => string

/** Of which setting at the top the entries of a kind are. */
export const listOf: Readonly<Record<string, string>> = {
  site: 'sites',
  queue: 'queues',
  calendar: 'calendars',
  reason: 'reasons',
  agent: 'agents',
  flow: 'flows',
  reply: 'replies',
  tag: 'tags',
  link: 'links',
  threshold: 'thresholds',
  role: 'roles',
  attachments: 'attachments',
}

/** Looks an entry up in these documents, the first one first. */
export function calledIn(documents: readonly Document[], what: string, key: string, speech: Speech): string {
  for (const document of documents) {
    const list = document[listOf[what] ?? '']
    const name = Array.isArray(list) ? nameOf(list) : null
    const entry =
      name === null ? undefined : (list as Readonly<Record<string, unknown>>[]).find((one) => one[name] === key)
    const words = (entry?.['name'] ?? entry?.['title'] ?? entry?.['label']) as BothLanguages | undefined
    if (typeof words === 'object' && words[speech.locale]) return words[speech.locale]
  }
  return key
}

/** `open`: where an entry is edited; null for one that no section has. */
export function changeList(
  speech: Speech,
  changes: readonly SettingChange[],
  called: Called,
  open: ((entry: Entry) => (() => void) | null) | null = null,
): TemplateResult {
  const words = adminWords(speech.locale)
  return html`<ul class="changes">
    ${byEntry(changes).map((entry) => {
      const go = open?.(entry) ?? null
      const title = words.changes.entry(words.changes.what[entry.what] ?? entry.what, called(entry.what, entry.name))
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
      <span class="old">${valueWords(change, change.before, words, speech)}</span><span aria-hidden="true"> → </span
      ><span class="unseen">${words.changes.becomes}</span
      ><span class="new">${valueWords(change, change.after, words, speech)}</span>
    </dd>
  </div>`
}

/** `name/en` as "Name › English"; what has no words stays as it is written in the file. */
export function settingWords({ what, setting }: Pick<SettingChange, 'what' | 'setting'>, words: AdminWords): string {
  const known = words.settings[what] ?? {}
  const [first = '', ...rest] = setting
    .replace(/ ?\(order\)$/, '/(order)')
    .split('/')
    .filter((part) => part !== '')
  const told = rest.map((part) => words.changes.parts[part] ?? (/^\d+$/.test(part) ? String(Number(part) + 1) : part))
  return [known[first] ?? words.changes.parts[first] ?? first, ...told].join(' › ')
}

/** A value in words, with its unit; nothing said means that the built-in value holds. */
export function valueWords(change: Shown, value: unknown, words: AdminWords, speech: Speech): string {
  const number = change.what === 'queue' ? queueNumbers[change.setting as QueueNumberName] : undefined
  if (value === undefined && typeof number?.builtIn === 'number')
    return `${measured(number.builtIn, number.unit, speech)} (${words.changes.notSaid})`
  if (value === undefined) return words.changes.notSaid
  if (typeof value === 'number')
    return number === undefined ? speech.number(value) : measured(value, number.unit, speech)
  return cut(plainWords(value, words, speech, queueWords(speech)))
}

type Shown = Pick<SettingChange, 'what' | 'setting'>

const queueWords = ({ locale }: Speech): QueueWords => (locale === 'ja' ? jaAdminQueues : enAdminQueues)
const measured = (value: number, unit: Unit, speech: Speech): string =>
  `${speech.number(value)} ${queueWords(speech).units[unit]}`

function plainWords(value: unknown, words: AdminWords, speech: Speech, queues: QueueWords): string {
  const { changes } = words
  if (typeof value === 'boolean') return value ? changes.yes : changes.no
  if (typeof value === 'number') return speech.number(value)
  if (typeof value === 'string') return value === '' ? changes.nothing : (namesOf(queues)[value]?.[0] ?? value)
  const inner = (one: unknown): string => plainWords(one, words, speech, queues)
  if (Array.isArray(value)) return value.length === 0 ? changes.empty : value.map(inner).join(', ')
  if (typeof value !== 'object' || value === null) return String(value)
  const parts = Object.entries(value).map(([name, part]) => `${changes.parts[name] ?? name}: ${inner(part)}`)
  return parts.length === 0 ? changes.empty : parts.join(', ')
}

/** Names that a file writes and people read otherwise. */
const namesOf = ({
  strategies,
  wrapUps,
  callBackModes,
  overflow,
}: QueueWords): Readonly<Record<string, readonly string[]>> => ({
  ...strategies,
  ...callBackModes,
  timed: wrapUps.timed,
  untimed: wrapUps.untimed,
  optional: wrapUps.optional,
  callBack: [overflow.ways.callBack],
  form: [overflow.ways.form],
  bot: [overflow.ways.bot],
})

const cut = (text: string): string => (text.length > valueMax ? `${text.slice(0, valueMax - 1)}…` : text)
