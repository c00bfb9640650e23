/**
 * The columns of the three tables: what stands in each, and by what it sorts. Times are told to the second from `now`, but
 * sort by their instants, so that a table stays in order while time passes. To add a column: a line, and its word.
 */
import type { FloorAgentDay } from '#protocol'
import { html, nothing, type TemplateResult } from 'lit'
import { presenceText } from '../elements/presence.ts'
import { icons } from '../icons.ts'
import type { Speech } from '../speech.ts'
import type { DeskLists } from '../state.ts'
import type { BoardWords } from '../translations/en-board.ts'
import type { AgentRow, ContactRow, QueueRow, Row, TableName } from './rows.ts'
import type { SortValue } from './sorted.ts'

export interface Telling {
  readonly speech: Speech
  readonly words: BoardWords
  /** Hub milliseconds. */
  readonly now: number
  readonly me: DeskLists['me']
}

export interface Column<R extends Row = Row> {
  readonly key: string
  readonly name: keyof BoardWords['columns']
  /** Pixels that it needs; the first column of a table takes what is left. */
  readonly width: number
  /** Where there is not room for all, those of the lowest rank stay. */
  readonly rank: number
  readonly figures: boolean
  /** The way that the first press of its name sorts. */
  readonly downFirst: boolean
  value(row: R, locale: 'en' | 'ja'): SortValue
  cell(row: R, telling: Telling): string | TemplateResult | typeof nothing
}

const none = '–'
/** Of two that wait, the older instant is the longer time: sorted down, the longest comes first. */
const longer = (since: number | null): SortValue => (since === null ? null : -since)
const text = (value: string): string => value.toLowerCase()

/** A service level, marked where it misses its target by a sign and not by colour alone. */
export function levelCell(
  { speech, words }: Telling,
  day: QueueRow['day'],
  of: 'levelNow' | 'level',
): string | TemplateResult {
  const value = day?.[of] ?? null
  if (day === undefined || value === null) return none
  const told = speech.percent(value / 1_000)
  if (value >= day.levelPercent * 10) return told
  return html`<span class="late" title=${words.missed}
    >${icons.warn}${told}<span class="unseen">${words.missed}</span></span
  >`
}

/** What somebody who comes now is likely to wait, '' where nobody would serve them. */
export function expectedText({ speech, words }: Telling, { waitP50Ms, waitP90Ms }: QueueRow['item']): string {
  if (waitP50Ms === null || waitP90Ms === null) return ''
  const minutes = (ms: number): string => speech.duration(Math.round(ms / 1_000) * 1_000)
  return words.range(minutes(waitP50Ms), minutes(waitP90Ms))
}

const count = <R extends Row>(
  key: string,
  rank: number,
  value: (row: R) => number,
  part: Partial<Column<R>> = {},
): Column<R> => ({
  key,
  name: key as Column['name'],
  width: 76,
  rank,
  figures: true,
  downFirst: true,
  value,
  cell: (row, { speech }) => speech.number(value(row)),
  ...part,
})

