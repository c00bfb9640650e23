/**
 * PURE: what the hub says of the floor in, rows of the board's tables out. A row is made when its item changes and not
 * before: it holds what sorting and filtering ask for again and again. To add a table: its rows here, its columns in columns.ts.
 */
import type { FloorAgent, FloorAgentDay, FloorHeld, FloorQueue, FloorQueueDay, FloorWaiting } from '#protocol'
import { isLost } from '../floor-rows.ts'
import { fold } from '../writing/fold.ts'

export const tables = ['queues', 'agents', 'contacts'] as const
export type TableName = (typeof tables)[number]

/** What rows can be told apart by, in the order in which filters offer it. */
export const states = {
  queues: ['waiting', 'quiet', 'closed'],
  agents: ['free', 'busy', 'away', 'offline', 'lost'],
  contacts: ['waiting', 'offered', 'talking', 'parked', 'wrapUp'],
} as const satisfies Record<TableName, readonly string[]>
export type State<T extends TableName = TableName> = (typeof states)[T][number]

interface Common {
  readonly key: string
  /** What a search looks in: folded. */
  readonly text: string
  readonly queues: readonly string[]
}

export interface QueueRow extends Common {
  readonly table: 'queues'
  readonly state: State<'queues'>
  readonly item: FloorQueue
  /** Undefined until the hub has reckoned it. */
  readonly day: FloorQueueDay | undefined
}

export interface AgentRow extends Common {
  readonly table: 'agents'
  readonly state: State<'agents'>
  readonly item: FloorAgent
  readonly day: FloorAgentDay | undefined
}

export interface ContactRow extends Common {
  readonly table: 'contacts'
  readonly state: State<'contacts'>
  readonly customerName: string
  /** Whom it rings at, or who has it; '' for nobody. */
  readonly withName: string
  readonly queueName: FloorQueue['name']
  /** Since it has waited, or since somebody has had it. */
  readonly since: number
  readonly item:
    { readonly kind: 'waiting'; readonly of: FloorWaiting } | { readonly kind: 'held'; readonly of: FloorHeld }
}

export type Row = QueueRow | AgentRow | ContactRow

const nothing = { en: '', ja: '' }

export function queueRow(item: FloorQueue, day?: FloorQueueDay): QueueRow {
  const { queue, name, waiting, open } = item
  const state = open === false ? 'closed' : waiting > 0 ? 'waiting' : 'quiet'
  return { table: 'queues', key: queue, text: fold(`${name.en}\n${name.ja}`), queues: [queue], state, item, day }
}

export function agentRow(item: FloorAgent, day?: FloorAgentDay): AgentRow {
  const { agent, name, queues } = item
  return { table: 'agents', key: agent, text: fold(name), queues: queues ?? [], state: agentState(item), item, day }
}

function agentState(agent: FloorAgent): State<'agents'> {
  if (isLost(agent)) return 'lost'
  if (agent.status !== 'available') return agent.status
  return agent.free ? 'free' : 'busy'
}

/** Who waits, and who is being rung for. */
export function waitingRow(of: FloorWaiting, queue: FloorQueue | undefined): ContactRow {
  const state = of.phase === 'offered' || of.phase === 'called' ? 'offered' : 'waiting'
  const row = { state, withName: of.offeredTo, since: of.enqueuedAt, item: { kind: 'waiting', of } } as const
  return contactRow(row, queue)
}

export function heldRow(of: FloorHeld, queue: FloorQueue | undefined, agent: FloorAgent | undefined): ContactRow {
  const state = of.phase === 'wrapUp' ? 'wrapUp' : of.parked === null ? 'talking' : 'parked'
  const row = { state, withName: agent?.name ?? '', since: of.parked ?? of.since, item: { kind: 'held', of } } as const
  return contactRow(row, queue)
}

function contactRow(
  row: Pick<ContactRow, 'state' | 'withName' | 'since' | 'item'>,
  queue: FloorQueue | undefined,
): ContactRow {
  const { contact, customerName, topic } = row.item.of
  const queueName = queue?.name ?? nothing
  const text = fold([customerName, row.withName, topic.en, topic.ja, queueName.en, queueName.ja].join('\n'))
  return { ...row, table: 'contacts', key: contact, text, queues: [row.item.of.queue], customerName, queueName }
}

/** What is looked for in one table; '' for anything. */
export interface Filter {
  readonly text: string
  readonly queue: string
  readonly state: string
  readonly skill: string
}

export const anything: Filter = { text: '', queue: '', state: '', skill: '' }

/** Does a row belong to what is looked for? */
export function passing({ text, queue, state, skill }: Filter): (row: Row) => boolean {
  const wanted = fold(text)
  return (row) =>
    (state === '' || row.state === state) &&
    (queue === '' || row.queues.includes(queue)) &&
    (skill === '' || row.table !== 'agents' || hasSkill(row.day, skill)) &&
    (wanted === '' || row.text.includes(wanted))
}

const hasSkill = (day: FloorAgentDay | undefined, skill: string): boolean =>
  day?.skills.some(({ name }) => name === skill) ?? false
