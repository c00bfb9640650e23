/**
 * What must hold whatever happens: random commands, among them wrong and late ones, with time passing between them. The
 * floor is checked after every event; a floor restored from the records must go on exactly as the live one.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ContactId } from '../model/ids.ts'
import { instant } from '../model/time.ts'
import {
  agentOf,
  checkFloor,
  contactOf,
  createFloor,
  decide,
  evolve,
  firstInLine,
  isRefusal,
  liveContacts,
  nextDeadline,
  placeInLine,
  queueRecordOf,
  queueSummary,
  restoreFloor,
  touched,
  type Floor,
  type FloorEvent,
} from './index.ts'
import { aRun, aStep, begin, contacts, run } from './random-story.ts'
import { carl, Story } from './story.ts'

/** Everything about a floor that a row or a screen could show. */
const seen = (floor: Floor) => ({
  epoch: floor.epoch,
  agents: [...floor.agents.keys()].sort().map((id) => agentOf(floor, id)),
  contacts: [...floor.contacts.keys()].sort().map((id) => contactOf(floor, id)),
  queues: [...floor.queues.keys()].sort().map((id) => queueRecordOf(floor, id)),
})

describe('any sequence of commands', () => {
  test('[CA2] keeps one phase, one offer, capacity and every index', () => {
    const counts = new Map<string, number>()
    const count = (event: FloorEvent) => counts.set(event.type, (counts.get(event.type) ?? 0) + 1)
    fc.assert(
      // The story checks the floor after every single event.
      fc.property(aRun, ([rules, steps]) => run(begin(rules), steps, count)),
      { numRuns: 800 },
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
      'contactParked',
      'contactWoken',
      'channelChanged',
      'agentEngaged',
      'agentReleased',
      'contactOverflowed',
      'overflowChanged',
      'hoursChanged',
      'contactHeld',
      'callStarted',
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
            const { agents: named, contacts: also, queues = [] } = touched(event)
            for (const id of [...named, ...also, ...queues]) changed.add(id)
            // New rules say themselves which queues there are, and what of an old rule still holds.
            if (event.type === 'configured') for (const id of rows.keys()) if (id.startsWith('que_')) changed.add(id)
            // Its contacts' rows may lag: see the comment on `touched`.
            isWholesale ||= event.type === 'epochStarted'
          })
          const next = rowsOf(story.floor)
          for (const id of new Set([...rows.keys(), ...next.keys()])) {
            if (
              rows.get(id) !== next.get(id) &&
              !isWholesale &&
              (rows.has(id) || id.startsWith('cnt_')) &&
              (next.has(id) || !id.startsWith('que_'))
            ) {
              expect(changed, `${JSON.stringify(step)} changed ${id}`).toContain(id)
            }
          }
          rows = next
        }
      }),
      { numRuns: 100 },
    )
  })

  test('[CQ4] the first of a line are those with the first places', () => {
    let longest = 0
    fc.assert(
      fc.property(aRun, ([rules, steps]) => {
        const story = begin(rules)
        run(story, steps, () => {
          for (const id of story.floor.queues.keys()) {
            const first = firstInLine(story.floor, id, 3)
            expect(first.map((one) => placeInLine(story.floor, one))).toEqual(first.map((_, at) => at + 1))
            expect(first.length).toBe(Math.min(3, queueSummary(story.floor, id).waiting))
            longest = Math.max(longest, first.length)
          }
        })
      }),
      { numRuns: 60 },
    )
    expect(longest).toBe(3)
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
            if (
              event.type === 'contactRequeued' &&
              ['transfer', 'assigned', 'overflow', 'agentLost'].includes(event.cause)
            )
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
    queueRecords: structuredClone([...floor.queues.values()].map((one) => one.record)),
    contacts: structuredClone([...liveContacts(floor)]),
  })

const rowsOf = (floor: Floor): Map<string, string> =>
  new Map<string, string>([
    ...[...floor.agents.values()].map(({ record }) => [record.id, JSON.stringify(record)] as const),
    ...[...floor.contacts.values()].map(({ record }) => [record.id, JSON.stringify(record)] as const),
    ...[...floor.queues.values()].map(({ record }) => [record.id, JSON.stringify(record)] as const),
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
