/**
 * Who asks a route, and whether they may: done once for every route, before it is called, by the rows of
 * auth/rights-table.ts. What a route is of (whose customer, whose file) its door answers, foreign and missing alike.
 * A route that is open to everybody looks itself at what it is given: a password, a signature, a token.
 */
import { mayAskRoute, type RouteRow } from '../auth/authorize.ts'
import type { Doer } from '../app/audit.ts'
import type { KeyActor } from '../auth/api-keys.ts'
import type { Changer } from '../auth/account-changes.ts'
import type { AgentActor } from '../auth/logins.ts'
import { assert } from '../model/assert.ts'
import { neighbour } from '../model/rate-limit.ts'
import type { HttpRequest } from '../ports/transport.ts'
import { agentOf, lockedOut, loginToken, refuseForeignPages, visitorOf, type HttpDeps } from './deps.ts'
import type { Actor } from './door.ts'
import { Problem } from './problems.ts'

/** Who asks, as proved; null where the route is open to everybody. A program comes by its key. */
export type Asker = Actor | KeyActor | null

/** The asker of a route with this row. Throws `Problem` when they may not ask it. */
export function admit(deps: HttpDeps, row: RouteRow, request: HttpRequest): Asker {
  if (row.by === 'nobody') return null
  const shown = /^bearer (mdk_.*)$/i.exec(request.header('authorization'))?.[1]
  if (row.by === 'staff' && shown !== undefined) return keyOf(deps, row, request, shown)
  if (row.by === 'visitorOrStaff' && request.header('authorization') !== '') return visitorOf(deps, request)
  // Read only, and without a trace: then it is the browser's part that a foreign page does not see the answer.
  if (row.plain !== true || request.method === 'POST') refuseForeignPages(deps, request)
  const enrolling = row.enrolling === true ? deps.logins.enrolling(loginToken(deps, request)) : null
  const actor = enrolling ?? agentOf(deps, request)
  if (!mayAskRoute(actor.rights, row)) throw new Problem('request.forbidden')
  return actor
}

/** Whoever asks a route that is not open to everybody. */
export function known(asker: Asker): Actor {
  assert(asker !== null && asker.kind !== 'key', 'the row of this route asks who it is')
  return asker
}

/** The agent who asks a route that only staff may ask. */
export function signedIn(asker: Asker): AgentActor {
  assert(asker?.kind === 'agent', 'the row of this route is for staff')
  return asker
}

/** Whoever changes accounts, with what they may. */
export function changerOf(asker: Asker): Changer {
  if (asker?.kind === 'key') return { by: doerOf(asker), agent: null, rights: asker.rights }
  const { agent, rights } = signedIn(asker)
  return { by: agent, agent, rights }
}

/** The name by which the audit knows whoever asks a route that only staff may ask. */
export const doerOf = (asker: Asker): Doer => (asker?.kind === 'key' ? `key ${asker.name}` : signedIn(asker).agent)

/** The program whose key is shown. No page of somebody else's can show one: where it comes from does not matter. */
function keyOf(deps: HttpDeps, row: RouteRow, request: HttpRequest, shown: string): KeyActor {
  const proof = deps.staff.keys.prove(shown, neighbour(request.peer.address))
  if (proof.kind === 'locked') throw lockedOut(deps, { ...proof, by: 'wrongPasswordsPerAddress' })
  if (proof.kind === 'tooMany') throw new Problem('request.tooMany', proof.retryAfterMs)
  if (proof.kind === 'unknown') throw new Problem('signIn.needed')
  // What a login alone opens is somebody's own: a program has nothing of its own.
  if (row.rights.length === 0 || !mayAskRoute(proof.rights, row)) throw new Problem('request.forbidden')
  return proof
}
