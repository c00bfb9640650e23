/**
 * Whose visit it is: by the token that the hub issued, by the identity that the company's server signed, or by both. Another
 * customer at the same browser gets a session of their own, so that neither ever sees a line of the other's.
 */
import type { Site } from '../app/organisation.ts'
import { KeysUnavailable } from '../auth/jwks.ts'
import type { VisitorActor } from '../auth/visitor-tokens.ts'
import type { Instant } from '../model/time.ts'
import type { HttpDeps } from './deps.ts'
import type { VisitStanding } from './door.ts'
import { Problem } from './problems.ts'

export interface Visit {
  /** The visitor's token, to be kept by the page. */
  readonly token: string
  readonly actor: VisitorActor
  /** Until when it is proved whose it is, hub time; null for who is unknown. */
  readonly identityUntil: Instant | null
}

type Known = Omit<Visit, 'identityUntil'>

/** The site's visitor by a token of ours, or null. A token of another site is worth nothing here. */
export function knownVisitor({ visitorTokens }: HttpDeps, site: Site, token: string | undefined): Known | null {
  const actor = token === undefined ? null : visitorTokens.verify(token)
  return actor !== null && actor.site === site.key ? { token: token!, actor } : null
}

/** Throws `Problem`: `identity.expired` for who must be named anew, `identity.invalid` for what names nobody. */
export async function visitOf(
  deps: HttpDeps,
  site: Site,
  token: string | undefined,
  identity: string | undefined,
): Promise<Visit> {
  const known = knownVisitor(deps, site, token)
  const standing: VisitStanding = known === null ? { kind: 'unknown' } : deps.door.standing(known.actor.session)
  // Who has logged out is somebody new.
  const visitor = known === null || standing.kind === 'ended' ? deps.visitorTokens.issue(site.key) : known
  if (identity !== undefined) return namedVisit(deps, site, visitor, standing, identity)
  if (standing.kind !== 'identified') return { ...visitor, identityUntil: null }
  if (deps.clock.now() >= standing.lineUntil) throw new Problem('identity.expired')
  return { ...visitor, identityUntil: standing.until }
}

async function namedVisit(
  deps: HttpDeps,
  site: Site,
  visitor: Known,
  standing: VisitStanding,
  identity: string,
): Promise<Visit> {
  const { door, identities, visitorTokens, log } = deps
  let named = visitor
  const visit = await identities
    .prove(site, identity, (subject, tokenId) => {
      const isOther = standing.kind === 'identified' && standing.subject !== subject
      // The same for the same token, so that an answer that was lost on its way can be asked for again.
      if (isOther) named = visitorTokens.issueAfter(visitor.actor, tokenId)
      return named.actor.session
    })
    .catch((error: unknown) => {
      throw error instanceof KeysUnavailable ? new Problem('hub.busy', 5_000) : error
    })
  if (visit.kind === 'refused') {
    log.debug({ site: site.key, why: visit.why }, 'a signed identity was not taken')
    throw new Problem(visit.code)
  }
  if (named !== visitor) await door.endProof(visitor.actor.session)
  if (!(await door.identify(visit.session, visit.proved))) throw new Problem('identity.invalid')
  return { ...named, identityUntil: visit.proved.until }
}
