/**
 * People who sign in, for whoever may see and change them: who there is, adding somebody, another role or password, and the
 * logins that are open. What may be done to whom is decided in auth/account-changes.ts; this only asks and tells.
 */
import Type from 'typebox'
import type { Account } from '../auth/accounts.ts'
import type { Outcome } from '../auth/account-changes.ts'
import type { Role } from '../app/organisation.ts'
import type { LoginSession } from '../auth/logins.ts'
import { passwordLength } from '../auth/passwords.ts'
import { isId, type AgentId, type SessionId } from '../model/ids.ts'
import { limits } from '../protocol/index.ts'
import { changerOf } from './admission.ts'
import { bodyReader, closeSessions, type HttpDeps } from './deps.ts'
import { Problem, type ProblemCode } from './problems.ts'
import { empty, json } from './respond.ts'
import type { Params, Route } from './router.ts'

const closed = { additionalProperties: false } as const
const name = Type.String({ minLength: 1, maxLength: limits.nameMax })
const role = Type.String({ minLength: 1, maxLength: 40 })
const password = Type.String({
  maxLength: passwordLength.max,
  description: `At least ${passwordLength.min} characters.`,
})
const addBody = Type.Object({ login: Type.String({ minLength: 1, maxLength: 100 }), name, role, password }, closed)
const changeBody = Type.Object(
  {
    name: Type.Optional(name),
    role: Type.Optional(role),
    disabled: Type.Optional(Type.Boolean()),
    password: Type.Optional(password),
    forgetSecondFactor: Type.Optional(Type.Literal(true)),
    unlock: Type.Optional(Type.Literal(true, { description: 'They need not wait any more after wrong passwords.' })),
  },
  closed,
)
const endBody = Type.Object(
  { session: Type.Optional(Type.String({ maxLength: 80, description: 'One of them; else all.' })) },
  closed,
)

const moment = Type.Integer({ description: 'Milliseconds.' })
const account = Type.Object(
  {
    agent: Type.String({ description: 'Id, agt_...' }),
    login: Type.String(),
    name: Type.String(),
    role: Type.String(),
    disabled: Type.Boolean(),
    secondFactor: Type.Boolean({ description: 'Whether a code is asked for.' }),
    sessions: Type.Integer({ description: 'Logins that are open.' }),
    lastSeenAt: Type.Union([moment, Type.Null()], { description: 'Null where no login is open.' }),
    by: Type.String({ enum: ['password', 'oidc'] }),
    lockedMs: Type.Integer({
      description: 'How long they must wait after wrong passwords or codes; 0 for not at all.',
    }),
  },
  closed,
)
/** Logins of somebody, as people are shown them. */
export const sessionsSchema = Type.Array(
  Type.Object(
    {
      session: Type.String(),
      beganAt: moment,
      lastUsedAt: moment,
      browser: Type.String(),
      address: Type.String({ description: 'Shortened.' }),
      isThis: Type.Boolean({ description: 'The login that asks.' }),
    },
    closed,
  ),
)
export const shownSessions = (sessions: readonly LoginSession[], own: SessionId | null) =>
  sessions.map(({ session, beganAt, lastUsedAt, browser, address }) => {
    return { session, beganAt, lastUsedAt, browser, address, isThis: session === own }
  })

const whoMayNot = ['signIn.needed', 'request.forbidden'] as const satisfies ProblemCode[]
const badPasswords = ['password.short', 'password.common', 'password.known'] as const satisfies ProblemCode[]
const unkept = ['hub.busy', 'storage.unavailable'] as const satisfies ProblemCode[]

