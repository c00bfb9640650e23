/**
 * The organisation of simulated days: smaller queues than a real one, but every rule that the floor knows is used by one of
 * them, and no two agents are alike. Now and then somebody in the office changes what an agent may do; see `changedPerson`.
 */
import type { OpeningOf } from '../app/opening.ts'
import type { Organisation, Person } from '../app/organisation.ts'
import { queueDefaults } from '../acd/index.ts'
import type { QueueRules, SkillRequirement } from '../acd/state.ts'
import { demoOrganisation } from '../demo.ts'
import { makeId, type QueueId } from '../model/ids.ts'
import { instant, minutes, seconds, type Instant } from '../model/time.ts'
import { Chance } from './chance.ts'
import { drawnRules } from './drawn-rules.ts'

const both = (word: string): { readonly en: string; readonly ja: string } => ({ en: word, ja: word })
const dispositions = ['solved', 'followUp', 'complaint'].map((key) => ({ key, label: both(key) }))
const needs = (skill: string, level: number): SkillRequirement => ({ skill, level })

const usual: Omit<QueueRules, 'id'> = {
  ...queueDefaults,
  dispositions: dispositions.map(({ key }) => key),
}

/** What sets each queue apart from the usual one. */
const queueRules: { readonly [key: string]: Partial<QueueRules> } = {
  orders: {},
  delivery: {
    strategy: 'least-occupied',
    requirements: [needs('lang.en', 2)],
    priorityMs: 30_000,
    acceleration: 1_500,
    wrapUpMs: seconds(0),
  },
  returns: {
    strategy: 'round-robin',
    steps: [
      {
        requirements: [needs('refunds', 4)],
        strategy: 'longest-idle',
        prefer: null,
        forMs: seconds(15),
        skipIf: { count: 'available', below: 1 },
      },
    ],
    requirements: [needs('refunds', 3)],
    offerTimeoutMs: seconds(12),
    declineCoolDownMs: seconds(40),
    dispositionRequired: true,
    customerGraceMs: seconds(45),
    agentGraceMs: seconds(20),
  },
  members: {
    strategy: 'best-skill',
    requirements: [needs('lang.ja', 4), needs('refunds', 1)],
    priorityMs: 90_000,
    waitCapMs: seconds(600),
    declineCoolDownMs: seconds(0),
    wrapUpMs: seconds(25),
    agentGraceMs: seconds(90),
  },
}

const queue = (key: string): QueueId => makeId('queue', key)

function organised(
  keys: readonly string[],
  rulesOf: (key: string) => Partial<QueueRules> = (key) => queueRules[key]!,
): Organisation {
  const site = demoOrganisation.sites[0]!
  return {
    ...demoOrganisation,
    sites: [
      {
        ...site,
        topics: keys.map((key) => ({ key, label: both(key), queue: queue(key) })),
        defaultQueue: queue('orders'),
      },
    ],
    queues: keys.map((key) => ({
      name: both(key),
      serviceLevel: { percent: 80, seconds: 20 },
      dispositions,
      rules: { ...usual, ...rulesOf(key), id: queue(key) },
    })),
  }
}

/** All four queues: orders, delivery, returns, members. */
export const simOrganisation = organised(Object.keys(queueRules))

/** The same after members have lost their queue: configuration changes while contacts wait in it. */
const smallerOrganisation = organised(['orders', 'delivery', 'returns'])

/** The organisation of a day, and the smaller one that some of its starts find. */
export interface Organisations {
  readonly full: Organisation
  readonly smaller: Organisation
}

export const usualOrganisations: Organisations = { full: simOrganisation, smaller: smallerOrganisation }

/** The same queues and people with rules that this seed draws. */
export function drawnOrganisations(seed: number): Organisations {
  const chance = new Chance(seed ^ 0x0d2a)
  const keys = Object.keys(queueRules)
  const skills = ['lang.ja', 'lang.en', 'refunds']
  const house = {
    all: keys.map(queue),
    agents: ['aki', 'ben', 'chie', 'dan'].map((login) => makeId('agent', login)),
    needs: () => skills.filter(() => chance.hits(0.25)).map((skill) => needs(skill, chance.between(1, 3))),
  }
  const rules = new Map(
    keys.map((key) => [key, { ...drawnRules(chance, { ...house, id: queue(key) }), dispositions: usual.dispositions }]),
  )
  const rulesOf = (key: string): QueueRules => rules.get(key)!
  return { full: organised(keys, rulesOf), smaller: organised(['orders', 'delivery', 'returns'], rulesOf) }
}

/** On a drawn day deliveries are closed for two of every nine minutes, members for one of every five. */
export function drawnOpening({ queues }: Organisation): OpeningOf {
  const known = new Set(queues.map(({ rules }) => rules.id))
  return (of, at) => {
    if (!known.has(of)) return null
    if (of === queue('delivery')) return inTurn(at, 9, 2)
    return of === queue('members') ? inTurn(at, 5, 1) : null
  }
}

function inTurn(at: Instant, every: number, closed: number): ReturnType<OpeningOf> {
  const into = at % minutes(every)
  const open = into >= minutes(closed)
  return { open, changesAt: instant(at - into + minutes(open ? every : closed)) }
}

const person = (
  login: string,
  capacityUnits: number,
  queues: readonly string[],
  skills: Readonly<Record<string, number>>,
  role: Person['role'] = 'agent',
): Person => ({
  agent: makeId('agent', login),
  login,
  name: login,
  role,
  queues: queues.map(queue),
  skills,
  capacityUnits,
  disabled: false,
})

export const simPeople: readonly Person[] = [
  person('aki', 100, ['orders', 'delivery', 'returns', 'members'], { 'lang.ja': 5, 'lang.en': 2, refunds: 5 }),
  person('ben', 50, ['orders', 'delivery'], { 'lang.en': 5 }),
  person('chie', 75, ['orders', 'returns'], { 'lang.ja': 5, refunds: 3 }),
  person('dan', 25, ['delivery', 'members'], { 'lang.en': 4, 'lang.ja': 4, refunds: 1 }),
  person('emi', 100, ['members', 'returns'], { 'lang.ja': 4, refunds: 4 }),
  person('finn', 75, ['orders', 'delivery', 'returns'], { 'lang.en': 3, refunds: 2 }),
  person(
    'gen',
    60,
    ['orders', 'delivery', 'returns', 'members'],
    { 'lang.ja': 3, 'lang.en': 3, refunds: 3 },
    'supervisor',
  ),
]

/** What the office changes of a person in the middle of a day; the same again undoes most of it by chance. */
export function changedPerson(of: Person, chance: Chance): Person {
  const before = simPeople.find((one) => one.agent === of.agent) ?? of
  switch (chance.between(0, 4)) {
    case 0:
      return { ...of, disabled: !of.disabled }
    case 1:
      return { ...of, capacityUnits: chance.pick([20, 25, 50, 75, 100, 200]) }
    case 2:
      return { ...of, queues: before.queues.filter(() => chance.hits(0.7)) }
    case 3:
      return { ...of, skills: { ...of.skills, refunds: chance.between(1, 5) } }
    default:
      return before
  }
}
