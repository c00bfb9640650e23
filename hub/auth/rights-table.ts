/**
 * Who may ask what: one row for every verb of the socket and every route of HTTP. A row says what staff must have the
 * right to, and what an asker must be to the object that is named; `authorize.ts` goes by it, and nothing else decides.
 * To add a verb or a route: its line here, without which it does not compile; docs/RIGHTS.md is made from it.
 */
import type { Right } from '../model/rights.ts'
import type { HintVerb, Verb } from '../protocol/index.ts'

/**
 * What somebody is to the contact that they name. `hub/app/relations.ts` answers each of them.
 * - none: nothing is named
 * - own: a customer's contact that is not over; one that the agent holds or is asked to take
 * - inCall: own, or they are in its call, or asked into it
 * - inSight: own, or it waits in a queue that they serve, or for them alone
 * - past: a customer's own, also one that is over
 * - served: own, or they served it last, also when it is over
 * - mentioned: their name stands in a note of it
 * - any: every one there is
 */
export const relations = ['none', 'own', 'inCall', 'inSight', 'past', 'served', 'mentioned', 'any'] as const
export type Relation = (typeof relations)[number]

/** All of these rights are needed, for objects that one is so related to. No right at all: whoever is signed in. */
export type Grant = readonly [rights: readonly Right[], to: Relation]

export interface Row {
  /** What a request names: a contact by `contact`, an offer by number and epoch, an agent by `agent`. */
  readonly of: 'nothing' | 'contact' | 'offer' | 'agent'
  /** What visitors may name; left out where they may not ask. */
  readonly visitors?: Relation
  /** Any one of these opens it to staff; left out where none of them may ask. */
  readonly staff?: readonly Grant[]
}

const served = (to: Relation): Grant => [['contacts.serve'], to]

/** A customer's word on their own contact. */
const customers = { of: 'contact', visitors: 'own' } as const satisfies Row
/** Work on a contact that one holds. */
const holders = { of: 'contact', staff: [served('own')] } as const satisfies Row
/** Both sides of a talk. */
const both = { of: 'contact', visitors: 'own', staff: [served('own')] } as const satisfies Row
/** Whoever is in a call, also to listen. */
const callers = {
  of: 'contact',
  visitors: 'own',
  staff: [served('inCall'), [['contacts.listen'], 'inCall']],
} as const satisfies Row
const newcomers = { of: 'nothing', visitors: 'none' } as const satisfies Row
/** Only the hub says it. */
const hubs = { of: 'nothing' } as const satisfies Row
const leaders = { of: 'agent', staff: [[['agents.lead'], 'any']] } as const satisfies Row
/** An offer is the agent's to whom it was made: the floor compares its number and epoch. */
const offered = { of: 'offer', staff: [served('own')] } as const satisfies Row

/** Requests and hints of the socket. */
export const verbRows = {
  'agent.figures': { of: 'nothing', staff: [served('none')] },
  'agent.force': leaders,
  'agent.rules': leaders,
  'agent.tell': leaders,
  'alert.seen': { of: 'nothing', staff: [[['floor.read'], 'none']] },
  'contact.watch': { of: 'contact', staff: [[['contacts.listen', 'contacts.read'], 'any']] },
  'agent.rescue': { of: 'agent', staff: [[['contacts.assign'], 'any']] },
  'call.propose': both,
  'call.answer': callers,
  'call.end': callers,
  'call.set': callers,
  'call.ask': callers,
  'call.consent': customers,
  'call.hold': holders,
  'call.invite': holders,
  'call.remove': holders,
  'call.merge': holders,
  'call.handOver': holders,
  'call.record': holders,
  // To be heard there as well, `callSpeaking` is needed besides.
  'call.listen': { of: 'contact', staff: [[['contacts.listen'], 'any']] },
  'call.told': hubs,
  'contact.call': newcomers,
  'contact.start': newcomers,
  'contact.leave': newcomers,
  'contact.end': customers,
  'contact.hold': customers,
  'contact.prefill': customers,
  'contact.resume': customers,
  'contact.close': holders,
  'contact.transfer': holders,
  'contact.wrapUp': holders,
  'contact.park': holders,
  'contact.extendWrapUp': holders,
  'contact.pull': { of: 'contact', staff: [served('inSight'), [['contacts.serve', 'contacts.assign'], 'any']] },
  'contact.assign': { of: 'contact', staff: [[['contacts.assign'], 'any']] },
  'contact.takeOver': { of: 'contact', staff: [[['contacts.serve', 'contacts.assign'], 'any']] },
  'contact.why': { of: 'contact', staff: [served('inSight'), [['contacts.read'], 'any']] },
  'contact.earlier': { of: 'contact', staff: [served('own'), [['contacts.read'], 'any']] },
  'contact.note': {
    of: 'contact',
    staff: [served('served'), served('mentioned'), [['contacts.serve', 'contacts.read'], 'any']],
  },
  // What is found is what `contact.read` would show.
  'contact.search': { of: 'nothing', staff: [served('none'), [['contacts.read'], 'none']] },
  'contact.setField': holders,
  'contact.tag': holders,
  'customer.card': { of: 'contact', staff: [served('served'), served('mentioned'), [['contacts.read'], 'any']] },
  'customer.change': { of: 'contact', staff: [[['contacts.serve', 'customers.change'], 'own']] },
  'knowledge.search': { of: 'nothing', staff: [served('none')] },
  'reply.list': { of: 'nothing', staff: [served('none')] },
  'reply.keep': { of: 'nothing', staff: [served('none')] },
  'contact.read': { of: 'contact', staff: [served('served'), served('mentioned'), [['contacts.read'], 'any']] },
  'flow.answer': customers,
  'flow.person': customers,
  'message.send': both,
  'message.mark': both,
  'message.typing': both,
  'offer.lost': hubs,
  'offer.accept': offered,
  'offer.decline': offered,
  'presence.set': { of: 'nothing', staff: [served('none')] },
  'push.subscribe': customers,
  'survey.answer': { of: 'contact', visitors: 'past' },
  'visit.earlier': newcomers,
  'visit.read': { of: 'contact', visitors: 'past' },
} as const satisfies Readonly<Record<Verb | HintVerb, Row>>

