/** The widget's way in: a one-time ticket for its socket, and the identity that the visitor keeps. */
import Type from 'typebox'
import type { Site } from '../app/organisation.ts'
import { bodyReader, turns, type HttpDeps } from './deps.ts'
import { Problem } from './problems.ts'
import { empty, json } from './respond.ts'
import type { Route } from './router.ts'
import { knownVisitor, visitOf } from './visit-identity.ts'

/** Where sockets are opened. */
export const socketPath = '/ws'

const closed = { additionalProperties: false } as const
const question = Type.Object(
  {
    site: Type.String({ minLength: 1, maxLength: 64, description: "The site's public key, pk_..." }),
    token: Type.Optional(Type.String({ maxLength: 400, description: 'The identity that an earlier answer gave.' })),
    opener: Type.Optional(
      Type.String({
        maxLength: 300,
        description: 'Origin of the page that handed the identity over: one of the site’s.',
      }),
    ),
    identity: Type.Optional(
      Type.String({
        maxLength: 4_096,
        description: 'Who the visitor is: the JWT that the company’s server has signed.',
      }),
    ),
  },
  closed,
)
const ending = Type.Object({ site: question.properties.site, token: Type.String({ maxLength: 400 }) }, closed)
const answer = Type.Object(
  {
    ticket: Type.String({ description: 'For the hello of one socket, within 30 s.' }),
    token: Type.String({ description: 'The identity: keep it and send it with the next request.' }),
    socket: Type.String({ description: 'Path of the socket.' }),
    identityUntil: Type.Union([Type.Integer(), Type.Null()], {
      description: 'Until when it is proved who the visitor is: an instant of the hub’s time; null for who is unknown.',
    }),
  },
  closed,
)

/** Unknown sites and foreign origins are answered alike. */
function siteFor({ siteOf, allowedOrigin }: HttpDeps, key: string, origins: readonly string[]): Site {
  const site = siteOf(key)
  if (!site || !origins.every((one) => allowedOrigin(site, one))) throw new Problem('site.forbidden')
  return site
}

export function visitorRoutes(deps: HttpDeps): Route[] {
  const read = bodyReader(question)
  const readEnding = bodyReader(ending)
  const takeTicket = turns(deps, 'ticketsPerMinutePerAddress')
  const takeEnding = turns(deps, 'ticketsPerMinutePerAddress')
  return [
    {
      method: 'POST',
      path: '/api/visitor/ticket',
      crossOrigin: true,
      doc: {
        summary: 'A ticket for a visitor’s socket',
        body: question,
        answers: { 200: answer },
        problems: [
          'request.malformed',
          'request.tooLarge',
          'identity.invalid',
          'identity.expired',
          'site.forbidden',
          'request.tooMany',
          'hub.draining',
          'hub.busy',
          'hub.full',
          'storage.unavailable',
        ],
      },
      async handle(request) {
        // Before the turn is taken: who is sent away by us keeps theirs.
        if (deps.door.crowded) throw new Problem('hub.busy', 2_000)
        takeTicket(request)
        if (deps.door.draining) throw new Problem('hub.draining', 2_000)
        const { site: key, token, opener = request.peer.origin, identity } = await read(request)
        const { origin } = request.peer
        const visit = await visitOf(deps, siteFor(deps, key, [origin, opener]), token, identity)
        // Before a ticket and a socket cost more memory; whoever is in a talk gets one all the same.
        const refusal = deps.door.newcomerRefusal(visit.actor)
        if (refusal !== null) throw new Problem(refusal.code, refusal.retryAfterMs)
        const ticket = deps.tickets.issue(visit.actor, origin)
        if (ticket === null) throw new Problem('hub.busy', 5_000)
        const { identityUntil } = visit
        return json(200, { ticket, token: visit.token, socket: socketPath, identityUntil })
      },
    },
    {
      method: 'POST',
      path: '/api/visitor/end',
      crossOrigin: true,
      doc: {
        summary: 'The visitor logs out: nothing of theirs is shown to this browser any more',
        body: ending,
        answers: { 204: null },
        problems: ['request.malformed', 'request.tooLarge', 'site.forbidden', 'request.tooMany', 'storage.unavailable'],
      },
      async handle(request) {
        takeEnding(request)
        const { site: key, token } = await readEnding(request)
        const known = knownVisitor(deps, siteFor(deps, key, [request.peer.origin]), token)
        // Whoever brings nothing of ours has nothing to end, and is told no more than that.
        if (known !== null) {
          deps.tickets.revoke(known.actor.session)
          await deps.door.endVisit(known.actor.session)
        }
        return empty(204)
      },
    },
  ]
}
