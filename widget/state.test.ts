import { describe, expect, test } from 'vitest'
import type { Entry, VisitContact } from '#protocol'
import { makeId } from '../hub/model/ids.ts'
import { callOf, proposalOf } from './test/fake-call.ts'
import { plainSite } from './test/fake-hub.ts'
import {
  callStateOf,
  shownOf,
  talkItems,
  unreadCount,
  viewOf,
  waitingOf,
  waitRange,
  type OwnMessage,
  type Shown,
  type Sources,
  type TalkItem,
} from './state.ts'

const minute = 60_000
const day = 24 * 60 * minute
const queue = { en: 'Support', ja: 'サポート窓口' }
const dayOf = (at: number): string => `${Math.floor(at / day)}`

const contact: VisitContact = {
  contact: makeId('contact', '1'),
  phase: 'active',
  startedAt: 0,
  place: null,
  waitP50Ms: null,
  waitP90Ms: null,
  agentName: 'Ann',
  agentReceived: 0,
  agentRead: 0,
  customerRead: 0,
  hold: null,
  unanswered: null,
  waitingFor: null,
}
const said = (
  from: 'customer' | 'agent',
  text: string,
  at = 0,
  requestId = '',
  name = from === 'agent' ? 'Ann' : '',
): Entry => ({
  kind: 'message',
  at,
  from,
  name,
  requestId,
  text,
  attachments: [],
})
const own = (id: string, text: string, more: Partial<OwnMessage> = {}): OwnMessage => ({
  id,
  text,
  attachments: [],
  at: 0,
  ...more,
})
const nothing: Sources = {
  site: plainSite,
  contact: undefined,
  log: [],
  pending: [],
  failed: [],
  starting: false,
  startingOver: false,
  leaving: false,
  worse: null,
}
const items = (more: Partial<Sources>): readonly TalkItem[] => talkItems({ ...nothing, contact, ...more }, dayOf)
const groups = (list: readonly TalkItem[]) => list.filter((item) => item.kind === 'group')
const receipts = (more: Partial<Sources>) =>
  groups(items(more)).flatMap((group) => group.bubbles.map((bubble) => bubble.receipt))

describe('which screen', () => {
  test('nothing is known before the site is', () => {
    expect(viewOf({ ...nothing, site: undefined }, dayOf)).toEqual({ screen: 'loading' })
  })
  test('a new visitor is asked', () => {
    expect(viewOf(nothing, dayOf)).toEqual({ screen: 'prechat', site: plainSite, leaving: false })
  })
  test('the talk begins with the own first message, before the hub has answered', () => {
    const view = viewOf({ ...nothing, starting: true, pending: [own('r1', 'Hello')] }, dayOf)
    expect(view).toMatchObject({ screen: 'talk', waiting: { phase: 'starting' }, closed: false })
    expect(view.screen === 'talk' && groups(view.items)[0]?.bubbles[0]).toMatchObject({
      text: 'Hello',
      receipt: { state: 'sending' },
    })
  })
  test('a closed contact is shown until a new one is wanted', () => {
    const closed = { ...nothing, contact: { ...contact, phase: 'closed' as const }, log: [said('agent', 'Bye')] }
    expect(viewOf(closed, dayOf)).toMatchObject({ screen: 'talk', closed: true, waiting: null })
    expect(viewOf({ ...closed, startingOver: true }, dayOf)).toMatchObject({ screen: 'prechat' })
  })
  test('a second contact does not begin with the words of the first', () => {
    const sources = { ...nothing, contact: { ...contact, phase: 'closed' as const }, log: [said('agent', 'Bye')] }
    const view = viewOf({ ...sources, startingOver: true, starting: true, pending: [own('r2', 'Again')] }, dayOf)
    expect(view).toMatchObject({ screen: 'talk', closed: false, agentName: '' })
    expect(view.screen === 'talk' && groups(view.items).map((group) => group.bubbles[0]?.text)).toEqual(['Again'])
  })
})

