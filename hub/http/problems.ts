/**
 * Every way in which HTTP says no: a stable code, and the status that goes with it. The code is the contract; the text
 * a person reads is made from it in the apps' translations. Codes that the socket knows as well mean the same there.
 */
import type { HttpResponse } from '../ports/transport.ts'

export const problems = {
  'request.malformed': 400,
  'attachment.empty': 400,
  /** Nobody is signed in, or the visitor's token is not one of ours. */
  'signIn.needed': 401,
  'signIn.wrong': 401,
  /** The password is right; a code of the second factor is needed too. */
  'signIn.codeNeeded': 401,
  'signIn.codeWrong': 401,
  /** The password is right; a second factor must be enrolled before anything else, by the cookie that comes with it. */
  'signIn.enrolNeeded': 401,
  /** What was to name the visitor names nobody here, or was used by somebody else. */
  'identity.invalid': 401,
  /** The visitor must be named anew by the company's server. */
  'identity.expired': 401,
  'request.forbidden': 403,
  /** Here people sign in by a provider. */
  'signIn.passwordOff': 403,
  /** The role may do more than whoever asks, or it is for the account's own holder to change. */
  'account.beyond': 403,
  'key.beyond': 403,
  /** The password that somebody has by now is another. */
  'password.wrong': 403,
  'secondFactor.codeWrong': 403,
  'site.forbidden': 403,
  'request.unknown': 404,
  'contact.notYours': 404,
  'contact.gone': 404,
  'customer.unknown': 404,
  /** There is no such version of the configuration, or this hub keeps none. */
  'configuration.unknown': 404,
  'attachment.unknown': 404,
  'account.unknown': 404,
  'session.unknown': 404,
  'key.unknown': 404,
  'provider.unknown': 404,
  'request.methodUnknown': 405,
  'account.taken': 409,
  /** Nobody else could do everything. */
  'account.last': 409,
  /** There is one already. */
  'secondFactor.on': 409,
  /** This account has no use for one: none is asked for, or it has no password. */
  'secondFactor.off': 409,
  /** The role must have one. */
  'secondFactor.required': 409,
  'key.taken': 409,
  'request.tooLarge': 413,
  'attachment.tooLarge': 413,
  'attachment.tooManyPixels': 413,
  'attachment.typeNotAllowed': 415,
  /** It cannot be served; `words` says which setting is wrong, and what it may be. */
  'configuration.refused': 422,
  'account.login': 422,
  'account.role': 422,
  'password.short': 422,
  'password.common': 422,
  'password.known': 422,
  'request.tooMany': 429,
  'attachment.tooMany': 429,
  'attachment.tooMuch': 429,
  'signIn.locked': 429,
  'hub.failed': 500,
  'hub.draining': 503,
  'hub.busy': 503,
  'hub.full': 503,
  'storage.unavailable': 503,
  'storage.full': 507,
} as const satisfies Record<string, number>
export type ProblemCode = keyof typeof problems

/** Refuses a request from within its handling. */
export class Problem extends Error {
  override name = 'Problem'
  constructor(
    readonly code: ProblemCode,
    /** When to try again, milliseconds; null when trying again is of no use by itself. */
    readonly retryAfterMs: number | null = null,
    /** A sentence for an administrator, where the code cannot say it; null elsewhere. */
    readonly words: string | null = null,
  ) {
    super(code)
  }
}

/** The answer that says so: `{code}`, when to come back where that is known, and words where there are any. */
export function problemResponse({
  code,
  retryAfterMs,
  words = null,
}: Pick<Problem, 'code' | 'retryAfterMs'> & { readonly words?: string | null }): HttpResponse {
  const retryAfterS = retryAfterMs === null ? null : Math.ceil(retryAfterMs / 1_000)
  const later: Record<string, string> = retryAfterS === null ? {} : { 'retry-after': String(retryAfterS) }
  return {
    status: problems[code],
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...later },
    body: JSON.stringify({ code, ...(retryAfterS !== null && { retryAfterS }), ...(words !== null && { words }) }),
  }
}
