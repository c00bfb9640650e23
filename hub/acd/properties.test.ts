/**
 * What must hold whatever happens: random commands, among them wrong and late ones, with time passing between them. The
 * floor is checked after every event; a floor restored from the records must go on exactly as the live one.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeId, type AgentId, type ContactId } from '../model/ids.ts'
import { instant, seconds } from '../model/time.ts'
import {
  agentOf,
  checkFloor,
  contactOf,
  contactsOf,
  createFloor,
  decide,
  evolve,
  isRefusal,
  liveContacts,
  nextDeadline,
  placeInLine,
  restoreFloor,
  strategies,
  touched,
  wrapUpModes,
  type Command,
  type Floor,
  type FloorEvent,
  type StrategyName,
} from './index.ts'
import { agent, agentRules, atWork, carl, contact, queue, queueRules, Story } from './story.ts'

const agents = ['a', 'b', 'c'].map(agent)
const contacts = [...'klmnopqrstuv'].map(contact)
const queues = ['x', 'y'].map(queue)

const anAgent = fc.constantFrom(...agents)
const aContact = fc.constantFrom(...contacts)
const aQueue = fc.constantFrom(...queues)
const aDuration = fc.integer({ min: 0, max: 40 }).map(seconds)
const aSkill = fc.record({ skill: fc.constantFrom('ja', 'tax'), level: fc.integer({ min: 1, max: 3 }) })

const someRules = fc
  .record({
    queues: fc.subarray(queues, { minLength: 1 }),
    agents: fc.subarray(agents, { minLength: 2 }),
    strategy: fc.constantFrom(...(Object.keys(strategies) as StrategyName[])),
    coolDownMs: aDuration,
    wrapUpMs: fc.constantFrom(0, 5, 20, 40).map(seconds),
    wrapUp: fc.constantFrom(...wrapUpModes),
    wrapUpUnits: fc.constantFrom(null, null, 0, 10, 100),
    graceMs: aDuration,
    priorityMs: aDuration,
    acceleration: fc.array(fc.constantFrom(1_000, 1_000, 0, 300, 2_500), { minLength: 2, maxLength: 2 }),
    waitCapMs: fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, aDuration), {
      minLength: 2,
      maxLength: 2,
    }),
    skills: fc.array(fc.record({ ja: fc.integer({ min: 1, max: 3 }) }), { minLength: 3, maxLength: 3 }),
    units: fc.array(fc.constantFrom(10, 25, 25, 50, 100, 100), { minLength: 3, maxLength: 3 }),
    member: fc.array(fc.subarray(queues, { minLength: 1 }), { minLength: 3, maxLength: 3 }),
  })
  .map((seed): Command => ({
    type: 'configure',
    queues: seed.queues.map((id, i) =>
      queueRules(id, {
        strategy: seed.strategy,
        declineCoolDownMs: seed.coolDownMs,
        wrapUp: seed.wrapUp,
        wrapUpMs: seed.wrapUpMs,
        wrapUpUnits: seed.wrapUpUnits,
        agentGraceMs: seed.graceMs,
        customerGraceMs: seed.graceMs,
        priorityMs: i * seed.priorityMs,
        acceleration: seed.acceleration[i]!,
        waitCapMs: seed.waitCapMs[i]!,
      }),
    ),
    agents: seed.agents.map((id, i) =>
      agentRules(id, { queues: seed.member[i]!, skills: seed.skills[i]!, capacityUnits: seed.units[i]! }),
    ),
  }))

/** An answer names whatever the agent is rung for when its turn comes, and sometimes something stale. */
type Step =
  | { readonly do: Command }
  | { readonly answer: 'acceptOffer' | 'declineOffer'; readonly by: AgentId; readonly stale: boolean }
  | { readonly wait: number }
  | { readonly restart: true }

const frequent = (weight: number, arbitrary: fc.Arbitrary<Command>) => ({
  weight,
  arbitrary: arbitrary.map((command): Step => ({ do: command })),
})

