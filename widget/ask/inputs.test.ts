import { describe, expect, test } from 'vitest'
import { readDate } from '../../hub/flow/dates.ts'
import { readValue, type Declared } from '../../hub/flow/values/index.ts'
import { dayInWords, normalised, problemOf, setupOf, type InputKind } from './inputs.ts'

describe('what is typed', () => {
  test.each<[InputKind, string, string, string]>([
    ['telephone', 'tel', '０３－１２３４－５６７８', '03-1234-5678'],
    ['telephone', 'tel', ' 090ー1234ー5678 ', '090-1234-5678'],
    ['postcode', 'zip', '〒１００‐０００１', '〒100-0001'],
    ['number', 'count', '１２', '12'],
    ['email', 'mail', 'ｙｕｋｉ＠ｅｘａｍｐｌｅ．ｊｐ ', 'yuki@example.jp'],
    ['text', 'name.kana', 'さとう ﾕｷ', 'サトウ ユキ'],
    // Names keep the very letters that people write them with.
    ['text', 'name', '髙橋　Ａ子', '髙橋　Ａ子'],
  ])('%s %s: %s becomes %s', (kind, field, typed, value) => expect(normalised(kind, field, typed)).toBe(value))
})

describe('what is plainly wrong', () => {
  test.each<[InputKind, string, string | null]>([
    ['telephone', '03-1234-5678', null],
    ['telephone', '1234', 'telephone'],
    ['email', 'yuki@example.jp', null],
    ['email', 'yuki@example', 'email'],
    ['postcode', '100-0001', null],
    ['postcode', '〒1000001', null],
    ['postcode', '100', 'postcode'],
    ['number', '1,200', null],
    ['number', 'twelve', 'number'],
    ['text', '', 'needed'],
    ['date', '2026-01-05', null],
  ])('%s %j: %s', (kind, value, problem) => expect(problemOf(kind, value, false)).toBe(problem))

  test('what is optional may be left out', () => expect(problemOf('email', '', true)).toBeNull())

  test.each([
    ['telephone', '+81 3 1234 5678'],
    ['email', 'a.b+c@mail.example.co.jp'],
    ['postcode', '〒100-0001'],
    ['number', '-3.5'],
  ] as const)('the hub takes what is not found wrong here: %s %s', (type, value) => {
    expect(problemOf(type, value, false)).toBeNull()
    const declared = { type } as Declared
    expect(readValue(value, declared, { today: '2026-11-22', locale: 'ja' })).toHaveProperty('value')
  })
})

test.each(['en', 'ja'] as const)('the hub reads a picked day as it is written in %s', (locale) => {
  for (const day of ['2026-01-05', '2027-12-31', '2028-02-29'])
    expect(readDate(dayInWords(locale, day), { today: '2026-11-22', locale })).toBe(day)
  expect(dayInWords('ja', '2026-01-05')).toBe('2026年1月5日')
})

test('browsers know what people have filled in before, and never what is sensitive', () => {
  expect(setupOf('text', 'customer.name', false).autocomplete).toBe('name')
  expect(setupOf('text', 'order.id', false).autocomplete).toBe('off')
  expect(setupOf('telephone', 'reach', false)).toEqual({ type: 'tel', inputmode: 'tel', autocomplete: 'tel' })
  expect(setupOf('telephone', 'reach', true)).toEqual({ type: 'password', inputmode: 'text', autocomplete: 'off' })
})
