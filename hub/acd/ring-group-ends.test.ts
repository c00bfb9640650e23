/** A contact that rings at several: one agent alone, what ends all of it, new configuration, and its record. */
import { describe, expect, test } from 'vitest'
import type { AgentId } from '../model/ids.ts'
import { seconds } from '../model/time.ts'
import { checkFloor, contactOf, restoreFloor, ringAt, usedUnits, type Command, type ContactRecord } from './index.ts'
import { crew, dan, eve, everybody, group, houses, ringing, rung } from './ring-story.ts'
import {
  agentRules,
  ann,
  atWork,
  away,
  ben,
  carl,
  cho,
  clock,
  close,
  connect,
  desk,
  emil,
  enqueue,
  given,
  lose,
  loseCustomer,
  queueRules,
  restart,
  sales,
  transfer,
} from './story.ts'

const assign = (to: AgentId, force = false): Command => ({
  type: 'assignContact',
  contact: carl,
  agent: to,
  force,
  by: eve,
})

describe('one agent alone', () => {
  test('[RG6] is rung for a contact that was handed to them', () => {
    const story = ringing()
      .accept(ann)
      .given(transfer(ann, carl, { agent: dan }))
    expect(rung(story)).toEqual([dan])
    expect(story.followed[0]).not.toHaveProperty('ring')
    story.decline(dan)
    expect(rung(story)).toEqual([ben, cho, eve])
  })

  test('[RG6] is rung for a contact that would like to return, and the group when they decline', () => {
    const story = ringing({ agentGraceMs: seconds(10) })
      .accept(ann)
      .given(...[ben, cho, dan, eve].map((id) => away(id)))
    story.given(lose(ann)).at('10:00:10').given(atWork(ann))
    story.given(atWork(ben, cho, dan))
    expect(rung(story)).toEqual([ann])
    story.decline(ann)
    expect(rung(story)).toEqual([ben, cho, dan])
  })
})

describe('what ends all', () => {
  test('[RG7] the customer leaves: every offer is canceled', () => {
    const story = ringing().when(close(carl))
    story.then(
      { type: 'offerEnded', agent: ann, ending: 'canceled' },
      { type: 'offerEnded', agent: ben, ending: 'canceled' },
      { type: 'offerEnded', agent: cho, ending: 'canceled' },
      { type: 'contactClosed', outcome: 'abandoned' },
    )
    expect(everybody.map((id) => usedUnits(story.floor, id))).toEqual([0, 0, 0, 0, 0])
    const gone = ringing({ customerGraceMs: seconds(5) })
      .given(loseCustomer(carl))
      .at('10:00:05')
    expect(gone.phase(carl)).toBe('closed')
    expect(ringing().when({ type: 'removeContact', contact: carl }).phase(carl)).toBe('closed')
  })

  test('[RG7] a supervisor gives it to one: the others lose it, to somebody outside or inside the group', () => {
    for (const to of [eve, ben]) {
      const story = ringing().when(assign(to))
      story.then(
        ...[ann, ben, cho].map((id) => ({
          type: 'offerEnded' as const,
          agent: id,
          ending: 'rescinded',
          cause: 'assigned',
        })),
        { type: 'contactRequeued', cause: 'assigned', only: to },
      )
      expect(rung(story)).toEqual([to])
      story.when(assign(to)).thenNothing()
      const forced = ringing().when(assign(to, true))
      expect(forced.decided.at(-1)).toMatchObject({ type: 'contactAssigned', agent: to, how: 'forced' })
      expect(everybody.filter((id) => usedUnits(forced.floor, id) > 0)).toEqual([to])
    }
  })

  test('[RG7] a voice contact may be given to one of those it rings at', () => {
    const agents = crew({ capacityUnits: 100 })
    const story = given(houses({}, agents), atWork(ann, ben), enqueue(carl, { channel: 'voice' })).when(assign(ben))
    expect(rung(story)).toEqual([ben])
  })

  test('[MA2] nobody pulls it while it rings', () => {
    ringing().when({ type: 'pullContact', agent: eve, contact: carl }).thenRefused('contact.notWaiting')
  })

  test('[OV4] the longest wait does not stop what rings, and counts when the last offer is over', () => {
    const waitMax = { waitMaxMs: seconds(10), waitMaxTo: { queue: sales } }
    const story = ringing({ ...waitMax, offerTimeoutMs: seconds(15) }, [ann, ben])
      .at('10:00:12')
      .decline(ann)
    expect(contactOf(story.floor, carl)?.queue).toBe(desk)
    expect(contactOf(story.decline(ben).floor, carl)?.queue).toBe(sales)
  })

  test('[RG7] a new epoch rescinds them all, and the contact waits once', () => {
    const story = ringing().when(restart(2))
    const ofCarl = story.decided.filter((event) => 'contact' in event)
    expect(ofCarl.map(({ type }) => type)).toEqual(['offerEnded', 'offerEnded', 'offerEnded', 'contactRequeued'])
    expect(ofCarl[0]).toMatchObject({ ending: 'rescinded', cause: 'restart' })
    expect(contactOf(story.floor, carl)?.passedBy).toEqual([])
    expect(rung(story.given(connect(ben), connect(ann)))).toEqual([ben, ann])
  })
})

