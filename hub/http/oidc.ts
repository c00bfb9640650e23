/**
 * A browser on its way to a provider of sign-ins and back. Both are plain visits: what ties them is a sealed cookie, and
 * whatever goes wrong is told by the sign-in page, to which a refusal comes as one word.
 */
import { deviceOf } from '../auth/device.ts'
import { loginCookie } from '../auth/login-cookie.ts'
import { loginLifeMs } from '../auth/logins.ts'
import { tieLifeMs, type ProviderRefusal } from '../auth/provider-sign-in.ts'
import type { HttpRequest, HttpResponse } from '../ports/transport.ts'
import { turns, type HttpDeps } from './deps.ts'
import { Problem } from './problems.ts'
import { empty, isSecure, type Headers } from './respond.ts'
import type { Route } from './router.ts'

const page = '/agent/'
const to = (location: string, headers: Headers = {}): HttpResponse =>
  empty(302, { location, 'cache-control': 'no-store', ...headers })
const refused = (why: ProviderRefusal): HttpResponse => to(`${page}?refused=${why}`)

const tieName = (secure: boolean): string => (secure ? '__Host-madoguchi-sign-in' : 'madoguchi-sign-in')

/** Lax, unlike a login's: the browser must show it when the provider sends it back. */
const tieCookie = (tie: string, secure: boolean): string =>
  `${tieName(secure)}=${tie}; Max-Age=${tieLifeMs / 1_000}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`

function tieIn(request: HttpRequest, secure: boolean): string {
  const start = `${tieName(secure)}=`
  const parts = request.header('cookie').split(';')
  return (
    parts
      .find((part) => part.trim().startsWith(start))
      ?.trim()
      .slice(start.length) ?? ''
  )
}

export function oidcRoutes(deps: HttpDeps): Route[] {
  const { config, staff } = deps
  const take = turns(deps, 'signInsPerMinutePerAddress')
  const addressOf = (id: string, step: 'begin' | 'return'): string =>
    `${config.publicOrigin}/api/oidc/${encodeURIComponent(id)}/${step}`

  return [
    {
      method: 'GET',
      path: '/api/oidc/:id/begin',
      crossOrigin: false,
      doc: {
        summary: 'Sends the browser to a provider of sign-ins',
        answers: { 302: null },
        problems: ['provider.unknown', 'request.tooMany'],
      },
      async handle(request, { id = '' }) {
        take(request)
        const begun = await staff.byProvider.begin(id, addressOf(id, 'return'))
        if (begun === null) throw new Problem('provider.unknown')
        if ('refused' in begun) return refused(begun.refused)
        return to(begun.url, { 'set-cookie': tieCookie(begun.tie, isSecure(config, request)) })
      },
    },
    {
      method: 'GET',
      path: '/api/oidc/:id/return',
      crossOrigin: false,
      doc: {
        summary: 'Where a provider sends the browser back: signed in, or to the sign-in page, which says why not',
        answers: { 302: null },
        problems: ['request.tooMany', 'storage.unavailable'],
      },
      async handle(request, { id = '' }) {
        take(request)
        const secure = isSecure(config, request)
        const returned = `${addressOf(id, 'return')}?${request.query.toString()}`
        const device = deviceOf(request.header('user-agent'), request.peer.address)
        const result = await staff.byProvider.finish(id, returned, tieIn(request, secure), device)
        if ('refused' in result) return refused(result.refused)
        deps.log.info({ agent: result.actor.agent, session: result.actor.session, provider: id }, 'signed in')
        return to(page, { 'set-cookie': loginCookie(result.token, secure, loginLifeMs) })
      },
    },
  ]
}
