/** A simulated day beside itself: the same rules give the same day, other rules another, and each for the reason that was changed. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { QueueRules } from '../acd/index.ts'
import { noHours } from '../app/opening.ts'
import { mean, usualGoal } from '../metrics/index.ts'
import { durationMs, seconds } from '../model/time.ts'
import { runDay } from '../sim/day.ts'
import { noFaults } from '../sim/faults.ts'
import { simOrganisation } from '../sim/organisation.ts'
import { compare, type Comparison } from './compare.ts'
import type { DayFigures } from './figures.ts'
import { firstRules, recordedIn } from './record.ts'
import { table } from './report.ts'
import type { Recorded } from './rerun.ts'
import type { Policy } from './what-if.ts'

let record: readonly Recorded[] = []

const rules = simOrganisation.queues.map((queue) => queue.rules)

function beside(queues: readonly QueueRules[], more: Partial<Policy> = {}, runs = 3): Comparison {
  const policy: Policy = { queues, agents: new Map(), openingOf: noHours, ...more }
  return compare(record, firstRules(record)!, { span: {}, goal: usualGoal, policy, runs, seed: 1 })
}

const changed = (change: Partial<QueueRules>): readonly QueueRules[] => rules.map((queue) => ({ ...queue, ...change }))

beforeAll(async () => {
  const kept = (store: Parameters<typeof recordedIn>[0]): void => void (record = [...recordedIn(store)])
  await runDay({ seed: 5, isDrawn: false, hours: 0.3, faults: noFaults, customerEveryMs: seconds(6), kept })
}, 120_000)

describe('a day beside itself', () => {
  test('under the same rules is nearly the same: what is recorded of people is what they do', () => {
    const { rerun, before, after, doubts } = beside(rules)
    expect(rerun.differences).toEqual([])
    expect(doubts).toEqual([])
    expect(before.all.came).toBeGreaterThan(120)
    expect(before.all.answered).toBeGreaterThan(80)
    // What is drawn differs from run to run: on the average it is what happened.
    const apart = (of: (day: DayFigures) => number): number => Math.abs(mean(after.map(of))! - of(before))
    expect(apart(({ all }) => all.came)).toBe(0)
    expect(apart(({ all }) => all.answered)).toBeLessThan(0.1 * before.all.answered)
    expect(apart(({ all }) => all.level!)).toBeLessThan(0.2)
    expect(apart(({ meanOccupancy }) => meanOccupancy!)).toBeLessThan(0.1)
    expect(apart(({ all }) => all.transfers)).toBeLessThan(2 + 0.5 * before.all.transfers)
  })

  test('is the same for the same seed', () => {
    expect(beside(rules, {}, 1).after).toEqual(beside(rules, {}, 1).after)
  })

  test('with agents left alone after each missed offer it gets worse, without wrap-up better', () => {
    const [longer, none] = [beside(changed({ offerGapMs: seconds(120) })), beside(changed({ wrapUp: 'none' }))]
    const wait = (of: Comparison): number => mean(of.after.map(({ all }) => all.meanWaitMs!))!
    expect(wait(longer)).toBeGreaterThan(longer.before.all.meanWaitMs! * 1.02)
    expect(wait(none)).toBeLessThan(none.before.all.meanWaitMs!)
    for (const { meanOccupancy } of none.after) expect(meanOccupancy).toBeLessThan(none.before.meanOccupancy!)
  })

  test('with a limit to the line turns newcomers away, closed sends them on', () => {
    const full = beside(changed({ lengthMax: 0 }), {}, 1).after[0]!
    expect(full.all.turnedAway).toBe(full.all.came)
    const [first, second] = [rules[0]!.id, rules[1]!.id]
    const overflow = [{ name: 'closed', when: { measure: 'closed' }, to: { queue: second }, waiting: true }] as const
    const closed = rules.map((queue) => (queue.id === first ? { ...queue, overflow } : queue))
    const openingOf: Policy['openingOf'] = (queue) => (queue === first ? { open: false, changesAt: null } : null)
    const { before, after } = beside(closed, { openingOf }, 1)
    expect(before.queues.get(first)!.overflows).toBe(0)
    expect(after[0]!.queues.get(first)!.overflows).toBeGreaterThanOrEqual(before.queues.get(first)!.came)
  })

  test('with agents who can do more at once serves sooner', () => {
    const agents = firstRules(record)!.agents.map((agent) => ({ ...agent, capacityUnits: 400 }))
    const { before, after } = beside(rules, { agents: new Map(agents.map((agent) => [agent.id, agent])) })
    for (const { all, load } of after) {
      expect(all.meanWaitMs!).toBeLessThan(before.all.meanWaitMs!)
      expect(load!).toBeLessThan(before.load!)
    }
  })

  test('says what cannot be known', () => {
    const { doubts } = beside(changed({ parkAfterMs: durationMs(60_000) }).slice(1), {}, 1)
    expect(doubts[0]).toContain(rules[0]!.id)
    expect(doubts.filter((doubt) => doubt.includes('messages'))).toHaveLength(rules.length - 1)
  })

  test('stands in a table, both side by side', () => {
    const { before, after } = beside(rules)
    const lines = table(before, after, { queue: (id) => `Q ${id}`, agent: (id) => `A ${id}` })
    expect(lines[0]).toMatch(/before +after \(3 runs/)
    expect(lines.filter((line) => line.startsWith('  service level'))).toHaveLength(1 + before.queues.size)
    expect(lines.filter((line) => line.startsWith('  A '))).toHaveLength(before.occupancy.size)
    expect(lines.every((line) => line.length <= 100)).toBe(true)
    if (process.env['SHOW'] !== undefined) console.log(lines.join('\n'))
  })
})
