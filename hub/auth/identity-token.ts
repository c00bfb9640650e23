/**
 * Who a customer is, said by the company's own server: a short JWT, signed with a key whose public half the hub has. Its claims
 * become fields that are trusted as signed. One token is good for one session, for a quarter of an hour at most.
 */
import { compactVerify, decodeProtectedHeader, errors } from 'jose'
import type { SessionId } from '../model/ids.ts'
import { durationMs, instant, later, minutes, seconds, type Instant } from '../model/time.ts'
import type { IdentityKey } from './identity-keys.ts'

/** Why a token was not taken. Codes are for the company's own people: a customer is told nothing of them. */
export const identityRefusals = [
  /** No compact JWS of JSON, or too long. */
  'identity.malformed',
  /** Signed in another way than the key is for, or with header members that change what a signature means. */
  'identity.algorithm',
  /** No key of that `kid`. */
  'identity.key',
  'identity.signature',
  /** Not for this site, or not for it alone. */
  'identity.audience',
  'identity.issuer',
  'identity.expired',
  /** From the future, by more than clocks may differ. */
  'identity.early',
  /** Good for longer than a quarter of an hour. */
  'identity.tooLong',
  /** A claim is missing, of another type, or too large. */
  'identity.claims',
  /** Used by another session before. */
  'identity.used',
] as const
export type IdentityRefusal = (typeof identityRefusals)[number]

export interface Identity {
  /** The company's own key of the customer. */
  readonly subject: string
  /** What is known of the customer by it, by name of a field. */
  readonly fields: Readonly<Record<string, string | number | boolean>>
  /** From then on another token is needed. By the company's clock. */
  readonly expiresAt: Instant
  /** The token's own number. */
  readonly tokenId: string
}

/** The keys of a site: a list of them, or what looks one up by its `kid` and may have to fetch it. */
export type IdentityKeys = readonly IdentityKey[] | ((kid: string) => Promise<IdentityKey | undefined>)

export interface IdentityTokensOptions {
  /** The machine's clock, not hub time: it is compared with that of the company's server, which is set by others. */
  readonly now: () => Instant
  /** What `iss` must be. */
  readonly issuer: string
  /** Public key of the site: what `aud` must be. */
  readonly site: string
  readonly keys: IdentityKeys
  /** Tokens remembered until they expire. Beyond it nobody new is taken. Default 100,000. */
  readonly rememberedMax?: number
}

const skewMs = seconds(60)
const sweepEveryMs = seconds(30)
const rememberedMax = 100_000
const lifeMaxMs = minutes(15)
const tokenMax = 4_096
const textMax = 1_000
const attributesMax = 50

export type Verified = { readonly identity: Identity } | { readonly refused: IdentityRefusal }

interface Claims {
  readonly sub: string
  readonly jti: string
  readonly exp: number
  readonly rest: Readonly<Record<string, unknown>>
}

/** Ends a verification. */
class Refusal extends Error {
  constructor(readonly code: IdentityRefusal) {
    super(code)
  }
}

const refuse = (code: IdentityRefusal): never => {
  throw new Refusal(code)
}

export class IdentityTokens {
  /** By `jti`, until the token expires. In memory only: after a restart a token is good once more, for what is left of its quarter of an hour. */
  readonly #used = new Map<string, { readonly session: SessionId; readonly until: Instant }>()

  #sweptAt = instant(0)

  constructor(private readonly options: IdentityTokensOptions) {}

  /**
   * What the token says, if it is good, and good for this session, which may follow from whom it names. Never throws for
   * what a token holds.
   */
  async verify(token: string, session: SessionId | ((identity: Identity) => SessionId)): Promise<Verified> {
    try {
      const claims = this.#claimsOf(await this.#payloadOf(token))
      const expiresAt = instant(claims.exp * 1_000)
      const identity = { subject: claims.sub, fields: fieldsOf(claims), expiresAt, tokenId: claims.jti }
      const by = typeof session === 'function' ? session(identity) : session
      this.#use(claims.jti, by, later(expiresAt, skewMs))
      return { identity }
    } catch (error) {
      if (error instanceof Refusal) return { refused: error.code }
      throw error
    }
  }

