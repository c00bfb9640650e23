/**
 * From method and path to a route. Paths are exact, with named parts (`/api/attachments/:contact`); nothing is matched
 * by a pattern that a stranger's text could stretch.
 */
import type { TSchema } from 'typebox'
import type { HttpRequest, HttpResponse } from '../ports/transport.ts'
import type { RoutePath } from '../auth/authorize.ts'
import type { Asker } from './admission.ts'
import type { ProblemCode } from './problems.ts'

/** The named parts of the path, decoded. */
export type Params = Readonly<Record<string, string>>

/** What the OpenAPI document says of a route (openapi.ts). */
export interface RouteDoc {
  readonly summary: string
  readonly query?: Readonly<Record<string, TSchema>>
  /** A JSON body's schema, or a media type for raw bytes. */
  readonly body?: TSchema | string
  /** Success, by status; null is an empty body, a text is the media type of raw bytes. */
  readonly answers: Readonly<Record<number, TSchema | string | null>>
  readonly problems: readonly ProblemCode[]
}

export interface Route {
  /** HEAD comes as GET: the transport leaves the body out. */
  readonly method: 'GET' | 'POST'
  /** It has a row in auth/rights-table.ts, or it does not compile. */
  readonly path: RoutePath
  /** Pages of the sites' origins may ask. */
  readonly crossOrigin: boolean
  readonly doc: RouteDoc
  /** `asker` may ask: it was looked at before (admission.ts). */
  handle(request: HttpRequest, params: Params, asker: Asker): HttpResponse | Promise<HttpResponse>
}

export type Match =
  | { readonly kind: 'route'; readonly route: Route; readonly params: Params }
  /** The path is known, the method is not; OPTIONS always ends here. */
  | { readonly kind: 'otherMethods'; readonly methods: readonly string[]; readonly crossOrigin: boolean }
  | { readonly kind: 'none' }

/** Longest path that is looked at, UTF-16 code units. */
const pathMax = 1_000

export class Router {
  readonly #routes: readonly { readonly route: Route; readonly parts: readonly string[] }[]

  constructor(routes: readonly Route[]) {
    this.#routes = routes.map((route) => ({ route, parts: route.path.split('/') }))
  }

  find(method: string, path: string): Match {
    const found = path.length > pathMax ? [] : this.#onPath(path.split('/'))
    const hit = found.find(({ route }) => route.method === method)
    if (hit !== undefined) return { kind: 'route', ...hit }
    if (found.length === 0) return { kind: 'none' }
    const methods = found.map(({ route }) => route.method)
    return { kind: 'otherMethods', methods, crossOrigin: found.some(({ route }) => route.crossOrigin) }
  }

  #onPath(given: readonly string[]): { readonly route: Route; readonly params: Params }[] {
    return this.#routes.flatMap(({ route, parts }) => {
      const params = match(parts, given)
      return params === null ? [] : [{ route, params }]
    })
  }
}

function match(parts: readonly string[], given: readonly string[]): Params | null {
  if (parts.length !== given.length) return null
  const params: Record<string, string> = {}
  for (const [at, part] of parts.entries()) {
    const text = given[at]!
    if (!part.startsWith(':')) {
      if (part !== text) return null
    } else {
      const value = decoded(text)
      if (value === null || value === '') return null
      params[part.slice(1)] = value
    }
  }
  return params
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