const queues: readonly Column<QueueRow>[] = [
  {
    key: 'queue',
    name: 'queue',
    width: 170,
    rank: 0,
    figures: false,
    downFirst: false,
    value: ({ item }, locale) => text(item.name[locale]),
    cell: ({ item, state }, { speech, words }) =>
      html`<span class="cut">${speech.both(item.name)}</span>${
          state === 'closed' ? html`<span class="tag">${words.states.queues.closed}</span>` : nothing
        }${(item.overflow ?? []).length > 0 ? html`<span class="waits small">${icons.overflow}</span>` : nothing}`,
  },
  count<QueueRow>('waiting', 1, ({ item }) => item.waiting, {
    cell: ({ item }, { speech }) =>
      html`<span class=${item.waiting > 0 ? 'waits' : 'quiet'}>${speech.number(item.waiting)}</span>`,
  }),
  {
    ...count<QueueRow>('longest', 2, () => 0),
    width: 118,
    value: ({ item }) => longer(item.longestSince),
    cell: ({ item }, { speech, now }) => (item.longestSince === null ? none : speech.duration(now - item.longestSince)),
  },
  {
    ...count<QueueRow>('levelNow', 3, () => 0),
    width: 92,
    downFirst: false,
    value: ({ day }) => day?.levelNow ?? null,
    cell: ({ day }, telling) => levelCell(telling, day, 'levelNow'),
  },
  {
    ...count<QueueRow>('levelToday', 4, () => 0),
    width: 92,
    downFirst: false,
    value: ({ day }) => day?.level ?? null,
    cell: ({ day }, telling) => levelCell(telling, day, 'level'),
  },
  count<QueueRow>('free', 5, ({ item }) => item.free, { downFirst: false, width: 68 }),
  count<QueueRow>('staffed', 6, ({ item }) => item.staffed, { width: 88 }),
  {
    ...count<QueueRow>('expected', 7, () => 0),
    width: 184,
    value: ({ item }) => item.waitP50Ms,
    cell: ({ item }, telling) => expectedText(telling, item) || none,
  },
  count<QueueRow>('answered', 8, ({ day }) => day?.answered ?? 0),
  count<QueueRow>('abandoned', 9, ({ day }) => day?.abandoned ?? 0),
]

const shareText = (speech: Speech, share: number | null): string => (share === null ? none : speech.percent(share))
const skillsText = ({ skills }: FloorAgentDay): string => skills.map(({ name, level }) => `${name} ${level}`).join(', ')

/** How much of the time that an agent was there today they had work, 0 to 1. */
const busyShare = ({ day }: AgentRow): number | null => {
  const permille = day?.occupancyPermille ?? null
  return permille === null ? null : permille / 1_000
}

const shareUsed = ({ usedUnits, capacityUnits }: AgentRow['item']): number | null =>
  usedUnits === null || capacityUnits === null || capacityUnits === 0 ? null : usedUnits / capacityUnits

const agents: readonly Column<AgentRow>[] = [
  {
    key: 'agent',
    name: 'agent',
    width: 160,
    rank: 0,
    figures: false,
    downFirst: false,
    value: ({ item }) => text(item.name),
    cell: ({ item }) => html`<span class="cut">${item.name}</span>`,
  },
  {
    key: 'state',
    name: 'state',
    width: 168,
    rank: 1,
    figures: false,
    downFirst: false,
    // Those who need somebody first, then those who are there.
    value: ({ state }) => ['lost', 'free', 'busy', 'away', 'offline'].indexOf(state),
    cell: (row, telling) => agentState(row, telling),
  },
  {
    ...count<AgentRow>('since', 2, () => 0),
    width: 112,
    value: ({ item }) => (item.since === 0 || item.status === 'offline' ? null : longer(item.since)),
    cell: ({ item }, { speech, now }) =>
      item.since === 0 || item.status === 'offline' ? none : speech.duration(now - item.since),
  },
  count<AgentRow>('contacts', 3, ({ item }) => item.contacts ?? 0, { width: 86 }),
  {
    ...count<AgentRow>('load', 4, () => 0),
    width: 86,
    value: ({ item }) => shareUsed(item),
    cell: ({ item }, { speech }) => shareText(speech, shareUsed(item)),
  },
  {
    ...count<AgentRow>('occupancy', 5, () => 0),
    width: 104,
    value: busyShare,
    cell: (row, { speech }) => shareText(speech, busyShare(row)),
  },
  {
    key: 'skills',
    name: 'skills',
    width: 170,
    rank: 6,
    figures: false,
    downFirst: false,
    value: ({ day }) => (day === undefined || day.skills.length === 0 ? null : skillsText(day)),
    cell: ({ day }) => {
      const told = day === undefined || day.skills.length === 0 ? none : skillsText(day)
      return html`<span class="cut" title=${told}>${told}</span>`
    },
  },
]

