/**
 * The key pair by which push services know this hub. It follows from the hub's own secret, so that it is the same as long
 * as that is kept: with another one every browser would have to subscribe anew.
 */
import { createECDH } from 'node:crypto'
import { keyFor } from './secret.ts'

export interface PushKeys {
  /** A point on P-256, 65 bytes, base64url. */
  readonly publicKey: string
  /** 32 bytes, base64url. */
  readonly privateKey: string
}

/** `secret` is the hub's own, see secret.ts. */
export function pushKeys(secret: string): PushKeys {
  // One number in four thousand million is no key of this curve.
  for (let attempt = 1; ; attempt++) {
    const privateKey = keyFor(secret, `web push ${attempt}`)
    const curve = createECDH('prime256v1')
    try {
      curve.setPrivateKey(privateKey)
      return { publicKey: curve.getPublicKey('base64url'), privateKey: privateKey.toString('base64url') }
    } catch {
      continue
    }
  }
}
