/**
 * Proves who a customer is, by the settings of their site as they are at this moment: a reload of the configuration changes
 * issuer and keys, while what tokens were used already stays known. Whoever is refused learns one of two words; the reason is
 * for the company's own people (`npm run admin -- identity`).
 */
import { createHmac } from 'node:crypto'
import type { Site, SiteIdentity } from '../app/organisation.ts'
import type { ProvedIdentity } from '../http/door.ts'
import type { SessionId } from '../model/ids.ts'
import { later, since, type Instant } from '../model/time.ts'
import type { Log } from '../ports/log.ts'
import { readIdentityKeys, type IdentityKey } from './identity-keys.ts'
import { IdentityTokens, type IdentityRefusal } from './identity-token.ts'
import { FetchedKeys } from './jwks.ts'
import { keyFor } from './secret.ts'

export interface SiteIdentitiesOptions {
  /** The hub's own: customers are kept by fingerprints that nobody else can make. */
  readonly secret: string
  /** The machine's clock, which is compared with that of the company's server. */
  readonly wallNow: () => Instant
  readonly hubNow: () => Instant
  /** The text of a JWKS document. Rejects when it cannot be had. */
  readonly fetchKeys: (url: string) => Promise<string>
  readonly log: Log
}

/** Whom a token names on which session, or why it was not taken. */
export type ProvedVisit =
  | { readonly kind: 'proved'; readonly session: SessionId; readonly proved: ProvedIdentity }
  | {
      readonly kind: 'refused'
      readonly code: 'identity.invalid' | 'identity.expired'
      readonly why: IdentityRefusal | 'none'
    }

interface Known {
  identity: SiteIdentity
  keys: (kid: string) => Promise<IdentityKey | undefined>
  readonly tokens: IdentityTokens
}

export class SiteIdentities {
  readonly #key: Buffer
  /** By site and issuer. */
  readonly #known = new Map<string, Known>()

  constructor(private readonly options: SiteIdentitiesOptions) {
    this.#key = keyFor(options.secret, 'customer identity 1')
  }

  /**
   * `sessionFor` says on which session somebody of this fingerprint is; `tokenId` is the same when the same token comes again.
   * Rejects with `KeysUnavailable`.
   */
  async prove(
    { key: site, identity }: Pick<Site, 'key' | 'identity'>,
    token: string,
    sessionFor: (subject: string, tokenId: string) => SessionId,
  ): Promise<ProvedVisit> {
    if (identity === undefined) return { kind: 'refused', code: 'identity.invalid', why: 'none' }
    const { issuer } = identity
    let session: SessionId | null = null
    const verified = await this.#tokensOf(site, identity).verify(token, (named) => {
      session = sessionFor(this.#fingerprint(site, issuer, named.subject), named.tokenId)
      return session
    })
    if ('refused' in verified || session === null) {
      const why = 'refused' in verified ? verified.refused : 'identity.claims'
      return { kind: 'refused', code: why === 'identity.expired' ? why : 'identity.invalid', why }
    }
    const { subject, fields, expiresAt } = verified.identity
    const until = later(this.options.hubNow(), since(this.options.wallNow(), expiresAt))
    const named = { site, subject: this.#fingerprint(site, issuer, subject), name: { issuer, subject }, fields, until }
    return { kind: 'proved', session, proved: named }
  }

  #fingerprint(site: string, issuer: string, subject: string): string {
    return createHmac('sha256', this.#key)
      .update(JSON.stringify([site, issuer, subject]))
      .digest('base64url')
  }

  #tokensOf(site: string, identity: SiteIdentity): IdentityTokens {
    const name = JSON.stringify([site, identity.issuer])
    const known = this.#known.get(name)
    if (known === undefined) {
      const { wallNow: now } = this.options
      const keys = (kid: string): Promise<IdentityKey | undefined> => this.#known.get(name)!.keys(kid)
      const tokens = new IdentityTokens({ now, issuer: identity.issuer, site, keys })
      this.#known.set(name, { identity, keys: this.#keysOf(site, identity), tokens })
      return tokens
    }
    if (known.identity !== identity) {
      // Fetched keys go on being good as long as they come from the same place.
      const isSamePlace = known.identity.jwksUrl !== null && known.identity.jwksUrl === identity.jwksUrl
      if (!isSamePlace) known.keys = this.#keysOf(site, identity)
      known.identity = identity
    }
    return known.tokens
  }

  #keysOf(site: string, { keys, jwksUrl }: SiteIdentity): Known['keys'] {
    if (jwksUrl === null) {
      const own = readIdentityKeys(JSON.stringify({ keys }))
      return (kid) => Promise.resolve(own.find((key) => key.kid === kid))
    }
    const { fetchKeys, wallNow, log } = this.options
    const fetched = new FetchedKeys({
      fetch: () => fetchKeys(jwksUrl),
      now: wallNow,
      failed: (reason) =>
        log.warn({ site, reason }, 'the keys of a site’s identities could not be fetched; those of before are used'),
    })
    return (kid) => fetched.find(kid)
  }
}
