/**
 * Voice and video with a contact's customer. What is wanted of a call (who is in it and how) is kept and shown by live
 * lists; what browser and media process settle between them goes by hints, which are lost with the line.
 */
import { flag, id, list, maybe, oneOf, record, text, whole, type Of } from '../shape.ts'
import { limits } from '../frame.ts'
import { at, locale, nothing } from './common.ts'
import { beginningOfFlow } from './flow.ts'

export const callMedia = oneOf('audio', 'video')
export type CallMedia = Of<typeof callMedia>

/** Somebody in a call, as others in it may see them. CALLS.md of the media process says what the modes hear. */
export const callParty = record({
  leg: id('leg'),
  role: oneOf('customer', 'agent', 'supervisor'),
  /** Null for the customer. */
  agent: maybe(id('agent')),
  name: text(limits.nameMax),
  mode: oneOf('talk', 'consult', 'monitor', 'whisper', 'barge'),
  /** With whom a consultation or a whisper is. */
  partner: maybe(id('leg')),
  muted: flag,
  cameraOff: flag,
  held: flag,
  sharing: flag,
})
export type CallParty = Of<typeof callParty>

const callFields = {
  call: id('call'),
  contact: id('contact'),
  /** `proposed`: one side has asked, the other has not answered. */
  phase: oneOf('proposed', 'running'),
  media: callMedia,
  /** Who proposed it, or began it. */
  by: oneOf('customer', 'agent'),
  /** Since when in this phase. */
  since: at,
  /** When somebody first talked with the customer; null before. */
  answeredAt: maybe(at),
  /** The reader's own leg; null for one who is not in the call (yet). */
  leg: maybe(id('leg')),
  /** Whom the reader may know of, themselves included. */
  parties: list(callParty, 32),
  /** Whether the call is recorded, and what the customer said to it. */
  recording: oneOf('off', 'asked', 'on', 'refused'),
}

/** Item `call` of list `visit`. Held while nobody is there for them: their agent is gone, or has not come yet. */
export const visitCall = record(callFields)
export type VisitCall = Of<typeof visitCall>

/** Item `call` of list `desk`, by contact: a call of a contact that the agent holds, is asked into, or listens to. */
export const deskCall = record({
  ...callFields,
  customerName: text(limits.nameMax),
  /** `owner` holds the contact; `asked` has an invitation and no leg yet. */
  part: oneOf('owner', 'guest', 'asked', 'listener'),
  /** Colleagues who are asked and have not answered. */
  invited: list(
    record({
      agent: id('agent'),
      name: text(limits.nameMax),
      by: text(limits.nameMax),
      mode: oneOf('consult', 'talk'),
      at,
    }),
    10,
  ),
})
export type DeskCall = Of<typeof deskCall>

export const callRequests = {
  /** Customer only: begins a contact by calling. Refused as `contact.start` is, and with `call.unavailable`. `text` may be ''. */
  'contact.call': {
    body: record({
      name: text(limits.nameMax),
      topic: text(limits.nameMax),
      text: text(limits.messageTextMax),
      locale,
      pageUrl: text(2_000),
      pageTitle: text(300),
      media: callMedia,
      ...beginningOfFlow,
    }),
    reply: record({ contact: id('contact') }),
  },
  /** Customer, or agent who holds it: asks the other side for a call. A customer who waits gets theirs at once. */
  'call.propose': { body: record({ contact: id('contact'), media: callMedia }), reply: nothing },
  /** The other side of a proposal, or a colleague who is asked in. */
  'call.answer': { body: record({ contact: id('contact'), accept: flag }), reply: nothing },
  /** Customer, or agent who holds it: hangs up, or takes a proposal back. Anybody else leaves. */
  'call.end': { body: record({ contact: id('contact') }), reply: nothing },
  /** The own leg; null leaves as it is. */
  'call.set': {
    body: record({
      contact: id('contact'),
      muted: maybe(flag),
      cameraOff: maybe(flag),
      sharing: maybe(flag),
    }),
    reply: nothing,
  },
  /** Customer: whether the call may be recorded. */
  'call.consent': { body: record({ contact: id('contact'), given: flag }), reply: nothing },
} as const

/** UTF-16 code units of what is passed between browser and media process at a time. */
const passedMax = 40_000

export const callHints = {
  /** Whoever has a leg: a `LegRequest` of the media port, as JSON. The answer comes as `call.told` with the same `n`. */
  'call.ask': record({ contact: id('contact'), n: whole(0), request: text(passedMax) }),
  /**
   * Only the hub says it, to the window that asked last: with `n` the `MediaAnswer`, without one a `MediaEvent` of the leg
   * or of all, as JSON.
   */
  'call.told': record({ contact: id('contact'), n: maybe(whole(0)), body: text(passedMax) }),
} as const
