/** What becomes of a call: (call, change) -> call and notes for the log, or a refusal. PURE. SPEC.md has the rules. */
import { makeId, type AgentId, type CallId, type ContactId, type LegId } from '../model/ids.ts'
import { durationMs, type Instant } from '../model/time.ts'
import { isBeside, isOpen, partOf, type CallNote, type CallRecord, type Media, type Part, type Side } from './call.ts'

/** Who may ask is settled before. */
export type Change =
  | { readonly type: 'begin'; readonly media: Media; readonly isContact: boolean }
  | { readonly type: 'propose'; readonly media: Media; readonly by: Side }
  | { readonly type: 'accept'; readonly by: Side; readonly owner: AgentId }
  | { readonly type: 'decline'; readonly by: Side }
  | { readonly type: 'end'; readonly by: Side | 'system' }
  | {
      readonly type: 'set'
      readonly agent: AgentId | null
      readonly muted: boolean | null
      readonly cameraOff: boolean | null
      readonly sharing: boolean | null
    }
  | { readonly type: 'hold'; readonly held: boolean }
  | { readonly type: 'invite'; readonly agent: AgentId; readonly mode: 'talk' | 'consult' }
  | { readonly type: 'join'; readonly agent: AgentId }
  | { readonly type: 'refuse'; readonly agent: AgentId }
  | { readonly type: 'remove'; readonly agent: AgentId }
  | { readonly type: 'merge' }
  | { readonly type: 'listen'; readonly agent: AgentId; readonly mode: 'monitor' | 'whisper' | 'barge' }
  | { readonly type: 'leave'; readonly agent: AgentId }
  | { readonly type: 'record'; readonly on: boolean }
  | { readonly type: 'consent'; readonly given: boolean }
  /** The floor: somebody holds the contact from now on, or nobody does. */
  | { readonly type: 'owned'; readonly owner: AgentId | null }
  /** The owner cannot be reached, or can again. */
  | { readonly type: 'away'; readonly away: boolean }

export interface Changing {
  readonly now: Instant
  readonly contact: ContactId
  /** For a call that begins or is proposed. */
  readonly id: CallId
}

export type CallRefusal = 'call.gone' | 'call.running' | 'call.full'

/** `call` is null when there is none any more. Nothing has changed when it is the very one that was given. */
export interface Changed {
  readonly call: CallRecord | null
  readonly notes: readonly CallNote[]
}

export const legsMax = 32
export const invitedMax = 10

/** What comes of it. `call` is the contact's call as it is, or null. */
export function change(call: CallRecord | null, wish: Change, changing: Changing): Changed | { refused: CallRefusal } {
  const changed = decide(call, wish, changing)
  if ('refused' in changed || changed.call === null || changed.call === call) return changed
  const settled = settle(changed.call, changing.now)
  return { ...changed, call: { ...settled, revision: (call?.revision ?? 0) + 1 } }
}

function decide(call: CallRecord | null, wish: Change, changing: Changing): Changed | { refused: CallRefusal } {
  switch (wish.type) {
    case 'begin':
      return call?.phase === 'running' ? { refused: 'call.running' } : begun(wish, changing)
    case 'propose':
      return call === null ? proposed(wish, changing) : { refused: 'call.running' }
    case 'owned':
      return call === null ? { call, notes: [] } : owned(call, wish, changing)
    case 'end':
      return call === null ? { refused: 'call.gone' } : ended(call, wish.by, changing.now)
    case 'accept':
    case 'decline':
      return call?.phase === 'proposed' ? answered(call, wish, changing) : { refused: 'call.gone' }
    default:
      return call?.phase === 'running' ? within(call, wish, changing.now) : { refused: 'call.gone' }
  }
}

type Within = Exclude<Change, { type: 'begin' | 'propose' | 'owned' | 'end' | 'accept' | 'decline' }>

