/**
 * What somebody who is signed in does about their own account: another password, a second factor, and the places where they
 * are signed in. Whatever weakens it asks for the password once more, counted as a sign-in is, since a screen may stand open.
 */
import Type from 'typebox'
import type { RoutePath } from '../auth/authorize.ts'
import { proofMark, type Account } from '../auth/accounts.ts'
import type { AgentActor } from '../auth/logins.ts'
import { passwordLength } from '../auth/passwords.ts'
import { isId } from '../model/ids.ts'
import { neighbour } from '../model/rate-limit.ts'
import type { HttpRequest } from '../ports/transport.ts'
import { signedIn } from './admission.ts'
import { doneOf, sessionsSchema, shownSessions } from './accounts.ts'
import { bodyReader, closeSessions, lockedOut, loginToken, type HttpDeps } from './deps.ts'
import { Problem, type ProblemCode } from './problems.ts'
import { empty, json } from './respond.ts'
import type { Route, RouteDoc } from './router.ts'

const closed = { additionalProperties: false } as const
const password = Type.String({ maxLength: passwordLength.max })
const passwordBody = Type.Object({ old: password, new: password }, closed)
const codeBody = Type.Object({ code: Type.String({ maxLength: 40 }) }, closed)
const removeBody = Type.Object({ password }, closed)
const endBody = Type.Object({ session: Type.String({ maxLength: 80 }) }, closed)
const nothing = Type.Object({}, closed)

const security = Type.Object(
  {
    sessions: sessionsSchema,
    password: Type.Boolean({ description: 'Whether there is one; who signs in by a provider may have none.' }),
    secondFactor: Type.Boolean({ description: 'Whether a code is asked for.' }),
    secondFactorRule: Type.String({ enum: ['off', 'optional', 'required'] }),
    recoveryCodesLeft: Type.Integer(),
  },
  closed,
)
const enrolment = Type.Object(
  {
    uri: Type.String({ description: 'otpauth://..., for a picture.' }),
    secret: Type.String({ description: 'The same, to be typed.' }),
  },
  closed,
)

const wrongProof = ['password.wrong', 'signIn.locked'] as const satisfies ProblemCode[]
const malformed = ['request.malformed', 'request.tooLarge'] as const satisfies ProblemCode[]

