/** The OpenAPI 3.1 document, put together from the routes themselves, whose schemas also do the checking: it cannot drift. */
import Type, { type TSchema } from 'typebox'
import { problems, type ProblemCode } from './problems.ts'
import { json } from './respond.ts'
import { routeRow, type RouteRow } from '../auth/authorize.ts'
import type { Route, RouteDoc } from './router.ts'

const description =
  'What widget and agent app ask over HTTP. Everything else goes over the socket, see hub/protocol/PROTOCOL.md. ' +
  'Agents’ POST requests carry the header `x-madoguchi: 1`. `x-rights` are those that an agent’s role needs.'

const securitySchemes = {
  visitorToken: { type: 'http', scheme: 'bearer', description: 'The token that /api/visitor/ticket gave.' },
  agentLogin: {
    type: 'apiKey',
    in: 'cookie',
    name: 'madoguchi',
    description: 'Set by /api/agent/sign-in; over HTTPS its name is __Host-madoguchi.',
  },
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'A key that /api/keys gave, mdk_...; needs the x-rights of the route.',
  },
} as const

const security = {
  nobody: [],
  staff: [{ agentLogin: [] }],
  visitorOrStaff: [{ visitorToken: [] }, { agentLogin: [] }],
} as const satisfies Record<RouteRow['by'], unknown>

/** The document for these routes. */
export function openApiDocument(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Madoguchi', version: '1', description },
    paths,
    components: { securitySchemes, schemas: { Problem: problemSchema } },
  }
}

const problemSchema = Type.Object({
  code: Type.String({ enum: Object.keys(problems) }),
  words: Type.Optional(Type.String({ description: 'For an administrator: what is wrong, in English.' })),
  retryAfterS: Type.Optional(Type.Integer({ description: 'When to try again, seconds.' })),
})

function operation({ method, path, doc }: Route): object {
  const { by, rights } = routeRow(method, path)
  const named = [...path.matchAll(/:(\w+)/g)].map(([, name]) => parameter('path', name!, Type.String()))
  const asked = Object.entries(doc.query ?? {}).map(([name, schema]) => parameter('query', name, schema))
  return {
    summary: doc.summary,
    security: by === 'staff' && rights.length > 0 ? [...security.staff, { apiKey: [] }] : security[by],
    ...(rights.length > 0 && { 'x-rights': rights }),
    parameters: [...named, ...asked],
    ...(doc.body === undefined ? {} : { requestBody: { required: true, content: content(doc.body) } }),
    responses: { ...successes(doc), ...refusals(doc.problems) },
  }
}

const parameter = (where: 'path' | 'query', name: string, schema: TSchema): object => ({
  name,
  in: where,
  required: !Type.IsOptional(schema),
  schema,
})

const content = (body: TSchema | string): object =>
  typeof body === 'string' ? { [body]: {} } : { 'application/json': { schema: body } }

function successes(doc: RouteDoc): Record<string, object> {
  const entries = Object.entries(doc.answers).map(([status, body]) => {
    const what = { description: Number(status) < 400 ? doc.summary : 'Not now' }
    return [status, body === null ? what : { ...what, content: content(body) }] as const
  })
  return Object.fromEntries(entries)
}

function refusals(codes: readonly ProblemCode[]): Record<string, object> {
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of codes) byStatus.set(problems[code], [...(byStatus.get(problems[code]) ?? []), code])
  const schema = { $ref: '#/components/schemas/Problem' }
  return Object.fromEntries(
    [...byStatus].map(([status, found]) => [
      status,
      { description: found.join(', '), content: { 'application/json': { schema } } },
    ]),
  )
}

/** The route that serves the document of all routes, itself included. */
export function openApiRoute(others: readonly Route[]): Route {
  let text: object | null = null
  const route: Route = {
    method: 'GET',
    path: '/api/openapi.json',
    crossOrigin: false,
    doc: { summary: 'This document', answers: { 200: 'application/json' }, problems: [] },
    handle: () => json(200, (text ??= openApiDocument([...others, route]))),
  }
  return route
}
