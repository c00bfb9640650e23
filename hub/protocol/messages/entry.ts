/**
 * Entries of a contact's log, as clients see them. Every entry has its place (seq 1, 2, 3 … without holes); what one
 * side may not see stands there as `elided`, so that both sides count alike. On the wire: [kind, ...fields].
 */
import { list, Malformed, maybe, oneOf, record, text, whole, type Of, type Shape, type Wire } from '../shape.ts'
import { limits } from '../frame.ts'
import { callMedia } from './call.ts'
import { at, attachmentInfo, bothLanguages } from './common.ts'
import { staffEntries } from './staff.ts'
import { surveyComment, surveyScale, surveyScore } from './survey.ts'

export const entryShapes = {
  message: record({
    at,
    from: oneOf('customer', 'agent', 'bot', 'system'),
    /** Shown name of the sender; '' for the customer's own side. */
    name: text(limits.nameMax),
    /** The sender's request id, by which its own screen recognises the message it already shows. */
    requestId: text(limits.requestIdMax),
    text: text(limits.messageTextMax),
    attachments: list(attachmentInfo, limits.attachmentsPerMessageMax),
  }),
  /** Waits, from now on, in this queue. */
  queued: record({
    at,
    queue: bothLanguages,
    cause: oneOf('new', 'transfer', 'declined', 'missed', 'agentLost', 'agentAway', 'restart'),
  }),
  /** An agent has taken the contact. */
  joined: record({ at, agentName: text(limits.nameMax) }),
  /** Handed on by an agent, to a queue or to another agent. The note is for agents. */
  transferred: record({
    at,
    agentName: text(limits.nameMax),
    queue: bothLanguages,
    toAgentName: text(limits.nameMax),
    note: maybe(text(limits.noteMax)),
  }),
  closed: record({ at, by: oneOf('customer', 'agent', 'system') }),
  /** Agents only: how the contact was wrapped up. */
  wrappedUp: record({ at, agentName: text(limits.nameMax), disposition: bothLanguages, note: text(limits.noteMax) }),
  /** Something this reader may not see. */
  elided: record({}),
  /** The customer no longer waits in person, and is called when it is their turn. */
  held: record({ at }),
  /** The customer was called, and did not come in time. */
  callMissed: record({ at }),
  /** Agents only: a supervisor offered it to somebody, gave it to them, took it over, or had it wait again for a lost agent. */
  acted: record({
    at,
    act: oneOf('offered', 'given', 'takenOver', 'rescued'),
    byName: text(limits.nameMax),
    /** Who had it in talk until then, '' for nobody. */
    fromName: text(limits.nameMax),
    /** Whom it went to, '' for nobody in particular. */
    toName: text(limits.nameMax),
  }),
  /** A call with the customer began, by whom it was wanted. */
  callBegan: record({ at, media: callMedia, by: oneOf('customer', 'agent') }),
  /** It ended: so long somebody talked with the customer, 0 when nobody did. */
  callEnded: record({ at, by: oneOf('customer', 'agent', 'system'), talkMs: whole(0) }),
  /** A proposal that came to nothing; `by` whoever said no or took it back. */
  callDeclined: record({ at, media: callMedia, by: oneOf('customer', 'agent') }),
  /** Agents only: a colleague or a supervisor came into the call, or is in it in another way, or left (`left`). */
  callPart: record({
    at,
    name: text(limits.nameMax),
    part: oneOf('talk', 'consult', 'monitor', 'whisper', 'barge', 'left'),
  }),
  /** Whether the call is recorded from now on. */
  callRecording: record({ at, state: oneOf('on', 'off', 'refused') }),
  /** What the customer thinks of the help: `score` 1 to 5 of `csat`, 0 to 10 of `nps`. */
  surveyed: record({ at, scale: surveyScale, score: surveyScore, comment: surveyComment }),
  ...staffEntries,
} as const
export type EntryKind = keyof typeof entryShapes
export type Entry = { readonly [K in EntryKind]: { readonly kind: K } & Of<(typeof entryShapes)[K]> }[EntryKind]

/** By their number on the wire, which is their order above: a new kind goes to the end. */
const kinds = Object.keys(entryShapes) as readonly EntryKind[]

export function packEntry(entry: Entry): Wire {
  const fields = (entryShapes[entry.kind] as Shape<Entry>).pack(entry) as readonly Wire[]
  return [kinds.indexOf(entry.kind), ...fields]
}

/** Reads an entry; one of a kind this build does not know reads as `elided`. Throws `Malformed`. */
export function readEntry(wire: Wire, lenient?: boolean): Entry {
  if (!Array.isArray(wire) || typeof wire[0] !== 'number') throw new Malformed('entry')
  const kind = kinds[wire[0]]
  if (kind === undefined) return { kind: 'elided' }
  return { kind, ...(entryShapes[kind] as Shape<object>).read(wire.slice(1), lenient) } as Entry
}
