/**
 * Providers of sign-ins by OpenID Connect, with openid-client. Peculiar to it: the signature of an ID token that comes from
 * the token endpoint is not looked at unless one asks for that, and it goes wherever the discovered document points; so
 * signatures are asked for, and every request goes by `Outgoing`, which knows where this hub may go.
 */
import * as oidc from 'openid-client'
import {
  ProviderFailed,
  type ProvedClaims,
  type ProviderRound,
  type Providers,
  type ProviderSettings,
} from '../ports/providers.ts'
import { Outgoing } from './outgoing.ts'

const withinMs = 10_000
const bytesMax = 256 * 1024
/** What a provider says of itself is asked for again after an hour. */
const freshMs = 3_600_000

export class OidcProviders implements Providers {
  readonly #outgoing: Outgoing
  readonly #known = new Map<string, { readonly found: Promise<oidc.Configuration>; readonly until: number }>()

  /** `privateAddresses`: also providers on private networks. */
  constructor(private readonly options: { readonly privateAddresses: boolean; readonly now: () => number }) {
    this.#outgoing = new Outgoing(options)
  }

  async begin(provider: ProviderSettings, round: ProviderRound, redirectUri: string): Promise<string> {
    const config = await this.#configOf(provider)
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: provider.scopes.join(' '),
      state: round.state,
      nonce: round.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(round.verifier),
      code_challenge_method: 'S256',
    })
    return url.href
  }

  async finish(provider: ProviderSettings, round: ProviderRound, returned: string): Promise<ProvedClaims> {
    const config = await this.#configOf(provider)
    try {
      const tokens = await oidc.authorizationCodeGrant(config, new URL(returned), {
        expectedState: round.state,
        expectedNonce: round.nonce,
        pkceCodeVerifier: round.verifier,
        idTokenExpected: true,
      })
      return tokens.claims()!
    } catch (error) {
      throw new ProviderFailed('refused', reasonOf(error))
    }
  }

  close(): void {
    this.#outgoing.close()
  }

  /** One question for all who come at once; a failed one is forgotten. */
  #configOf(provider: ProviderSettings): Promise<oidc.Configuration> {
    const known = this.#known.get(provider.id)
    if (known !== undefined && this.options.now() < known.until) return known.found
    const found = this.#discovered(provider)
    this.#known.set(provider.id, { found, until: this.options.now() + freshMs })
    found.catch(() => this.#known.delete(provider.id))
    return found
  }

  async #discovered({ issuer, clientId, clientSecret }: ProviderSettings): Promise<oidc.Configuration> {
    const prove = clientSecret === null ? oidc.None() : oidc.ClientSecretBasic(clientSecret)
    // An address without TLS is allowed by the configuration for this machine alone.
    const plain = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : []
    try {
      return await oidc.discovery(new URL(issuer), clientId, undefined, prove, {
        execute: [...plain, oidc.enableNonRepudiationChecks],
        timeout: withinMs / 1_000,
        [oidc.customFetch]: (url, options) => this.#fetch(url, options),
      })
    } catch (error) {
      throw new ProviderFailed('unreachable', reasonOf(error))
    }
  }

  async #fetch(url: string, { method, headers, body, signal }: oidc.CustomFetchOptions): Promise<Response> {
    const within = AbortSignal.timeout(withinMs)
    const answer = await this.#outgoing.open({
      method,
      url,
      headers: { ...headers, 'accept-encoding': 'identity' },
      body: body === undefined || body === null ? null : textOf(body),
      signal: signal === undefined ? within : AbortSignal.any([signal, within]),
    })
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > bytesMax) throw new Error('the answer is too long')
      chunks.push(chunk)
    }
    const status = answer.statusCode ?? 502
    const type = answer.headers['content-type'] ?? 'application/octet-stream'
    return new Response(status === 204 ? null : Buffer.concat(chunks), { status, headers: { 'content-type': type } })
  }
}

/** The library sends forms, or nothing. */
function textOf(body: NonNullable<oidc.CustomFetchOptions['body']>): string {
  if (typeof body === 'string') return body
  if (body instanceof URLSearchParams) return body.toString()
  throw new Error('only forms are sent to a provider')
}

/** The library's code, which holds nothing of a token. */
function reasonOf(error: unknown): string {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' ? code : error instanceof Error ? error.name : 'no reason'
}
