/** A record decided again: as it was nothing differs; whatever is changed in it is found, at its place. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { restoreFloor, type Command, type FloorEvent, type RuleSet } from '../acd/index.ts'
import { aRun, run } from '../acd/random-story.ts'
import * as tale from '../acd/story.ts'
import { describeDifference } from './difference.ts'
import { firstRules } from './record.ts'
import { nobody, rerun, type Recorded, type Rerun } from './rerun.ts'

const { ann, ben, carl, dora, desk } = tale

const rules: RuleSet = {
  agents: [tale.agentRules(ann), tale.agentRules(ben)],
  queues: [tale.queueRules(desk, { declineCoolDownMs: 5_000 as never })],
}

const numbered = (events: readonly FloorEvent[]): readonly Recorded[] =>
  events.map((event, at) => ({ number: at + 1, event }))

const again = (events: readonly FloorEvent[]): Rerun => rerun(numbered(events), nobody, null)

/** A story that is written down, by a hub that tells its rules at its start. */
class Day {
  readonly events: FloorEvent[] = []
  story = new tale.Story(restoreFloor({ epoch: 0, ...rules, agentRecords: [], contacts: [] }))

  constructor() {
    this.when({ type: 'startEpoch', epoch: 1, rules })
  }

  when(...commands: readonly Command[]): this {
    for (const command of commands) {
      this.story.given(command)
      this.#note()
    }
    return this
  }

  at(text: string): this {
    this.story.at(text)
    this.#note()
    return this
  }

  accept = (by: typeof ann): this => this.when({ type: 'acceptOffer', agent: by, ...this.story.offerTo(by) })
  decline = (by: typeof ann): this => this.when({ type: 'declineOffer', agent: by, ...this.story.offerTo(by) })

  /** Stopped, and started again by the rows it left. */
  restart(epoch: number, offersMade = 0): this {
    const { floor, now } = this.story
    this.story = new tale.Story(
      restoreFloor({
        epoch: floor.epoch,
        offersMade,
        ...rules,
        agentRecords: [...floor.agents.values()].map(({ record }) => record),
        queueRecords: [...floor.queues.values()].map(({ record }) => record),
        contacts: [...floor.contacts.values()].map(({ record }) => record),
      }),
    )
    this.story.now = now
    return epoch === floor.epoch ? this : this.when(tale.restart(epoch))
  }

  #note(): void {
    this.events.push(...this.story.decided, ...this.story.followed)
  }
}

const aDay = (): Day =>
  new Day()
    .when(...tale.atWork(ann), tale.enqueue(carl), tale.enqueue(dora))
    .decline(ann)
    .when(...tale.atWork(ben))
    .accept(ben)
    .at('10:00:06')

describe('decided again', () => {
  test('a day is as it was, offers and all', () => {
    const { events } = aDay().accept(ann).at('10:01:00').when(tale.close(carl), tale.close(dora)).at('11:00:00')
    expect(again(events)).toMatchObject({ events: events.length, decided: events.length, differences: [] })
    expect(again(events).offers).toBeGreaterThan(2)
  })

  test('a restart is as it was: the rules stand in the record once, and go on', () => {
    const { events } = aDay().restart(2).at('10:00:20').when(tale.connect(ann), tale.connect(ben)).at('10:30:00')
    expect(again(events)).toMatchObject({ decided: events.length, differences: [] })
  })

  test('numbers that a lost tick has used are passed over', () => {
    const day = aDay().accept(ann).when(tale.close(carl), tale.close(dora)).at('10:05:00').restart(1, 40)
    const { events } = day.when(tale.enqueue(tale.emil)).at('10:05:10')
    expect(events.filter(({ type }) => type === 'offerMade').at(-1)).toMatchObject({ offer: 'ofr_1.41' })
    expect(again(events).differences).toEqual([])
  })

  test('[RE5] whatever happened under whatever rules is decided again', () => {
    const stories = fc.property(aRun, ([configure, steps]) => {
      const none: RuleSet = { queues: [], agents: [] }
      const events: FloorEvent[] = [{ type: 'epochStarted', at: tale.clock('10:00:00'), epoch: 1, rules: none }]
      const story = new tale.Story().given(tale.restart(1))
      const note = (): void => void events.push(...story.decided, ...story.followed)
      const comers = configure.type === 'configure' ? tale.atWork(...configure.agents.map(({ id }) => id)) : []
      for (const command of [configure, ...comers]) {
        story.given(command)
        note()
      }
      // A story starts a new epoch without reading anything back; simulated days start as a hub does.
      const within = steps.filter((step) => !('restart' in step))
      run(story, within, (event) => void events.push(event))
      expect(again(events).differences.map(describeDifference)).toEqual([])
      expect(again(events)).toMatchObject({ decided: events.length })
    })
    fc.assert(stories, { numRuns: 60 })
  }, 60_000)

  test('[RG3] a contact that rang at several is theirs again who were fastest', () => {
    const ringing: RuleSet = { ...rules, queues: [tale.queueRules(desk, { strategy: 'ring-group' })] }
    const day = new Day().when({ type: 'configure', ...ringing }, ...tale.atWork(ann, ben), tale.enqueue(carl))
    const { events } = day.accept(ben).when(tale.enqueue(dora), tale.close(carl)).at('10:02:00').when(tale.close(dora))
    expect(events.filter((event) => event.type === 'offerEnded' && event.cause === 'answered')).toHaveLength(1)
    expect(again(events)).toMatchObject({ decided: events.length, differences: [] })
  })

  test('data of before the rules were recorded is taken as it is, and decided from the first rules on', () => {
    const { events } = aDay().accept(ann)
    const old = events.map((event) => (event.type === 'epochStarted' ? { ...event, rules: undefined } : event))
    expect(rerun(numbered(old as FloorEvent[]), nobody, rules)).toMatchObject({ decided: 0, differences: [] })
    expect(firstRules(numbered(events))).toEqual(rules)
    expect(firstRules(numbered(old as FloorEvent[]))).toBeNull()
  })
})

describe('what is changed in a record is found', () => {
  const { events } = aDay().accept(ann).at('10:01:00').when(tale.close(carl), tale.close(dora)).at('11:00:00')
  const offers = events.flatMap((event, at) => (event.type === 'offerMade' ? [at] : []))

  test.each(offers)('an offer to somebody else: event %i', (at) => {
    const other = events.map((event, place) =>
      place === at && event.type === 'offerMade' ? { ...event, agent: event.agent === ann ? ben : ann } : event,
    )
    expect(again(other).differences[0]?.number).toBe(at + 1)
  })

  test.each(offers)('an offer that is missing: event %i', (at) => {
    const [difference] = again(events.filter((_, place) => place !== at)).differences
    // At the latest with its answer.
    expect(difference?.number).toBeGreaterThan(at - 1)
    expect(difference?.number).toBeLessThan(at + 5)
  })

  test('an offer a second late', () => {
    const at = offers.at(-1)!
    const late = events.map((event, place) =>
      place === at
        ? ({ ...event, at: event.at + 1_000, deadline: (event as { deadline: number }).deadline + 1_000 } as never)
        : event,
    )
    expect(again(late).differences[0]?.number).toBe(at + 1)
  })

  test('a deadline that was passed over', () => {
    const at = events.findIndex(({ type }) => type === 'wrapUpFinished')
    expect(again(events.filter((_, place) => place < at || place > at + 1)).differences).toHaveLength(1)
  })
})
