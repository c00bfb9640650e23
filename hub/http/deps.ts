/** What the routes are given, and what several of them do alike: reading a body, telling who asks. */
import type { Registry } from 'prom-client'
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Organisation, Site } from '../app/organisation.ts'
import type { Accounts } from '../auth/accounts.ts'
import { readLoginCookie } from '../auth/login-cookie.ts'
import type { AgentActor, Logins } from '../auth/logins.ts'
import { TooBusy } from '../auth/passwords.ts'
import type { Locked } from '../auth/sign-in.ts'
import type { SiteIdentities } from '../auth/site-identities.ts'
import type { Staff } from '../auth/staff.ts'
import type { Tickets } from '../auth/tickets.ts'
import type { VisitorTokens } from '../auth/visitor-tokens.ts'
import type { Config, LimitName } from '../config.ts'
import type { Search } from '../flow/index.ts'
import type { SessionId } from '../model/ids.ts'
import type { CivilTime } from '../ports/civil-time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { MediaHealth } from '../ports/media.ts'
import type { Store } from '../ports/store.ts'
import { BodyAborted, BodyTooLarge, type HttpRequest } from '../ports/transport.ts'
import type { Actor, HubDoor } from './door.ts'
import { Problem } from './problems.ts'
import { neighbour, RateLimit } from '../model/rate-limit.ts'
import type { Instant } from '../model/time.ts'
import type { Block, CellKind } from '../reports/index.ts'
import { isSecure } from './respond.ts'

/** What was counted, and the zones of those who ask. */
export interface ReportSource {
  /** Cells of each quarter that has any, or of each full hour where that does; `to` is exclusive. */
  cells(
    kind: CellKind,
    from: Instant,
    to: Instant,
    grain: 'quarter' | 'hour',
  ): AsyncIterable<readonly [at: Instant, cells: Block]>
  readonly zones: CivilTime
}

export interface HttpDeps {
  /** Of the organisation only what this hub began with. */
  readonly config: Config
  /** Whom and how the hub serves at this moment. */
  readonly organisation: () => Organisation
  readonly door: HubDoor
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly tickets: Tickets
  readonly visitorTokens: VisitorTokens
  readonly identities: SiteIdentities
  readonly logins: Logins
  readonly accounts: Accounts
  readonly staff: Staff
  /** Everybody's metrics; http adds its own and the process's. */
  readonly metrics: Registry
  /** Whether voice and video can be had now, and if not, why; and how the workers are, where there is a media process. */
  readonly media: () => Pick<MediaHealth, 'available' | 'reason'> & Partial<MediaHealth>
  /** What the store takes of the disk. Missing where it is in memory. */
  readonly machine?: { readonly storeBytes: number }
  /** How the knowledge that is served is looked up, for flows that are tried. Default: nothing is found. */
  readonly search?: () => Promise<Search>
  /** Where the built pages are: `widget`, `agent-app` and `sample` below it. */
  readonly distFolder: string
  readonly siteOf: (key: string) => Site | null | undefined
  /** True when this origin may embed this site. */
  readonly allowedOrigin: (site: Site, origin: string) => boolean
  /** Missing where nothing is counted. */
  readonly reports?: ReportSource
  /** In a demo, where the hub is the sample shop's server too: a token for one of its customers, null for nobody. */
  readonly signedIn?: (customer: string) => string | null
  /** Told which limit has refused somebody. */
  readonly refusedBy: (limit: LimitName) => void
  /** Told of the fail-points of an upload. Default: nobody. */
  readonly passed?: (point: UploadPoint) => void
}

/** Moments of an upload at which a hub may die: the file has come, is in its place, is known. */
export type UploadPoint = 'upload.received' | 'upload.named' | 'upload.kept'

/** Bytes of a JSON body, where nothing else is said. */
const jsonBytesMax = 16 * 1024

/** A reader of JSON bodies of one closed schema. Rejects with `Problem`. */
export function bodyReader<S extends TSchema>(
  schema: S,
  bytesMax = jsonBytesMax,
): (request: HttpRequest) => Promise<Static<S>> {
  const check = Compile(schema)
  return async (request) => {
    const value = parse(await request.body(bytesMax))
    if (!check.Check(value)) throw new Problem('request.malformed')
    return value as Static<S>
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new Problem('request.malformed')
  }
}

