/** Virtual hold and call-back: a place kept without waiting in person. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ContactId } from '../model/ids.ts'
import { minutes, seconds } from '../model/time.ts'
import {
  agentOf,
  contactOf,
  contactsOf,
  liveContacts,
  placeInLine,
  restoreFloor,
  usedUnits,
  whyWaiting,
  type CallBackRules,
  type Command,
  type FloorEvent,
  type QueueRules,
} from './index.ts'
import {
  agentRules,
  ann,
  atWork,
  available,
  away,
  ben,
  carl,
  clock,
  close,
  connect,
  contact,
  desk,
  dora,
  emil,
  enqueue,
  given,
  house,
  lose,
  loseCustomer,
  queueRules,
  restart,
  sales,
  Story,
} from './story.ts'

const hold = (id: ContactId) => ({ type: 'holdContact', contact: id }) as const satisfies Command
const resume = (id: ContactId) => ({ type: 'resumeContact', contact: id }) as const satisfies Command

const calls = (change: Partial<CallBackRules> = {}): CallBackRules => ({
  mode: 'agent-first',
  joinMs: seconds(45),
  attemptsMax: 2,
  gapMs: minutes(2),
  ...change,
})
const houses = (change: Partial<CallBackRules> = {}, rules: Partial<QueueRules> = {}) =>
  house(
    [agentRules(ann), agentRules(ben)],
    [queueRules(desk, { callBack: calls(change), ...rules }), queueRules(sales)],
  )
const customerFirst = houses({ mode: 'customer-first' })

describe('a place that is kept', () => {
  test('[CB1] is the one the contact had, however long its customer is away', () => {
    const story = given(houses(), enqueue(carl)).at('10:00:10').given(enqueue(dora)).at('10:01:00')
    story.when(hold(carl)).then({ type: 'contactHeld', contact: carl, mode: 'agent-first' })
    story.when(hold(carl)).thenNothing()
    story.given(loseCustomer(carl)).at('10:20:00')
    expect(contactOf(story.floor, carl)).toMatchObject({ enqueuedAt: clock('10:00:00'), hold: { calls: 0 } })
    expect(placeInLine(story.floor, carl)).toBe(1)
    expect(story.phase(dora)).toBe('queued')
    story.when(hold(contact('nobody'))).thenRefused('contact.gone')
  })

  test('[OF10] accepted begins an agent’s count of missed offers anew, whether or not its customer comes', () => {
    const story = given(
      houses({}, { missesBeforeAway: 2, offerGapMs: seconds(0) }),
      enqueue(carl),
      hold(carl),
      enqueue(dora),
    )
    // One is missed, the next accepted: its customer does not come.
    story.given(loseCustomer(carl), ...atWork(ann)).at('10:00:20')
    expect(agentOf(story.floor, ann)).toMatchObject({ missed: 1, status: 'available' })
    story.accept(ann)
    expect(agentOf(story.floor, ann)).toMatchObject({ missed: 0, status: 'available' })
  })

  test('[CB1] is not asked for while it rings, or in talk', () => {
    const story = given(houses(), atWork(ann), enqueue(carl)).when(hold(carl)).thenRefused('contact.notWaiting')
    story.accept(ann).when(hold(carl)).thenRefused('contact.notWaiting')
  })

  test('[CB2] goes on in person when the customer is back in time', () => {
    const story = given(houses(), enqueue(carl), hold(carl), loseCustomer(carl)).at('10:10:00')
    story.when(resume(carl)).then({ type: 'contactResumed', contact: carl })
    expect(contactOf(story.floor, carl)).toMatchObject({ hold: null, customerLostAt: null })
    story.when(resume(carl)).thenRefused('callBack.gone')
    // Back while it rings: whoever accepts has them at once.
    const ringing = given(houses(), enqueue(carl), hold(carl), atWork(ann)).given(resume(carl)).accept(ann)
    expect(ringing.phase(carl)).toBe('active')
    // From now on the grace counts again.
    story.given(loseCustomer(carl)).at('10:12:00')
    expect(story.phase(carl)).toBe('closed')
  })

  test('[CB7] is given up without having abandoned', () => {
    const story = given(houses(), enqueue(carl), hold(carl))
    story.when(close(carl)).then({ type: 'contactClosed', by: 'customer', outcome: 'closed' })
  })

  test('[CB8] comes by itself where a rule says so', () => {
    const rule = { name: 'crowded', when: { measure: 'waiting', above: 1, until: 0 }, to: { way: 'callBack' } } as const
    const story = given(houses({}, { overflow: [{ ...rule, waiting: true }] }), enqueue(carl), enqueue(dora))
    // Once two wait the rule holds for both of them; nobody leaves the queue.
    expect([carl, dora].map((id) => contactOf(story.floor, id)?.hold)).not.toContain(null)
    story
      .when(enqueue(emil))
      .then(
        { type: 'contactQueued', queue: desk },
        { type: 'contactOverflowed', to: { way: 'callBack' } },
        { type: 'contactHeld', contact: emil },
      )
    expect(placeInLine(story.floor, emil)).toBe(3)
  })
})

describe('the agent first', () => {
  test('[CB3] an agent accepts, then the customer is called, and comes', () => {
    const story = given(houses(), enqueue(carl), hold(carl)).at('10:05:00').given(atWork(ann)).accept(ann)
    story.then({ type: 'callStarted', contact: carl, agent: ann, call: 1, deadline: clock('10:05:45') })
    expect(usedUnits(story.floor, ann)).toBe(25)
    story.at('10:05:20').when(resume(carl)).then({ type: 'customerJoined', contact: carl, agent: ann })
    expect(contactOf(story.floor, carl)?.state).toMatchObject({ phase: 'active', agent: ann, since: clock('10:05:20') })
    expect(contactOf(story.floor, carl)?.hold).toBeNull()
  })

  test('[CB3] an agent who declines has cost no call', () => {
    const story = given(houses(), enqueue(carl), hold(carl), atWork(ann)).decline(ann)
    expect(contactOf(story.floor, carl)?.hold).toMatchObject({ calls: 0 })
    story.at('10:00:10').andThen({ type: 'holdEnded' }, { type: 'offerMade', contact: carl, agent: ann })
  })

  test('[CB6] a customer who does not come frees the agent and is called again later, at the old place', () => {
    const story = given(houses(), enqueue(carl), hold(carl), atWork(ann)).accept(ann).given(enqueue(dora))
    story
      .at('10:00:45')
      .andThen(
        { type: 'callFailed', contact: carl, agent: ann, until: clock('10:02:45') },
        { type: 'offerMade', contact: dora, agent: ann },
      )
    expect(placeInLine(story.floor, carl)).toBe(1)
    expect(whyWaiting(story.floor, carl)).toMatchObject({ reason: 'resting', agents: null })
    story.accept(ann).at('10:02:45').andThen({ type: 'restEnded', contact: carl })
    story.given(enqueue(emil)).when(close(dora)).at('10:03:45')
    expect(story.offerTo(ann).contact).toBe(carl)
    story.accept(ann).then({ type: 'callStarted', call: 2 })
    story
      .at('10:04:30')
      .andThen(
        { type: 'callFailed', until: null },
        { type: 'contactClosed', by: 'system', outcome: 'unreached', agent: null },
        { type: 'offerMade', contact: emil },
      )
  })

  test('[CB6] who comes too late, or while the next call is still to come, waits in person', () => {
    const story = given(houses(), enqueue(carl), hold(carl), atWork(ann)).accept(ann)
    story.now = clock('10:00:45')
    story.when(resume(carl)).thenRefused('callBack.gone')
    story.at('10:01:00').given(atWork(ann)).when(resume(carl)).then({ type: 'contactResumed' })
    story.andThen({ type: 'offerMade', contact: carl })
  })

  test('[CB3] taken by hand, the customer is called likewise', () => {
    const story = given(houses(), connect(ann), away(ann), enqueue(carl), hold(carl))
    story
      .when({ type: 'pullContact', agent: ann, contact: carl })
      .then({ type: 'callStarted', agent: ann, offer: null })
    story
      .when({ type: 'assignContact', contact: carl, agent: ben, force: true, by: ben })
      .thenRefused('contact.notWaiting')
  })

  test('[CB5] a call goes back with an agent who is lost for good', () => {
    const story = given(houses({ joinMs: minutes(5) }), enqueue(carl), hold(carl), atWork(ann))
      .accept(ann)
      .given(lose(ann))
    story
      .at('10:01:00')
      .andThen({ type: 'agentGraceEnded' }, { type: 'contactRequeued', contact: carl, cause: 'agentLost' })
    story.given(atWork(ben)).accept(ben).then({ type: 'callStarted', agent: ben })
  })
})

describe('the customer first', () => {
  test('[CB4] is called when it is their turn, and offered at once when they come', () => {
    const story = given(customerFirst, enqueue(carl), hold(carl), enqueue(dora)).at('10:05:00').given(connect(ann))
    story.when({ type: 'setPresence', agent: ann, status: 'available', reason: '' })
    story.andThen({ type: 'callStarted', contact: carl, agent: ann, offer: null, deadline: clock('10:05:45') })
    expect(usedUnits(story.floor, ann)).toBe(25)
    story.at('10:05:30').when(resume(carl))
    story.then({ type: 'customerJoined', agent: null }, { type: 'contactRequeued', cause: 'callBack', prefer: ann })
    story.andThen({ type: 'offerMade', contact: carl, agent: ann })
    story.accept(ann).then({ type: 'offerAccepted' })
  })

  test('[CB4] does not wait for an agent who has gone meanwhile', () => {
    const story = given(customerFirst, enqueue(carl), hold(carl), atWork(ann), away(ann), atWork(ben))
    story.when(resume(carl)).andThen({ type: 'offerMade', contact: carl, agent: ben })
  })

  test('[CB6] who does not come lets the next one have the agent', () => {
    const story = given(customerFirst, enqueue(carl), hold(carl), enqueue(dora), atWork(ann)).at('10:00:45')
    story.andThen({ type: 'callFailed', contact: carl }, { type: 'offerMade', contact: dora, agent: ann })
  })
})

test('[CB1] [RE5] is the same after a restart', () => {
  const rules = customerFirst
  const before = given(rules, enqueue(carl), hold(carl), enqueue(dora), hold(dora), atWork(ann)).at('10:00:30')
  const after = new Story(
    restoreFloor({
      epoch: 1,
      queues: rules.queues,
      agents: rules.agents,
      agentRecords: structuredClone([...before.floor.agents.values()].map((one) => one.record)),
      contacts: structuredClone([...liveContacts(before.floor)]),
    }),
  )
  after.now = before.now
  after.given(restart(2), connect(ann)).at('10:00:45')
  expect([after.phase(carl), after.phase(dora)]).toEqual(['resting', 'called'])
  expect(contactsOf(after.floor, ann)).toEqual([dora])
})

test('[fault 14] never two calls of one contact, nor more than agents are free, and no older one is overtaken', () => {
  const names = Array.from({ length: 8 }, (_, i) => contact(`c${i}`))
  const aStep = fc.oneof(
    { weight: 3, arbitrary: fc.nat(7).map((at) => ({ resume: at })) },
    { weight: 4, arbitrary: fc.constantFrom(ann, ben).map((by) => ({ accept: by })) },
    { weight: 2, arbitrary: fc.constantFrom(ann, ben).map((by) => ({ decline: by })) },
    { weight: 3, arbitrary: fc.nat(7).map((at) => ({ close: at })) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 60 }).map((wait) => ({ wait })) },
    { weight: 3, arbitrary: fc.constantFrom(ann, ben).map((by) => ({ free: by })) },
  )
  let called = 0
  fc.assert(
    fc.property(
      fc.constantFrom('agent-first', 'customer-first'),
      fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      fc.array(aStep, { maxLength: 60, size: 'max' }),
      (mode, isHeld, steps) => {
        const story = given(houses({ mode }, { wrapUp: 'none' }))
        for (const [at, id] of names.entries()) {
          story.at(`10:00:0${at}`).given(enqueue(id))
          if (isHeld[at]) story.given(hold(id))
        }
        story.at('10:00:10').given(connect(ann), connect(ben))
        const live = new Set<ContactId>()
        const look = (event: FloorEvent) => {
          if (event.type === 'callStarted') {
            expect(live.has(event.contact)).toBe(false)
            live.add(event.contact)
            called++
            // One unit of capacity behind each call, and both agents have room for one.
            expect(live.size).toBeLessThanOrEqual(2)
          }
          // A call that follows an accepted offer was chosen with the offer.
          const isChosen = event.type === 'offerMade' || (event.type === 'callStarted' && event.offer === null)
          // Of what happened earlier in a wait the floor no longer shows who else was waiting then.
          if (isChosen && event.at === story.now) {
            const since = contactOf(story.floor, event.contact)?.enqueuedAt ?? 0
            const older = [...liveContacts(story.floor)].filter(
              (one) => one.state.phase === 'queued' && one.enqueuedAt < since,
            )
            // Who passed this agent is spared for a while; nobody else may be older and still wait.
            expect(older.filter((one) => one.passedBy.length === 0)).toEqual([])
          }
          if (event.type === 'callFailed' || event.type === 'customerJoined') live.delete(event.contact)
          if (event.type === 'contactClosed' || event.type === 'contactRequeued') live.delete(event.contact)
        }
        for (const step of steps) {
          story.decided = story.followed = []
          if ('wait' in step) story.at(new Date(story.now + step.wait * 1_000).toISOString().slice(11, 19))
          else if ('resume' in step) story.when(resume(names[step.resume]!))
          else if ('close' in step) story.when(close(names[step.close]!))
          else if ('free' in step) story.when(available(step.free))
          else {
            const by = 'accept' in step ? step.accept : step.decline
            if (story.floor.agents.get(by)!.ringing === null) continue
            if ('accept' in step) story.accept(by)
            else story.decline(by)
          }
          for (const event of [...story.decided, ...story.followed]) look(event)
        }
      },
    ),
    { numRuns: 150 },
  )
  expect(called).toBeGreaterThan(30)
})
