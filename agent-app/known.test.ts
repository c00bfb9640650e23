import { describe, expect, test } from 'vitest'
import type { KnownField } from '#protocol'
import { knownGroups, nameOf, placeOf, standingOf, stepOf, writerOf } from './known.ts'

const field = (name: string, part: Partial<KnownField> = {}): KnownField => ({
  name,
  label: '',
  shown: 'x',
  trust: 'visitor',
  mode: 'default',
  source: 'step:ask',
  confidence: null,
  masked: false,
  about: null,
  ...part,
})
const shown = (fields: readonly KnownField[]): object =>
  Object.fromEntries(knownGroups(fields).map(({ about, fields: of }) => [about, of.map(({ name }) => name)]))

describe('what is known, in groups', () => {
  test('the customer comes first, as their fields are declared', () => {
    const fields = [field('a', { about: 'topic' }), field('b', { about: 'customer' }), field('c', { about: 'topic' })]
    expect(shown(fields)).toEqual({ customer: ['b'], topic: ['a', 'c'] })
    expect(knownGroups(fields).map(({ about }) => about)).toEqual(['customer', 'topic'])
  })
  test('what nobody declared is told by its name', () => {
    const names = ['customer.name', 'email', 'order.id', 'customerless', 'member.rank', 'E-mail', 'emailed.at']
    expect(shown(names.map((name) => field(name)))).toEqual({
      customer: ['customer.name', 'email', 'member.rank', 'E-mail'],
      topic: ['order.id', 'customerless', 'emailed.at'],
    })
  })
  test('what is signed stands above what is not, and a group of nothing is none', () => {
    const fields = [field('order.id'), field('order.total', { trust: 'page' }), field('plan', { trust: 'signed' })]
    expect(shown(fields)).toEqual({ topic: ['plan', 'order.id', 'order.total'] })
    expect(knownGroups([])).toEqual([])
  })
})

test('who stands behind a value', () => {
  expect(standingOf({ trust: 'signed', source: 'token' })).toBe('signed')
  expect(standingOf({ trust: 'page', source: 'page' })).toBe('page')
  expect(standingOf({ trust: 'visitor', source: 'step:order-id' })).toBe('visitor')
  expect(standingOf({ trust: 'inferred', source: 'http:lookup' })).toBe('lookedUp')
  expect(standingOf({ trust: 'inferred', source: 'step:note' })).toBe('guessed')
  for (const source of ['agent', 'agent:佐藤 花子']) expect(standingOf({ trust: 'visitor', source })).toBe('agent')
  expect(['agent', 'agent:佐藤 花子', 'step:agent:x'].map((source) => writerOf({ source }))).toEqual([
    '',
    '佐藤 花子',
    '',
  ])
})

test('which step or place a value came from, and what to call it', () => {
  expect(['page:url', 'page', 'step:page:url'].map((source) => placeOf({ source }))).toEqual(['url', '', ''])
  expect(['step:order-id', 'http:lookup', 'page', 'step:'].map((source) => stepOf({ source }))).toEqual([
    'order-id',
    'lookup',
    '',
    '',
  ])
  expect(nameOf({ label: 'Order number', name: 'order.id' })).toBe('Order number')
  expect(nameOf({ label: '', name: 'order.id' })).toBe('order.id')
})
