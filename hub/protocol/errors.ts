/**
 * What can go wrong, as codes. The code is the contract and never changes its meaning; the text a person reads is made
 * from it in the apps' translations. To add one: a line here, a heading's row in PROTOCOL.md, a sentence in both languages.
 */

/** Codes of refusals: an answer to one request that was understood and not done. */
export const refusalCodes = [
  'queue.unknown',
  'queue.full',
  'queue.form',
  'queue.bot',
  'agent.unknown',
  'agent.unavailable',
  'agent.same',
  'agent.full',
  'agent.notEligible',
  'agent.here',
  'agent.notEngaged',
  'agent.offline',
  'contact.exists',
  'contact.gone',
  'contact.notYours',
  'contact.notActive',
  'contact.notWaiting',
  'contact.open',
  'contact.tooMany',
  'contact.full',
  'offer.gone',
  'callBack.gone',
  'call.gone',
  'call.running',
  'call.unavailable',
  'call.full',
  'push.tooMany',
  'push.unusable',
  'wrapUp.notOpen',
  'wrapUp.limit',
  'disposition.required',
  'disposition.unknown',
  'tag.unknown',
  'field.refused',
  'attachment.unknown',
  'message.empty',
  'question.gone',
  'survey.gone',
  'request.malformed',
  'request.unknown',
  'request.idReused',
  'request.forbidden',
  'request.tooMany',
  'hub.draining',
  'hub.full',
  'storage.full',
  'storage.unavailable',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

/** A request was refused. Nothing has changed. */
export class Refused extends Error {
  override name = 'Refused'
  constructor(
    readonly code: RefusalCode,
    /** When trying again may be of use, milliseconds; null when that is not known, or of none. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(code)
  }
}

/** Why a socket is closed. After those marked "final" a client must not come back by itself. */
export const closeCodes = {
  /** The hub or a proxy goes away; come back as the goaway frame said. */
  goingAway: 1001,
  /** More unread bytes than allowed for too long; come back and resume. */
  slowReader: 4008,
  /** No hello in time. */
  helloTimeout: 4010,
  /** No beat in time. */
  leaseOver: 4011,
  /** Bytes that are no frame, or a frame that is not allowed here. */
  malformed: 4400,
  /** The one-time ticket is unknown, used or too old; get a new one and come back. */
  ticketInvalid: 4401,
  /** Final: signed out, or the identity was withdrawn. */
  signedOut: 4403,
  /** Final: no version in common; reload the page. */
  versionUnsupported: 4426,
  /** More than a session may send or open. Come back later. */
  tooMany: 4429,
  /** The client itself closed because a sequence number was missing; it comes back and resumes. */
  gap: 4900,
} as const
export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes]

/** Codes after which a client stops by itself. */
export const finalCloseCodes: readonly number[] = [closeCodes.signedOut, closeCodes.versionUnsupported]
