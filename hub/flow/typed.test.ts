/** What people type: numbers, dates, choices, wishes; and patterns against the engine's own. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDate, showDate } from './dates.ts'
import { maskCards } from './masking.ts'
import { readNumber } from './normal.ts'
import { compilePattern, isPatternFault } from './pattern.ts'
import { wantsPerson } from './person.ts'
import { readYesNo } from './values/index.ts'

test.each<[string, number | null]>([
  ['12', 12],
  ['１２，３４５', 12_345],
  ['¥1,200', 1_200],
  ['1200円', 1_200],
  ['三千五百', 3_500],
  ['3千', 3_000],
  ['百二十三万', 1_230_000],
  ['１万２千', 12_000],
  ['二億', 200_000_000],
  ['二〇二六', 2_026],
  ['十', 10],
  ['－５', -5],
  ['2.5', 2.5],
  ['seven', 7],
  ['5 pieces', 5],
  ['約100個', 100],
  ['12,34', null],
  ['1e9', null],
  ['0x10', null],
  ['5 apples', null],
  ['', null],
  ['千の夜', null],
  ['99999999999999999', null],
])('the number %s is %s', (typed, value) => {
  expect(readNumber(typed)).toBe(value)
})

describe('dates', () => {
  const read = (typed: string, locale: 'en' | 'ja' = 'ja') => readDate(typed, { today: '2026-11-24', locale })

  test.each<[string, string | null]>([
    ['2026/1/5', '2026-01-05'],
    ['２０２６年１月５日', '2026-01-05'],
    ['令和元年5月1日', '2019-05-01'],
    ['平成31年4月30日', '2019-04-30'],
    ['昭和64年1月7日', '1989-01-07'],
    ['S45.3.14', '1970-03-14'],
    ['R8/11/22', '2026-11-22'],
    ['二〇二六年一月五日', '2026-01-05'],
    ['1月5日', '2027-01-05'],
    ['11/23', '2026-11-23'],
    ['12/31', '2026-12-31'],
    ['6/1', '2026-06-01'],
    ['2月29日', null],
    ['2024年2月29日', '2024-02-29'],
    ['2026年2月29日', null],
    ['三日前', '2026-11-21'],
    ['10日後', '2026-12-04'],
    ['火曜日', '2026-12-01'],
    ['次の水曜', '2026-11-25'],
    ['おととい', '2026-11-22'],
    ['0年1月1日', null],
    ['来年', null],
  ])('%s is %s', (typed, date) => {
    expect(read(typed)).toBe(date)
  })

  test('what may be two days in English is not guessed', () => {
    expect([
      read('3/4', 'en'),
      read('3/4/2026', 'en'),
      read('5/5', 'en'),
      read('31/12', 'en'),
      read('12/31', 'en'),
    ]).toEqual([null, null, '2027-05-05', '2026-12-31', '2026-12-31'])
    expect(read('3/4')).toBe('2027-03-04')
  })

  test('what is shown is read again as the same day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_900, max: 2_199 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 28 }),
        (y, m, d) => {
          const date = `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`
          expect(read(showDate(date, 'ja'))).toBe(date)
          expect(read(showDate(date, 'en').replace(/^\w+, /, ''), 'en')).toBe(date)
        },
      ),
    )
  })

  test('nothing that is typed breaks it', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        expect(read(typed) ?? '2026-01-05').toMatch(/^\d{4}-\d\d-\d\d$/)
      }),
    )
  })
})

test.each([
  ['YES', true],
  ['はい。', true],
  ['ｏｋ', true],
  ['no thanks', false],
  ['いいえ、結構です', null],
  ['違います', false],
  ['perhaps', null],
])('yes or no: %s is %s', (typed, value) => {
  expect(readYesNo(typed)).toBe(value)
})

test.each<[string, boolean]>([
  ['please connect me with customer support agent', true],
  ['Human!!', true],
  ['ヒト', false],
  ['人', false],
  ['人間と話せますか', true],
  ['スタッフ対応希望', true],
  ['担当の方お願いします', true],
  ['人参', false],
  ['help', false],
  ['please', false],
  ['お願いします', false],
  ['representative of Apple', false],
  ['', false],
])('a person is wanted by "%s": %s', (typed, wanted) => {
  expect(wantsPerson(typed)).toBe(wanted)
})

test('cards are found by issuer, length and check digit only', () => {
  const shown = [
    '4111111111111111',
    '5555 5555 5555 4444',
    '3782-822463-10005',
    '3530111333300000',
    '4111111111111112',
    '1234567890123456',
    '0312345678',
  ]
  expect(shown.map(maskCards)).toEqual([
    '•••• 1111',
    '•••• 4444',
    '•••• 0005',
    '•••• 0000',
    '4111111111111112',
    '1234567890123456',
    '0312345678',
  ])
})

describe('[FF8] patterns', () => {
  const part = fc.oneof(
    fc.constantFrom('a', 'b', '.', '\\d', '\\w', '[ab]', '[^a]', '[a-c]', '\\.'),
    fc.constantFrom('a?', 'b*', '[ab]+', 'a{2}', '(a|b){1,3}', '(ab|a)*', 'b{2,}'),
  )
  const source = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''))
  const typed = fc.array(fc.constantFrom('a', 'b', 'c', '1', '.', 'あ'), { maxLength: 8 }).map((all) => all.join(''))

  test('fit what the engine’s own regular expressions fit', () => {
    fc.assert(
      fc.property(source, source, fc.boolean(), typed, (one, other, either, text) => {
        const pattern = either ? `${one}|${other}` : one
        const fits = compilePattern(pattern)
        if (isPatternFault(fits)) throw new Error(fits.problem)
        expect(fits(text), pattern).toBe(new RegExp(`^(?:${pattern})$`, 'u').test(text))
      }),
      { numRuns: 2_000 },
    )
  })

  test.each(['(a*)*b', '(a+)+b', '(a|a)*b', '(a|aa)+b', '(.*)*b', '((a?){40})b', 'a?{40}b'])(
    '%s holds nothing up',
    (pattern) => {
      const fits = compilePattern(pattern)
      if (isPatternFault(fits)) throw new Error(fits.problem)
      const begun = performance.now()
      expect(fits('a'.repeat(1_000))).toBe(false)
      expect(performance.now() - begun).toBeLessThan(1_000)
    },
  )

  test('whatever is written, it is a pattern or a fault', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), typed, (pattern, text) => {
        const fits = compilePattern(pattern)
        if (isPatternFault(fits)) expect(fits.remedy).not.toBe('')
        else expect(typeof fits(text)).toBe('boolean')
      }),
    )
  })
})