describe('new configuration', () => {
  test('[RG8] leaves what rings, and rings more or no more by the new rules', () => {
    const story = ringing({ ringAtOnce: 2 }).when(houses({ ringAtOnce: 4 }))
    expect(rung(story)).toEqual([ann, ben, cho, dan])
    story.when(houses({ ringAtOnce: 2 }))
    expect(rung(story)).toEqual([ann, ben, cho, dan])
    expect(rung(story.decline(ann).decline(ben))).toEqual([cho, dan])
    expect(rung(story.decline(cho))).toEqual([dan, eve])
    story.when(houses({ strategy: 'linear' }))
    expect(rung(story.decline(dan))).toEqual([eve])
    story.decline(eve)
    expect(rung(story).length).toBeLessThan(2)
  })

  test('[RG8] a contact that rings at one alone goes on so', () => {
    const story = ringing({ strategy: 'linear' }).when(houses())
    expect(rung(story)).toEqual([ann])
    expect(rung(story.decline(ann))).toEqual([ben, cho, dan])
  })

  test('[RG7] [CQ6] agents who are struck out together give it back once', () => {
    const story = ringing().when(houses({}, [agentRules(eve)]))
    expect(story.decided.filter(({ type }) => type === 'contactRequeued')).toHaveLength(1)
    expect(
      contactOf(story.floor, carl)
        ?.passedBy.map((pass) => pass.agent)
        .sort(),
    ).toEqual([ann, ben, cho])
    expect(rung(story)).toEqual([eve])
    expect(rung(ringing().when(houses({}, [agentRules(ann), agentRules(dan)])))).toEqual([ann, dan])
  })
})

describe('records', () => {
  test('[RG1] [RE5] a contact that rings at several is restored as it was', () => {
    const story = ringing().decline(ben)
    const { floor } = story
    const restored = restoreFloor({
      epoch: floor.epoch,
      at: floor.at,
      offersMade: floor.offersMade,
      queues: [group(), queueRules(sales)],
      agents: crew(),
      agentRecords: structuredClone([...floor.agents.values()].map(({ record }) => record)),
      contacts: structuredClone([...floor.contacts.values()].map(({ record }) => record)),
    })
    expect(checkFloor(restored, story.now)).toEqual([])
    expect(everybody.map((id) => usedUnits(restored, id))).toEqual(everybody.map((id) => usedUnits(floor, id)))
  })

  test('[OF2] a row of before several could ring is one ring, at one agent alone', () => {
    const { floor } = ringing({ strategy: 'linear' })
    const record = floor.contacts.get(carl)!.record
    const old = { offer: 'ofr_1.1', agent: ann, epoch: 1, deadline: clock('10:00:20') }
    const row = { ...record, state: { phase: 'offered', ...old, prefer: null } } as unknown as ContactRecord
    const agentRecords = [...floor.agents.values()].map((one) => one.record)
    const restored = restoreFloor({ epoch: 1, queues: [group()], agents: crew(), agentRecords, contacts: [row] })
    expect(contactOf(restored, carl)?.state).toEqual({ phase: 'offered', rings: [old], prefer: null, group: null })
    expect(ringAt(contactOf(restored, carl)!.state, ann)).toEqual(old)
  })
})

test('[RG2] [TR4] what is for one agent alone comes before what rings at several', () => {
  const story = given(houses({}, crew({ capacityUnits: 50 })))
    .given(atWork(ann, ben), enqueue(emil))
    .accept(ann)
  story.given(enqueue(carl)).given(transfer(ann, emil, { agent: ben }))
  expect(rung(story, carl)).toEqual([ben, ann])
  story.decline(ben)
  expect(rung(story, emil)).toEqual([ben])
})