/** Of a call that runs. */
function within(call: CallRecord, wish: Within, now: Instant): Changed | { refused: CallRefusal } {
  switch (wish.type) {
    case 'set':
      return set(call, wish)
    case 'hold':
      return quiet(withCustomer(call, { held: wish.held }))
    case 'invite':
      return invited(call, wish, now)
    case 'join':
      return joined(call, wish)
    case 'refuse':
      return isAsked(call, wish.agent) ? quiet(notAsked(call, wish.agent)) : { refused: 'call.gone' }
    case 'remove':
      return removed(call, wish.agent)
    case 'merge':
      return merged(call)
    case 'listen':
      return listened(call, wish)
    case 'leave':
      return left(call, wish.agent)
    case 'record':
      return recorded(call, wish.on)
    case 'consent':
      return consented(call, wish.given)
    case 'away':
      return quiet((call.ownerAway ?? false) === wish.away ? call : { ...call, ownerAway: wish.away })
  }
}

const quiet = (call: CallRecord): Changed => ({ call, notes: [] })

/** A leg's id is the call's with its number. */
const nextLeg = ({ id, legs }: CallRecord): LegId => makeId('leg', `${id.slice(id.indexOf('_') + 1)}.${legs + 1}`)

/** Somebody who comes into the call, to talk. */
function withPart(call: CallRecord, agent: AgentId | null, fields: Partial<Part> = {}): CallRecord {
  const part = { ...newPart(nextLeg(call), agent, call.media), ...fields }
  return { ...call, legs: call.legs + 1, parts: [...call.parts, part] }
}

const newPart = (leg: LegId, agent: AgentId | null, media: Media): Part => ({
  leg,
  agent,
  role: agent === null ? 'customer' : 'agent',
  mode: 'talk',
  partner: null,
  muted: false,
  // CC5
  cameraOff: media === 'audio',
  held: false,
  sharing: false,
})

function begun({ media, isContact }: Change & { type: 'begin' }, { now, contact, id }: Changing): Changed {
  const empty = { ...fresh({ id, contact, media, by: 'customer', now }), phase: 'running', isContact } as const
  return { call: withPart(empty, null, { held: true }), notes: [{ kind: 'callBegan', media, by: 'customer' }] }
}

function proposed({ media, by }: Change & { type: 'propose' }, { now, contact, id }: Changing): Changed {
  return quiet(fresh({ id, contact, media, by, now }))
}

const fresh = ({
  now,
  ...rest
}: Pick<CallRecord, 'id' | 'contact' | 'media' | 'by'> & { readonly now: Instant }): CallRecord => ({
  ...rest,
  phase: 'proposed',
  isContact: false,
  since: now,
  revision: 0,
  answeredAt: null,
  owner: null,
  legs: 0,
  parts: [],
  invited: [],
  recording: 'off',
})

/** Nobody answers themselves; who proposed takes it back by declining or by `end`. */
function answered(
  call: CallRecord,
  wish: Change & { type: 'accept' | 'decline' },
  { now }: Changing,
): Changed | { refused: CallRefusal } {
  const { media, by } = call
  if (wish.type === 'decline') return { call: null, notes: [{ kind: 'callDeclined', media, by: wish.by }] }
  if (wish.by === by) return { refused: 'call.gone' }
  const empty: CallRecord = { ...call, phase: 'running', since: now, answeredAt: now, owner: wish.owner }
  return {
    call: withPart(withPart(empty, null), wish.owner),
    notes: [{ kind: 'callBegan', media, by }],
  }
}

function ended(call: CallRecord, by: Side | 'system', now: Instant): Changed {
  if (call.phase === 'proposed')
    return { call: null, notes: [{ kind: 'callDeclined', media: call.media, by: by === 'system' ? call.by : by }] }
  const talkMs = durationMs(call.answeredAt === null ? 0 : now - call.answeredAt)
  return { call: null, notes: [{ kind: 'callEnded', by, talkMs }] }
}

function set(
  call: CallRecord,
  { agent, muted, cameraOff, sharing }: Change & { type: 'set' },
): Changed | { refused: CallRefusal } {
  const part = partOf(call, agent)
  if (part === undefined) return { refused: 'call.gone' }
  const next = {
    muted: muted ?? part.muted,
    cameraOff: cameraOff ?? part.cameraOff,
    sharing: sharing ?? part.sharing,
  }
  const same = next.muted === part.muted && next.cameraOff === part.cameraOff && next.sharing === part.sharing
  if (same) return quiet(call)
  const media = next.cameraOff || !isOpen(part) ? call.media : 'video'
  return quiet({ ...replace(call, part, next), media })
}