export function accountRoutes(deps: HttpDeps): Route[] {
  const { accounts, logins, staff } = deps
  const readAdd = bodyReader(addBody)
  const readChange = bodyReader(changeBody)
  const readEnd = bodyReader(endBody)

  const told = ({ person, provider }: Account, sessions: readonly LoginSession[], secondFactor: boolean) => {
    const { agent, login, name: shown, role: has, disabled } = person
    const lastSeenAt = sessions.length === 0 ? null : Math.max(...sessions.map((one) => one.lastUsedAt))
    const by = provider === undefined ? 'password' : 'oidc'
    const shownOf = { agent, login, name: shown, role: has, disabled, secondFactor, sessions: sessions.length }
    return { ...shownOf, lastSeenAt, by, lockedMs: staff.signIn.lockedMs(login) }
  }

  /** The one that the path names. */
  const agentIn = ({ agent = '' }: Params): AgentId => {
    if (!isId('agent', agent) || accounts.of(agent) === null) throw new Problem('account.unknown')
    return agent
  }

  return [
    {
      method: 'GET',
      path: '/api/accounts',
      crossOrigin: false,
      doc: {
        summary: 'Everybody who may sign in, in order of login',
        answers: { 200: Type.Object({ accounts: Type.Array(account) }, closed) },
        problems: whoMayNot,
      },
      handle() {
        const sessions = logins.sessions()
        const proved = staff.secondFactors.all()
        const all = accounts
          .all()
          .map((one) => told(one, sessions.get(one.person.agent) ?? [], proved.has(one.person.agent)))
        return json(200, { accounts: all })
      },
    },
    {
      method: 'POST',
      path: '/api/accounts',
      crossOrigin: false,
      doc: {
        summary: 'Add somebody who may sign in from now on',
        body: addBody,
        answers: { 200: Type.Object({ agent: Type.String() }, closed) },
        problems: [
          ...whoMayNot,
          'request.malformed',
          'request.tooLarge',
          'account.taken',
          'account.login',
          'account.role',
          'account.beyond',
          ...badPasswords,
          ...unkept,
        ],
      },
      async handle(request, _, asker) {
        const changer = changerOf(asker)
        const wish = await readAdd(request)
        const added = doneOf(
          await staff.changes.add({ ...wish, name: shownName(wish.name), role: wish.role as Role }, changer),
        )
        return json(200, { agent: added.person.agent })
      },
    },
    {
      method: 'POST',
      path: '/api/accounts/:agent',
      crossOrigin: false,
      doc: {
        summary:
          'Change somebody’s name, role or password, let them in or not, lift a wait, or forget their second factor',
        body: changeBody,
        answers: { 200: account },
        problems: [
          ...whoMayNot,
          'request.malformed',
          'request.tooLarge',
          'account.unknown',
          'account.role',
          'account.beyond',
          'account.last',
          ...badPasswords,
          ...unkept,
        ],
      },
      async handle(request, params, asker) {
        const changer = changerOf(asker)
        const { name: typed, role: wished, ...wish } = await readChange(request)
        const change = {
          ...wish,
          ...(typed !== undefined && { name: shownName(typed) }),
          ...(wished !== undefined && { role: wished as Role }),
        }
        const done = doneOf(await staff.changes.change(agentIn(params), change, changer))
        const { agent } = done.person
        return json(200, told(done, logins.sessions().get(agent) ?? [], staff.secondFactors.has(agent)))
      },
    },
    {
      method: 'GET',
      path: '/api/accounts/:agent/sessions',
      crossOrigin: false,
      doc: {
        summary: 'Where somebody is signed in',
        answers: { 200: Type.Object({ sessions: sessionsSchema }, closed) },
        problems: [...whoMayNot, 'account.unknown'],
      },
      handle(_, params, asker) {
        const session = asker?.kind === 'agent' ? asker.session : null
        const sessions = logins.sessions().get(agentIn(params)) ?? []
        return json(200, { sessions: shownSessions(sessions, session) })
      },
    },
    {
      method: 'POST',
      path: '/api/accounts/:agent/sign-out',
      crossOrigin: false,
      doc: {
        summary: 'End one or all of somebody’s logins; closes their sockets',
        body: endBody,
        answers: { 204: null },
        problems: [
          ...whoMayNot,
          'request.malformed',
          'request.tooLarge',
          'account.unknown',
          'session.unknown',
          'storage.unavailable',
        ],
      },
      async handle(request, params, asker) {
        const { by } = changerOf(asker)
        const { session } = await readEnd(request)
        const agent = agentIn(params)
        const deed = { by, act: 'login.ended', object: agent, detail: session === undefined ? 'all' : 'one' } as const
        const ended =
          session === undefined
            ? logins.endAllOf(agent, [deed])
            : isId('session', session)
              ? logins.endSession(agent, session, [deed])
              : null
        if (ended === null) throw new Problem('session.unknown')
        // Recorded before it is felt; where nothing can be kept they are over all the same.
        await ended.kept.finally(() => closeSessions(deps, ended.sessions))
        return empty(204, { 'cache-control': 'no-store' })
      },
    },
  ]
}

/** As the command line takes a name. */
function shownName(typed: string): string {
  const shown = typed.normalize('NFC').trim()
  if (shown === '') throw new Problem('request.malformed')
  return shown
}

/** What came of a change; throws what refused it. */
export function doneOf<Done>(outcome: Outcome<Done>): Done {
  if ('refused' in outcome) throw new Problem(outcome.refused)
  return outcome.done
}
