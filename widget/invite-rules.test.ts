import { describe, expect, test } from 'vitest'
import { dueOf, ruleHolds, type Seen } from './invite-rules.ts'

const seen: Seen = { page: '/cart?step=2', seconds: 30, scrollPercent: 60, exit: false, returning: false }
const holds = (rule: Parameters<typeof ruleHolds>[0], more: Partial<Seen> = {}) => ruleHolds(rule, { ...seen, ...more })

describe('pages', () => {
  test.each([
    ['*', '/', true],
    ['/', '/', true],
    ['/', '/cart', false],
    ['/cart*', '/cart', true],
    ['/cart*', '/cart/2?x=1', true],
    ['/cart', '/cart?step=2', true],
    ['/cart?step=2', '/cart?step=2', true],
    ['/cart?step=2', '/cart?step=3', false],
    ['/cart?*b=1*', '/cart?a=1&b=1&c=1', true],
    ['/*/beans', '/shop/beans', true],
    ['/*/beans', '/shop/beans/2', false],
    ['/*/*/end', '/a/end', false],
    ['*ab*ab', '/ab', false],
    ['*ab*ab', '/abab', true],
    ['/日本*', '/日本語', true],
    ['/a.c', '/abc', false],
    [`/${'*a'.repeat(90)}`, `/${'b'.repeat(10_000)}`, false],
  ])('%s on %s: %s', (page, here, is) => expect(holds({ page }, { page: here })).toBe(is))
})

test('an empty rule holds at once, on every page', () => {
  expect(holds({}, { seconds: 0, scrollPercent: 0 })).toBe(true)
})

test('time and height hold from their value on', () => {
  expect([29.9, 30].map((seconds) => holds({ seconds: 30 }, { seconds }))).toEqual([false, true])
  expect([59, 60].map((scrollPercent) => holds({ scrollPercent: 60 }, { scrollPercent }))).toEqual([false, true])
})

test('leaving is asked for or not', () => {
  expect(holds({ exit: true })).toBe(false)
  expect(holds({ exit: true }, { exit: true })).toBe(true)
  expect(holds({ exit: false }, { exit: true })).toBe(true)
})

test('who comes again is another one than who is new, unless it does not matter', () => {
  for (const returning of [true, false]) {
    expect(holds({ returning: true }, { returning })).toBe(returning)
    expect(holds({ returning: false }, { returning })).toBe(!returning)
    expect(holds({}, { returning })).toBe(true)
  }
})

test('all that a rule says must hold', () => {
  const rule = { page: '/cart*', seconds: 30, scrollPercent: 60, returning: false }
  expect(holds(rule)).toBe(true)
  for (const less of [{ page: '/' }, { seconds: 1 }, { scrollPercent: 1 }, { returning: true }])
    expect(holds(rule, less)).toBe(false)
})

test('once in its days', () => {
  const day = 86_400_000
  const due = (shownAt: number | null) => dueOf({ everyDays: 7 }, shownAt, 100 * day)
  expect([null, 93, 94, 100, 106, 108].map((days) => due(days === null ? null : days * day))).toEqual([
    true,
    true,
    false,
    false,
    false,
    true,
  ])
})
