/** A company's own server, as far as it signs who its customers are: a key, and tokens as good or as bad as they are asked for. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'

export interface Issuer {
  readonly issuer: string
  /** The public half, as the configuration has it. */
  readonly jwk: Readonly<Record<string, unknown>>
  readonly privateKey: KeyObject
}

export function issuerOf(issuer: string, kid = 'k1'): Issuer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { issuer, jwk: { ...publicKey.export({ format: 'jwk' }), kid }, privateKey }
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
let numbers = 0

/** A token for `claims.sub` at the site of `claims.aud`, good from `now` (milliseconds) for ten minutes unless the claims say otherwise. */
export function signedBy(
  { issuer, jwk, privateKey }: Issuer,
  now: number,
  claims: Readonly<Record<string, unknown>>,
  header: object = { alg: 'EdDSA', kid: jwk.kid, typ: 'JWT' },
): string {
  const at = Math.floor(now / 1_000)
  const jti = `token-${(numbers += 1)}`
  const signed = `${part(header)}.${part({ iss: issuer, jti, iat: at, exp: at + 600, ...claims })}`
  return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`
}
