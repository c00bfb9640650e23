/** How a flow ends: by a survey, a hand-over, a call-back, an end. */
import { describe, expect, test } from 'vitest'
import type { FieldStore } from './fields.ts'
import { Customer, field, flowOf, words } from './testing.ts'

const end = { kind: 'end', text: words('Bye') }
const page = (value: string) => ({ value, trust: 'page', mode: 'default', source: 'page' }) as const

test('[FL20] nobody is kept by a survey', () => {
  const ann = new Customer(flowOf({ one: { kind: 'survey', text: words('How?'), tries: 2, next: 'end' }, end }))
  expect(ann.says('good').place).toBe('one')
  expect(ann.says('fine').place).toBe('ended end')
  const ben = new Customer(
    flowOf({ one: { kind: 'survey', text: words('How?'), comment: true, next: 'end' }, end }),
  ).says('4')
  expect(ben.says('card 4242424242424242').effects[0]).toEqual({ type: 'survey', score: 4, comment: 'card •••• 4242' })
})

describe('[FL21] the ends', () => {
  const fields = { a: field('text'), tel: field('telephone'), day: field('date') }
  const known: FieldStore = { a: page('x'), tel: page('0312345678'), day: page('2026-11-25') }

  test('a hand-over', () => {
    const step = {
      kind: 'hand-over',
      queue: 'desk',
      skills: { 'lang.{locale}': 3 },
      prioritySeconds: 60,
      fields: ['a'],
    }
    const ann = new Customer(flowOf({ one: step, person: step }, fields), { locale: 'ja', fields: known })
    expect(ann.effects).toEqual([
      {
        type: 'queue',
        queue: 'desk',
        skills: [{ skill: 'lang.ja', level: 3 }],
        priorityMs: 60_000,
        fields: [{ name: 'a', label: 'text。', shown: 'x', field: known.a }],
      },
    ])
    expect(ann.state.at).toMatchObject({ phase: 'ended', outcome: 'queued' })
  })

  test('a call-back', () => {
    const step = { kind: 'call-back', queue: 'desk', telephone: 'tel', date: 'day', fields: [] }
    const ann = new Customer(flowOf({ one: step }, fields), { fields: known })
    expect(ann.effects).toEqual([
      { type: 'callBack', queue: 'desk', telephone: '0312345678', date: '2026-11-25', fields: [] },
    ])
    expect(new Customer(flowOf({ one: step }, fields)).effects).toMatchObject([{ telephone: null, date: null }])
  })

  test('an end', () => {
    const ann = new Customer(flowOf({ one: { kind: 'end', solved: false } }))
    expect([ann.effects, ann.place]).toEqual([[{ type: 'close', solved: false }], 'ended one'])
  })
})