/** Whispering to an agent in a call, and barging in: more than listening, which changes nothing. */
export const callSpeaking: Right = 'agents.lead'

export interface RouteRow {
  /**
   * What makes an asker known before the route is called: their login, for staff; a visitor's token as well; nothing, where
   * the route is open to everybody or looks itself at what proves who asks.
   */
  readonly by: 'staff' | 'visitorOrStaff' | 'nobody'
  /** Staff need all of these; none: whoever is signed in. A program's key is taken where a right is needed, and only there. */
  readonly rights: readonly Right[]
  /** What the request's object must be to the asker; the app's door answers foreign and missing alike. */
  readonly to: Relation
  /** True for a read that leaves no trace and may be asked for by a plain link: no header of our own is needed. */
  readonly plain?: true
  /** Also whoever has proved a password and must enrol a second factor before anything else. */
  readonly enrolling?: true
}

const open: RouteRow = { by: 'nobody', rights: [], to: 'none' }
const own: RouteRow = { by: 'staff', rights: [], to: 'none' }
const staffWith = (right: Right, to: Relation = 'none'): RouteRow => ({ by: 'staff', rights: [right], to })

/** Routes, by method and path as the router has them. */
export const routeRows = {
  'POST /api/visitor/ticket': open,
  'POST /api/visitor/end': open,
  'GET /api/sites/:site': open,
  'GET /api/sites/:site/now': open,
  'POST /api/agent/sign-in': open,
  'GET /api/agent/session': { ...own, plain: true },
  'POST /api/agent/ticket': own,
  'GET /api/sign-in': open,
  'GET /api/oidc/:id/begin': open,
  'GET /api/oidc/:id/return': open,
  'GET /api/agent/sessions': { ...own, plain: true },
  'POST /api/agent/sessions/end': own,
  'POST /api/agent/password': own,
  'POST /api/agent/second-factor/begin': { ...own, enrolling: true },
  'POST /api/agent/second-factor/confirm': { ...own, enrolling: true },
  'POST /api/agent/second-factor/remove': own,
  'GET /api/accounts': staffWith('accounts.read'),
  'POST /api/accounts': staffWith('accounts.change'),
  'POST /api/accounts/:agent': staffWith('accounts.change', 'any'),
  'GET /api/accounts/:agent/sessions': staffWith('accounts.read', 'any'),
  'POST /api/accounts/:agent/sign-out': staffWith('accounts.change', 'any'),
  'GET /api/keys': staffWith('keys.change'),
  'POST /api/keys': staffWith('keys.change'),
  'POST /api/keys/:id/end': staffWith('keys.change', 'any'),
  // Signed out already, one may ask it too.
  'POST /api/agent/sign-out': open,
  'POST /api/attachments/:id': { by: 'visitorOrStaff', rights: ['contacts.serve'], to: 'own' },
  // The door lets those read all who may read contacts, and others what they hold.
  'GET /api/attachments/:id': { by: 'visitorOrStaff', rights: [], to: 'past', plain: true },
  'GET /api/customers': staffWith('contacts.read', 'any'),
  'GET /api/customers/:id/export': staffWith('customers.export', 'any'),
  'POST /api/customers/:id/erase': staffWith('customers.erase', 'any'),
  'GET /api/contacts/:id/why': staffWith('contacts.read', 'any'),
  'GET /api/configuration': staffWith('configuration.read'),
  'GET /api/configuration/:version': staffWith('configuration.read'),
  'POST /api/configuration/plan': staffWith('configuration.read'),
  'POST /api/configuration/apply': staffWith('configuration.change'),
  'POST /api/configuration/rollback': staffWith('configuration.change'),
  'GET /api/reports': staffWith('reports.read'),
  'GET /api/audit': staffWith('audit.read'),
  'GET /api/audit/check': staffWith('audit.read'),
  'GET /api/health/details': staffWith('health.read'),
  // What they are given they tell of, and keep nothing.
  'POST /api/flows/check': staffWith('configuration.read'),
  'POST /api/flows/graph': staffWith('configuration.read'),
  'POST /api/flows/test': staffWith('configuration.read'),
  'POST /api/flows/try': staffWith('configuration.read'),
  // By its signature.
  'POST /api/bot/contacts/:id': open,
  'GET /healthz': open,
  'GET /readyz': open,
  // From the hub's own machine, or with its token.
  'GET /metrics': open,
  'GET /api/openapi.json': open,
} as const satisfies Readonly<Record<`${'GET' | 'POST'} /${string}`, RouteRow>>
export type RouteName = keyof typeof routeRows
/** The paths that have a row: a route on any other does not compile. */
export type RoutePath = RouteName extends infer Name ? (Name extends `${string} ${infer Path}` ? Path : never) : never
