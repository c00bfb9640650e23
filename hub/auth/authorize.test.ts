/** Who may use which verb and ask which route at all, by a list of our own beside the table; and what relations open. */
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Actor } from '../http/door.ts'
import { makeId } from '../model/ids.ts'
import { builtInRoles, rights, rightsOf, type BuiltInRole, type Right } from '../model/rights.ts'
import { hints, requests } from '../protocol/index.ts'
import { authorize, mayAsk } from './authorize.ts'
import { withTables } from './rights-testing.ts'
import { relations, routeRows, verbRows, type RouteName, type Row } from './rights-table.ts'

const session = makeId('session', 'one')
const visitor: Actor = { kind: 'visitor', session, site: 'pk_shop' }
const staff = (...given: readonly Right[]): Actor => ({
  kind: 'agent',
  session,
  agent: makeId('agent', 'ann'),
  role: 'own',
  rights: new Set(given),
  name: 'Ann',
})
const roles = Object.keys(builtInRoles) as BuiltInRole[]
const verbs = [...Object.keys(requests), ...Object.keys(hints)]

/** Roles that may use a verb, beside or without visitors; every other verb is of whoever serves. */
const serving = ['agent', 'supervisor', 'administrator']
const leading = ['supervisor', 'administrator']
const reading = [...serving, 'quality']
const hubs = ['offer.lost', 'call.told']
const visitorsOnly = [
  ...['contact.start', 'contact.end', 'contact.leave', 'contact.hold', 'contact.prefill', 'contact.resume'],
  ...['contact.call', 'call.consent', 'flow.answer', 'flow.person', 'push.subscribe', 'survey.answer'],
  ...['visit.earlier', 'visit.read'],
]
const visitorsToo = [
  ...['message.send', 'message.mark', 'message.typing'],
  ...['call.propose', 'call.answer', 'call.end', 'call.set', 'call.ask'],
]
const byRole: Readonly<Record<string, readonly string[]>> = {
  'agent.force': leading,
  'agent.rescue': leading,
  'agent.rules': leading,
  'agent.tell': leading,
  'alert.seen': [...leading, 'quality', 'readOnly'],
  'contact.watch': [...leading, 'quality'],
  'contact.assign': leading,
  'contact.takeOver': leading,
  'call.listen': [...leading, 'quality'],
  'call.answer': reading,
  'call.end': reading,
  'call.set': reading,
  'call.ask': reading,
  'contact.why': reading,
  'contact.read': reading,
  'contact.earlier': reading,
  'contact.search': reading,
  'customer.card': reading,
}
const mayUse = (verb: string, role: string): boolean => {
  if (hubs.includes(verb)) return false
  if (role === 'visitor') return visitorsOnly.includes(verb) || visitorsToo.includes(verb)
  return !visitorsOnly.includes(verb) && (byRole[verb] ?? serving).includes(role)
}

describe('who may use which verb', () => {
  for (const verb of verbs)
    test(verb, () => {
      const found = ['visitor', ...roles].filter((role) =>
        mayAsk(role === 'visitor' ? visitor : staff(...rightsOf(role)), verb),
      )
      expect(found).toEqual(['visitor', ...roles].filter((role) => mayUse(verb, role)))
    })

  test.each(['', 'contact', 'contact.erase', 'constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'nobody may %j',
    (verb) => {
      for (const actor of [visitor, staff(...rights)]) {
        expect(mayAsk(actor, verb)).toBe(false)
        expect(authorize(actor, verb, () => true)).toBe('forbidden')
      }
    },
  )

  test('whoever has no right at all may use none', () => {
    expect(verbs.filter((verb) => mayAsk(staff(), verb))).toEqual([])
  })
})

describe('of which object', () => {
  const rows = Object.entries(verbRows as Readonly<Record<string, Row>>)
  test('each relation that a row names opens it, and no other does', () => {
    for (const [verb, { of, staff: grants = [], visitors }] of rows) {
      for (const [needed, to] of of === 'contact' ? grants : [])
        for (const relation of relations) {
          const granted = grants.filter(([all]) => all.every((right) => needed.includes(right))).map(([, one]) => one)
          const expected = granted.includes('any') || granted.includes(relation) ? 'may' : 'gone'
          expect([verb, to, relation, authorize(staff(...needed), verb, (is) => is === relation)]).toEqual([
            ...[verb, to, relation],
            expected,
          ])
        }
      if (of === 'contact' && visitors !== undefined)
        for (const relation of relations)
          expect([verb, relation, authorize(visitor, verb, (is) => is === relation)]).toEqual([
            ...[verb, relation],
            relation === visitors ? 'may' : 'gone',
          ])
    }
  })

  test('a right alone is not enough, and without it no relation is', () => {
    for (const [verb, { of, staff: grants = [] }] of rows) {
      const all = grants.flatMap(([needed]) => needed)
      const others = rights.filter((right) => !all.includes(right))
      if (all.length > 0) expect([verb, authorize(staff(...others), verb, () => true)]).toEqual([verb, 'forbidden'])
      if (of === 'contact' && grants.length > 0 && !grants.some(([, to]) => to === 'any'))
        expect([verb, authorize(staff(...rights), verb, () => false)]).toEqual([verb, 'gone'])
    }
  })
})

test('every route that changes something of the company’s asks for a right', () => {
  const names = Object.keys(routeRows) as RouteName[]
  const free = names.filter((name) => name.startsWith('POST ') && routeRows[name].by === 'nobody')
  expect(free).toEqual([
    ...['POST /api/visitor/ticket', 'POST /api/visitor/end', 'POST /api/agent/sign-in', 'POST /api/agent/sign-out'],
    'POST /api/bot/contacts/:id',
  ])
})

test('docs/RIGHTS.md tells what the table says', () => {
  const path = new URL('../docs/RIGHTS.md', import.meta.url)
  const text = readFileSync(path, 'utf8')
  if (process.env.RIGHTS_WRITE === '1') writeFileSync(path, withTables(text))
  else expect(text, 'RIGHTS_WRITE=1 and this test make it so').toBe(withTables(text))
})