describe('waiting', () => {
  const queued = { ...contact, phase: 'queued' as const, place: 3, waitP50Ms: 2.2 * minute, waitP90Ms: 4.1 * minute }
  test('place and range are told', () => {
    expect(waitingOf(queued, plainSite)).toEqual({
      phase: 'queued',
      place: 3,
      range: { low: 2, high: 5 },
      staffed: true,
      hold: null,
      worse: null,
    })
  })
  test('no range is promised when nobody is there', () => {
    expect(waitingOf(queued, { ...plainSite, staffed: false })).toMatchObject({ range: null, staffed: false })
  })
  test('nobody waits in a talk or after it', () => {
    expect(waitingOf(contact, plainSite)).toBeNull()
    expect(waitingOf({ ...contact, phase: 'closed' }, plainSite)).toBeNull()
  })
  test.each([
    [0, 0, { low: 0, high: 1 }],
    [59_999, 60_000, { low: 0, high: 1 }],
    [61_000, 61_000, { low: 1, high: 2 }],
    [10 * minute, 5 * minute, { low: 10, high: 10 }],
    [null, 5 * minute, null],
  ])('from %s to %s ms', (p50, p90, range) => expect(waitRange(p50, p90)).toEqual(range))
})

describe('what was shown of the wait', () => {
  const at = (place: number | null, high: number | null, more: Partial<VisitContact> = {}) => ({
    contact: {
      ...contact,
      phase: 'queued' as const,
      place,
      waitP50Ms: high && 0,
      waitP90Ms: high && high * minute,
      ...more,
    },
    log: [{ kind: 'queued', at: 0, queue, cause: 'new' }] as Entry[],
  })
  const through = (...steps: readonly ReturnType<typeof at>[]) => {
    let shown: Shown | null = null
    return steps.map((step) => (shown = shownOf(shown, step))?.worse)
  }

  test('[CQ4] a place that grows is said, until it is better again', () => {
    expect(through(at(3, 5), at(4, 6), at(4, 6), at(4, 7), at(3, 5), at(3, 5))).toEqual([
      null,
      'place',
      'place',
      'place',
      null,
      null,
    ])
  })
  test('[CQ4] also when it grew while an offer rang, or while the page was reloaded', () => {
    expect(through(at(1, 5), at(null, null, { phase: 'offered' }), at(2, 5))).toEqual([null, null, 'place'])
    const before = JSON.parse(JSON.stringify(shownOf(null, at(1, 5)))) as Shown
    expect(shownOf(before, at(2, 5))?.worse).toBe('place')
  })
  test('a wait that grows at the same place is said; one that cannot be told is no worse', () => {
    expect(through(at(2, 5), at(2, 6), at(2, null), at(2, 6), at(2, 7), at(2, 4))).toEqual([
      null,
      'wait',
      'wait',
      'wait',
      'wait',
      null,
    ])
    expect(through(at(2, null), at(2, 6))).toEqual([null, null])
  })
  test('another contact, and another line, of which the log tells, begin anew', () => {
    const moved = {
      ...at(9, 9),
      log: [...at(9, 9).log, { kind: 'queued', at: 1, queue, cause: 'transfer' }] as Entry[],
    }
    expect(through(at(2, 5), moved)).toEqual([null, null])
    expect(through(at(2, 5), at(9, 9, { contact: makeId('contact', 'other') }))).toEqual([null, null])
    expect(shownOf(shownOf(null, at(2, 5)), at(null, null, { phase: 'active' }))).toBeNull()
  })
})

