import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  fieldLimits,
  forNextContact,
  giveField,
  giveFields,
  isSensitiveName,
  modes,
  trusts,
  type Field,
  type FieldStore,
  type Given,
} from './fields.ts'
import type { Declared } from './values/index.ts'

const reading = { today: '2026-11-24', locale: 'en' } as const
const label = { en: 'a', ja: 'あ' }
const base = { label, about: 'topic', sensitive: false, allowPrefill: false } as const
const text: Declared = { ...base, type: 'text' }

const given = (value: unknown, more: Partial<Given> = {}): Given => ({
  value,
  trust: 'page',
  mode: 'default',
  source: 'test',
  ...more,
})
const put = (store: FieldStore, one: Given, name = 'a', declared: Declared | null = text) =>
  giveField(store, name, one, declared ?? undefined, reading)
/** The store after giving one after the other; what is refused changes nothing. */
const after = (...all: Given[]): Field | undefined =>
  all.reduce<FieldStore>((store, one) => {
    const giving = put(store, one)
    return 'refused' in giving ? store : giving.store
  }, {}).a

const anyGiven = fc.record({
  value: fc.string({ minLength: 1, maxLength: 8 }).filter((one) => one.trim() === one && one !== ''),
  trust: fc.constantFrom(...trusts),
  mode: fc.constantFrom(...modes),
  source: fc.constant('test'),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
})
const history = fc.array(anyGiven, { minLength: 1, maxLength: 12 })

test('[FD1] a value keeps its trust, mode and source', () => {
  expect(after(given('x', { trust: 'inferred', mode: 'overwrite', source: 'http:one', confidence: 0.5 }))).toEqual({
    value: 'x',
    trust: 'inferred',
    mode: 'overwrite',
    source: 'http:one',
    confidence: 0.5,
  })
})

describe('who replaces whom', () => {
  test('[FD2] signed stands against everything but signed, whatever came before and after', () => {
    fc.assert(
      fc.property(history, anyGiven, history, (before, signed, later) => {
        const token = { ...signed, trust: 'signed' as const, value: 'signed' }
        const others = later.filter(({ trust }) => trust !== 'signed')
        expect(after(...before, token, ...others)).toMatchObject({ value: 'signed', trust: 'signed' })
        expect(after(token, { ...token, value: 'newer' })?.value).toBe('newer')
      }),
    )
  })

  test.each(['default', 'overwrite', 'once'] as const)('[FD3] an answer replaces a page’s %s', (mode) => {
    expect(after(given('page', { mode }), given('typed', { trust: 'visitor' }))?.value).toBe('typed')
  })

  test.each(['locked', 'hidden'] as const)('[FD3] an answer does not replace what is %s', (mode) => {
    expect(after(given('page', { mode }), given('typed', { trust: 'visitor' }))?.value).toBe('page')
  })

  test.each([
    ['default', 'typed'],
    ['once', 'typed'],
    ['overwrite', 'page'],
    ['hidden', 'page'],
    ['locked', 'page'],
  ] as const)('[FD4] a page’s %s after an answer: %s stands', (mode, stands) => {
    expect(after(given('typed', { trust: 'visitor' }), given('page', { mode }))?.value).toBe(stands)
  })

  test('[FD4] a page’s later default replaces its earlier one', () => {
    expect(after(given('first'), given('second'))?.value).toBe('second')
  })

  test('[FD5] once changes nothing that is there', () => {
    fc.assert(
      fc.property(history, anyGiven, (before, one) => {
        fc.pre(one.trust !== 'signed')
        const stood = after(...before)
        const next = after(...before, { ...one, mode: 'once' })
        expect(next).toEqual(stood ?? expect.objectContaining({ value: one.value }))
      }),
    )
  })

  test('[FD6] what a page has fixed, only the page and a signed identity change', () => {
    fc.assert(
      fc.property(fc.constantFrom('locked', 'hidden'), history, (mode, later) => {
        const others = later.filter(({ trust }) => trust === 'visitor' || trust === 'inferred')
        expect(after(given('fixed', { mode: mode as 'locked' }), ...others)?.value).toBe('fixed')
      }),
    )
    expect(after(given('fixed', { mode: 'locked' }), given('new'))?.value).toBe('new')
    expect(after(given('fixed', { mode: 'locked' }), given('new', { trust: 'signed' }))?.value).toBe('new')
  })

  test('[FD7] what is inferred replaces only what was inferred with no more confidence', () => {
    const inferred = (value: string, confidence: number, mode: Given['mode'] = 'default') =>
      given(value, { trust: 'inferred', mode, confidence })
    expect(after(inferred('low', 0.3), inferred('high', 0.8))?.value).toBe('high')
    expect(after(inferred('high', 0.8), inferred('low', 0.3))?.value).toBe('high')
    for (const trust of ['page', 'visitor', 'signed'] as const)
      expect(after(given('said', { trust }), inferred('guess', 1))?.value).toBe('said')
    expect(after(given('said', { trust: 'visitor' }), inferred('set', 1, 'overwrite'))?.value).toBe('set')
    expect(after(given('said', { mode: 'locked' }), inferred('set', 1, 'overwrite'))?.value).toBe('said')
  })
})

