/** Calls whose agent is lost: their customers wait again sooner than the agent is given up. */
import { describe, expect, test } from 'vitest'
import type { ChannelName } from '../channels/index.ts'
import { seconds } from '../model/time.ts'
import { agentOf, contactOf, contactsOf, nextDeadline, placeInLine, type QueueRules } from './index.ts'
import {
  agentRules,
  ann,
  atWork,
  ben,
  carl,
  clock,
  close,
  connect,
  desk,
  dora,
  enqueue,
  given,
  house,
  lose,
  queueRules,
  restart,
} from './story.ts'

const grow = (channel: ChannelName) => ({ type: 'changeChannel', contact: carl, channel }) as const
const crew = (rules: Partial<QueueRules> = {}) =>
  house([agentRules(ann, { capacityUnits: 125 }), agentRules(ben, { capacityUnits: 100 })], [queueRules(desk, rules)])
/** Carl calls Ann, who chats with Dora beside it, and is lost at 10:01:00. */
const stranded = (rules: Partial<QueueRules> = {}, channel: ChannelName = 'voice') =>
  given(crew(rules), atWork(ann), enqueue(dora))
    .accept(ann)
    .given(enqueue(carl, { channel }))
    .accept(ann)
    .at('10:01:00')
    .given(lose(ann))

describe('a call whose agent is lost', () => {
  test('[AL5] waits again after 20 s, at its place, and would like to return', () => {
    for (const channel of ['voice', 'video'] as const) {
      const story = stranded({}, channel)
        .given(enqueue('cnt_later' as typeof carl))
        .at('10:01:19')
        .andThen()
      story.at('10:01:20').andThen({
        type: 'contactRequeued',
        at: clock('10:01:20'),
        contact: carl,
        cause: 'agentLost',
        from: ann,
        prefer: ann,
        queue: desk,
      })
      expect(placeInLine(story.floor, carl)).toBe(1)
      expect(contactOf(story.floor, carl)?.enqueuedAt).toBe(clock('10:00:00'))
    }
  })

  test('[AL5] leaves the agent what else they have, and their presence, until their own grace is over', () => {
    const story = stranded().at('10:01:20')
    expect(contactsOf(story.floor, ann)).toEqual([dora])
    expect(agentOf(story.floor, ann)).toMatchObject({ status: 'available', link: { state: 'lost' } })
    story.at('10:01:59').andThen()
    story
      .at('10:02:00')
      .andThen({ type: 'agentGraceEnded', agent: ann }, { type: 'contactRequeued', contact: dora, cause: 'agentLost' })
  })

  test('[AL5] waits for a shorter grace of its queue alone', () => {
    const story = stranded({ agentGraceMs: seconds(12) })
      .at('10:01:11')
      .andThen()
    story
      .at('10:01:12')
      .andThen({ type: 'agentGraceEnded' }, { type: 'contactRequeued', contact: carl }, { type: 'contactRequeued' })
  })

  test('[AL3] stays where it was when the agent is back in time', () => {
    const story = stranded().at('10:01:19').given(connect(ann)).at('11:00:00').andThen()
    expect(contactsOf(story.floor, ann)).toContain(carl)
    expect(nextDeadline(story.floor)).toBeNull()
  })

  test('[AL5] goes back to the agent who comes later, if nobody else has it by then', () => {
    const story = stranded().at('10:01:30').when(connect(ann)).andThen({ type: 'offerMade', agent: ann, contact: carl })
    story.accept(ann)
    expect(contactsOf(story.floor, ann)).toHaveLength(2)
    stranded().given(atWork(ben)).at('10:01:20').andThen({ type: 'contactRequeued' }, { type: 'offerMade', agent: ben })
  })

  test('[AL5] begins its 20 s anew with a hub that was started again', () => {
    const story = stranded().at('10:01:15').given(restart(2)).at('10:01:34').andThen()
    story.at('10:01:35').andThen({ type: 'contactRequeued', contact: carl, cause: 'agentLost' })
  })

  test('[AL5] has the customer called again by another when they were called for the agent', () => {
    const story = given(
      crew(),
      enqueue(carl, { channel: 'voice' }),
      { type: 'holdContact', contact: carl },
      atWork(ann),
    )
    story.accept(ann).given(lose(ann))
    expect(story.phase(carl)).toBe('called')
    story.at('10:00:20').andThen({ type: 'contactRequeued', contact: carl, prefer: ann })
    const late = given(crew(), enqueue(carl, { channel: 'voice' }), { type: 'holdContact', contact: carl }, atWork(ann))
    late.accept(ann).at('10:00:25').given(lose(ann))
    // The call itself is over at the same instant.
    late.at('10:00:45').andThen({ type: 'callFailed', contact: carl })
  })

  test('[AL4] is wrapped up like any other when it had ended', () => {
    const story = stranded({ wrapUp: 'untimed' }).given(close(carl)).at('10:01:59').andThen()
    expect(story.phase(carl)).toBe('wrapUp')
  })
})

describe('a chat whose agent is lost', () => {
  test('[AL5] that becomes a call waits again with the 20 s, or at once when they are over', () => {
    const soon = stranded({}, 'chat').at('10:01:05').given(grow('voice')).at('10:01:19').andThen()
    soon.at('10:01:20').andThen({ type: 'contactRequeued', contact: carl })
    const later = stranded({}, 'chat').at('10:01:40')
    later
      .when(grow('voice'))
      .then({ type: 'channelChanged' }, { type: 'contactRequeued', contact: carl, cause: 'agentLost', prefer: ann })
    expect(agentOf(later.floor, ann)?.idleSince).toBe(clock('10:01:40'))
  })

  test('[AL5] that was a call has the grace of its queue', () => {
    const story = stranded().at('10:01:10').given(grow('chat')).at('10:01:59').andThen()
    story.at('10:02:00').andThen({ type: 'agentGraceEnded' }, { type: 'contactRequeued' }, { type: 'contactRequeued' })
  })
})
