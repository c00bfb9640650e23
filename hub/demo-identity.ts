/**
 * In a demo the hub plays the sample shop's own server as well: it signs who two invented customers are, as a company does
 * (docs/IDENTITY.md). The key comes from the hub's secret, so that it is the same after a restart and nowhere written.
 * Whoever opens the sample page may be either of them: nothing of this is there outside of a demo.
 */
import { createPrivateKey, createPublicKey, randomUUID, sign, type KeyObject } from 'node:crypto'
import type { SiteIdentity } from './app/organisation.ts'
import { keyFor } from './auth/secret.ts'
import { demoSiteKey } from './demo.ts'

export interface DemoShop {
  /** Whom the demo's site believes. */
  readonly identity: SiteIdentity
  /** A token for one of the customers, good for some minutes from `nowS`, seconds of the machine's clock; null for nobody. */
  signedIn(customer: string, nowS: number): string | null
}

const issuer = 'https://aozora.example.jp'
const kid = 'demo'
/** Shorter than it may be, so that a page is seen to ask again. */
const lifeS = 600

const customers: Readonly<Record<string, object>> = {
  misaki: { name: '田中 美咲', email: 'misaki@example.jp', attrs: { 'customer.rank': 'ゴールド' } },
  james: { name: 'James Whitfield', email: 'james@example.com', attrs: { 'customer.rank': 'Silver' } },
}

/** What stands before the 32 bytes of an Ed25519 key in PKCS 8. */
const before = Buffer.from('302e020100300506032b657004220420', 'hex')

export function demoShop(secret: string): DemoShop {
  const seed = keyFor(secret, 'the sample shop signs customers in 1')
  const key = createPrivateKey({ key: Buffer.concat([before, seed]), format: 'der', type: 'pkcs8' })
  const written = createPublicKey(key).export({ format: 'jwk' })
  return {
    identity: { issuer, keys: [{ ...written, kid, alg: 'EdDSA' }] as SiteIdentity['keys'], jwksUrl: null },
    signedIn(customer, nowS) {
      if (!Object.hasOwn(customers, customer)) return null
      const claims = { iss: issuer, aud: demoSiteKey, sub: customer, jti: randomUUID(), iat: nowS, exp: nowS + lifeS }
      return signed(key, { ...claims, ...customers[customer] })
    },
  }
}

function signed(key: KeyObject, claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part({ alg: 'EdDSA', kid, typ: 'JWT' })}.${part(claims)}`
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`
}
