/** The widget's way in: a one-time ticket for its socket, and the identity that the visitor keeps. */
import Type from 'typebox'
import { bodyReader, turns, type HttpDeps } from './deps.ts'
import { Problem } from './problems.ts'
import { json } from './respond.ts'
import type { Route } from './router.ts'

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
  },
  closed,
)
const answer = Type.Object(
  {
    ticket: Type.String({ description: 'For the hello of one socket, within 30 s.' }),
    token: Type.String({ description: 'The identity: keep it and send it with the next request.' }),
    socket: Type.String({ description: 'Path of the socket.' }),
  },
  closed,
)

export function visitorRoutes(deps: HttpDeps): Route[] {
  const read = bodyReader(question)
  const takeTicket = turns(deps, 'ticketsPerMinutePerAddress')
  return [
    {
      method: 'POST',
      path: '/api/visitor/ticket',
      crossOrigin: true,
      doc: {
        summary: 'A ticket for a visitor’s socket',
        security: 'none',
        body: question,
        answers: { 200: answer },
        problems: [
          'request.malformed',
          'request.tooLarge',
          'site.forbidden',
          'request.tooMany',
          'hub.draining',
          'hub.busy',
          'hub.full',
        ],
      },
      async handle(request) {
        // Before the turn is taken: who is sent away by us keeps theirs.
        if (deps.door.crowded) throw new Problem('hub.busy', 2_000)
        takeTicket(request)
        if (deps.door.draining) throw new Problem('hub.draining', 2_000)
        const { site: key, token, opener = request.peer.origin } = await read(request)
        const { origin } = request.peer
        const site = deps.siteOf(key)
        // Unknown sites and foreign origins are answered alike.
        const isForeign = !site || ![origin, opener].every((one) => deps.allowedOrigin(site, one))
        if (isForeign) throw new Problem('site.forbidden')
        const known = token === undefined ? null : deps.visitorTokens.verify(token)
        // A token of another site is worth nothing here: this site's visitor is somebody new.
        const identity =
          known !== null && known.site === site.key
            ? { token: token!, actor: known }
            : deps.visitorTokens.issue(site.key)
        // Before a ticket and a socket cost more memory; whoever is in a talk gets one all the same.
        const refusal = deps.door.newcomerRefusal(identity.actor)
        if (refusal !== null) throw new Problem(refusal.code, refusal.retryAfterMs)
        const ticket = deps.tickets.issue(identity.actor, origin)
        if (ticket === null) throw new Problem('hub.busy', 5_000)
        return json(200, { ticket, token: identity.token, socket: socketPath })
      },
    },
  ]
}
