/**
 * Providers of sign-ins: servers of a company's own that say who somebody is (OpenID Connect, code flow with PKCE). The hub
 * sends a browser there and is given it back with a code; what the code is exchanged for is proved before anything of it is
 * believed. Nothing that a provider gave is kept but who somebody is.
 */

export interface ProviderSettings {
  readonly id: string
  /** What its button says. */
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  /** Null for a public client, which proves itself by PKCE alone. */
  readonly clientSecret: string | null
  readonly scopes: readonly string[]
  /** The claim that somebody's login is in. */
  readonly loginClaim: string
  /** The claim that their role is read from; null where accounts say it. */
  readonly roleClaim: string | null
  /** Role by what stands in that claim. */
  readonly roles: Readonly<Record<string, string>>
  /** Whoever is named and has no account gets one. */
  readonly createAccounts: boolean
}

/** What ties a browser that comes back to the one that was sent. */
export interface ProviderRound {
  readonly state: string
  readonly nonce: string
  /** Of PKCE. */
  readonly verifier: string
}

/** What the provider's token says, proved: signature, issuer, audience, time, nonce. */
export type ProvedClaims = Readonly<Record<string, unknown>> & { readonly sub: string }

/** `unreachable` may mend itself; `refused`: the provider, or what it said, is not to be believed. `reason` is for the log and holds no secret. */
export class ProviderFailed extends Error {
  override name = 'ProviderFailed'
  constructor(
    readonly kind: 'unreachable' | 'refused',
    readonly reason: string,
  ) {
    super(reason)
  }
}

export interface Providers {
  /** Where a browser is sent to. Rejects with `ProviderFailed`. */
  begin(provider: ProviderSettings, round: ProviderRound, redirectUri: string): Promise<string>
  /** `returned` is the whole address that the browser came back to. Rejects with `ProviderFailed`. */
  finish(provider: ProviderSettings, round: ProviderRound, returned: string): Promise<ProvedClaims>
  close(): void
}