const aStep: fc.Arbitrary<Step> = fc.oneof(
  frequent(1, someRules),
  frequent(10, fc.record({ type: fc.constant('connectAgent' as const), agent: anAgent })),
  frequent(1, fc.record({ type: fc.constant('loseAgent' as const), agent: anAgent })),
  frequent(
    5,
    fc.record({
      type: fc.constant('setPresence' as const),
      agent: anAgent,
      status: fc.constantFrom(
        'available' as const,
        'available' as const,
        'available' as const,
        'away' as const,
        'offline' as const,
      ),
      reason: fc.constantFrom('', 'lunch'),
    }),
  ),
  frequent(
    8,
    fc.record({
      type: fc.constant('queueContact' as const),
      contact: aContact,
      channel: fc.constant('chat' as const),
      queue: aQueue,
      requirements: fc.array(aSkill, { maxLength: 1 }),
      priorityMs: fc.constantFrom(0, 0, 60_000),
    }),
  ),
  {
    weight: 20,
    arbitrary: fc.record({
      answer: fc.constantFrom(
        'acceptOffer' as const,
        'acceptOffer' as const,
        'acceptOffer' as const,
        'declineOffer' as const,
      ),
      by: anAgent,
      stale: fc.integer({ min: 0, max: 9 }).map((odds) => odds === 0),
    }),
  },
  frequent(
    4,
    fc.record({
      type: fc.constant('transferContact' as const),
      agent: anAgent,
      contact: aContact,
      to: fc.oneof(
        aQueue.map((id) => ({ queue: id })),
        anAgent.map((id) => ({ agent: id })),
      ),
    }),
  ),
  frequent(
    8,
    fc.record({
      type: fc.constant('closeContact' as const),
      contact: aContact,
      by: fc.constantFrom('customer' as const, 'agent' as const, 'system' as const),
    }),
  ),
  frequent(1, fc.record({ type: fc.constant('removeContact' as const), contact: aContact })),
  frequent(
    4,
    fc.record({
      type: fc.constant('finishWrapUp' as const),
      agent: anAgent,
      contact: aContact,
      disposition: fc.constantFrom('', 'solved', 'unheard'),
    }),
  ),
  frequent(2, fc.record({ type: fc.constant('extendWrapUp' as const), agent: anAgent, contact: aContact })),
  frequent(2, fc.record({ type: fc.constant('pullContact' as const), agent: anAgent, contact: aContact })),
  frequent(
    3,
    fc.record({
      type: fc.constant('assignContact' as const),
      contact: aContact,
      agent: anAgent,
      force: fc.boolean(),
      by: anAgent,
    }),
  ),
  frequent(1, fc.record({ type: fc.constant('takeOverContact' as const), contact: aContact, by: anAgent })),
  frequent(1, fc.record({ type: fc.constant('rescueContacts' as const), agent: anAgent, by: anAgent })),
  frequent(
    1,
    fc.record({
      type: fc.constant('forcePresence' as const),
      agent: anAgent,
      status: fc.constantFrom('available' as const, 'away' as const, 'offline' as const),
      reason: fc.constant('training'),
      by: anAgent,
    }),
  ),
  frequent(
    3,
    fc.record({ type: fc.constantFrom('loseCustomer' as const, 'connectCustomer' as const), contact: aContact }),
  ),
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 30_000 }).map((wait): Step => ({ wait })) },
  { weight: 1, arbitrary: fc.constant<Step>({ restart: true }) },
)

const aRun = fc.tuple(someRules, fc.array(aStep, { minLength: 5, maxLength: 120, size: 'max' }))

/** Turns a step into the command it means on this floor. */
function commandOf(floor: Floor, step: Exclude<Step, { wait: number }>): Command {
  if ('do' in step) return aimed(floor, step.do)
  if ('restart' in step) return { type: 'startEpoch', epoch: floor.epoch + 1 }
  const state = floor.agents.get(step.by)?.ringing?.record.state
  const live = state?.phase === 'offered' ? state.offer : makeId('offer', 'none')
  return { type: step.answer, agent: step.by, offer: live, epoch: step.stale ? floor.epoch - 1 : floor.epoch }
}