describe('the talk', () => {
  test('messages of one sender within five minutes are one group', () => {
    const log = [
      said('agent', 'a', 0),
      said('agent', 'b', minute),
      said('agent', 'c', 6 * minute),
      said('customer', 'd', 6 * minute),
    ]
    expect(groups(items({ log })).map((group) => group.bubbles.map((bubble) => bubble.text))).toEqual([
      ['a', 'b'],
      ['c'],
      ['d'],
    ])
  })
  test('two agents are two groups', () => {
    expect(
      groups(items({ log: [said('agent', 'a'), said('agent', 'b', 0, '', 'Bob')] })).map((group) => group.name),
    ).toEqual(['Ann', 'Bob'])
  })
  test('every day begins with its name, also in the middle of a group', () => {
    const log = [said('agent', 'late', day - minute), said('agent', 'early', day + minute)]
    expect(items({ log }).map((item) => item.kind)).toEqual(['day', 'group', 'day', 'group'])
  })
  test('what happened is a quiet line; what is for agents is nothing', () => {
    const log: Entry[] = [
      { kind: 'queued', at: 0, queue, cause: 'new' },
      { kind: 'elided' },
      { kind: 'joined', at: 0, agentName: 'Ann' },
      { kind: 'wrappedUp', at: 0, agentName: 'Ann', disposition: queue, note: 'secret' },
      { kind: 'closed', at: 0, by: 'agent' },
    ]
    expect(items({ log }).map((item) => (item.kind === 'quiet' ? item.entry.kind : item.kind))).toEqual([
      'day',
      'queued',
      'joined',
      'closed',
    ])
  })
  test('keys are unique', () => {
    const log = [said('customer', 'a', 0, 'r1'), said('agent', 'b'), said('agent', 'c'), said('customer', 'd', 0, 'r2')]
    const keys = items({
      log,
      pending: [own('r3', 'e')],
      failed: [own('r4', 'f', { refused: 'contact.gone' })],
    }).flatMap((item) =>
      item.kind === 'group' ? [`group ${item.key}`, ...item.bubbles.map((bubble) => bubble.key)] : [item.key],
    )
    expect(new Set(keys).size).toBe(keys.length)
  })
})

describe('receipts', () => {
  const log = [said('customer', 'one', 0, 'r1'), said('agent', 'two'), said('customer', 'three', 0, 'r3')]
  test.each([
    ['sent', 0, 0],
    ['sent', 2, 1],
    ['delivered', 3, 2],
    ['read', 3, 3],
  ] as const)(
    'the last own message is %s when the agent has received %i and read %i',
    (state, agentReceived, agentRead) => {
      expect(receipts({ log, contact: { ...contact, agentReceived, agentRead } }).at(-1)).toEqual({
        state,
        shown: true,
      })
    },
  )
  test('only the last stored one is worth a line, and none of the other side', () => {
    expect(receipts({ log }).map((receipt) => receipt?.shown)).toEqual([false, undefined, true])
  })
  test('a message that is in the log is not shown as pending too', () => {
    const both = items({ log, pending: [own('r3', 'three'), own('r4', 'four')] })
    expect(groups(both).flatMap((group) => group.bubbles.map((bubble) => bubble.text))).toEqual([
      'one',
      'two',
      'three',
      'four',
    ])
  })
  test('a refused one says so, after those on their way', () => {
    const list = receipts({ pending: [own('r1', 'a')], failed: [own('r2', 'b', { refused: 'contact.gone' })] })
    expect(list).toEqual([
      { state: 'sending', shown: true },
      { state: 'failed', shown: true, refused: 'contact.gone' },
    ])
  })
})

test('unread counts messages of the other side only, after the mark', () => {
  const log: Entry[] = [
    said('agent', 'a'),
    said('customer', 'b'),
    said('agent', 'c'),
    { kind: 'joined', at: 0, agentName: 'Ann' },
  ]
  expect([0, 1, 3, 4].map((read) => unreadCount(log, read))).toEqual([2, 1, 0, 0])
})

test.each([
  ['asked', proposalOf(contact, 'audio', 'agent')],
  ['asking', proposalOf(contact, 'audio', 'customer')],
  ['waiting', callOf(contact, {}, { held: true })],
  ['waiting', callOf(contact, { leg: null, parties: [] })],
  ['held', callOf(contact, {}, { held: true }, [{}])],
  ['talking', callOf(contact, {}, {}, [{}])],
] as const)('a call is %s', (state, call) => expect(callStateOf(call)).toBe(state))

test('a call that was asked for without a word begins no message', () => {
  expect(groups(items({ pending: [own('r1', '')] }))).toEqual([])
})