/** What an agent is doing, in words, with the dot that the rest of the app has for it. */
export function agentState({ item, state }: AgentRow, { speech, words, me }: Telling): TemplateResult {
  if (state === 'lost')
    return html`<span class="late">${icons.warn}<span class="cut">${words.states.agents.lost}</span></span>`
  const told =
    state === 'away' ? presenceText(speech, item.status, item.reason, me?.reasons ?? []) : words.states.agents[state]
  return html`<span class="dot ${state === 'busy' ? 'busy' : item.status}"></span
    ><span class="cut" title=${told}>${told}</span>`
}

const contacts: readonly Column<ContactRow>[] = [
  {
    key: 'customer',
    name: 'customer',
    width: 150,
    rank: 0,
    figures: false,
    downFirst: false,
    value: ({ customerName }) => (customerName === '' ? null : text(customerName)),
    cell: ({ customerName }, { speech }) => html`<span class="cut">${speech.customer(customerName)}</span>`,
  },
  {
    key: 'state',
    name: 'state',
    width: 104,
    rank: 1,
    figures: false,
    downFirst: false,
    value: ({ state }) => ['waiting', 'offered', 'talking', 'parked', 'wrapUp'].indexOf(state),
    cell: (row, telling) => contactState(row, telling),
  },
  {
    ...count<ContactRow>('since', 2, () => 0),
    width: 112,
    value: ({ since }) => longer(since),
    cell: ({ since }, { speech, now }) => speech.duration(now - since),
  },
  {
    key: 'with',
    name: 'with',
    width: 140,
    rank: 3,
    figures: false,
    downFirst: false,
    value: ({ withName }) => (withName === '' ? null : text(withName)),
    cell: ({ withName }) => (withName === '' ? none : html`<span class="cut">${withName}</span>`),
  },
  {
    key: 'queue',
    name: 'queue',
    width: 140,
    rank: 4,
    figures: false,
    downFirst: false,
    value: ({ queueName }, locale) => text(queueName[locale]),
    cell: ({ queueName }, { speech }) => html`<span class="cut">${speech.both(queueName)}</span>`,
  },
  {
    key: 'topic',
    name: 'topic',
    width: 140,
    rank: 5,
    figures: false,
    downFirst: false,
    value: ({ item }, locale) => text(item.of.topic[locale]),
    cell: ({ item }, { speech }) => html`<span class="cut">${speech.both(item.of.topic)}</span>`,
  },
  {
    key: 'channel',
    name: 'channel',
    width: 84,
    rank: 6,
    figures: false,
    downFirst: false,
    value: ({ item }) => item.of.channel,
    cell: ({ item }, { words }) => words.channels[item.of.channel] ?? item.of.channel,
  },
]

/** Who waits is said with a sign as well as in its colour. */
export function contactState({ state }: ContactRow, { words }: Telling): TemplateResult {
  const told = words.states.contacts[state]
  if (state === 'waiting') return html`<span class="waits">${icons.clock}${told}</span>`
  return state === 'offered' ? html`<span class="waits">${icons.bell}${told}</span>` : html`<span>${told}</span>`
}

export const columns: Readonly<Record<TableName, readonly Column[]>> = {
  queues: queues as unknown as readonly Column[],
  agents: agents as unknown as readonly Column[],
  contacts: contacts as unknown as readonly Column[],
}

/** By what a table is sorted until somebody has said otherwise: what needs a look first. */
export const usualSort: Readonly<Record<TableName, { readonly column: string; readonly down: boolean }>> = {
  queues: { column: 'longest', down: true },
  agents: { column: 'state', down: false },
  contacts: { column: 'since', down: true },
}

/** The columns for which there is room, in their order. The first one always is. */
export function columnsFor(table: TableName, width: number, gap: number): readonly Column[] {
  let left = width
  const fitting = new Set<Column>()
  for (const column of [...columns[table]].sort((a, b) => a.rank - b.rank)) {
    left -= column.width + gap
    if (left < 0 && column.rank > 0) break
    fitting.add(column)
  }
  return columns[table].filter((column) => fitting.has(column))
}
