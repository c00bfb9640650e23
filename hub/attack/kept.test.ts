/**
 * The checker of the attacks, tried itself: a small history that is right is accepted, and each mistake that is planted in it
 * is found by its name. A checker that finds nothing would let every attack pass.
 */
import { beforeEach, describe, expect, test } from 'vitest'
import type { FloorEvent } from '../acd/events.ts'
import { makeId, type ContactId } from '../model/ids.ts'
import {
  accepted,
  ann,
  at,
  ben,
  carl,
  closed,
  dora,
  emil,
  made,
  message,
  offer,
  queued,
  requeued,
  Story,
} from './inside-story.ts'

const is = (type: FloorEvent['type'], contact: ContactId) => (event: FloorEvent) =>
  event.type === type && 'contact' in event && event.contact === contact
const swapped = (log: Story['log'], one: number, other: number): void => {
  ;[log[one], log[other]] = [log[other], log[one]]
}

/** Mistakes by name, with what the checker must say of each. */
const plants: readonly (readonly [name: string, says: RegExp, plant: (story: Story) => void])[] = [
  ['an acknowledged message is not there', /P1: .* lost the words of m3 at 5/, ({ log }) => void log.splice(4, 2)],
  ['it stands at another number', /P1: .* lost/, ({ log }) => void log.splice(3, 0, message('other', 10))],
  ['it says something else', /P1: .* lost/, ({ log }) => void (log[3] = { ...message('m2', 10), text: 'other words' })],
  ['a file of the contact is nowhere', /P6: .*carl is nowhere/, (story) => void (story.closed = [])],
  ['a contact is in two places', /P6: .*carl is both/, (story) => void story.live.push(carl)],
  ['one request is kept twice', /P2: .* twice/, ({ log }) => void log.push(message('m3', 31))],
  [
    'a log has a hole',
    /P3: .* 7 entries and a last number of 8/,
    ({ log }) => void log.push(undefined, message('n', 31)),
  ],
  [
    'a sender’s messages are turned round',
    /P3: .* out of order/,
    ({ log, record }) => {
      swapped(log, 3, 4)
      for (const [n, entry] of log.entries()) if (n === 3 || n === 4) Object.assign(entry!, { at: at(10) })
      record.acked.delete(carl)
    },
  ],
  [
    'a message is older than the one before',
    /P17: .* before its time/,
    ({ log }) => void Object.assign(log[4]!, { at: at(1) }),
  ],
  ['an event of the floor is missing', /P3: event 1 of the floor is missing/, (story) => void (story.firstEvent = 2)],
  ['hub time goes back', /P17: offerAccepted is dated/, (story) => story.change('offerAccepted', emil, { at: at(3) })],
  ['a contact’s id is used again', /P17: .* used before/, ({ events }) => void events.push(queued(carl, 40))],
  [
    'an offer’s id is used again',
    /P17: .* used before/,
    (story) => story.change('offerMade', emil, { offer: offer(1) }),
  ],
  [
    'two live offers',
    /P7: .*emil is offered twice/,
    (story) => story.instead(is('offerAccepted', emil), made(5, emil, ann, 21, 2)),
  ],
  [
    'two owners: what somebody has is offered on',
    /P7: .*dora .* does not wait/,
    ({ events }) => void events.push(made(5, dora, ben, 40, 2)),
  ],
  [
    'an offer that was declined is accepted',
    /P7: .*offer2 ended, but was not live/,
    (story) => story.instead(is('offerMade', dora), accepted(2, dora, ben, 8)),
  ],
  [
    'somebody accepts what rings elsewhere',
    /P7: .*offer4 ended, but was not live/,
    (story) => story.change('offerAccepted', emil, { agent: ann }),
  ],
  [
    'accepted twice',
    /P7: .*offer4 ended, but was not live/,
    ({ events }) => void events.push(accepted(4, emil, ben, 31)),
  ],
  [
    'somebody was told to have what another has',
    /P7: .*ben was told to have/,
    ({ record }) => void record.accepted.set(offer(3), ben),
  ],
  [
    'a third talk of two',
    /P8: .* more than .*ann may have/,
    (story) => story.change('offerMade', emil, { agent: ann }),
  ],
  [
    'an offer outlives its epoch',
    /P9: .* belongs to epoch 1 in epoch 2/,
    (story) => story.change('offerMade', emil, { epoch: 1 }),
  ],
  [
    'back at the end of the line',
    /P9: .*emil is offered .* before .*dora, who came earlier/,
    (story) => story.instead(is('offerMade', dora), made(5, emil, ann, 8)),
  ],
  [
    'accepted after its deadline',
    /P10: .* accepted too late/,
    (story) => story.change('offerAccepted', emil, { at: at(50) }),
  ],
  [
    'missed before its deadline',
    /P10: .* at another time than its deadline/,
    ({ events }) => void Object.assign(events.find(is('offerEnded', dora))!, { ending: 'missed' }),
  ],
  [
    'who missed an offer goes on being asked',
    /P10: .*ben missed an offer and was not taken off/,
    ({ events }) => {
      const missed = events.find(is('offerEnded', dora))!
      Object.assign(missed, { ending: 'missed' })
      Object.assign(events.find(is('offerMade', dora))!, { deadline: missed.at })
    },
  ],
  [
    'who waits is given up at once',
    /P12: .*dora was given up/,
    (story) => {
      const events: FloorEvent[] = [{ type: 'customerLost', at: at(8), contact: dora }]
      story.instead(is('offerMade', dora), ...events, {
        ...closed(dora, 9),
        by: 'system',
        outcome: 'abandoned',
        agent: null,
      })
    },
  ],
  [
    'a talk is given up',
    /P12: .*carl was given up in the middle of a talk/,
    (story) => story.change('contactClosed', carl, { by: 'system', outcome: 'abandoned' }),
  ],
  [
    'what has ended waits again',
    /P6: .*carl waits again after its end/,
    ({ events }) => void events.push(requeued(carl, 40)),
  ],
  ['ended twice', /P6: .*carl closed twice/, ({ events }) => void events.push(closed(carl, 40))],
  [
    'ended while it rings',
    /P6: .*emil closed with a live offer/,
    (story) => story.instead(is('offerAccepted', emil), closed(emil, 22)),
  ],
  [
    'a screen shows more than is kept',
    /P1: a screen shows more/,
    ({ shown }) => void shown.push({ kind: 'message', at: at(31), text: 'lost' }),
  ],
  [
    'a screen shows something else',
    /P4: a screen shows another entry 4/,
    ({ shown }) => void (shown[3]!.text = 'other'),
  ],
  [
    'a gap at a resume',
    /P4: gap at a resume: .*carl goes on at 5 after 3/,
    ({ lines }) => {
      const line = lines.open('carl', false)
      line.greeted(carl, 3)
      line.entries(carl, 5, 2)
    },
  ],
  [
    'twice at a resume',
    /P4: twice at a resume: .*carl goes on at 3 after 3/,
    ({ lines }) => {
      const line = lines.open('carl', false)
      line.greeted(carl, 3)
      line.entries(carl, 3, 4)
    },
  ],
  [
    'a gap on an open line',
    /P4: gap while connected/,
    ({ lines }) => {
      const line = lines.open('carl', false)
      line.entries(carl, 1, 2)
      line.entries(carl, 4, 1)
    },
  ],
  [
    'twice on an open line',
    /P4: twice while connected/,
    ({ lines }) => {
      const line = lines.open('carl', false)
      line.entries(carl, 1, 2)
      line.entries(carl, 2, 1)
    },
  ],
  [
    'the hub has less than it told',
    /P1: the hub has less of .*carl/,
    ({ lines }) => lines.open('carl', false).reset(carl),
  ],
]

describe('the checker of the attacks', () => {
  let story = new Story()
  beforeEach(() => void (story = new Story()))

  test('accepts a history that is right', async () => {
    await story.check()
    expect(story.record.chances).toMatchObject({
      'acknowledged messages found again': 3,
      'offers accepted': 3,
      'screens compared': 1,
      'entries sent in order': 6,
      'resumes from a number': 1,
    })
  })

  test('accepts a contact that is shown to an agent from its beginning again', async () => {
    const line = story.lines.open('ann', true)
    line.entries(carl, 1, 6)
    line.entries(carl, 1, 6)
    const resumed = story.lines.open('ann', true)
    resumed.greeted(carl, 6)
    resumed.caughtUp()
    resumed.entries(carl, 1, 6)
    await story.check()
  })

  test('accepts a capacity that is used up and no more, and a place that is kept', async () => {
    story.events.push(queued(makeId('contact', 'fred'), 40), made(5, makeId('contact', 'fred'), ben, 41, 2))
    await story.check()
  })

  test('knows at least 15 mistakes', () => expect(plants.length).toBeGreaterThanOrEqual(15))

  test.each(plants)('finds: %s', async (_, says, plant) => {
    plant(story)
    await expect(story.check()).rejects.toThrow(says)
  })
})
