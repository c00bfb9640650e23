/** What a page may know of its site before its visitor has asked for anything: how the widget looks, and who is there. */
import { createHash } from 'node:crypto'
import Type from 'typebox'
import type { Site } from '../app/organisation.ts'
import type { SiteFace } from '../protocol/index.ts'
import type { HttpRequest, HttpResponse } from '../ports/transport.ts'
import { turns, type HttpDeps } from './deps.ts'
import { Problem } from './problems.ts'
import { json } from './respond.ts'
import type { Route } from './router.ts'
import { matches } from './static-files.ts'

/** A browser asks again after five minutes, and shows meanwhile what it has: colours may be a visit behind. */
const faceCaching = 'public, max-age=300, stale-while-revalidate=86400'
/** So long a page may go by what it heard of who is there. */
const nowCaching = 'private, max-age=10'

const face = Type.Object({
  name: Type.Object({ en: Type.String(), ja: Type.String() }),
  look: Type.Object({}, { additionalProperties: true, description: 'As configured, see docs/CONFIGURATION.md.' }),
  invitations: Type.Array(Type.Object({}, { additionalProperties: true })),
})
const now = Type.Object({
  staffed: Type.Boolean({ description: 'Somebody is signed in who could answer.' }),
  open: Type.Boolean({ description: 'By its hours.' }),
  opensAt: Type.Union([Type.Integer(), Type.Null()], { description: 'When it opens next, milliseconds since 1970.' }),
  zone: Type.Union([Type.String(), Type.Null()], { description: 'Time zone of the hours.' }),
})

export function siteRoutes(deps: HttpDeps): Route[] {
  const takeTurn = turns(deps, 'ticketsPerMinutePerAddress')
  const asked = ({ peer: { origin } }: HttpRequest, key: string): Site => {
    const site = deps.siteOf(key)
    // Unknown sites and foreign origins are answered alike; a page of the hub's own names no origin.
    if (!site || (origin !== '' && !deps.allowedOrigin(site, origin))) throw new Problem('site.forbidden')
    return site
  }
  return [
    {
      method: 'GET',
      path: '/api/sites/:site',
      crossOrigin: true,
      doc: {
        summary: 'How the widget looks on a site, and whom it invites',
        answers: { 200: face, 304: null },
        problems: ['site.forbidden'],
      },
      handle: (request, { site = '' }) => shown(asked(request, site), request.header('if-none-match')),
    },
    {
      method: 'GET',
      path: '/api/sites/:site/now',
      crossOrigin: true,
      doc: {
        summary: 'Whether a site can answer now, and when it opens',
        answers: { 200: now },
        problems: ['site.forbidden', 'request.tooMany'],
      },
      handle(request, { site = '' }) {
        takeTurn(request)
        return json(200, deps.door.siteNow(asked(request, site)), { 'cache-control': nowCaching })
      },
    },
  ]
}

interface Face {
  readonly body: string
  readonly etag: string
}

/** Made once for each version of a site: a configuration that is served anew has sites of its own. */
const faces = new WeakMap<Site, Face>()

function shown(site: Site, known: string): HttpResponse {
  const { body, etag } = faceOf(site)
  const headers = { etag, 'cache-control': faceCaching, 'content-type': 'application/json' }
  return matches(known, etag) ? { status: 304, headers, body: '' } : { status: 200, headers, body }
}

function faceOf(site: Site): Face {
  const held = faces.get(site)
  if (held !== undefined) return held
  const { name, look = {}, invitations = [] } = site
  const body = JSON.stringify({ name, look, invitations } satisfies SiteFace)
  const made = { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` }
  faces.set(site, made)
  return made
}
