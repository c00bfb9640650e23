/**
 * The pages: agent app, widget, the pages with a site's chat alone and for customers who wait and, in a demo, the sample site. The widget's files are for every origin, since they run
 * in the companies' own pages; who may use them is decided where a ticket is asked for. The agent app is for this
 * origin alone, in no frame, with no script but its own.
 */
import { join } from 'node:path'
import type { Site } from '../app/organisation.ts'
import type { HttpRequest, HttpResponse } from '../ports/transport.ts'
import { adding, plainText, type Headers } from './respond.ts'
import { staticFiles } from './static-files.ts'

const policy = (...rules: readonly string[]): string => rules.join('; ')

const ownPage: Headers = {
  'content-security-policy': policy(
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    // Older browsers do not count a socket to the same host as 'self'.
    "connect-src 'self' ws: wss:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ),
  'permissions-policy': 'camera=(self), microphone=(self), display-capture=(self), geolocation=()',
}

/** For customers who wait: opened by a page of their site, which it must be able to hear. */
const waitPage: Headers = {
  'content-security-policy': policy(
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "connect-src 'self' ws: wss:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html wait-page',
  ),
  'cross-origin-opener-policy': 'unsafe-none',
}

/**
 * Nothing but a site's chat: for a link, for a window that a page of the site has opened and must be able to hear, and for a
 * frame in one. Pages of other origins may not have it in a frame, whatever they do.
 */
export const chatPage = (site: Pick<Site, 'origins'> | null | undefined): Headers => ({
  'content-security-policy': policy(
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // Of anywhere: the site's logo.
    "img-src 'self' blob: data: https:",
    "media-src 'self' blob:",
    "connect-src 'self' ws: wss:",
    "base-uri 'none'",
    "form-action 'none'",
    // The policy knows no IPv6 addresses: a page at one cannot be named.
    // Without a site too: the administration shows what one will be before it is served.
    ["frame-ancestors 'self'", ...(site?.origins ?? []).filter((origin) => !origin.includes('['))].join(' '),
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ),
  // A page that isolates itself may have it in a frame too.
  'cross-origin-resource-policy': 'cross-origin',
  'cross-origin-opener-policy': 'unsafe-none',
  'permissions-policy': 'camera=(self), microphone=(self), display-capture=(self), geolocation=()',
})

/** Stands for a company's page: what it opens must be able to hear it. */
const samplePage: Headers = { ...ownPage, 'cross-origin-opener-policy': 'same-origin-allow-popups' }

const forEveryOrigin: Headers = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
}

/** Files whose name changes with their content, by their path below the page's folder. */
const hashed = /^assets\/[^/]+-[A-Za-z0-9_-]{8}\.[a-z0-9.]+$/

export interface PagesOptions {
  readonly distFolder: string
  readonly demo: boolean
  /** Who signs customers of the sample shop in. Left out: nobody. */
  readonly signedIn?: (customer: string) => string | null
  readonly siteOf: (key: string) => Site | null | undefined
  /** Reads files anew when they change. */
  readonly dev: boolean
}

const noSample = 'Madoguchi is running. Agents sign in at /agent/ .\n'

/** Answers what is a page or a file of one, null for all else. */
export function pages({
  distFolder,
  demo,
  dev,
  siteOf,
  signedIn,
}: PagesOptions): (request: HttpRequest) => HttpResponse | null {
  const files = (folder: string, prefix: string, headers: Headers) =>
    staticFiles(join(distFolder, folder), { prefix, immutable: hashed, headers, fresh: dev })
  const widget = files('widget', '/widget/', forEveryOrigin)
  const agentApp = files('agent-app', '/agent/', ownPage)
  const wait = files('wait', '/wait/', waitPage)
  const chat = files('chat', '/chat/', forEveryOrigin)
  const sample = demo ? files('sample', '/', samplePage) : null

  return (request) => {
    const { path } = request
    if (request.method !== 'GET') return null
    if (path === '/w.js') return widget.handle(at(request, '/widget/w.js'))
    if (path.startsWith('/widget/')) return widget.handle(request)
    if (path === '/wait') return { status: 308, headers: { location: '/wait/' }, body: '' }
    if (path.startsWith('/wait/')) return wait.handle(request)
    if (path.startsWith('/chat/assets/')) return chat.handle(request)
    if (path.startsWith('/chat/')) return chatPageOf(request)
    if (path === '/agent') return { status: 308, headers: { location: '/agent/' }, body: '' }
    if (path.startsWith('/agent/')) return agentPage(request)
    if (path === '/signed-in' && signedIn !== undefined) return customerToken(request, signedIn)
    if (sample !== null) return sample.handle(request)
    return path === '/' ? plainText(404, noSample) : null
  }

  /** One page for all sites; what may have it in a frame is the site's. */
  function chatPageOf(request: HttpRequest): HttpResponse | null {
    const key = /^\/chat\/([^/]+)$/.exec(request.path)?.[1]
    const response = key === undefined ? null : chat.handle(at(request, '/chat/index.html'))
    return response && adding(response, chatPage(siteOf(key!)))
  }

  /** The app has addresses of its own below /agent/, which are all the same page. */
  function agentPage(request: HttpRequest): HttpResponse | null {
    const ownAddress = !/\.[a-z0-9]+$/i.test(request.path)
    return agentApp.handle(ownAddress ? at(request, '/agent/index.html') : request)
  }
}

/** What the sample shop's server says to its own page. No page of another origin can read it. */
function customerToken(request: HttpRequest, signedIn: (customer: string) => string | null): HttpResponse {
  const token = signedIn(request.query.get('as') ?? '')
  return token === null
    ? plainText(404, 'Nobody is signed in.\n')
    : adding(plainText(200, token), { 'cache-control': 'no-store' })
}

/** The same request for another path. Made anew: an adapter's may be a class, whose methods a spread would lose. */
const at = (request: HttpRequest, path: string): HttpRequest => ({
  method: request.method,
  path,
  query: request.query,
  peer: request.peer,
  header: (name) => request.header(name),
  body: (limit) => request.body(limit),
  chunks: (limit) => request.chunks(limit),
})
