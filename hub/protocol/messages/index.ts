/**
 * The registry of what can be said over an open socket. To add a message family: a file beside this one, a line in the
 * maps below, a heading in PROTOCOL.md. The compiler then asks for a handler.
 */
import { callHints, callRequests } from './call.ts'
import { contactRequests } from './contact.ts'
import { flowRequests } from './flow.ts'
import { messageHints, messageRequests } from './message.ts'
import { pushRequests } from './push.ts'
import { staffHints, staffRequests } from './staff.ts'
import { surveyRequests } from './survey.ts'
import { visitRequests } from './visit.ts'
import type { Of, Shape } from '../shape.ts'

/** Requests: answered by exactly one reply or refusal. */
export const requests = {
  ...callRequests,
  ...contactRequests,
  ...flowRequests,
  ...messageRequests,
  ...pushRequests,
  ...staffRequests,
  ...surveyRequests,
  ...visitRequests,
} as const
export type Verb = keyof typeof requests
export type RequestBody<V extends Verb> = Of<(typeof requests)[V]['body']>
export type ReplyBody<V extends Verb> = Of<(typeof requests)[V]['reply']>

/** Hints, both ways: never stored, never answered, may be lost. */
export const hints = { ...callHints, ...messageHints, ...staffHints } as const
export type HintVerb = keyof typeof hints
export type HintBody<V extends HintVerb> = Of<(typeof hints)[V]>

export function requestShapes(verb: string): { body: Shape<unknown>; reply: Shape<unknown> } | undefined {
  return Object.hasOwn(requests, verb)
    ? (requests as unknown as Record<string, { body: Shape<unknown>; reply: Shape<unknown> }>)[verb]
    : undefined
}
export function hintShape(verb: string): Shape<unknown> | undefined {
  return Object.hasOwn(hints, verb) ? (hints as unknown as Record<string, Shape<unknown>>)[verb] : undefined
}

export * from './agent.ts'
export * from './call.ts'
export * from './common.ts'
export * from './contact.ts'
export { replyTextMax, type ContactTag, type OwnReply, type QuickReply } from './desk.ts'
export type { ContactSummary } from './contact-staff.ts'
export * from './entry.ts'
export * from './flow.ts'
export * from './lists.ts'
export * from './message.ts'
export * from './offer.ts'
export * from './presence.ts'
export * from './push.ts'
export * from './staff-limits.ts'
export * from './survey.ts'
export * from './topics.ts'
export type { EarlierContact } from './visit.ts'
export * from './why.ts'
