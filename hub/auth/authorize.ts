/**
 * Who may ask what, and of which object: the one place that says no, for the socket and for HTTP alike. It goes by the rows of
 * `rights-table.ts`; what the asker is to the object is handed in, for the floor and the store know that. Not known: refused.
 */
import type { Actor } from '../http/door.ts'
import { assert } from '../model/assert.ts'
import type { Right } from '../model/rights.ts'
import {
  routeRows,
  verbRows,
  type Grant,
  type Relation,
  type RouteName,
  type RouteRow,
  type Row,
} from './rights-table.ts'

export { callSpeaking, type Relation, type RoutePath, type RouteRow } from './rights-table.ts'

/** Whether the asker is so related to what they name. */
export type Standing = (relation: Relation) => boolean

/** `forbidden`: they may not ask that at all. `gone`: not of this object, which is answered as if there were none. */
export type Verdict = 'may' | 'forbidden' | 'gone'

/** What a verb's request names. */
export const objectOf = (verb: string): Row['of'] => rowOf(verb)?.of ?? 'nothing'

/** True when this actor may use this verb at all, of whatever object. False for every verb that is not known. */
export function mayAsk(actor: Actor, verb: string): boolean {
  const row = rowOf(verb)
  if (row === null) return false
  return actor.kind === 'visitor' ? row.visitors !== undefined : grantsOf(row, actor.rights).length > 0
}

/** Whether this actor may do this to what they name. `is` answers what they are to it. */
export function authorize(actor: Actor, verb: string, is: Standing): Verdict {
  const row = rowOf(verb)
  if (row === null || !mayAsk(actor, verb)) return 'forbidden'
  if (row.of !== 'contact') return 'may'
  const to = actor.kind === 'visitor' ? [row.visitors!] : grantsOf(row, actor.rights).map(([, relation]) => relation)
  return to.some((relation) => relation === 'any' || is(relation)) ? 'may' : 'gone'
}

/** True when somebody of these rights may ask this route at all. */
export const mayAskRoute = (rights: ReadonlySet<Right>, { rights: needed }: RouteRow): boolean =>
  needed.every((right) => rights.has(right))

/** The row of a route. Throws for one that has none: then the hub does not start. */
export function routeRow(method: string, path: string): RouteRow {
  const name = `${method} ${path}`
  assert(Object.hasOwn(routeRows, name), `${name} has a row in rights-table.ts`)
  return routeRows[name as RouteName]
}

const rowOf = (verb: string): Row | null =>
  Object.hasOwn(verbRows, verb) ? (verbRows as Readonly<Record<string, Row>>)[verb]! : null

const grantsOf = ({ staff = [] }: Row, rights: ReadonlySet<Right>): readonly Grant[] =>
  staff.filter(([needed]) => needed.every((right) => rights.has(right)))
