/**
 * Whom a site believes when it says who a customer is: the issuer, and its public keys, written in the file or fetched. What
 * the tokens must hold stands in docs/IDENTITY.md.
 */
import Type, { type Static } from 'typebox'
import type { SiteIdentity } from './app/organisation.ts'
import { readIdentityKeys } from './auth/identity-keys.ts'
import type { Refuse } from './config-organisation.ts'
import { closed, words } from './config-parts.ts'

export const identity = Type.Object(
  {
    issuer: words(300, 'what "iss" of every token is, 1 to 300 characters such as https://shop.example.jp'),
    keys: Type.Optional(
      Type.Array(Type.Object({}, { description: 'a public key as JWK, Ed25519 or P-256' }), {
        minItems: 1,
        maxItems: 20,
        description: 'a list of 1 to 20 public keys as JWK, each { "kid", "kty", "crv", "x" } and "y" for P-256',
      }),
    ),
    jwksUrl: Type.Optional(words(500, 'the https address of a JWKS document')),
  },
  { ...closed, description: '{ "issuer" } with either "keys" or "jwksUrl"' },
)

/** Calls `refuse` for what cannot be believed. */
export function buildIdentity(
  { issuer, keys = [], jwksUrl }: Static<typeof identity>,
  place: string,
  refuse: Refuse,
): SiteIdentity {
  if ((keys.length === 0) === (jwksUrl === undefined))
    return refuse(place, { issuer }, 'an issuer with either "keys" or "jwksUrl"')
  if (jwksUrl !== undefined && !isKeyAddress(jwksUrl))
    return refuse(`${place}/jwksUrl`, jwksUrl, 'an https address without a name in it (http on this machine only)')
  const fault = keys.length === 0 ? null : faultOf(keys)
  // What was written may be a private key: it is shown to nobody.
  if (fault !== null) return refuse(`${place}/keys`, '…', `public keys. ${fault}`)
  return { issuer, keys: keys as SiteIdentity['keys'], jwksUrl: jwksUrl ?? null }
}

/** Null for keys that can be used; else what is wrong with them, in a sentence that holds no key. */
function faultOf(keys: readonly object[]): string | null {
  try {
    readIdentityKeys(JSON.stringify({ keys }))
    return null
  } catch (error) {
    return (error as Error).message.replace(/\.$/, '')
  }
}

/** Whoever can change what comes from there says who customers are: nobody on the way may. */
function isKeyAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  return (protocol === 'https:' || (protocol === 'http:' && isHere)) && username === '' && password === ''
}
