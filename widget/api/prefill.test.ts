/** What a page says of its visitor: which forms it may have, what is refused, and who has the last word. */
import { describe, expect, test } from 'vitest'
import { fieldLimits, isSensitiveName } from '../../hub/flow/fields.ts'
import { isSensitive, merge, prefillLimits, readFields, readJson, type Source } from './prefill.ts'

const taken = (given: unknown, source: Source = 'command', mode?: unknown): unknown =>
  [...readFields(given, source, mode).fields.values()].map((field) => field && { ...field })
const refused = (given: unknown): unknown => readFields(given, 'command').problems.map(({ code, name }) => [code, name])
const merged = (given: Partial<Record<Source, unknown>>): unknown =>
  Object.fromEntries(
    merge(
      Object.fromEntries(Object.entries(given).map(([source, one]) => [source, readFields(one, source as Source)])),
    ).fields.map(({ name, value }) => [name, value]),
  )

describe('reading', () => {
  test('values, values with a mode, and groups', () => {
    expect(taken({ name: ' Ann ', age: 41, member: false })).toEqual([
      { name: 'name', value: 'Ann', mode: 'default', source: 'command' },
      { name: 'age', value: 41, mode: 'default', source: 'command' },
      { name: 'member', value: false, mode: 'default', source: 'command' },
    ])
    expect(taken({ email: { value: 'a@example.jp', mode: 'locked' } }, 'script')).toEqual([
      { name: 'email', value: 'a@example.jp', mode: 'locked', source: 'script' },
    ])
    expect(taken({ order: { id: 7, shop: { name: 'Ginza' } } }, 'attribute', 'hidden')).toEqual([
      { name: 'order.id', value: 7, mode: 'hidden', source: 'attribute' },
      { name: 'order.shop.name', value: 'Ginza', mode: 'hidden', source: 'attribute' },
    ])
  })

  test('null takes back, and an empty text says nothing', () => {
    expect(taken({ name: null, topic: undefined, email: '  ' })).toEqual([null, null])
    expect(taken(undefined)).toEqual([])
  })

  test('[S4.7] types and sizes are checked, each with its code', () => {
    expect(
      refused({ when: new Date(0), list: [1], what: () => {}, much: Infinity, how: { value: 'x', mode: 'loud' } }),
    ).toEqual([
      ['field.type', 'list'],
      ['field.type', 'what'],
      ['field.type', 'much'],
      ['field.type', 'how'],
    ])
    expect(refused({ long: 'x'.repeat(1_001) })).toEqual([['field.tooLong', 'long']])
    expect(refused({ 'Not a name': 1, a: { b: { c: { d: { e: 1 } } } } })).toEqual([
      ['field.name', 'Not a name'],
      ['field.name', 'a.b.c.d'],
    ])
    expect(refused('Ann')).toEqual([['prefill.malformed', 'command']])
    expect(refused(['Ann'])).toEqual([['prefill.malformed', 'command']])
    expect(readJson('{"name":', 'attribute').problems).toEqual([{ code: 'prefill.malformed', name: 'attribute' }])
  })

  test('[S4.8] names of secrets are refused, and the hub refuses the same', () => {
    expect(refused({ password: 'x', payment: { cardNumber: '4242' }, 'my.pin': '1', name: 'Ann' })).toEqual([
      ['field.blocked', 'password'],
      ['field.blocked', 'payment.cardNumber'],
      ['field.blocked', 'my.pin'],
    ])
    const names =
      'password passcode card cardNo cardNumber card.number cvv cvc pin pinCode shipping opinion token apiKey'
    const more =
      'accessToken secret ssn myNumber iban bankAccount oneTimeCode otp order.id email telephone account name'
    for (const name of `${names} ${more}`.split(' '))
      expect([name, isSensitive(name)]).toEqual([name, isSensitiveName(name)])
  })

  test('a name of an object’s own parts is a name like others', () => {
    expect(taken(JSON.parse('{"constructor":"x","__proto__":{"name":"y"}}'))).toEqual([
      { name: 'constructor', value: 'x', mode: 'default', source: 'command' },
    ])
  })
})

describe('merging', () => {
  test('[S4.5] the stronger source has the field: anybody can make a link, and what a page does last it means', () => {
    const all = { url: 'u', attribute: 'a', script: 's', data: 'd', property: 'p', command: 'c' }
    const given: Partial<Record<Source, unknown>> = {}
    for (const [source, name] of Object.entries(all)) {
      given[source as Source] = { name }
      expect(merged(given)).toEqual({ name })
    }
    expect(merged({ url: { order: 1 }, command: { name: 'Ann' } })).toEqual({ order: 1, name: 'Ann' })
  })

  test('what counts once takes nobody’s place, and what was taken back is gone', () => {
    expect(merged({ url: { name: 'Ann' }, command: { name: { value: 'Eve', mode: 'once' } } })).toEqual({ name: 'Ann' })
    expect(merged({ command: { name: { value: 'Eve', mode: 'once' } } })).toEqual({ name: 'Eve' })
    expect(merged({ property: { name: null } })).toEqual({})
  })

  test('[S4.7] the limits are the hub’s', () => {
    expect([prefillLimits.count, prefillLimits.value, prefillLimits.total]).toEqual([
      fieldLimits.count,
      fieldLimits.value,
      fieldLimits.total,
    ])
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`f${at}`, at]))
    const { fields, problems } = merge({ command: readFields(many, 'command') })
    expect(fields).toHaveLength(100)
    expect(problems).toEqual([{ code: 'field.tooMany', name: 'f100' }])
    const big = Object.fromEntries(Array.from({ length: 17 }, (_, at) => [`f${at}`, 'x'.repeat(1_000)]))
    expect(merge({ command: readFields(big, 'command') }).problems).toEqual([{ code: 'field.tooLong', name: 'f16' }])
  })
})
