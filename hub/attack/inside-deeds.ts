/**
 * Which act each privileged verb and route leaves in the audit, and how it is tried: privileged is what is done to somebody else's
 * or to the house, or shows of somebody else what was said. What leaves none says why. audit-before.test.ts holds this table
 * against that of the rights, so that a new one without a row here fails.
 */
import type { Act } from '../app/audit.ts'
import { routeRows, verbRows, type Row as RightsRow, type RouteName, type RouteRow } from '../auth/rights-table.ts'
import { makeId } from '../model/ids.ts'
import type { RequestBody, Verb } from '../protocol/index.ts'
import type { Cast, Part } from './inside-cast.ts'
import { queueOf } from './inside-hub.ts'

/** No record, for this reason. */
export interface Unrecorded {
  readonly why: string
}
export interface VerbDeed<V extends Verb> {
  readonly act: Act
  readonly by: Part
  /** Needs voices. */
  readonly calls?: true
  readonly prepare?: (cast: Cast) => Promise<unknown>
  readonly body: (cast: Cast) => RequestBody<V>
}
export interface RouteDeed {
  readonly act: Act
  readonly path: (cast: Cast) => string
  readonly body?: object
}

/** Done to whatever there is, by a right that not everybody at the counter has. */
export const privilegedVerbs = (Object.entries(verbRows) as [Verb, RightsRow][])
  .filter(([, { staff = [] }]) => staff.some(([, to]) => to === 'any'))
  .map(([verb]) => verb)
export const privilegedRoutes = (Object.entries(routeRows) as [RouteName, RouteRow][])
  .filter(([, { by, rights }]) => by === 'staff' && rights.length > 0)
  .map(([name]) => name)

const ben = makeId('agent', 'ben')
const available = (cast: Cast) => cast.lines.colleague.ask('presence.set', { status: 'available', reason: '' })

export const verbDeeds: { readonly [V in Verb]?: VerbDeed<V> | Unrecorded } = {
  'agent.force': {
    act: 'agent.forced',
    by: 'supervisor',
    body: () => ({ agent: ben, status: 'available', reason: '' }),
  },
  'agent.rules': {
    act: 'agent.rules',
    by: 'supervisor',
    body: () => ({ agent: ben, queues: [queueOf('billing')], skills: [] }),
  },
  'agent.tell': { act: 'agent.told', by: 'supervisor', body: () => ({ agent: ben, text: 'Well done.' }) },
  'agent.rescue': {
    act: 'agent.rescued',
    by: 'supervisor',
    prepare: async ({ lines, place }) => {
      lines.agent.cut()
      await place.pass(6_000)
    },
    body: () => ({ agent: makeId('agent', 'ann') }),
  },
  'call.listen': {
    act: 'call.listened',
    by: 'quality',
    calls: true,
    prepare: async ({ lines, own }) => {
      await lines.agent.ask('call.propose', { contact: own, media: 'audio' })
      await lines.visitor.ask('call.answer', { contact: own, accept: true })
    },
    body: ({ own }) => ({ contact: own, mode: 'monitor' }),
  },
  'contact.assign': {
    act: 'contact.assigned',
    by: 'supervisor',
    prepare: available,
    body: ({ foreign }) => ({ contact: foreign.queued, agent: ben, force: true }),
  },
  'contact.takeOver': {
    act: 'contact.takenOver',
    by: 'supervisor',
    prepare: ({ lines }) => lines.supervisor.ask('presence.set', { status: 'available', reason: '' }),
    body: ({ own }) => ({ contact: own }),
  },
  'contact.watch': { act: 'contact.read', by: 'quality', body: ({ own }) => ({ contact: own, on: true }) },
  'contact.read': {
    act: 'contact.read',
    by: 'quality',
    body: ({ own, earlier }) => ({ contact: own, earlier, after: 0, limit: 10 }),
  },
  'contact.earlier': { act: 'contact.earlier', by: 'quality', body: ({ own }) => ({ contact: own, limit: 5 }) },
  'customer.card': { act: 'customer.read', by: 'quality', body: ({ own }) => ({ contact: own }) },
  'contact.note': { why: 'the note itself stands in the contact’s log for good, with who wrote it and when' },
  'contact.pull': { why: 'it takes work upon oneself and none from anybody; the floor’s events have it' },
  'contact.why': { why: 'it tells of queues and of who was asked, and nothing of the customer' },
}

const person = { login: 'ken', name: 'Ken', role: 'readOnly', password: 'eleven blue herons' }
const ofTheHouse: Unrecorded = { why: 'it shows how the house is set up, and nothing that a customer said' }
const changesNothing: Unrecorded = { why: 'it tells what would be, and changes nothing' }

export const routeDeeds: { readonly [Name in RouteName]?: RouteDeed | Unrecorded } = {
  'GET /api/accounts': ofTheHouse,
  'GET /api/accounts/:agent/sessions': ofTheHouse,
  'GET /api/keys': ofTheHouse,
  'GET /api/configuration': ofTheHouse,
  'GET /api/configuration/:version': ofTheHouse,
  'GET /api/health/details': ofTheHouse,
  'GET /api/reports': { why: 'counts, of nobody' },
  'GET /api/contacts/:id/why': { why: 'it tells of queues and of who was asked, and nothing of the customer' },
  'POST /api/configuration/plan': changesNothing,
  'POST /api/flows/check': changesNothing,
  'POST /api/flows/graph': changesNothing,
  'POST /api/flows/test': changesNothing,
  'POST /api/flows/try': changesNothing,
  'POST /api/accounts': { act: 'account.added', path: () => '/api/accounts', body: person },
  'POST /api/accounts/:agent': {
    act: 'account.disabled',
    path: () => '/api/accounts/agt_ben',
    body: { disabled: true },
  },
  'POST /api/accounts/:agent/sign-out': {
    act: 'login.ended',
    path: () => '/api/accounts/agt_ben/sign-out',
    body: {},
  },
  'POST /api/keys': {
    act: 'key.made',
    path: () => '/api/keys',
    body: { name: 'Report', rights: ['reports.read'], expiresAt: null },
  },
  'POST /api/keys/:id/end': {
    act: 'key.ended',
    path: ({ place }) => `/api/keys/${place.deps.staff.keys.list()[0]!.id}/end`,
    body: {},
  },
  'GET /api/customers': { act: 'customer.searched', path: () => '/api/customers?q=some' },
  'GET /api/customers/:id/export': {
    act: 'customer.exported',
    path: (cast) => `/api/customers/${customer(cast)}/export`,
  },
  'POST /api/customers/:id/erase': {
    act: 'customer.erased',
    path: (cast) => `/api/customers/${customer(cast)}/erase`,
    body: {},
  },
  'POST /api/configuration/apply': {
    act: 'configuration.applied',
    path: () => '/api/configuration/apply',
  },
  'POST /api/configuration/rollback': {
    act: 'configuration.rolledBack',
    path: () => '/api/configuration/rollback',
    body: { to: 1 },
  },
  'GET /api/audit': { act: 'audit.read', path: () => '/api/audit' },
  'GET /api/audit/check': { act: 'audit.read', path: () => '/api/audit/check' },
}

const customer = ({ place, own }: Cast): string => place.hub.live.file(own)!.customer
