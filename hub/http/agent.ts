/** The agent app's way in: signing in and out, who one is, and a one-time ticket for the socket. */
import Type from 'typebox'
import { loginCookie, noLoginCookie } from '../auth/login-cookie.ts'
import { loginLifeMs, type AgentActor } from '../auth/logins.ts'
import { deviceOf } from '../auth/device.ts'
import type { SignInResult } from '../auth/sign-in.ts'
import type { HttpRequest } from '../ports/transport.ts'
import { signedIn } from './admission.ts'
import { bodyReader, closeSessions, lockedOut, loginToken, refuseForeignPages, turns, type HttpDeps } from './deps.ts'
import { Problem, problemResponse } from './problems.ts'
import { neighbour } from '../model/rate-limit.ts'
import { adding, empty, isSecure, json } from './respond.ts'
import type { Route } from './router.ts'
import { socketPath } from './visitor.ts'

const closed = { additionalProperties: false } as const
const credentials = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    password: Type.String({ minLength: 1, maxLength: 200 }),
    code: Type.Optional(Type.String({ maxLength: 40, description: 'Of the second factor, or a recovery code.' })),
  },
  closed,
)
const waysAnswer = Type.Object(
  {
    password: Type.Boolean(),
    providers: Type.Array(Type.Object({ id: Type.String(), name: Type.String() }, closed)),
  },
  closed,
)
const me = Type.Object(
  {
    agent: Type.String({ description: 'Id, agt_...' }),
    name: Type.String(),
    role: Type.String({ description: 'Id of the role, one of those built in or of the company’s own.' }),
  },
  closed,
)
const ticketAnswer = Type.Object({ ticket: Type.String(), socket: Type.String() }, closed)

const about = ({ agent, name, role }: AgentActor) => ({ agent, name, role })

export function agentRoutes(deps: HttpDeps): Route[] {
  const { config } = deps
  const read = bodyReader(credentials)
  const takeSignIn = turns(deps, 'signInsPerMinutePerAddress')
  const takeTicket = turns(deps, 'ticketsPerMinutePerAddress')

  /**
   * Ends the login of the request's cookie, or all of its agent, with what is open by them. Rejects with
   * `StorageUnavailable`, ended all the same.
   */
  async function leave(request: HttpRequest, everywhere = false): Promise<void> {
    const token = loginToken(deps, request)
    const actor = deps.logins.actor(token) ?? deps.logins.enrolling(token)
    if (actor === null) return
    const { sessions, kept } = everywhere
      ? deps.logins.endAllOf(actor.agent)
      : { sessions: [actor.session], kept: deps.logins.end(token) }
    closeSessions(deps, sessions)
    deps.log.info({ agent: actor.agent, session: actor.session, everywhere }, 'signed out')
    await kept
  }

  return [
    {
      method: 'POST',
      path: '/api/agent/sign-in',
      crossOrigin: false,
      doc: {
        summary: 'Sign in; the login comes as a cookie',
        body: credentials,
        answers: { 200: me },
        problems: [
          'request.malformed',
          'request.tooLarge',
          'signIn.wrong',
          'signIn.codeNeeded',
          'signIn.codeWrong',
          'signIn.enrolNeeded',
          'signIn.passwordOff',
          'request.forbidden',
          'request.tooMany',
          'signIn.locked',
          'storage.unavailable',
        ],
      },
      async handle(request) {
        refuseForeignPages(deps, request)
        takeSignIn(request)
        const { name, password, code = '' } = await read(request)
        if (config.signIn.password === 'off') throw new Problem('signIn.passwordOff')
        const address = neighbour(request.peer.address)
        const device = deviceOf(request.header('user-agent'), request.peer.address)
        const result = await deps.staff.signIn.attempt({ login: name, password, code, address, device })
        if (result.kind !== 'signedIn' && result.kind !== 'mustEnrol') throw refusalOf(deps, result)
        // Whoever was signed in with this browser before is not any more.
        await leave(request)
        const { actor, token } = result
        const cookie = { 'set-cookie': loginCookie(token, isSecure(config, request), loginLifeMs) }
        deps.log.info({ agent: actor.agent, session: actor.session }, 'signed in')
        if (result.kind === 'signedIn') return json(200, about(actor), cookie)
        return adding(problemResponse(new Problem('signIn.enrolNeeded')), cookie)
      },
    },
    {
      method: 'GET',
      path: '/api/sign-in',
      crossOrigin: false,
      doc: {
        summary: 'How people sign in here: by password, and by which providers',
        answers: { 200: waysAnswer },
        problems: [],
      },
      handle() {
        const { password, providers } = config.signIn
        return json(200, { password: password === 'on', providers: providers.map(({ id, name }) => ({ id, name })) })
      },
    },
    {
      method: 'GET',
      path: '/api/agent/session',
      crossOrigin: false,
      doc: {
        summary: 'Who is signed in',
        answers: { 200: me },
        problems: ['signIn.needed', 'signIn.enrolNeeded'],
      },
      handle(_, __, asker) {
        return json(200, about(signedIn(asker)))
      },
    },
    {
      method: 'POST',
      path: '/api/agent/ticket',
      crossOrigin: false,
      doc: {
        summary: 'A ticket for an agent’s socket',
        answers: { 200: ticketAnswer },
        problems: ['signIn.needed', 'request.forbidden', 'request.tooMany', 'hub.draining', 'hub.busy'],
      },
      handle(request, _, asker) {
        takeTicket(request)
        const actor = signedIn(asker)
        if (deps.door.draining) throw new Problem('hub.draining', 2_000)
        const ticket = deps.tickets.issue(actor, request.peer.origin)
        if (ticket === null) throw new Problem('hub.busy', 5_000)
        return json(200, { ticket, socket: socketPath })
      },
    },
    {
      method: 'POST',
      path: '/api/agent/sign-out',
      crossOrigin: false,
      doc: {
        summary: 'Sign out; closes the agent’s sockets',
        query: { everywhere: Type.Optional(Type.Literal('yes', { description: 'Ends all logins of the agent.' })) },
        answers: { 204: null },
        problems: ['request.forbidden', 'storage.unavailable'],
      },
      async handle(request) {
        refuseForeignPages(deps, request)
        await leave(request, request.query.get('everywhere') === 'yes')
        return empty(204, { 'set-cookie': noLoginCookie(isSecure(config, request)), 'cache-control': 'no-store' })
      },
    },
  ]
}

type Refused = Exclude<SignInResult, { readonly kind: 'signedIn' | 'mustEnrol' }>
const codes = { wrong: 'signIn.wrong', codeNeeded: 'signIn.codeNeeded', codeWrong: 'signIn.codeWrong' } as const

function refusalOf(deps: HttpDeps, result: Refused): Problem {
  return result.kind === 'locked' ? lockedOut(deps, result) : new Problem(codes[result.kind])
}
