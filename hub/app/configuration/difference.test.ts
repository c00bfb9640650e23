/** What people are told that another file would change. */
import { expect, test } from 'vitest'
import { words } from '../../config-testing.ts'
import { differenceOf } from './difference.ts'
import { digestOf } from './document.ts'

const orders = { id: 'orders', name: words, wrapUpSeconds: 60 }
const site = {
  id: 'shop',
  origins: ['https://a.example'],
  topics: [
    { key: 'order', queue: 'orders' },
    { key: 'other', queue: 'orders' },
  ],
}
const before = { sites: [site], queues: [orders] }
const told = (after: object, from: object = before) =>
  differenceOf(from as never, after as never).map(({ what, name, change, setting, ...values }) => [
    `${change} ${what} ${name} ${setting}`.trim(),
    values,
  ])

test('documents that say the same differ in nothing, in whatever order they are written', () => {
  const again = { queues: [{ wrapUpSeconds: 60, name: { ja: words.ja, en: words.en }, id: 'orders' }], sites: [site] }
  expect(told(again)).toEqual([])
  expect(digestOf(again)).toBe(digestOf(before))
  expect(digestOf({ ...again, reasons: [] })).not.toBe(digestOf(before))
})

test('each setting is told with what it was and what it is; one that is not said has neither', () => {
  const queues = [{ ...orders, wrapUpSeconds: 30, offerTimeoutSeconds: 15, name: { ...words, en: 'Buying' } }]
  expect(told({ ...before, queues })).toEqual([
    ['changed queue orders name/en', { before: words.en, after: 'Buying' }],
    ['changed queue orders wrapUpSeconds', { before: 60, after: 30 }],
    ['added queue orders offerTimeoutSeconds', { after: 15 }],
  ])
})

test('entries are told apart by their names, and what is within them too', () => {
  const sales = { id: 'sales', name: words }
  const topics = [
    { key: 'other', queue: 'sales' },
    { key: 'order', queue: 'orders' },
    { key: 'gift', queue: 'orders' },
  ]
  expect(told({ sites: [{ ...site, topics }], queues: [sales] })).toEqual([
    ['changed site shop topics/other/queue', { before: 'orders', after: 'sales' }],
    ['added site shop topics/gift', { after: { key: 'gift', queue: 'orders' } }],
    ['changed site shop topics (order)', { before: ['order', 'other'], after: ['other', 'order'] }],
    ['removed queue orders', {}],
    ['added queue sales', { after: sales }],
  ])
})

test('steps are told by their number, plain lists whole, agents by their login', () => {
  const stepped = (...steps: object[]) => ({
    queues: [{ ...orders, steps }],
    agents: [{ login: 'hanako', skills: { ja: 3 } }],
  })
  const after = {
    ...stepped({ for: '30s' }),
    agents: [{ login: 'hanako', skills: { ja: 5 } }],
    attachments: { megabytesMax: 5 },
  }
  expect(told(after, stepped({ for: '10s', require: 'vip' }, { for: '5s' }))).toEqual([
    ['changed queue orders steps/0/for', { before: '10s', after: '30s' }],
    ['removed queue orders steps/0/require', { before: 'vip' }],
    ['removed queue orders steps/1', { before: { for: '5s' } }],
    ['changed agent hanako skills/ja', { before: 3, after: 5 }],
    ['added attachments  megabytesMax', { after: 5 }],
  ])
  const moved = { ...before, sites: [{ ...site, origins: ['https://b.example'] }] }
  expect(told(moved)).toEqual([
    ['changed site shop origins', { before: ['https://a.example'], after: ['https://b.example'] }],
  ])
})
