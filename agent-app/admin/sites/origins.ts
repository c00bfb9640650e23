/** PURE: whether a text is an origin as browsers send it, and what is wrong with one that is not. */

type OriginFault =
  /** Of pages without encryption: it can be used. */
  { readonly kind: 'scheme' | 'star' | 'wrong' | 'plain' } | { readonly kind: 'path'; readonly origin: string }

const local = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** Null for an origin that can be used as it is. */
export function originFault(text: string): OriginFault | null {
  if (text.includes('*')) return { kind: 'star' }
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return { kind: /^https?:\/\//.test(text) ? 'wrong' : 'scheme' }
  if (url.origin !== text) return { kind: 'path', origin: url.origin }
  return url.protocol === 'http:' && !local.test(url.hostname) ? { kind: 'plain' } : null
}
