/**
 * A contact's log as it is kept: facts by id. What clients see is translated from it (`wireEntry`), with names and words
 * of today's configuration and without what the reader may not see, so that log and wire can change apart.
 */
import type { AgentId, QueueId, SessionId } from '../model/ids.ts'
import {
  attachmentInfo,
  id,
  limits,
  mentionsMax,
  tagsMax,
  list,
  maybe,
  oneOf,
  record,
  text,
  whole,
  type BothLanguages,
  type Entry,
  type Of,
  type Shape,
  type Wire,
} from '../protocol/index.ts'

const at = whole(0)
const media = oneOf('audio', 'video')
const side = oneOf('customer', 'agent')
const cause = oneOf('new', 'transfer', 'declined', 'missed', 'agentLost', 'agentAway', 'restart')

/** Stored kinds by name. Their order is their number on the disk: a new kind goes to the end. */
const shapes = {
  message: record({
    at,
    from: oneOf('customer', 'agent', 'bot', 'system'),
    agent: maybe(id('agent')),
    session: id('session'),
    requestId: text(limits.requestIdMax),
    text: text(limits.messageTextMax),
    attachments: list(attachmentInfo, limits.attachmentsPerMessageMax),
  }),
  queued: record({ at, queue: id('queue'), cause }),
  joined: record({ at, agent: id('agent') }),
  transferred: record({
    at,
    agent: id('agent'),
    queue: id('queue'),
    toAgent: maybe(id('agent')),
    note: text(limits.noteMax),
  }),
  closed: record({ at, by: oneOf('customer', 'agent', 'system') }),
  wrappedUp: record({ at, agent: id('agent'), queue: id('queue'), disposition: text(40), note: text(limits.noteMax) }),
  held: record({ at }),
  callMissed: record({ at }),
  acted: record({
    at,
    act: oneOf('offered', 'given', 'takenOver', 'rescued'),
    by: id('agent'),
    from: maybe(id('agent')),
    to: maybe(id('agent')),
  }),
  callBegan: record({ at, media, by: side }),
  callEnded: record({ at, by: oneOf('customer', 'agent', 'system'), talkMs: whole(0) }),
  callDeclined: record({ at, media, by: side }),
  callPart: record({
    at,
    agent: id('agent'),
    part: oneOf('talk', 'consult', 'monitor', 'whisper', 'barge', 'left'),
  }),
  callRecording: record({ at, state: oneOf('on', 'off', 'refused') }),
  surveyed: record({ at, scale: oneOf('csat', 'nps'), score: whole(0, 10), comment: text(1_000) }),
  noted: record({
    at,
    by: id('agent'),
    text: text(limits.noteMax),
    mentions: list(id('agent'), mentionsMax),
  }),
  tagged: record({
    at,
    by: id('agent'),
    added: list(text(40), tagsMax),
    removed: list(text(40), tagsMax),
  }),
} as const
type Kind = keyof typeof shapes
const kinds = Object.keys(shapes) as readonly Kind[]

export type LogEntry = { readonly [K in Kind]: { readonly kind: K } & Of<(typeof shapes)[K]> }[Kind]

/** The entry as a plain value for the codec: [number of the kind, fields]. */
export function packLogEntry(entry: LogEntry): Wire {
  return [kinds.indexOf(entry.kind), (shapes[entry.kind] as Shape<LogEntry>).pack(entry)]
}

export function readLogEntry(value: unknown): LogEntry {
  const [number, fields] = value as [number, Wire]
  const kind = kinds[number]
  if (kind === undefined) throw new Error(`a log entry of unknown kind ${number}: written by a newer version`)
  return Object.assign((shapes[kind] as Shape<object>).read(fields), { kind }) as LogEntry
}

/** Names and words for the ids in a log. */
export interface Wording {
  agentName(agent: AgentId): string
  queueName(queue: QueueId): BothLanguages
  dispositionLabel(queue: QueueId, key: string): BothLanguages
  tagLabel(key: string): BothLanguages
}

/** Who reads: a customer does not see what agents note for each other, nor other people's request ids. */
export type Reader = { readonly side: 'customer' | 'agent'; readonly session: SessionId }

/** The entry as this reader sees it. */
export function wireEntry(entry: LogEntry, reader: Reader, words: Wording): Entry {
  switch (entry.kind) {
    case 'message':
      return {
        kind: 'message',
        at: entry.at,
        from: entry.from,
        name: entry.agent === null ? '' : words.agentName(entry.agent),
        requestId: entry.session === reader.session ? entry.requestId : '',
        text: entry.text,
        attachments: entry.attachments,
      }
    case 'queued':
      return { kind: 'queued', at: entry.at, queue: words.queueName(entry.queue), cause: entry.cause }
    case 'joined':
      return { kind: 'joined', at: entry.at, agentName: words.agentName(entry.agent) }
    case 'transferred':
      return {
        kind: 'transferred',
        at: entry.at,
        agentName: words.agentName(entry.agent),
        queue: words.queueName(entry.queue),
        toAgentName: entry.toAgent === null ? '' : words.agentName(entry.toAgent),
        note: reader.side === 'agent' ? entry.note : null,
      }
    case 'closed':
      return { kind: 'closed', at: entry.at, by: entry.by }
    case 'held':
    case 'callMissed':
      return { kind: entry.kind, at: entry.at }
    case 'callBegan':
    case 'callEnded':
    case 'callDeclined':
    case 'callRecording':
    case 'surveyed':
      return entry
    case 'callPart':
      if (reader.side === 'customer') return { kind: 'elided' }
      return { kind: 'callPart', at: entry.at, name: words.agentName(entry.agent), part: entry.part }
    case 'acted':
      if (reader.side === 'customer') return { kind: 'elided' }
      return {
        kind: 'acted',
        at: entry.at,
        act: entry.act,
        byName: words.agentName(entry.by),
        fromName: entry.from === null ? '' : words.agentName(entry.from),
        toName: entry.to === null ? '' : words.agentName(entry.to),
      }
    case 'noted':
      if (reader.side === 'customer') return { kind: 'elided' }
      return {
        kind: 'noted',
        at: entry.at,
        byName: words.agentName(entry.by),
        text: entry.text,
        mentions: entry.mentions.map((agent) => words.agentName(agent)),
      }
    case 'tagged':
      if (reader.side === 'customer') return { kind: 'elided' }
      return {
        kind: 'tagged',
        at: entry.at,
        byName: words.agentName(entry.by),
        added: entry.added.map((key) => words.tagLabel(key)),
        removed: entry.removed.map((key) => words.tagLabel(key)),
      }
    case 'wrappedUp':
      if (reader.side === 'customer') return { kind: 'elided' }
      return {
        kind: 'wrappedUp',
        at: entry.at,
        agentName: words.agentName(entry.agent),
        disposition: words.dispositionLabel(entry.queue, entry.disposition),
        note: entry.note,
      }
  }
}
