/** What fits beside what an agent has: units by channel and agent, interruption, and parked talks that wake. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChannelName } from '../channels/index.ts'
import type { AgentId, ContactId } from '../model/ids.ts'
import { seconds } from '../model/time.ts'
import {
  contactOf,
  contactsOf,
  liveContacts,
  nextDeadline,
  queueSummary,
  restoreFloor,
  usedUnits,
  type AgentRules,
  type Command,
  type QueueRules,
} from './index.ts'
import {
  agentRules,
  ann,
  atWork,
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
  queueRules,
  restart,
  Story,
  transfer,
} from './story.ts'

const park = (by: AgentId, id: ContactId) =>
  ({ type: 'parkContact', agent: by, contact: id }) as const satisfies Command
const note = (id: ContactId) => ({ type: 'noteMessage', contact: id }) as const satisfies Command
const on = (channel: ChannelName, id: ContactId): Command => enqueue(id, { channel })
const wide = (change: Partial<AgentRules>, rules: Partial<QueueRules> = {}) =>
  house([agentRules(ann, { capacityUnits: 100, ...change })], [queueRules(desk, rules)])

describe('channels', () => {
  test('[CA1] take what each of them says', () => {
    const story = given(wide({}), atWork(ann), on('chat', carl), on('voice', dora)).accept(ann)
    expect(usedUnits(story.floor, ann)).toBe(25)
    expect(story.phase(dora)).toBe('queued')
    story.given(close(carl)).at('10:01:05')
    expect(story.offerTo(ann).contact).toBe(dora)
    expect(usedUnits(story.floor, ann)).toBe(100)
  })

  test('[CA3] take of an agent what the agent’s rules say', () => {
    const rules = wide({ capacityUnits: 150, channels: { chat: { units: 50 }, email: { units: 10, max: 2 } } })
    const story = given(rules, atWork(ann), on('chat', carl)).accept(ann)
    expect(usedUnits(story.floor, ann)).toBe(50)
    for (const name of ['e1', 'e2', 'e3']) story.given(on('email', contact(name)))
    story.accept(ann).accept(ann)
    expect(usedUnits(story.floor, ann)).toBe(70)
    expect(story.phase(contact('e3'))).toBe('queued')
    // There is room for chats as before.
    story.when(on('chat', dora)).andThen({ type: 'offerMade', contact: dora })
    expect(queueSummary(story.floor, desk)).toMatchObject({ staffed: 1, free: 0 })
  })

  test('[CA3] are held to their most also by hand', () => {
    const rules = house([
      agentRules(ann, { capacityUnits: 100, channels: { chat: { max: 1 } } }),
      agentRules(ben, { capacityUnits: 100 }),
    ])
    const story = given(rules, atWork(ann), enqueue(carl)).accept(ann).given(atWork(ben), enqueue(dora)).accept(ben)
    story.when(transfer(ben, dora, { agent: ann })).thenRefused('agent.unavailable')
    story.when({ type: 'assignContact', contact: dora, agent: ann, force: true, by: ben }).thenRefused('agent.full')
  })

  test('[CA4] ring beside a talk only where its channel lets them', () => {
    const roomy = wide({ capacityUnits: 300 })
    const story = given(roomy, atWork(ann), on('voice', carl)).accept(ann).given(on('chat', dora), on('video', emil))
    expect([story.phase(dora), story.phase(emil)]).toEqual(['queued', 'queued'])
    story.given(close(carl)).accept(ann)
    // The chat lets a call interrupt it; the wrap-up of the call before interrupts nobody.
    expect(story.offerTo(ann).contact).toBe(emil)
    const own = wide({ capacityUnits: 300, channels: { voice: { interruptedBy: ['chat'] } } })
    const mixed = given(own, atWork(ann), on('voice', carl)).accept(ann).given(on('video', emil), on('chat', dora))
    expect(mixed.offerTo(ann).contact).toBe(dora)
  })
})

describe('a parked talk', () => {
  const parking = (change: Partial<QueueRules> = {}, units = 50) =>
    given(wide({ capacityUnits: units }, change), atWork(ann), enqueue(carl)).accept(ann)

  test('[CA5] keeps a share of its units and its agent', () => {
    const story = parking().at('10:05:00')
    story.when(park(ann, carl)).then({ type: 'contactParked', contact: carl, agent: ann, by: 'agent', units: 7 })
    expect(usedUnits(story.floor, ann)).toBe(7)
    expect(contactsOf(story.floor, ann)).toEqual([carl])
    story.when(park(ann, carl)).thenNothing()
    story.when(park(ben, carl)).thenRefused('contact.notYours')
    story.when(park(ann, dora)).thenRefused('contact.gone')
    story.given(enqueue(dora)).when(park(ann, dora)).thenRefused('contact.notActive')
    story.accept(ann).given(close(carl))
    expect(contactOf(story.floor, carl)?.state).toMatchObject({ phase: 'wrapUp', units: 7 })
  })

  test('[CA5] keeps all of them on a channel that cannot rest', () => {
    const story = given(wide({}), atWork(ann), on('voice', carl)).accept(ann)
    story.when(park(ann, carl)).then({ type: 'contactParked', units: 100 })
    expect(usedUnits(story.floor, ann)).toBe(100)
  })

  test('[CA6] is parked by itself when nobody has written for long', () => {
    const story = parking({ parkAfterMs: seconds(80) })
    // Written at 10:00:30; a second message five seconds later need not be noted.
    story.at('10:00:30').when(note(carl)).then({ type: 'messageNoted' })
    story.at('10:00:35').when(note(carl)).thenNothing()
    story.at('10:01:59').andThen()
    story.at('10:02:00').andThen({ type: 'contactParked', by: 'time', units: 7, at: clock('10:02:00') })
    const email = given(wide({}, { parkAfterMs: seconds(80) }), atWork(ann), on('voice', carl)).accept(ann)
    expect(nextDeadline(email.floor)).toBeNull()
    expect(parking().at('11:00:00').phase(carl)).toBe('active')
  })

  test('[CA7] wakes with a message, and has its units back', () => {
    const story = parking().given(park(ann, carl)).at('10:10:00')
    story.when(note(carl)).then({ type: 'contactWoken', contact: carl, agent: ann })
    expect(usedUnits(story.floor, ann)).toBe(25)
    expect(contactOf(story.floor, carl)?.state).toMatchObject({ parked: null, spokenAt: clock('10:10:00') })
    story.when(note(dora)).thenRefused('contact.gone')
    story.given(enqueue(dora)).when(note(dora)).thenNothing()
  })

  test('[CA7] waits for its units, and nothing new is offered before', () => {
    const story = parking({ wrapUp: 'none' }, 45).given(park(ann, carl), enqueue(dora)).accept(ann)
    story.given(park(ann, dora), enqueue(emil)).accept(ann).at('10:10:00')
    // 7 + 7 + 25: one of them fits.
    story.when(note(carl)).then({ type: 'contactStirred', contact: carl })
    expect(usedUnits(story.floor, ann)).toBe(39)
    story.at('10:10:05').when(note(dora)).then({ type: 'contactStirred', contact: dora })
    story.when(note(carl)).thenNothing()
    story.given(enqueue(contact('finn')))
    story.when(close(emil)).then({ type: 'contactClosed' })
    story.andThen({ type: 'contactWoken', contact: carl })
    expect(usedUnits(story.floor, ann)).toBe(32)
    expect(story.phase(contact('finn'))).toBe('queued')
    story.when(close(carl)).andThen({ type: 'contactWoken', contact: dora })
    story.when(close(dora)).andThen({ type: 'offerMade', contact: contact('finn') })
  })

  test('[CA7] a stirred talk goes before what somebody would give by hand', () => {
    const story = parking()
      .given(park(ann, carl), enqueue(dora))
      .accept(ann)
      .given(park(ann, dora), enqueue(emil))
      .accept(ann)
    story.given(note(carl), enqueue(contact('finn')), away(ann))
    story.when({ type: 'pullContact', agent: ann, contact: contact('finn') }).thenRefused('agent.full')
  })

  test('[RE5] has stirred, or rests, after a restart as before', () => {
    const before = parking().given(park(ann, carl), enqueue(dora)).accept(ann).given(park(ann, dora), enqueue(emil))
    before.accept(ann).given(note(dora))
    const rules = wide({ capacityUnits: 50 })
    const after = new Story(
      restoreFloor({
        epoch: 1,
        queues: rules.queues,
        agents: rules.agents,
        agentRecords: [...before.floor.agents.values()].map((one) => one.record),
        contacts: structuredClone([...liveContacts(before.floor)]),
      }),
    )
    after.now = before.now
    after.given(restart(2), connect(ann))
    expect(usedUnits(after.floor, ann)).toBe(39)
    after.given(close(emil)).at('10:01:00')
    after.andThen({ type: 'wrapUpFinished' }, { type: 'contactClosed' }, { type: 'contactWoken', contact: dora })
  })

  test('[RE5] a talk that an earlier version kept was never parked', () => {
    const before = parking()
    const { state, ...record } = contactOf(before.floor, carl)!
    const old = { phase: 'active', agent: ann, since: clock('10:00:00') } as typeof state
    const rules = wide({})
    const floor = restoreFloor({
      epoch: 1,
      queues: rules.queues,
      agents: rules.agents,
      agentRecords: [],
      contacts: [{ ...record, state: old }],
    })
    expect(contactOf(floor, carl)?.state).toEqual({ ...old, spokenAt: clock('10:00:00'), parked: null })
  })
})

test('[fault 17] talks that wake at once never put more on an agent than fits', () => {
  const stirred = { count: 0, woken: 0 }
  const names = Array.from({ length: 12 }, (_, i) => contact(`t${i}`))
  const aStep = fc.oneof(
    { weight: 4, arbitrary: fc.constant('take' as const) },
    { weight: 3, arbitrary: fc.nat(11).map((at) => ({ park: at })) },
    { weight: 4, arbitrary: fc.nat(11).map((at) => ({ note: at })) },
    { weight: 1, arbitrary: fc.nat(11).map((at) => ({ close: at })) },
    { weight: 1, arbitrary: fc.constantFrom(50, 75, 100).map((units) => ({ capacity: units })) },
  )
  fc.assert(
    fc.property(fc.constantFrom(50, 60, 100), fc.array(aStep, { maxLength: 60, size: 'max' }), (units, steps) => {
      const story = given(wide({ capacityUnits: units }, { wrapUp: 'none' }), atWork(ann))
      let most: number = units
      let next = 0
      for (const step of steps) {
        if (step === 'take') {
          if (next < names.length) story.when(enqueue(names[next++]!))
          if (story.floor.agents.get(ann)!.ringing !== null) story.accept(ann)
        } else if ('capacity' in step) {
          // A cut binds as work ends (CA2).
          most = Math.max(step.capacity, usedUnits(story.floor, ann))
          story.when(wide({ capacityUnits: step.capacity }, { wrapUp: 'none' }))
        } else if ('park' in step) story.when(park(ann, names[step.park]!))
        else if ('note' in step) story.when(note(names[step.note]!))
        else story.when(close(names[step.close]!))
        for (const event of [...story.decided, ...story.followed]) {
          if (event.type === 'contactStirred') stirred.count++
          if (event.type === 'contactWoken') stirred.woken++
        }
        // The story has checked the floor by its records after each event; this is the cap itself.
        expect(usedUnits(story.floor, ann)).toBeLessThanOrEqual(most)
      }
    }),
    { numRuns: 450 },
  )
  expect(stirred.count).toBeGreaterThan(30)
  expect(stirred.woken).toBeGreaterThan(30)
})
