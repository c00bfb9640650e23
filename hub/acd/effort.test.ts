/** CQ8, counted and not timed: comparisons and visits of a decision on a small floor against a floor many times its size. */
import { describe, expect, test } from 'vitest'
import { instant, seconds } from '../model/time.ts'
import {
  createFloor,
  decide,
  evolve,
  isRefusal,
  placeInLine,
  queueSummary,
  type Command,
  type Floor,
  type FloorEvent,
  type QueueRules,
} from './index.ts'
import { agent, agentRules, close, contact, desk, enqueue, finish, house, presence, queueRules } from './story.ts'

const skills = Array.from({ length: 50 }, (_, i) => `skill${i}`)
let now = instant(0)

function carryOut(floor: Floor, command: Command): readonly FloorEvent[] {
  const decision = decide(floor, command, now)
  if (isRefusal(decision)) throw new Error(`${command.type}: ${decision.refused}`)
  for (const event of decision) evolve(floor, event)
  return decision
}

/** `agents` agents with five of fifty skills each, all talking, and `waiting` contacts that ask for one skill each. */
function busyFloor(agents: number, waiting: number, change: Partial<QueueRules> = {}): Floor {
  const floor = createFloor()
  const crew = Array.from({ length: agents }, (_, i) =>
    agentRules(agent(`a${i}`), {
      skills: Object.fromEntries([0, 1, 2, 3, 4].map((n) => [skills[(i + n * 7) % 50]!, 3])),
    }),
  )
  const rules = [queueRules(desk, { wrapUpMs: seconds(3_600), offerTimeoutMs: seconds(3_600), ...change })]
  const story: Command[] = [{ type: 'startEpoch', epoch: 1 }, house(crew, rules)]
  for (const { id } of crew) story.push({ type: 'connectAgent', agent: id }, presence(id, 'available'))
  for (const command of story) carryOut(floor, command)
  for (let i = 0; i < agents + waiting; i++) join(floor, i)
  for (let i = 0; i < agents; i++) {
    const [offer] = carryOut(floor, { type: 'distribute' })
    if (offer?.type === 'offerMade') carryOut(floor, { ...offer, type: 'acceptOffer' })
  }
  return floor
}

function join(floor: Floor, number: number): void {
  now = instant(now + 1)
  carryOut(floor, enqueue(contact(`c${number}`), { requirements: [{ skill: skills[number % 50]!, level: 2 }] }))
}

/** The most steps that any single decision took over many full turns: an agent ends a talk and gets the next. */
function worstTurn(floor: Floor, turns: number): number {
  let worst = 0
  let next = 10_000_000
  const agents = [...floor.agents.values()]
  for (let turn = 0; turn < turns; turn++) {
    const { record, held } = agents[(turn * 7919) % agents.length]!
    const [talk] = held
    if (talk === undefined) continue
    const before = floor.effort.steps
    carryOut(floor, close(talk.record.id))
    carryOut(floor, finish(record.id, talk.record.id))
    const [offer] = carryOut(floor, { type: 'distribute' })
    if (offer?.type === 'offerMade') carryOut(floor, { ...offer, type: 'acceptOffer' })
    carryOut(floor, { type: 'passTime' })
    worst = Math.max(worst, floor.effort.steps - before)
    join(floor, next++)
  }
  return worst
}

/** As many agents, who are all free, and contacts that ring at five of them. */
function ringingFloor(agents: number): Floor {
  const floor = createFloor()
  const crew = Array.from({ length: agents }, (_, i) => agentRules(agent(`a${i}`)))
  const rules = [queueRules(desk, { strategy: 'ring-group', ringAtOnce: 5, offerTimeoutMs: seconds(3_600) })]
  carryOut(floor, { type: 'startEpoch', epoch: 1 })
  carryOut(floor, house(crew, rules))
  for (const { id } of crew)
    for (const command of [{ type: 'connectAgent', agent: id } as const, presence(id, 'available')])
      carryOut(floor, command)
  for (let i = 0; i < agents / 10; i++) carryOut(floor, enqueue(contact(`r${i}`)))
  while (carryOut(floor, { type: 'distribute' }).length > 0);
  return floor
}

/** The most steps of any answer and all that follows: every second contact is taken, the others are turned down by one. */
function worstRing(floor: Floor, answers: number): number {
  let worst = 0
  const asked = [...floor.contacts.values()]
  for (let turn = 0; turn < answers; turn++) {
    const { state } = asked[turn % asked.length]!.record
    const ring = state.phase === 'offered' ? state.rings[0] : undefined
    if (ring === undefined) continue
    const before = floor.effort.steps
    carryOut(floor, { ...ring, type: turn % 2 === 0 ? 'acceptOffer' : 'declineOffer' })
    while (carryOut(floor, { type: 'distribute' }).length > 0);
    worst = Math.max(worst, floor.effort.steps - before)
  }
  return worst
}

describe('a decision', () => {
  test('[CQ8] takes little more on a floor sixteen times as large', () => {
    const small = worstTurn(busyFloor(250, 1_000), 200)
    const large = worstTurn(busyFloor(4_000, 16_000), 200)
    expect(small).toBeGreaterThan(20)
    // Sixteen times the floor is four more levels of every heap, not sixteen times the work.
    expect(large).toBeLessThan(small * 2)
  }, 60_000)

  test('[CQ8] [CQ9] takes little more where some have waited as long as counts', () => {
    const capped = { acceleration: 2_500, waitCapMs: seconds(1) }
    const small = worstTurn(busyFloor(250, 1_000, capped), 200)
    const large = worstTurn(busyFloor(4_000, 16_000, capped), 200)
    expect(large).toBeLessThan(small * 2)
  }, 60_000)

  test('[CQ8] [RG1] takes little more where contacts ring at several, and agents turn them down', () => {
    const small = worstRing(ringingFloor(250), 100)
    const large = worstRing(ringingFloor(4_000), 100)
    expect(small).toBeGreaterThan(20)
    expect(large).toBeLessThan(small * 2)
  }, 60_000)

  test('[CQ8] takes nothing when there is nothing to do', () => {
    const floor = busyFloor(500, 2_000)
    const before = floor.effort.steps
    expect(carryOut(floor, { type: 'distribute' })).toEqual([])
    expect(carryOut(floor, { type: 'passTime' })).toEqual([])
    expect(floor.effort.steps).toBe(before)
  })

  test('[CQ8] does not look through a queue that nobody can serve', () => {
    const floor = busyFloor(200, 500)
    const lost = { requirements: [{ skill: 'latin', level: 1 }], priorityMs: 3_600_000 }
    for (let i = 0; i < 2_000; i++) carryOut(floor, enqueue(contact(`latin${i}`), lost))
    expect(worstTurn(floor, 100)).toBeLessThan(worstTurn(busyFloor(200, 500), 100) * 2)
  })

  test('a place and a summary do not scan either', () => {
    const floor = busyFloor(100, 20_000)
    const before = floor.effort.steps
    expect(placeInLine(floor, contact('c20099'))).toBeGreaterThan(19_900)
    expect(queueSummary(floor, desk).waiting).toBeGreaterThan(19_900)
    expect(floor.effort.steps - before).toBeLessThan(40)
  })
})
