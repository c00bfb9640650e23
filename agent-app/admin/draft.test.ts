import { describe, expect, test } from 'vitest'
import { readAddress, writeAddress } from './address.ts'
import { carriedOver, freeKey, partsOf, valueAt, withParts, withValue, type Document } from './draft.ts'
import { faultOf, isWithin } from './refusal.ts'

const queue = (id: string, more: object = {}) => ({ id, name: { en: id, ja: id }, ...more })
const base: Document = { queues: [queue('a', { wrapUpSeconds: 60 }), queue('b')], reasons: [{ key: 'lunch' }] }

describe('a place of the draft', () => {
  test('is read and written without changing what was there', () => {
    const next = withValue(base, 'queues/0/name/ja', '注文')
    expect(valueAt(next, 'queues/0/name')).toEqual({ en: 'a', ja: '注文' })
    expect(valueAt(base, 'queues/0/name/ja')).toBe('a')
    expect(valueAt(next, 'queues/7/name')).toBeUndefined()
    expect(next['reasons']).toBe(base['reasons'])
  })
  test('taken away takes away what held nothing else', () => {
    const written = withValue(base, 'attachments/megabytesMax', 5)
    expect(valueAt(written, 'attachments')).toEqual({ megabytesMax: 5 })
    expect('attachments' in withValue(written, 'attachments/megabytesMax', undefined)).toBe(false)
    expect(valueAt(withValue(base, 'queues/0', undefined), 'queues')).toEqual([queue('b')])
    expect(withValue(base, 'limits/contactsMax', undefined)).toEqual(base)
  })
  test('keeps its order when it is written again', () => {
    expect(Object.keys(valueAt(withValue(base, 'queues/0/name', 1), 'queues/0') as object)).toEqual([
      'id',
      'name',
      'wrapUpSeconds',
    ])
  })
})

describe('a draft that somebody else was quicker than', () => {
  const mine = withValue(base, 'queues/0/wrapUpSeconds', 30)
  test('keeps its changes on top of theirs', () => {
    const theirs = withValue(withValue(base, 'queues/1/name/en', 'Billing'), 'queues', [
      queue('new'),
      ...(withValue(base, 'queues/1/name/en', 'Billing')['queues'] as object[]),
    ])
    const { document, both } = carriedOver(base, mine, theirs)
    expect(both).toEqual([])
    expect(document['queues']).toEqual([
      queue('a', { wrapUpSeconds: 30 }),
      { ...queue('b'), name: { en: 'Billing', ja: 'b' } },
      queue('new'),
    ])
  })
  test('says what both have changed, and holds', () => {
    const theirs = withValue(withValue(base, 'queues/0/wrapUpSeconds', 90), 'reasons', [])
    const { document, both } = carriedOver(base, mine, theirs)
    expect(both).toEqual(['queues/a/wrapUpSeconds'])
    expect(valueAt(document, 'queues/0/wrapUpSeconds')).toBe(30)
    expect(document['reasons']).toEqual([])
  })
  test('lets go what both took away, and what one did while the other left it', () => {
    const without = withValue(base, 'queues/1', undefined)
    expect(carriedOver(base, without, base).document['queues']).toEqual([queue('a', { wrapUpSeconds: 60 })])
    expect(carriedOver(base, mine, without).document['queues']).toEqual([queue('a', { wrapUpSeconds: 30 })])
  })
  test('that has nothing of its own is what they made', () => {
    const theirs = withValue(base, 'reasons', [])
    expect(carriedOver(base, base, theirs)).toEqual({ document: theirs, both: [] })
  })
})

test('what a reload keeps makes the same draft again', () => {
  const { reasons: _, ...rest } = withValue(base, 'queues/0/wrapUpSeconds', 30)
  const parts = partsOf(base, rest)
  expect(Object.keys(parts).sort()).toEqual(['queues', 'reasons'])
  expect(withParts(base, JSON.parse(JSON.stringify(parts)) as Document)).toEqual(rest)
  expect(partsOf(base, base)).toEqual({})
})

test('keys of copies are free', () => {
  expect(freeKey('orders', ['orders'])).toBe('orders-2')
  expect(freeKey('orders-2', ['orders', 'orders-2'])).toBe('orders-3')
})

describe('what the hub refuses', () => {
  test.each([
    [
      '"queues/0/offerTimeoutSeconds" in the document is 1; it must be seconds, a whole number from 5 to 300.',
      'queues/0/offerTimeoutSeconds',
      'seconds, a whole number from 5 to 300',
    ],
    [
      '"sites/0/name/ja" in the document is missing; it must be a text of 1 to 80 characters.',
      'sites/0/name/ja',
      'a text of 1 to 80 characters',
    ],
    [
      '"queues/0/name/en" in the document is "a; it must be"; it must be a text of 1 to 80 characters.',
      'queues/0/name/en',
      'a text of 1 to 80 characters',
    ],
    ['"timeout" in the document is not a setting of "queues/0"; known are: id, name.', 'queues/0/timeout', ''],
    ['"prot" in the document is not a setting; known are: host.', 'prot', ''],
    ['Version 3 is in force by now, not 2. Look at the plan again.', '', ''],
  ])('%s', (sentence, place, allowed) => {
    expect(faultOf(sentence)).toEqual({ place, allowed, sentence })
  })
  test('stands beside its field, and whatever holds that', () => {
    expect(isWithin({ place: 'queues/1/steps/0' }, 'queues/1')).toBe(true)
    expect(isWithin({ place: 'queues/11/steps/0' }, 'queues/1')).toBe(false)
    expect(isWithin(null, 'queues/1')).toBe(false)
  })
})

test('a page has an address, and an address a page', () => {
  for (const place of [
    { section: '', path: '' },
    { section: 'queues', path: '' },
    { section: 'agents', path: 'kim@example.jp' },
    { section: 'hours', path: '年末/2026' },
  ])
    expect(readAddress(writeAddress(place))).toEqual(place)
  expect(readAddress('#contact=cnt_1')).toBeNull()
  expect(readAddress('#admin=queues/%zz')).toEqual({ section: 'queues', path: '' })
})
