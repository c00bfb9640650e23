import { describe, expect, test } from 'vitest'
import type { Actor } from '../http/door.ts'
import { makeId } from '../model/ids.ts'
import { hints, requests } from '../protocol/index.ts'
import { authorize } from './authorize.ts'

const session = makeId('session', 'one')
const agent = makeId('agent', 'ann')
const actors: Record<string, Actor> = {
  visitor: { kind: 'visitor', session, site: 'pk_shop' },
  agent: { kind: 'agent', session, agent, role: 'agent', name: 'Ann' },
  supervisor: { kind: 'agent', session, agent, role: 'supervisor', name: 'Ann' },
  administrator: { kind: 'agent', session, agent, role: 'administrator', name: 'Ann' },
}
const visitorsOnly = [
  'contact.start',
  'contact.end',
  'contact.leave',
  'contact.hold',
  'contact.prefill',
  'flow.answer',
  'flow.person',
  'contact.resume',
  'push.subscribe',
  'contact.call',
  'call.consent',
  'survey.answer',
  'visit.earlier',
  'visit.read',
]
const leadersOnly = ['contact.assign', 'contact.takeOver', 'agent.force', 'agent.rescue', 'call.listen']
const everybody = [
  'message.send',
  'message.mark',
  'message.typing',
  'call.propose',
  'call.answer',
  'call.end',
  'call.set',
  'call.ask',
]
const hubsOnly = ['offer.lost', 'call.told']
const verbs = [...Object.keys(requests), ...Object.keys(hints)]

describe('who may say what', () => {
  for (const [name, actor] of Object.entries(actors))
    for (const verb of verbs) {
      const isLeader = name === 'supervisor' || name === 'administrator'
      const own = leadersOnly.includes(verb) ? isLeader : visitorsOnly.includes(verb) === (name === 'visitor')
      const may = !hubsOnly.includes(verb) && (everybody.includes(verb) || own)
      test(`${name} ${may ? 'may' : 'may not'} ${verb}`, () => expect(authorize(actor, verb)).toBe(may))
    }

  test.each(['', 'contact', 'contact.erase', 'constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'nobody may %j',
    (verb) => {
      for (const actor of Object.values(actors)) expect(authorize(actor, verb)).toBe(false)
    },
  )
})