function invited(
  call: CallRecord,
  { agent, mode }: Change & { type: 'invite' },
  at: Instant,
): Changed | { refused: CallRefusal } {
  if (call.owner === null) return { refused: 'call.gone' }
  if (isAsked(call, agent) || partOf(call, agent) !== undefined) return { refused: 'call.running' }
  if (call.invited.length >= invitedMax || isFull(call)) return { refused: 'call.full' }
  return quiet({ ...call, invited: [...call.invited, { agent, by: call.owner, mode, at }] })
}

/** CC14: the owner who is to come finds a place. */
const isFull = ({ owner, parts }: CallRecord): boolean => parts.length >= legsMax - (owner === null ? 1 : 0)

const isAsked = (call: CallRecord, agent: AgentId): boolean => call.invited.some((one) => one.agent === agent)

const notAsked = (call: CallRecord, agent: AgentId): CallRecord => ({
  ...call,
  invited: call.invited.filter((one) => one.agent !== agent),
})

function joined(call: CallRecord, { agent }: Change & { type: 'join' }): Changed | { refused: CallRefusal } {
  const invitation = call.invited.find((one) => one.agent === agent)
  const owner = call.owner === null ? undefined : partOf(call, call.owner)
  if (invitation === undefined || owner === undefined) return { refused: 'call.gone' }
  const { mode } = invitation
  const partner = mode === 'consult' ? owner.leg : null
  const known = partOf(call, agent)
  // Others may have come since they were asked.
  if (known === undefined && isFull(call)) return { refused: 'call.full' }
  const rest = notAsked(call, agent)
  // A supervisor who listened before they were asked, or since.
  const together =
    known === undefined
      ? withPart(rest, agent, { mode, partner })
      : replace(rest, known, { role: 'agent', mode, partner })
  return {
    call: mode === 'consult' ? withCustomer(together, { held: true }) : together,
    notes: [{ kind: 'callPart', agent, part: mode }],
  }
}

/** A colleague who is asked, or is in by having been asked; listeners are not the owner's to have out. */
function removed(call: CallRecord, agent: AgentId): Changed | { refused: CallRefusal } {
  if (isAsked(call, agent)) return quiet(notAsked(call, agent))
  const part = partOf(call, agent)
  if (part === undefined || !isBeside(call, part) || part.role === 'supervisor') return { refused: 'call.gone' }
  return left(call, agent)
}

function left(call: CallRecord, agent: AgentId): Changed | { refused: CallRefusal } {
  const part = partOf(call, agent)
  if (part === undefined || !isBeside(call, part)) return { refused: 'call.gone' }
  const rest = { ...call, parts: call.parts.filter((one) => one !== part) }
  const wasLast = part.mode === 'consult' && !rest.parts.some(({ mode }) => mode === 'consult')
  return {
    call: wasLast && call.owner !== null ? withCustomer(rest, { held: false }) : rest,
    notes: [{ kind: 'callPart', agent, part: 'left' }],
  }
}

function merged(call: CallRecord): Changed | { refused: CallRefusal } {
  const consulting = call.parts.filter(({ mode }) => mode === 'consult')
  if (consulting.length === 0) return { refused: 'call.gone' }
  const parts = call.parts.map((part): Part =>
    part.mode === 'consult' ? { ...part, mode: 'talk', partner: null } : part,
  )
  const notes = consulting.map(({ agent }): CallNote => ({ kind: 'callPart', agent: agent!, part: 'talk' }))
  return { call: withCustomer({ ...call, parts }, { held: false }), notes }
}

function listened(call: CallRecord, { agent, mode }: Change & { type: 'listen' }): Changed | { refused: CallRefusal } {
  const owner = call.owner === null ? undefined : partOf(call, call.owner)
  const known = partOf(call, agent)
  if (call.owner === agent || (known !== undefined && known.role !== 'supervisor')) return { refused: 'call.running' }
  if (mode === 'whisper' && owner === undefined) return { refused: 'call.gone' }
  if (known === undefined && isFull(call)) return { refused: 'call.full' }
  if (known?.mode === mode) return quiet(call)
  const partner = mode === 'whisper' ? owner!.leg : null
  const listener: Partial<Part> = { role: 'supervisor', mode, partner, cameraOff: true }
  return {
    call: known === undefined ? withPart(call, agent, listener) : replace(call, known, { mode, partner }),
    notes: [{ kind: 'callPart', agent, part: mode }],
  }
}

