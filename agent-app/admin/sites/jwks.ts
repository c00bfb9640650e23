/** PURE: public keys as somebody pastes them, a JWKS, one JWK or a list of them, and what is wrong with what is none. */

export type PastedKeys =
  | { readonly keys: readonly object[] }
  /** `private`: it can sign, and belongs on the company's own server only. */
  | { readonly fault: 'json' | 'none' | 'many' | 'private' | 'kind' | 'kid' }

const keysMax = 20
const kidForm = /^[A-Za-z0-9._-]{1,100}$/

export function keysIn(text: string): PastedKeys {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    return { fault: 'json' }
  }
  // A list has a function of that name.
  const within = Array.isArray(read) ? read : ((read as { readonly keys?: unknown } | null)?.keys ?? [read])
  const keys = (Array.isArray(within) ? within : [within]) as readonly Readonly<Record<string, unknown>>[]
  if (keys.length === 0 || keys.some((key) => typeof key !== 'object' || key === null)) return { fault: 'none' }
  if (keys.length > keysMax) return { fault: 'many' }
  if (keys.some((key) => 'd' in key || 'k' in key)) return { fault: 'private' }
  if (!keys.every(({ kty, crv }) => `${String(kty)} ${String(crv)}`.match(/^(OKP Ed25519|EC P-256)$/)))
    return { fault: 'kind' }
  const kids = keys.map(({ kid }) => kid)
  const isNamed =
    kids.every((kid) => typeof kid === 'string' && kidForm.test(kid)) && new Set(kids).size === kids.length
  return isNamed ? { keys } : { fault: 'kid' }
}
