import { expect, test } from 'vitest'
import { Chances, neverStruck, percentile, reportLines } from './attack.ts'
import { attacks } from './index.ts'

test('a planned fault that never struck is named, and seen in the report', () => {
  const chances = new Chances(['cuts', 'stalls'])
  chances.count('cuts', 3)
  const result = chances.result(['p99 12 ms'])
  expect(neverStruck(result)).toEqual(['stalls'])
  expect(reportLines('network', 7, result)).toEqual([
    'network, seed 7',
    '          3  cuts',
    '          0  stalls',
    '  p99 12 ms',
  ])
})

test('percentiles take the value that so many do not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at)
  expect([percentile(hundred, 0.5), percentile(hundred, 0.99), percentile([7], 0.99), percentile([], 0.5)]).toEqual([
    50, 99, 7, 0,
  ])
})

test('every attack says what it does', () => {
  expect(Object.entries(attacks).filter(([name, { what }]) => !/^[a-z]+(-[a-z]+)*$/.test(name) || what === '')).toEqual(
    [],
  )
})
