import { describe, expect, test } from 'vitest'
import type { Entry } from '#protocol'
import { talkRows, type MessageRow, type TalkFacts, type TalkRow } from './talk.ts'

const minute = 60_000
const said = (from: 'customer' | 'agent' | 'bot', at: number, part: object = {}): Entry & { kind: 'message' } => ({
  kind: 'message',
  at,
  from,
  name: from === 'agent' ? 'Ann' : '',
  requestId: '',
  text: 'x',
  attachments: [],
  ...part,
})
const rowsOf = (log: readonly Entry[], part: Partial<TalkFacts> = {}): readonly TalkRow[] =>
  talkRows({
    log,
    pending: [],
    customerReceived: 0,
    customerRead: 0,
    newAfter: null,
    dayKey: (at) => String(Math.floor(at / (24 * 60 * minute))),
    ...part,
  })
const messages = (rows: readonly TalkRow[]): MessageRow[] => rows.filter((row) => row.kind === 'message')

describe('rows of a talk', () => {
  test('a day stands above its first entry, once', () => {
    const rows = rowsOf([said('customer', 0), said('customer', 1), said('customer', 25 * 60 * minute)])
    expect(rows.map(({ kind }) => kind)).toEqual(['day', 'message', 'message', 'day', 'message'])
  })
  test('one sender without a long break is one group', () => {
    const log = [said('customer', 0), said('customer', minute), said('agent', 2 * minute), said('agent', 9 * minute)]
    expect(messages(rowsOf(log)).map(({ first }) => first)).toEqual([true, false, true, true])
  })
  test('another agent’s words begin a group of their own', () => {
    const log = [said('agent', 0), said('agent', 1, { name: 'Ben' })]
    expect(messages(rowsOf(log)).map(({ first }) => first)).toEqual([true, true])
  })
  test('a quiet line ends a group; what may not be seen leaves no trace', () => {
    const log: Entry[] = [
      said('customer', 0),
      { kind: 'elided' },
      said('customer', 1),
      { kind: 'joined', at: 2, agentName: 'Ann' },
      said('customer', 3),
    ]
    expect(rowsOf(log).map(({ kind }) => kind)).toEqual(['day', 'message', 'message', 'quiet', 'message'])
    expect(messages(rowsOf(log)).map(({ first }) => first)).toEqual([true, false, true])
  })
  test('"new" stands before the customer’s first message after the mark, not before an own one', () => {
    const log = [said('customer', 0), said('agent', 1), said('customer', 2), said('customer', 3)]
    expect(rowsOf(log, { newAfter: 1 }).map(({ kind }) => kind)).toEqual([
      'day',
      'message',
      'message',
      'unread',
      'message',
      'message',
    ])
    expect(rowsOf(log, { newAfter: 4 }).some(({ kind }) => kind === 'unread')).toBe(false)
  })
})

describe('how far an own message has come', () => {
  const log = [said('agent', 0), said('agent', 1), said('agent', 2), said('agent', 3)]
  test('each state is said once, by the last message that reached it', () => {
    const rows = messages(rowsOf(log, { customerRead: 2, customerReceived: 3 }))
    expect(rows.map(({ receipt }) => receipt)).toEqual([null, 'read', 'delivered', 'stored'])
  })
  test('only our side’s messages carry one', () => {
    const rows = messages(rowsOf([said('customer', 0), said('bot', 1)]))
    expect(rows.map(({ receipt }) => receipt)).toEqual([null, null])
  })
  test('what is on its way stands below, what was refused always says so', () => {
    const pending = [
      { id: 'a', contact: 'c', text: '1', attachments: [], refusal: 'contact.notYours' },
      { id: 'b', contact: 'c', text: '2', attachments: [], refusal: 'contact.notYours' },
      { id: 'c', contact: 'c', text: '3', attachments: [], refusal: null },
    ]
    const rows = messages(rowsOf([said('agent', 0)], { pending }))
    expect(rows.map(({ receipt }) => receipt)).toEqual(['stored', 'failed', 'failed', 'sending'])
    expect(rows.map(({ first }) => first)).toEqual([true, false, false, false])
  })
  test('a message keeps its row when it reaches the log', () => {
    const pending = [{ id: 'r1', contact: 'c', text: '1', attachments: [], refusal: null }]
    const before = messages(rowsOf([], { pending }))[0]?.key
    const after = messages(rowsOf([said('agent', 0, { requestId: 'r1' })]))[0]?.key
    expect(after).toBe(before)
  })
})
