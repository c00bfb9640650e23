/**
 * All of HTTP as one function. It finds the route or the page, turns what is thrown into a code, and sees that every
 * answer carries the safe headers. To add a route: its file beside this one, a line in `allRoutes`, a row in
 * auth/rights-table.ts.
 */
import type { HttpRequest, HttpResponse } from '../ports/transport.ts'
import { routeRow } from '../auth/authorize.ts'
import { accountRoutes } from './accounts.ts'
import { administrationRoutes } from './administration.ts'
import { admit } from './admission.ts'
import { agentRoutes } from './agent.ts'
import { attachmentRoutes } from './attachments.ts'
import { auditRoutes } from './audit.ts'
import { botRoutes } from './bots.ts'
import { configurationRoutes } from './configuration.ts'
import { asProblem, type HttpDeps } from './deps.ts'
import { flowRoutes } from './flows.ts'
import { healthDetailRoutes } from './health-details.ts'
import { healthRoutes } from './health.ts'
import { httpMetrics, metricsRoutes } from './metrics.ts'
import { openApiRoute } from './openapi.ts'
import { oidcRoutes } from './oidc.ts'
import { ownAccountRoutes } from './own-account.ts'
import { pages } from './pages.ts'
import { keyRoutes } from './keys.ts'
import { Problem, problemResponse } from './problems.ts'
import { adding, crossOrigin, isSecure, preflight, withSafeHeaders } from './respond.ts'
import { reportRoutes } from './reports.ts'
import { Router, type Match, type Route } from './router.ts'
import { siteRoutes } from './sites.ts'
import { visitorRoutes } from './visitor.ts'

export type { HttpDeps } from './deps.ts'
export { socketPath } from './visitor.ts'

/** Every route, in the order of the document. */
export function allRoutes(deps: HttpDeps): Route[] {
  const routes = [
    ...visitorRoutes(deps),
    ...siteRoutes(deps),
    ...agentRoutes(deps),
    ...ownAccountRoutes(deps),
    ...accountRoutes(deps),
    ...keyRoutes(deps),
    ...oidcRoutes(deps),
    ...attachmentRoutes(deps),
    ...administrationRoutes(deps),
    ...configurationRoutes(deps),
    ...auditRoutes(deps),
    ...flowRoutes(deps),
    ...reportRoutes(deps),
    ...botRoutes(deps),
    ...healthRoutes(deps),
    ...healthDetailRoutes(deps),
    ...metricsRoutes(deps),
  ]
  return [...routes, openApiRoute(routes)]
}

/** The hub's answer to any request. Never rejects. */
export function createHttp(deps: HttpDeps): (request: HttpRequest) => Promise<HttpResponse> {
  const { config, log } = deps
  const routes = allRoutes(deps)
  const rows = new Map(routes.map((route) => [route, routeRow(route.method, route.path)]))
  const router = new Router(routes)
  const page = pages({
    distFolder: deps.distFolder,
    demo: config.mode === 'demo',
    ...(deps.signedIn && { signedIn: deps.signedIn }),
    dev: config.dev,
    siteOf: deps.siteOf,
  })
  const observe = httpMetrics(deps.metrics)

  async function answer(request: HttpRequest, match: Match): Promise<HttpResponse> {
    if (match.kind === 'route') {
      const { route, params } = match
      return route.handle(request, params, admit(deps, rows.get(route)!, request))
    }
    if (match.kind === 'none') return page(request) ?? problemResponse(new Problem('request.unknown'))
    if (request.method === 'OPTIONS')
      return preflight(match.crossOrigin ? servedOrigin(deps, request) : null, match.methods)
    return adding(problemResponse(new Problem('request.methodUnknown')), { allow: match.methods.join(', ') })
  }

  function failure(error: unknown, request: HttpRequest): HttpResponse {
    const problem = asProblem(error)
    if (problem !== null) return problemResponse(problem)
    // The path may hold ids but nothing that people wrote; the query may, and stays out.
    log.error({ method: request.method, path: request.path, error: String(error) }, 'a request failed')
    return problemResponse(new Problem('hub.failed'))
  }

  return async (request) => {
    const started = performance.now()
    const match = router.find(request.method, request.path)
    const response = await answer(request, match).catch((error: unknown) => failure(error, request))
    const route = match.kind === 'route' ? match.route.path : match.kind === 'none' ? 'page' : 'otherMethod'
    observe(route, known(request.method), response.status, (performance.now() - started) / 1_000)
    return withSafeHeaders(forItsOrigin(deps, request, match, response), isSecure(config, request))
  }
}

/** The request's origin when one of our sites may be embedded there, else null. */
function servedOrigin({ organisation, allowedOrigin }: HttpDeps, { peer }: HttpRequest): string | null {
  if (peer.origin === '') return null
  return organisation().sites.some((site) => allowedOrigin(site, peer.origin)) ? peer.origin : null
}

/** Lets a page of a served origin read the answer, refusals included: the widget must be able to say what is wrong. */
function forItsOrigin(deps: HttpDeps, request: HttpRequest, match: Match, response: HttpResponse): HttpResponse {
  if (match.kind !== 'route' || !match.route.crossOrigin) return response
  const origin = servedOrigin(deps, request)
  return adding(response, origin === null ? { vary: 'origin' } : crossOrigin(origin))
}

/** A stranger's method must not become a label of its own. */
const known = (method: string): string => (['GET', 'POST', 'OPTIONS'].includes(method) ? method : 'other')