function recorded(call: CallRecord, on: boolean): Changed | { refused: CallRefusal } {
  const { recording } = call
  if (on && (recording === 'refused' || call.owner === null)) return { refused: 'call.gone' }
  if (on) return quiet(recording === 'off' ? { ...call, recording: 'asked' } : call)
  if (recording === 'on')
    return { call: { ...call, recording: 'off' }, notes: [{ kind: 'callRecording', state: 'off' }] }
  return quiet(recording === 'asked' ? { ...call, recording: 'off' } : call)
}

function consented(call: CallRecord, given: boolean): Changed | { refused: CallRefusal } {
  const { recording } = call
  if (given && recording === 'on') return quiet(call)
  if (recording !== 'asked' && !(recording === 'on' && !given)) return { refused: 'call.gone' }
  const state = given ? 'on' : 'refused'
  return { call: { ...call, recording: state }, notes: [{ kind: 'callRecording', state }] }
}

/** The floor has given the contact to somebody, or taken it from whoever had it. */
function owned(call: CallRecord, { owner }: Change & { type: 'owned' }, changing: Changing): Changed {
  if (call.owner === owner && call.phase === 'running') return quiet(call)
  if (call.phase === 'proposed') return proposalLeft(call, owner, changing)
  const alone = withoutOwner(call, owner)
  if (owner === null) return quiet(alone)
  const known = partOf(alone, owner)
  const present =
    known === undefined ? withPart(alone, owner) : replace(alone, known, { mode: 'talk', partner: null, held: false })
  return quiet(withCustomer(notAsked({ ...present, owner }, owner), { held: false }))
}

/** Who proposed to somebody that is gone: a customer wants the call still, an agent's wish goes with them. */
function proposalLeft(call: CallRecord, owner: AgentId | null, changing: Changing): Changed {
  // Before anybody had the contact, or the next one has it: the question stands.
  if (owner !== null) return quiet(call)
  if (call.by === 'agent') return { call: null, notes: [{ kind: 'callDeclined', media: call.media, by: 'agent' }] }
  return begun({ type: 'begin', media: call.media, isContact: false }, { ...changing, id: call.id })
}

/** `next` stays in, whatever they came for. */
function withoutOwner(call: CallRecord, next: AgentId | null): CallRecord {
  const gone = call.owner === null ? undefined : partOf(call, call.owner)
  if (gone === undefined) return { ...call, owner: null, ownerAway: false }
  const parts = call.parts.flatMap((part): Part[] => {
    if (part === gone) return []
    if (part.partner !== gone.leg || (part.agent === next && next !== null)) return [part]
    // Who whispered to them listens on; who consulted with them has nobody left.
    return part.mode === 'whisper' ? [{ ...part, mode: 'monitor', partner: null }] : []
  })
  return { ...call, owner: null, ownerAway: false, parts, invited: call.invited.filter(({ by }) => by !== gone.agent) }
}

const withCustomer = (call: CallRecord, fields: Partial<Part>): CallRecord => {
  const customer = partOf(call, null)
  return customer === undefined ? call : replace(call, customer, fields)
}

function replace(call: CallRecord, part: Part, fields: Partial<Part>): CallRecord {
  const isSame = Object.entries(fields).every(([name, value]) => part[name as keyof Part] === value)
  if (isSame) return call
  return { ...call, parts: call.parts.map((one) => (one === part ? { ...part, ...fields } : one)) }
}

/** What follows whatever the change was. */
function settle(call: CallRecord, now: Instant): CallRecord {
  if (call.phase !== 'running') return call
  const talks = call.parts.some((part) => part.agent !== null && part.mode === 'talk')
  const told = call.answeredAt === null && talks ? { ...call, answeredAt: now } : call
  // CC7: also when whoever still talked goes, or listens from now on.
  const isHeard = told.parts.some((part) => isOpen(part) && part.agent !== null && !part.held)
  return told.owner === null && !isHeard ? withCustomer(told, { held: true }) : told
}
