import { expect, test } from 'vitest'
import { filledIn, unknownVariables } from './template.ts'

const known = ['customer', 'date', 'field.']

test('variables that nobody knows are found, once each', () => {
  expect(unknownVariables('{customer}さま {field.order.id} {datum} {datum} {field.} {}', known)).toEqual([
    'datum',
    'field.',
    '',
  ])
  expect(unknownVariables('no braces { at all', known)).toEqual([])
})

test('a text is filled in with what is known', () => {
  const values: Readonly<Record<string, string>> = { customer: 'Mika' }
  expect(filledIn('Dear {customer}, {date}', (name) => values[name] ?? null)).toBe('Dear Mika, {date}')
})