/** A limit by address that the configuration names. */
export type AddressLimit = Extract<LimitName, `${string}PerMinutePerAddress`>

/** Refuses whoever asks more often than allowed: call it once for each request. */
export function turns(deps: HttpDeps, name: AddressLimit): (request: HttpRequest) => void {
  const limit = new RateLimit(deps.clock, deps.config.limits[name])
  return (request) => {
    if (limit.take(neighbour(request.peer.address))) return
    deps.refusedBy(name)
    throw new Problem('request.tooMany', limit.waitMs)
  }
}

export const loginToken = (deps: HttpDeps, request: HttpRequest): string =>
  readLoginCookie(request.header('cookie'), isSecure(deps.config, request))

/** The agent whose cookie this is. Throws `Problem` when there is none, or it is over. */
export function agentOf(deps: HttpDeps, request: HttpRequest): AgentActor {
  const actor = deps.logins.actor(loginToken(deps, request))
  if (actor !== null) return actor
  // Who has proved a password and must enrol a second factor is told so wherever they come.
  throw new Problem(deps.logins.enrolling(loginToken(deps, request)) === null ? 'signIn.needed' : 'signIn.enrolNeeded')
}

/** The refusal of somebody who was wrong too often. */
export function lockedOut(deps: HttpDeps, { by, retryAfterMs }: Locked): Problem {
  if (by !== null) deps.refusedBy(by)
  return new Problem('signIn.locked', retryAfterMs)
}

/** Closes what these sessions hold open, now that their logins are over. */
export function closeSessions(deps: HttpDeps, sessions: readonly SessionId[]): void {
  for (const session of sessions) {
    deps.tickets.revoke(session)
    deps.door.endSession(session)
  }
}

/**
 * Refuses what another site's page could have sent with an agent's cookie: our own app sets a header that no form can
 * set and no preflight of ours allows, and a browser says where it comes from.
 */
export function refuseForeignPages(deps: HttpDeps, request: HttpRequest): void {
  const { origin } = request.peer
  const own =
    origin === '' || origin === deps.config.publicOrigin || hostOf(origin) === request.header('host').toLowerCase()
  if (!own || request.header('x-madoguchi') !== '1') throw new Problem('request.forbidden')
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host
  } catch {
    return null
  }
}

/** The visitor whose token this is, from a page of their site. Throws `Problem` when it is none, or over. */
export function visitorOf(deps: HttpDeps, request: HttpRequest): Actor {
  const [scheme = '', token = ''] = request.header('authorization').split(' ')
  const actor = scheme.toLowerCase() === 'bearer' ? deps.visitorTokens.verify(token) : null
  if (actor === null || isOver(deps, actor.session)) throw new Problem('signIn.needed')
  const site = deps.siteOf(actor.site)
  // A browser names the origin of every request that another page sends; a plain GET of our own sample page has none.
  const { origin } = request.peer
  if (!site || (origin !== '' && !deps.allowedOrigin(site, origin))) throw new Problem('site.forbidden')
  return actor
}

/** The visitor has logged out, or must be named anew. */
function isOver({ door, clock }: HttpDeps, session: SessionId): boolean {
  const standing = door.standing(session)
  return standing.kind === 'ended' || (standing.kind === 'identified' && clock.now() >= standing.lineUntil)
}

/** What an error from deeper down means to whoever asked; null when it is a fault of ours. */
export function asProblem(error: unknown): Problem | null {
  if (error instanceof Problem) return error
  if (error instanceof BodyTooLarge) return new Problem('request.tooLarge')
  if (error instanceof BodyAborted) return new Problem('request.malformed')
  if (error instanceof TooBusy) return new Problem('hub.busy', 2_000)
  // By name: the door may pass on what another module's copy of the class made.
  if (error instanceof Error && error.name === 'StorageUnavailable') return new Problem('storage.unavailable', 2_000)
  return null
}