export function ownAccountRoutes(deps: HttpDeps): Route[] {
  const { accounts, logins, staff } = deps
  const readPassword = bodyReader(passwordBody)
  const readCode = bodyReader(codeBody)
  const readRemove = bodyReader(removeBody)
  const readEnd = bodyReader(endBody)
  const readNothing = bodyReader(nothing)

  const post = (path: RoutePath, doc: RouteDoc, handle: Route['handle']): Route => ({
    method: 'POST',
    path,
    crossOrigin: false,
    doc: {
      ...doc,
      problems: ['signIn.needed', 'request.forbidden', ...malformed, ...doc.problems, 'storage.unavailable'],
    },
    handle,
  })

  function accountOf({ agent }: AgentActor): Account {
    const account = accounts.of(agent)
    if (account === null) throw new Problem('signIn.needed')
    return account
  }

  async function proved(request: HttpRequest, { person }: Account, typed: string): Promise<void> {
    const verdict = await staff.signIn.knows(person, typed, neighbour(request.peer.address))
    if (verdict === 'right') return
    throw verdict === 'wrong' ? new Problem('password.wrong') : lockedOut(deps, verdict)
  }

  return [
    {
      method: 'GET',
      path: '/api/agent/sessions',
      crossOrigin: false,
      doc: {
        summary: 'Where one is signed in oneself, and by what',
        answers: { 200: security },
        problems: ['signIn.needed'],
      },
      handle(_, _params, asker) {
        const actor = signedIn(asker)
        const { agent, role, session } = actor
        return json(200, {
          sessions: shownSessions(logins.sessions().get(agent) ?? [], session),
          password: accountOf(actor).passwordHash !== null,
          secondFactor: staff.secondFactors.has(agent),
          secondFactorRule: staff.secondFactorOf(role),
          recoveryCodesLeft: staff.secondFactors.recoveryLeft(agent),
        })
      },
    },
    post(
      '/api/agent/sessions/end',
      {
        summary: 'End another login of one’s own; closes its sockets',
        body: endBody,
        answers: { 204: null },
        problems: ['session.unknown'],
      },
      async (request, _, asker) => {
        const { agent } = signedIn(asker)
        const { session } = await readEnd(request)
        const deed = { by: agent, act: 'login.ended', object: agent, detail: 'one' } as const
        const ended = isId('session', session) ? logins.endSession(agent, session, [deed]) : null
        if (ended === null) throw new Problem('session.unknown')
        // Recorded before it is felt; where nothing can be kept they are over all the same.
        await ended.kept.finally(() => closeSessions(deps, ended.sessions))
        return empty(204, { 'cache-control': 'no-store' })
      },
    ),
    post(
      '/api/agent/password',
      {
        summary: 'Another password; all other logins end',
        body: passwordBody,
        answers: { 204: null },
        problems: [...wrongProof, 'account.unknown', 'password.short', 'password.common', 'password.known', 'hub.busy'],
      },
      async (request, _, asker) => {
        const actor = signedIn(asker)
        const typed = await readPassword(request)
        await proved(request, accountOf(actor), typed.old)
        // This login goes on; the others began by the old password, and the watch ends them within a second.
        const keeping = (account: Account) => logins.keeping(loginToken(deps, request), proofMark(account))
        doneOf(await staff.changes.ownPassword(actor.agent, typed.new, keeping))
        return empty(204, { 'cache-control': 'no-store' })
      },
    ),
    post(
      '/api/agent/second-factor/begin',
      {
        summary: 'A secret for an authenticator, good once a code of it has confirmed it',
        body: nothing,
        answers: { 200: enrolment },
        problems: ['secondFactor.on', 'secondFactor.off'],
      },
      async (request, _, asker) => {
        const actor = signedIn(asker)
        await readNothing(request)
        const { person, passwordHash } = accountOf(actor)
        if (passwordHash === null || staff.secondFactorOf(person.role) === 'off') throw new Problem('secondFactor.off')
        if (staff.secondFactors.has(person.agent)) throw new Problem('secondFactor.on')
        return json(200, staff.secondFactors.begin(person))
      },
    ),
    post(
      '/api/agent/second-factor/confirm',
      {
        summary: 'Confirm the secret by a code of it; the answer has the recovery codes, which are told this once',
        body: codeBody,
        answers: { 200: Type.Object({ recoveryCodes: Type.Array(Type.String()) }, closed) },
        problems: ['secondFactor.codeWrong', 'signIn.locked'],
      },
      async (request, _, asker) => {
        const actor = signedIn(asker)
        const { code } = await readCode(request)
        const { person } = accountOf(actor)
        const codes = await staff.signIn.confirms(person, code, neighbour(request.peer.address))
        if (codes === null) throw new Problem('secondFactor.codeWrong')
        if ('kind' in codes) throw lockedOut(deps, codes)
        await logins.enrolled(loginToken(deps, request))
        return json(200, { recoveryCodes: codes })
      },
    ),
    post(
      '/api/agent/second-factor/remove',
      {
        summary: 'Sign in by password alone again',
        body: removeBody,
        answers: { 204: null },
        problems: [...wrongProof, 'secondFactor.required'],
      },
      async (request, _, asker) => {
        const actor = signedIn(asker)
        const { password: typed } = await readRemove(request)
        const account = accountOf(actor)
        if (staff.secondFactorOf(account.person.role) === 'required') throw new Problem('secondFactor.required')
        await proved(request, account, typed)
        await staff.secondFactors.forget(actor.agent, actor.agent)
        return empty(204, { 'cache-control': 'no-store' })
      },
    ),
  ]
}