/** What an agent does is mostly done to a contact that agent has; one name is left as it is, right or wrong. */
function aimed(floor: Floor, command: Command): Command {
  if (command.type === 'closeContact' && command.by === 'agent') {
    const active = [...liveContacts(floor)].find((one) => one.state.phase === 'active')
    return active === undefined ? command : { ...command, contact: active.id }
  }
  if (command.type !== 'transferContact' && command.type !== 'finishWrapUp' && command.type !== 'extendWrapUp')
    return command
  const phase = command.type === 'transferContact' ? 'active' : 'wrapUp'
  const fitting = contactsOf(floor, command.agent).find((id) => contactOf(floor, id)?.state.phase === phase)
  return fitting === undefined || command.contact === contacts[0] ? command : { ...command, contact: fitting }
}

/** Runs the steps on a story; tells each event, and each command before it is carried out. */
function run(
  story: Story,
  steps: readonly Step[],
  told: (event: FloorEvent) => void,
  before = (_: Command) => {},
): void {
  for (const step of steps) {
    if ('wait' in step) {
      const until = instant(story.now + step.wait)
      for (let due = nextDeadline(story.floor); due !== null && due <= until; due = nextDeadline(story.floor)) {
        story.now = due
        tell(story, { type: 'passTime' })
      }
      story.now = until
      continue
    }
    const command = commandOf(story.floor, step)
    before(command)
    tell(story, command)
  }
  function tell(on: Story, command: Command): void {
    on.when(command)
    for (const event of [...on.decided, ...on.followed]) told(event)
  }
}

/** Everybody who is configured comes to work first, or little would happen. */
function begin(rules: Command): Story {
  const story = new Story().given({ type: 'startEpoch', epoch: 1 }, rules)
  return story.given(...[...story.floor.agents.keys()].map((id) => atWork(id)))
}

/** Everything about a floor that a row or a screen could show. */
const seen = (floor: Floor) => ({
  epoch: floor.epoch,
  agents: [...floor.agents.keys()].sort().map((id) => agentOf(floor, id)),
  contacts: [...floor.contacts.keys()].sort().map((id) => contactOf(floor, id)),
})

