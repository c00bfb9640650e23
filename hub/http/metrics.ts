/**
 * Numbers for Prometheus. Only this machine may read them, or who has the token: they tell how busy a company is. A
 * request that came through a proxy is not of this machine, wherever the proxy runs.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { collectDefaultMetrics, Histogram, type Registry } from 'prom-client'
import type { HttpRequest } from '../ports/transport.ts'
import type { HttpDeps } from './deps.ts'
import { Problem } from './problems.ts'
import type { Route } from './router.ts'

/** Says how long an answered request took, seconds. `route` is the pattern, never what a stranger typed. */
export type Observe = (route: string, method: string, status: number, seconds: number) => void

/** Adds the process's own metrics and the requests' to the registry. Once for each registry. */
export function httpMetrics(registry: Registry): Observe {
  collectDefaultMetrics({ register: registry })
  const histogram = new Histogram({
    name: 'madoguchi_http_request_seconds',
    help: 'Time from a request to its answer',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  return (route, method, status, seconds) => histogram.observe({ route, method, status }, seconds)
}

export function metricsRoutes({ config, metrics }: HttpDeps): Route[] {
  return [
    {
      method: 'GET',
      path: '/metrics',
      crossOrigin: false,
      doc: {
        summary: 'Numbers for Prometheus; for this machine, or with the metrics token',
        answers: { 200: 'text/plain' },
        problems: ['request.unknown'],
      },
      async handle(request) {
        if (!mayRead(request, config.metricsToken)) throw new Problem('request.unknown')
        return {
          status: 200,
          headers: { 'content-type': metrics.contentType, 'cache-control': 'no-store' },
          body: await metrics.metrics(),
        }
      },
    },
  ]
}

function mayRead(request: HttpRequest, token: string | null): boolean {
  if (token !== null) return equal(request.header('authorization'), `Bearer ${token}`)
  const local = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/.test(request.peer.address)
  return local && request.header('x-forwarded-for') === '' && request.header('forwarded') === ''
}

/** Compares in a time that tells nothing of where texts differ. */
function equal(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