describe('what is refused', () => {
  const secrets = [
    'password',
    'user.password',
    'cardNumber',
    'payment.card.number',
    'creditCard',
    'cvv',
    'pin',
    'my.pin',
    'pinCode',
    'accessToken',
    'apiKey',
    'myNumber',
    'one.timeCode',
    'bankAccount',
  ]
  const plain = [
    'name',
    'order.id',
    'customer.email',
    'shipping',
    'spinner',
    'opinion',
    'passenger',
    'discard',
    'cardinal',
    'total',
  ]

  test.each(secrets)('[FD8] %s is blocked', (name) => {
    expect(isSensitiveName(name)).toBe(true)
    for (const trust of ['page', 'signed'] as const)
      expect(put({}, given('x', { trust }), name, null)).toEqual({ refused: 'field.blocked' })
    expect(put({}, given('x'), name, { ...text, allowPrefill: true })).toHaveProperty('store')
  })

  test.each(plain)('[FD8] %s is not', (name) => {
    expect(isSensitiveName(name)).toBe(false)
  })

  test('[FD8] nor may a declared sensitive field be given beforehand', () => {
    expect(put({}, given('x'), 'a', { ...text, sensitive: true })).toEqual({ refused: 'field.blocked' })
    expect(put({}, given('x', { trust: 'visitor' }), 'a', { ...text, sensitive: true })).toHaveProperty('store')
  })

  test.each<[string, Partial<Declared>, unknown, unknown]>([
    ['text', { type: 'text', pattern: '[A-Z]\\d', capitals: true }, 'ａ１', 'A1'],
    ['number', { type: 'number', min: 1 }, 2.5, 2.5],
    ['date', { type: 'date' }, '2026-01-05', '2026-01-05'],
    ['choice', { type: 'choice', choices: [{ key: 'k', label }] }, 'k', 'k'],
    ['yesNo', { type: 'yesNo' }, true, true],
    ['telephone', { type: 'telephone' }, '03-1234-5678', '0312345678'],
    ['email', { type: 'email' }, ' Ann@Example.jp', 'Ann@Example.jp'],
    ['postcode', { type: 'postcode' }, '〒1000001', '100-0001'],
  ])('[FD9] a value of %s in its one form', (_, more, value, kept) => {
    const declared = { ...base, ...more } as Declared
    expect(put({}, given(value), 'a', declared)).toMatchObject({ store: { a: { value: kept } } })
    const wrong = [
      {},
      [],
      null,
      undefined,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      '',
      'no such thing',
      -1,
      { file: 'att_1' },
    ]
    for (const one of wrong) expect(put({}, given(one), 'a', declared), String(one)).toEqual({ refused: 'field.type' })
  })

  test('[FD9] a number, and yes or no, may be text where a page has them, and nowhere else', () => {
    const number: Declared = { ...base, type: 'number' }
    for (const [text, value] of [
      ['3560', 3_560],
      ['-0.5', -0.5],
    ])
      expect(put({}, given(text, { trust: 'page' }), 'a', number)).toMatchObject({ store: { a: { value } } })
    for (const text of ['3,560', '1e3', '0x10', ' 1', ''])
      expect(put({}, given(text, { trust: 'page' }), 'a', number), text).toEqual({ refused: 'field.type' })
    expect(put({}, given('3560', { trust: 'inferred' }), 'a', number)).toEqual({ refused: 'field.type' })
    const yesNo: Declared = { ...base, type: 'yesNo' }
    expect(put({}, given('false', { trust: 'page' }), 'a', yesNo)).toMatchObject({ store: { a: { value: false } } })
    expect(put({}, given('no', { trust: 'page' }), 'a', yesNo)).toEqual({ refused: 'field.type' })
  })

  test('[FD9] a file comes from the customer only', () => {
    const file = { file: 'att_1', name: 'a.png', type: 'image/png', bytes: 1 }
    const declared: Declared = { ...base, type: 'file' }
    expect(put({}, given(file), 'a', declared)).toEqual({ refused: 'field.type' })
    expect(put({}, given(file, { trust: 'visitor' }), 'a', declared)).toHaveProperty('store')
  })

  test('[FD9] of an undeclared field, anything but a text, a number, yes or no is refused; so is a name of no form', () => {
    for (const value of ['x', 1, false])
      expect(put({}, given(value), 'a', null), String(value)).toMatchObject({ store: { a: { value } } })
    for (const value of [null, undefined, {}, [], ' ', Number.NaN, () => 1, Symbol('x'), 1n])
      expect(giveField({}, 'a', given(value), undefined, reading)).toEqual({ refused: 'field.type' })
    for (const name of [
      '',
      'A',
      '1a',
      'a..b',
      'a b',
      '__proto__',
      'constructor.x-y',
      'a.b.c.d.e',
      'ａ',
      `a${'b'.repeat(90)}`,
    ])
      expect(put({}, given('x'), name, null), name).toEqual({ refused: 'field.name' })
    expect(put({}, given('x'), 'constructor', null)).toMatchObject({ store: { constructor: { value: 'x' } } })
  })

  test('[FD10] too long, too many, too much', () => {
    const long = 'x'.repeat(fieldLimits.value)
    expect(put({}, given(`${long}x`), 'a', null)).toEqual({ refused: 'field.tooLong' })
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`f${at}`, given('x')]))
    const { store, refused } = giveFields({}, many, {}, reading)
    expect([Object.keys(store).length, refused]).toEqual([100, { f100: 'field.tooMany' }])
    const much = Object.fromEntries(Array.from({ length: 17 }, (_, at) => [`f${at}`, given(long)]))
    expect(giveFields({}, much, {}, reading).refused).toEqual({ f16: 'field.tooLong' })
  })

  test('[FD10] whatever is given, the limits hold and what is refused changes nothing', () => {
    const name = fc.stringMatching(/^[a-z]{1,3}(\.[a-z]{1,3})?$/)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(name, fc.oneof(fc.anything(), fc.string({ maxLength: 2_000 })), anyGiven), { maxLength: 60 }),
        (all) => {
          let store: FieldStore = {}
          for (const [one, value, how] of all) {
            const giving = giveField(store, one, { ...how, value }, undefined, reading)
            if (!('refused' in giving)) store = giving.store
          }
          const lengths = Object.values(store).map((field) => String(field.value).length)
          expect(lengths.every((length) => length <= fieldLimits.value)).toBe(true)
          expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(fieldLimits.total)
          expect(JSON.parse(JSON.stringify(store))).toEqual(store)
        },
      ),
    )
  })
})

test('[FD11] the next contact begins with who the customer is', () => {
  const declarations = { name: { ...text, about: 'customer' as const }, 'order.id': text }
  const all = { name: given('Ann'), 'order.id': given('1'), other: given('x') }
  const { store } = giveFields({}, all, declarations, reading)
  expect(Object.keys(forNextContact(store, declarations))).toEqual(['name'])
})

test.each([
  ['4711', '••••'],
  ['4242 4242 4242 4242', '•••• 4242'],
  ['１２３４５６７８', '•••• 5678'],
  ['hunter2', '••••'],
  ['my 12345678 code', '••••'],
])('[FD12] %s is kept as %s', (value, kept) => {
  const giving = put({}, given(value, { trust: 'visitor' }), 'a', { ...text, sensitive: true })
  expect(giving).toMatchObject({ store: { a: { value: kept, masked: true } } })
})