describe('any sequence of commands', () => {
  test('[CA2] keeps one phase, one offer, capacity and every index', () => {
    const counts = new Map<string, number>()
    const count = (event: FloorEvent) => counts.set(event.type, (counts.get(event.type) ?? 0) + 1)
    fc.assert(
      // The story checks the floor after every single event.
      fc.property(aRun, ([rules, steps]) => run(begin(rules), steps, count)),
      { numRuns: 300 },
    )
    // A property that was never put to the test has not been tested.
    for (const type of [
      'offerAccepted',
      'offerEnded',
      'holdEnded',
      'agentGraceEnded',
      'wrapUpFinished',
      'contactRequeued',
      'contactAssigned',
    ]) {
      expect(counts.get(type) ?? 0, type).toBeGreaterThan(15)
    }
  })

  test('deciding changes nothing', () => {
    fc.assert(
      fc.property(aRun, ([rules, steps]) => {
        const story = begin(rules)
        run(
          story,
          steps,
          () => {},
          (command) => {
            const before = JSON.stringify([seen(story.floor), [...story.floor.deadlines].map((due) => due.at)])
            decide(story.floor, command, story.now)
            expect(JSON.stringify([seen(story.floor), [...story.floor.deadlines].map((due) => due.at)])).toBe(before)
          },
        )
      }),
      { numRuns: 60 },
    )
  })

  test('every contact that came in is on the floor or has left it once', () => {
    fc.assert(
      fc.property(aRun, ([rules, steps]) => {
        const story = begin(rules)
        let came = 0
        let left = 0
        run(story, steps, (event) => {
          if (event.type === 'contactQueued') came++
          if (event.type === 'contactClosed') left++
        })
        expect(came).toBe(left + [...liveContacts(story.floor)].length)
      }),
      { numRuns: 100 },
    )
  })

  test('[RE5] a floor restored from its records goes on as the live one', () => {
    fc.assert(
      fc.property(aRun, fc.array(aStep, { maxLength: 60, size: 'max' }), ([rules, steps], later) => {
        const live = begin(rules)
        run(live, steps, () => {})
        // The rules of a queue that is no longer configured are not in any row.
        fc.pre([...live.floor.queues.values()].every((one) => !one.retired))
        const restored = new Story(copyOf(live.floor))
        restored.now = live.now
        const [first, second]: [FloorEvent[], FloorEvent[]] = [[], []]
        run(live, later, (event) => first.push(event))
        run(restored, later, (event) => second.push(event))
        expect(second).toEqual(first)
        expect(seen(restored.floor)).toEqual(seen(live.floor))
      }),
      { numRuns: 150 },
    )
  })

  test('events name every row they change', () => {
    fc.assert(
      fc.property(aRun, ([rules, steps]) => {
        const story = begin(rules)
        let rows = rowsOf(story.floor)
        for (const step of steps) {
          const changed = new Set<string>()
          let isWholesale = false
          run(story, [step], (event) => {
            const { agents: named, contacts: also } = touched(event)
            for (const id of [...named, ...also]) changed.add(id)
            // Its contacts' rows may lag: see the comment on `touched`.
            isWholesale ||= event.type === 'epochStarted'
          })
          const next = rowsOf(story.floor)
          for (const id of new Set([...rows.keys(), ...next.keys()])) {
            if (rows.get(id) !== next.get(id) && !isWholesale && (rows.has(id) || !id.startsWith('agt_'))) {
              expect(changed, `${JSON.stringify(step)} changed ${id}`).toContain(id)
            }
          }
          rows = next
        }
      }),
      { numRuns: 100 },
    )
  })

  test('[CQ4] nobody is pushed back by what was behind them', () => {
    fc.assert(
      fc.property(aRun, ([rules, steps]) => {
        const story = begin(rules)
        let places = placesOf(story.floor)
        for (const step of steps) {
          let arrivals = 0
          run(story, [step], (event) => {
            // A contact may only be overtaken by one that joins its queue, anew or again after being answered.
            if (event.type === 'contactQueued') arrivals++
            if (event.type === 'contactRequeued' && ['transfer', 'assigned', 'agentLost'].includes(event.cause))
              arrivals++
            if (event.type === 'configured') arrivals += contacts.length
            // Without an end to what counts nobody overtakes by waiting alone.
            if ([...story.floor.queues.values()].some(({ rules }) => rules.waitCapMs !== null)) arrivals++
          })
          const next = placesOf(story.floor)
          for (const [id, place] of next) {
            const before = places.get(id)
            if (before !== undefined && arrivals === 0) expect(place).toBeLessThanOrEqual(before)
          }
          places = next
        }
      }),
      { numRuns: 100 },
    )
  })
})

const copyOf = (floor: Floor): Floor =>
  restoreFloor({
    epoch: floor.epoch,
    offersMade: floor.offersMade,
    queues: [...floor.queues.values()].filter((one) => !one.retired).map((one) => one.rules),
    agents: [...floor.agents.values()].flatMap((one) => one.rules ?? []),
    agentRecords: structuredClone([...floor.agents.values()].map((one) => one.record)),
    contacts: structuredClone([...liveContacts(floor)]),
  })

const rowsOf = (floor: Floor): Map<string, string> =>
  new Map<string, string>([
    ...[...floor.agents.values()].map(({ record }) => [record.id, JSON.stringify(record)] as const),
    ...[...floor.contacts.values()].map(({ record }) => [record.id, JSON.stringify(record)] as const),
  ])

function placesOf(floor: Floor): Map<ContactId, number> {
  const places = new Map<ContactId, number>()
  for (const id of contacts) {
    const place = placeInLine(floor, id)
    if (place !== null) places.set(id, place)
  }
  return places
}

test('a floor with nothing on it has nothing to do', () => {
  const floor = createFloor()
  expect(decide(floor, { type: 'distribute' }, instant(0))).toEqual([])
  expect(decide(floor, { type: 'passTime' }, instant(0))).toEqual([])
  expect(nextDeadline(floor)).toBeNull()
  expect(checkFloor(floor, instant(0))).toEqual([])
  const refusal = decide(floor, { type: 'closeContact', contact: carl, by: 'customer' }, instant(0))
  expect(isRefusal(refusal) && refusal.refused).toBe('contact.gone')
  expect(() => evolve(floor, { type: 'customerLost', at: instant(0), contact: carl })).toThrow('no such contact')
})
