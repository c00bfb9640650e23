/**
 * A provider of sign-ins for tests, which speaks OpenID Connect on a real port as it should, and in every wrong way where a test
 * says so. Whoever is sent to it is known already, and comes straight back.
 */
import { createHash } from 'node:crypto'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWK } from 'jose'

type Pair = Awaited<ReturnType<typeof generateKeyPair>>

/** What the provider says, and how it is wrong. */
export interface Saying {
  claims: Record<string, unknown>
  audience: string
  issuer: string
  nonce: string | null
  expiresIn: number
  sign: 'own' | 'foreign' | 'none'
}

export class TestProvider {
  /** What a code was given for: the challenge of PKCE and the nonce. Good once. */
  readonly codes = new Map<string, { readonly challenge: string; readonly nonce: string }>()
  saying!: Saying

  private constructor(
    private readonly server: Server,
    private readonly keys: { readonly own: Pair; readonly foreign: Pair; readonly jwk: JWK },
    readonly issuer: string,
  ) {}

  static async open(): Promise<TestProvider> {
    const [own, foreign] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')])
    const jwk = { ...(await exportJWK(own.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }
    const server = createServer()
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const provider = new TestProvider(server, { own, foreign, jwk }, issuer)
    provider.says({})
    server.on('request', (request, response) => {
      const url = new URL(request.url!, issuer)
      if (url.pathname === '/token') void text(request).then((form) => provider.#giveToken(form, response))
      else provider.#answer(url, response)
    })
    return provider
  }

  close(): void {
    this.server.closeAllConnections()
    this.server.close()
  }

  /** From now on it says so of whoever comes, and is right. */
  says(claims: Record<string, unknown>): void {
    this.saying = { claims, audience: 'madoguchi', issuer: this.issuer, nonce: null, expiresIn: 300, sign: 'own' }
  }

  /** A code for whoever was sent here with this query. */
  code(asked: URLSearchParams): string {
    const code = `code-${this.codes.size}-${asked.get('state')!}`
    this.codes.set(code, { challenge: asked.get('code_challenge')!, nonce: asked.get('nonce')! })
    return code
  }

  #answer({ pathname, searchParams }: URL, response: ServerResponse): void {
    if (pathname === '/jwks') return send(response, 200, { keys: [this.keys.jwk] })
    if (pathname === '/authorize') {
      const back = new URL(searchParams.get('redirect_uri')!)
      back.searchParams.set('code', this.code(searchParams))
      back.searchParams.set('state', searchParams.get('state')!)
      return void response.writeHead(302, { location: back.href }).end()
    }
    const { issuer } = this
    return send(response, 200, {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    })
  }

  async #giveToken(form: string, response: ServerResponse): Promise<void> {
    const asked = new URLSearchParams(form)
    const given = this.codes.get(asked.get('code') ?? '')
    this.codes.delete(asked.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(asked.get('code_verifier') ?? '')
      .digest('base64url')
    const isBack = (asked.get('redirect_uri') ?? '').endsWith('/api/oidc/company/return')
    if (given === undefined || challenge !== given.challenge || !isBack)
      return send(response, 400, { error: 'invalid_grant' })
    send(response, 200, { access_token: 'a', token_type: 'Bearer', id_token: await this.#idToken(given.nonce) })
  }

  async #idToken(nonce: string): Promise<string> {
    const { claims: said, issuer, audience, expiresIn, sign, ...more } = this.saying
    const now = Math.floor(Date.now() / 1_000)
    const claims = { ...said, nonce: more.nonce ?? nonce }
    const times = { iat: now, exp: now + expiresIn, iss: issuer, aud: audience }
    if (sign === 'none') return new UnsecuredJWT({ ...claims, ...times }).encode()
    return new SignJWT({ ...claims, ...times })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .sign(this.keys[sign].privateKey)
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
