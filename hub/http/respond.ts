/**
 * Answers, and the headers that every answer carries. What is not said otherwise is the strictest: no script, no frame,
 * no sniffing, nothing for other origins. Pages and files that need more say so by headers of their own.
 */
import type { HttpRequest, HttpResponse } from '../ports/transport.ts'

export type Headers = Readonly<Record<string, string>>

export const json = (status: number, body: unknown, headers: Headers = {}): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
})

export const empty = (status: number, headers: Headers = {}): HttpResponse => ({ status, headers, body: '' })

export const plainText = (status: number, text: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  body: text,
})

const strictest: Headers = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** A year; without sub-domains, which are not ours to decide. */
const onlyHttps: Headers = { 'strict-transport-security': 'max-age=31536000' }

/** The response with all that every response has; what it says itself wins. */
export function withSafeHeaders(response: HttpResponse, secure: boolean): HttpResponse {
  return { ...response, headers: { ...strictest, ...(secure ? onlyHttps : {}), ...asRecord(response.headers) } }
}

/** The response with further headers. */
export const adding = (response: HttpResponse, headers: Headers): HttpResponse => ({
  ...response,
  headers: { ...asRecord(response.headers), ...headers },
})

function asRecord(headers: HttpResponse['headers']): Headers {
  return Array.isArray(headers)
    ? Object.fromEntries(headers as readonly (readonly [string, string])[])
    : (headers as Headers)
}

/** What a browser of an allowed origin may read, and nobody else. Never with credentials: the widget has no cookies. */
export const crossOrigin = (origin: string): Headers => ({
  'access-control-allow-origin': origin,
  'access-control-expose-headers': 'retry-after',
  vary: 'origin',
})

/** The answer to a browser that asks before it sends; `origin` is null when it is nobody we serve. */
export function preflight(origin: string | null, methods: readonly string[]): HttpResponse {
  const allow = { allow: [...methods, 'OPTIONS'].join(', ') }
  if (origin === null) return empty(204, { ...allow, vary: 'origin' })
  return empty(204, {
    ...allow,
    ...crossOrigin(origin),
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': 'authorization, content-type',
    // Ten minutes: a site that is taken off the list is off soon.
    'access-control-max-age': '600',
  })
}

/** True when the browser speaks HTTPS to us, or to the proxy in front that is allowed to say so. */
export function isSecure(
  config: { readonly tls: object | null; readonly trustedProxy: string | null; readonly publicOrigin: string | null },
  request: HttpRequest,
): boolean {
  if (config.tls !== null || config.publicOrigin?.startsWith('https:') === true) return true
  return config.trustedProxy !== null && request.header('x-forwarded-proto') === 'https'
}