  /** The signed bytes, once the signature is proved. Nothing of them is looked at before. */
  async #payloadOf(token: string): Promise<Uint8Array> {
    if (token.length > tokenMax || !isCanonical(token)) refuse('identity.malformed')
    const header = headerOf(token)
    const { alg, kid, typ, ...others } = header
    // Whatever else a header may hold (crit, b64, jwk, jku, x5c) changes what is signed, or by whom.
    if (Object.keys(others).length > 0 || (typ !== undefined && typ !== 'JWT')) refuse('identity.algorithm')
    if (typeof kid !== 'string') return refuse('identity.key')
    const { keys } = this.options
    const key =
      (typeof keys === 'function' ? await keys(kid) : keys.find((one) => one.kid === kid)) ?? refuse('identity.key')
    if (alg !== key.algorithm) refuse('identity.algorithm')
    try {
      return (await compactVerify(token, key.key, { algorithms: [key.algorithm] })).payload
    } catch (error) {
      if (error instanceof errors.JOSEError) return refuse('identity.signature')
      throw error
    }
  }

  #claimsOf(payload: Uint8Array): Claims {
    const { iss, aud, sub, jti, exp, iat, nbf, ...rest } = objectOf(payload)
    if (!isText(iss)) refuse('identity.claims')
    if (iss !== this.options.issuer) refuse('identity.issuer')
    if (aud !== this.options.site && !(Array.isArray(aud) && aud.length === 1 && aud[0] === this.options.site))
      refuse('identity.audience')
    if (!isText(sub, 200) || !isText(jti, 200) || !isSeconds(exp)) return refuse('identity.claims')
    for (const optional of [iat, nbf]) if (optional !== undefined && !isSeconds(optional)) refuse('identity.claims')
    this.#checkTimes(exp, (iat ?? null) as number | null, (nbf ?? null) as number | null)
    return { sub, jti, exp, rest }
  }

  #checkTimes(exp: number, iat: number | null, nbf: number | null): void {
    const now = this.options.now()
    if (exp * 1_000 + skewMs <= now) refuse('identity.expired')
    for (const from of [iat, nbf]) if (from !== null && from * 1_000 > now + skewMs) refuse('identity.early')
    const lifeMs = iat === null ? exp * 1_000 - now - skewMs : (exp - iat) * 1_000
    if (lifeMs > lifeMaxMs || exp * 1_000 - now > lifeMaxMs + skewMs) refuse('identity.tooLong')
  }

  /** The same session may show it again, when its socket comes back. */
  #use(jti: string, session: SessionId, until: Instant): void {
    const before = this.#used.get(jti)
    const now = this.options.now()
    if (before !== undefined && before.until > now) {
      if (before.session !== session) refuse('identity.used')
      return
    }
    this.#sweep(now)
    if (this.#used.size >= (this.options.rememberedMax ?? rememberedMax)) refuse('identity.used')
    this.#used.set(jti, { session, until: instant(Math.min(until, now + durationMs(lifeMaxMs + 2 * skewMs))) })
  }

  /** Not at each token: all that are remembered are looked through. */
  #sweep(now: Instant): void {
    if (now < this.#sweptAt + sweepEveryMs && this.#used.size < (this.options.rememberedMax ?? rememberedMax)) return
    this.#sweptAt = now
    for (const [one, { until }] of this.#used) if (until <= now) this.#used.delete(one)
  }
}

/** Three parts, each written in the one way that base64url has for its bytes. */
function isCanonical(token: string): boolean {
  const parts = token.split('.')
  return (
    parts.length === 3 &&
    parts.every((part) => part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part)
  )
}

function headerOf(token: string): Record<string, unknown> {
  try {
    return decodeProtectedHeader(token) as Record<string, unknown>
  } catch {
    return refuse('identity.malformed')
  }
}

function objectOf(payload: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // Signed, and no JSON: the company's server is at fault.
  }
  return refuse('identity.claims')
}

const isText = (value: unknown, max = textMax): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= max

const isSeconds = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(Math.floor(value)) && value > 0

/** Claims of every token, by the field that each becomes. */
const claimFields = { name: 'customer.name', email: 'customer.email', phone: 'customer.phone' } as const

/** `attrs` may name any field but those that have a claim of their own. */
function fieldsOf({ sub, rest }: Claims): Identity['fields'] {
  const fields: Record<string, string | number | boolean> = { 'customer.id': sub }
  for (const [claim, field] of Object.entries(claimFields)) {
    const value = rest[claim]
    if (value === undefined) continue
    fields[field] = isText(value) ? value : refuse('identity.claims')
  }
  const reserved: readonly string[] = ['customer.id', ...Object.values(claimFields)]
  for (const [name, value] of attributesOf(rest.attrs)) {
    if (reserved.includes(name) || name === '__proto__') refuse('identity.claims')
    if (isText(value) || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
      fields[name] = value
    else refuse('identity.claims')
  }
  return fields
}

function attributesOf(attrs: unknown): readonly [string, unknown][] {
  if (attrs === undefined) return []
  if (typeof attrs !== 'object' || attrs === null || Array.isArray(attrs)) return refuse('identity.claims')
  const found = Object.entries(attrs)
  return found.length <= attributesMax ? found : refuse('identity.claims')
}
