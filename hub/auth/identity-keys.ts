/**
 * The public keys that a company signs its customers' identity with: a JWKS document, one JWK, or a PEM. Only keys that
 * cannot sign are taken, of two kinds that cannot be mistaken for each other, so that the hub cannot make an identity itself.
 */
import { createPublicKey, type KeyObject } from 'node:crypto'
import type { JWK } from 'jose'

export const identityAlgorithms = ['EdDSA', 'ES256'] as const
export type IdentityAlgorithm = (typeof identityAlgorithms)[number]

export interface IdentityKey {
  readonly kid: string
  /** Follows from the kind of key, never from a token. */
  readonly algorithm: IdentityAlgorithm
  readonly key: KeyObject
}

/** The document cannot be used. The message is a sentence for who uploaded it; it never holds a key. */
export class IdentityKeyError extends Error {
  override name = 'IdentityKeyError'
}

const keysMax = 20
const kidForm = /^[A-Za-z0-9._-]{1,100}$/

/** Reads a JWKS or a JWK from its JSON, or a PEM, whose `kid` must be given. Throws `IdentityKeyError`. */
export function readIdentityKeys(written: string, kidOfPem = ''): readonly IdentityKey[] {
  const jwks = /^\s*-----BEGIN/.test(written) ? [jwkOfPem(written, kidOfPem)] : jwksOf(written)
  if (jwks.length === 0 || jwks.length > keysMax)
    throw new IdentityKeyError(`There are ${jwks.length} keys: give 1 to ${keysMax}.`)
  const keys = jwks.map(readKey)
  const double = keys.find(({ kid }, at) => keys.findIndex((other) => other.kid === kid) !== at)
  if (double !== undefined)
    throw new IdentityKeyError(`The key "${double.kid}" stands twice: give each a kid of its own.`)
  return keys
}

function jwkOfPem(pem: string, kid: string): JWK {
  if (/PRIVATE KEY/.test(pem)) throw isPrivate()
  try {
    return { ...createPublicKey(pem).export({ format: 'jwk' }), kid } as JWK
  } catch {
    throw new IdentityKeyError('The PEM cannot be read: give a public key that begins with -----BEGIN PUBLIC KEY-----.')
  }
}

function jwksOf(written: string): readonly JWK[] {
  let value: unknown
  try {
    value = JSON.parse(written)
  } catch {
    throw new IdentityKeyError('The keys are neither JSON nor PEM: give a JWKS, a JWK or a public key as PEM.')
  }
  const keys = (value as { readonly keys?: unknown } | null)?.keys ?? [value]
  const isObject = (one: unknown): one is JWK => typeof one === 'object' && one !== null && !Array.isArray(one)
  if (!Array.isArray(keys) || !keys.every(isObject))
    throw new IdentityKeyError('The JSON holds no keys: give { "keys": [ … ] } or one JWK.')
  return keys
}

function readKey(jwk: JWK): IdentityKey {
  const { kid } = jwk
  if (typeof kid !== 'string' || !kidForm.test(kid))
    throw new IdentityKeyError('A key has no "kid": give each 1 to 100 letters, digits, points, - or _.')
  if ('d' in jwk || 'k' in jwk || jwk.kty === 'oct') throw isPrivate(kid)
  const algorithm = algorithmOf(jwk)
  if (algorithm === null || (jwk.alg !== undefined && jwk.alg !== algorithm) || (jwk.use ?? 'sig') !== 'sig')
    throw new IdentityKeyError(
      `The key "${kid}" is of another kind: give one of Ed25519 (EdDSA) or P-256 (ES256), for signing.`,
    )
  try {
    // Nothing but what makes the key: a document cannot say what it may be used for.
    const { kty, crv, x, y } = jwk
    const bare = { kty, crv, x, ...(algorithm === 'ES256' && { y }) } as JWK
    return { kid, algorithm, key: createPublicKey({ key: bare as Record<string, string>, format: 'jwk' }) }
  } catch {
    throw new IdentityKeyError(`The key "${kid}" cannot be read: its coordinates are no point of its curve.`)
  }
}

function algorithmOf({ kty, crv }: JWK): IdentityAlgorithm | null {
  if (kty === 'OKP' && crv === 'Ed25519') return 'EdDSA'
  return kty === 'EC' && crv === 'P-256' ? 'ES256' : null
}

const isPrivate = (kid?: string): IdentityKeyError =>
  new IdentityKeyError(
    `${kid === undefined ? 'The key' : `The key "${kid}"`} can sign: never give it away, make a new pair, and upload its public half.`,
  )
