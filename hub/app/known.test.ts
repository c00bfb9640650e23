import { describe, expect, test } from 'vitest'
import type { KnownField } from '../protocol/index.ts'
import { tellingFields } from './known.ts'

const field = (name: string, part: Partial<KnownField> = {}): KnownField => ({
  name,
  label: name,
  shown: 'x',
  trust: 'page',
  mode: 'default',
  source: 'page:data',
  confidence: null,
  masked: false,
  about: 'topic',
  ...part,
})
const told = (...fields: readonly KnownField[]): readonly string[] => tellingFields(fields).map(({ label }) => label)

describe('what an offer tells of a contact', () => {
  test('its topic first, numbers to look it up by, what the customer said; three in all', () => {
    const said = field('question', { trust: 'visitor' })
    expect(told(field('note'), said, field('order.id'), field('topic'))).toEqual(['topic', 'order.id', 'question'])
  })
  test('nothing of who the customer is, nothing that is masked or that the customer is not shown, nothing undeclared', () => {
    const about = { about: 'customer' } as const
    expect(
      told(
        field('name', about),
        field('card', { masked: true }),
        field('a', { mode: 'hidden' }),
        field('b', { about: null }),
      ),
    ).toEqual([])
  })
  test('shortened to what a card has room for, never within a character', () => {
    const [long] = tellingFields([field('a', { shown: `${'x'.repeat(78)}😀y`, label: '長'.repeat(70) })])
    expect(long?.shown).toBe(`${'x'.repeat(78)}…`)
    expect(long?.label).toHaveLength(60)
  })
})
