/**
 * Typed ids. An id is a string with a prefix that tells its kind, branded so that the compiler keeps kinds apart.
 * The random part is handed in (see `IdSource` in ports/ids.ts); nothing here draws a random number.
 * To add a kind: one line in `idPrefixes`, one branded type.
 */
declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

export type ContactId = Branded<'contact'>
export type AgentId = Branded<'agent'>
export type QueueId = Branded<'queue'>
export type OfferId = Branded<'offer'>
export type MessageId = Branded<'message'>
export type CustomerId = Branded<'customer'>
export type SessionId = Branded<'session'>
export type SiteId = Branded<'site'>
export type AttachmentId = Branded<'attachment'>
export type CallId = Branded<'call'>
export type LegId = Branded<'leg'>

/** The prefix of each kind of id, as it stands in the string. */
export const idPrefixes = {
  contact: 'cnt_',
  agent: 'agt_',
  queue: 'que_',
  offer: 'ofr_',
  message: 'msg_',
  customer: 'cus_',
  session: 'ses_',
  site: 'sit_',
  attachment: 'att_',
  call: 'cal_',
  leg: 'leg_',
} as const

export type IdKind = keyof typeof idPrefixes
export interface IdByKind {
  contact: ContactId
  agent: AgentId
  queue: QueueId
  offer: OfferId
  message: MessageId
  customer: CustomerId
  session: SessionId
  site: SiteId
  attachment: AttachmentId
  call: CallId
  leg: LegId
}

/** What follows a prefix: 1 to 64 characters of the URL-safe alphabet, with `.` for parts. */
const idTail = /^[A-Za-z0-9_.-]{1,64}$/

/** True when `text` is a well-formed id of this kind. Says nothing of whether such a thing exists. */
export function isId<Kind extends IdKind>(kind: Kind, text: unknown): text is IdByKind[Kind] {
  const prefix = idPrefixes[kind]
  return typeof text === 'string' && text.startsWith(prefix) && idTail.test(text.slice(prefix.length))
}

/** Builds an id from its kind and tail. The tail must be well formed: it comes from us, never from a user. */
export function makeId<Kind extends IdKind>(kind: Kind, tail: string): IdByKind[Kind] {
  if (!idTail.test(tail)) throw new Error(`not a well-formed id tail: ${JSON.stringify(tail)}`)
  return (idPrefixes[kind] + tail) as IdByKind[Kind]
}
